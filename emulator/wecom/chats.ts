import type { ApiRoute } from '../api.ts';
import type { Deps } from '../deps.ts';
import { RefusedError } from '../errors.ts';
import type { DeliveryView } from '../message-view.ts';
import type { Player } from '../player.ts';
import { createAppchat } from './appchat.ts';
import type { WecomMedia } from './media.ts';
import type { WecomHandler, WecomTokens } from './tokens.ts';
import { createWebhook } from './webhook.ts';

export interface WecomChats extends Player {
  routes: ApiRoute[];
}

/** Group chats where a bot only writes: those of the app (digest 2.8) and those with a webhook (digest 4). */
export function createWecomChats(deps: Deps, tokens: WecomTokens, media: WecomMedia): WecomChats {
  const appchat = createAppchat(deps, media);
  const webhook = createWebhook(deps, media);
  const route = (path: string, handle: ApiRoute['handle']): ApiRoute => ({
    channel: 'wecom-api',
    method: 'POST',
    path,
    handle,
  });
  const api = (path: string, handle: WecomHandler) => route(path, tokens.authorised(handle));
  return {
    routes: [
      api('/cgi-bin/appchat/create', appchat.create),
      api('/cgi-bin/appchat/send', appchat.send),
      route('/cgi-bin/webhook/send', webhook.send),
      route('/cgi-bin/webhook/upload_media', webhook.upload),
    ],
    say({ person, conversation, text, kind }) {
      // What members write in such a group is told to nobody (digest 2.8, 4).
      const delivery: DeliveryView = { state: 'not-sent', reason: '群里的消息不会推送给机器人', attempts: [] };
      if (kind !== 'text') throw new RefusedError(`nobody hears a "${kind}" message here`);
      const draw = { text };
      const message = deps.mailbox.post({
        conversation: conversation.id,
        from: 'person',
        personId: person.id,
        kind,
        draw,
        delivery,
      });
      return { message, done: Promise.resolve() };
    },
    tap() {
      throw new RefusedError('this message is no card with buttons');
    },
    enter() {
      throw new RefusedError('nobody is told when a group is opened');
    },
    forget: () => undefined,
  };
}
