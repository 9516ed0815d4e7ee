import { drawMarkdown } from '../../core/draw-text.ts';
import { PlatformError } from '../../core/errors.ts';
import { assertForGroup, type GroupPusher } from '../../core/group-push.ts';
import type { AddressGuard } from '../address-guard.ts';
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
  return {
    kinds: ['wecom-appchat', 'wecom-webhook'],
    async push(target, card) {
      assertForGroup(card);
      if (target.kind === 'dingtalk-group') throw new Error(`not a group of WeCom: ${target.kind}`);
      const most = bytesAtMost[target.kind];
      for (const content of splitText(drawMarkdown(card), (part) => byteLength(part) <= most)) {
        const message = { msgtype: 'markdown', markdown: { content } };
        if (target.kind === 'wecom-appchat') {
          await client.call('appchat/send', { chatid: target.chatId, ...message });
          continue;
        }
        if (!mayCall(target.url) || new URL(target.url).pathname !== webhookPath) {
          throw new PlatformError('webhook: not an address of a group robot', { code: 'host', retryable: false });
        }
        await postTo(target.url, 'webhook/send', message);
      }
    },
  };
}
