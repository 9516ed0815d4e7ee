import type { Channel } from '../../core/channel.ts';

/** Events are from nobody and are answered with one word, whatever they say. */
export function createEventChannel(): Channel {
  return {
    name: 'dingtalk-event',
    // The platform gives up after 1.5 seconds by one page, 2.5 by another (钉钉 HTTP回调概述, 开发事件推送服务).
    decideWithinMs: 0,
    recognisesRepeats: false,
    identify: async (sender) => sender,
    plan: () => ({ inline: null, calls: [] }),
    send: () => Promise.reject(new Error('nobody to send to')),
  };
}
