import { neutralLine, noticeCard } from '../cards/notice.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';

/** What is somebody's own business is not done in a group: the same line whatever would have come of it. Null one-to-one. */
export function onlyDirectly({ place }: Context, say: string): Answer | null {
  if (place === 'direct') return null;
  return { here: noticeCard('请在单聊中办理', `该事项请在单聊中办理：打开与我的单聊，发送“/${say}”。`) };
}

/**
 * What is private is asked in a group: the neutral line there, the same whether or not there is anything to say, and the
 * answer to `say` one-to-one.
 */
export function inPrivate(say: string): Answer {
  return { here: noticeCard('请在单聊中查询', `${neutralLine}答复将单独发送给您。`), privately: say };
}
