import { createHash } from 'node:crypto';
import type { Card } from '../../core/card.ts';
import { drawMarkdown } from '../../core/draw-text.ts';
import { PlatformError } from '../../core/errors.ts';
import { assertForGroup, type GroupPusher, type PushTarget } from '../../core/group-push.ts';
import type { AddressGuard } from '../address-guard.ts';
import { costOf, limits } from '../limits.ts';
import { byteLength, splitText } from '../split-text.ts';
import type { PostTo, WecomClient } from './client.ts';

/** 企业微信 应用推送消息 90248; 消息推送配置说明 99110. */
const bytesAtMost = { 'wecom-appchat': 2048, 'wecom-webhook': 4096 } as const;
/** The one thing a group robot's address can be. */
const webhookPath = '/cgi-bin/webhook/send';

/** Groups that our app made, and groups with a robot whose address we were given. Neither takes cards with buttons. */
export function createGroupPusher(options: {
  client: Pick<WecomClient, 'call'>;
  postTo: PostTo;
  mayCall: AddressGuard;
}): GroupPusher {
  const { client, postTo, mayCall } = options;
  const partsOf = (card: Card, most: number) => splitText(drawMarkdown(card), (part) => byteLength(part) <= most);
  async function send(target: Exclude<PushTarget, { kind: 'dingtalk-group' }>, content: string): Promise<void> {
    const message = { msgtype: 'markdown', markdown: { content } };
    if (target.kind === 'wecom-appchat') {
      await client.call('appchat/send', { chatid: target.chatId, ...message });
      return;
    }
    if (!mayCall(target.url) || new URL(target.url).pathname !== webhookPath) {
      throw new PlatformError('webhook: not an address of a group robot', { code: 'host', retryable: false });
    }
    await postTo(target.url, 'webhook/send', message);
  }
  return {
    kinds: ['wecom-appchat', 'wecom-webhook'],
    async push(target, card) {
      assertForGroup(card);
      if (target.kind === 'dingtalk-group') throw new Error(`not a group of WeCom: ${target.kind}`);
      const [first = '', ...others] = partsOf(card, bytesAtMost[target.kind]);
      await send(target, first);
      try {
        for (const content of others) await send(target, content);
      } catch (error) {
        // Said again it would begin with what the group has read.
        if (!(error instanceof PlatformError)) throw error;
        throw new PlatformError(`${error.message}, behind a first part`, { code: error.code, retryable: false });
      }
    },
    costs(target, card) {
      if (target.kind === 'dingtalk-group') return [];
      const count = partsOf(card, bytesAtMost[target.kind]).length;
      if (target.kind === 'wecom-appchat') {
        return [costOf(limits.wecomAppchatMember.pace, `wecom appchat ${target.chatId}`, count)];
      }
      // Whoever knows the address can write there: it is in no row but sealed.
      const robot = createHash('sha256').update(target.url).digest('base64url');
      return [costOf(limits.wecomWebhook.pace, `wecom webhook ${robot}`, count)];
    },
  };
}
