import { neutralLine, noticeCard } from '../../cards/notice.ts';
import { offerDirect } from '../../cards/parts.ts';
import type { Card } from '../../src/core/card.ts';
import type { Context } from '../../src/dispatch/intent.ts';

/**
 * The answer to what may not be said here, the same whether or not there is anything to say: in a group the neutral line
 * and the offer to answer `say` one-to-one; one-to-one, about somebody else's enterprise, that it is not given out.
 */
export function withheldCard(ctx: Context, say: string): Card {
  if (ctx.place === 'group') return { ...noticeCard('请在单聊中查询', neutralLine), offer: offerDirect(say) };
  return noticeCard('不对外提供', '公开信息只能按今天的情况查询，请去掉日期后重新发送。');
}
