import { noticeCard, privatelyCard } from '../../cards/notice.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import type { Context } from '../../src/dispatch/intent.ts';

/**
 * The answer to what may not be said here, the same whether or not there is anything to say: in a group the neutral line,
 * and `say` is answered one-to-one; one-to-one, about somebody else's enterprise, that it is not given out.
 */
export function withheld(ctx: Context, say: string, enterprise?: EnterpriseRef): Answer {
  const about = enterprise && { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
  const audit = [{ action: 'qualification.read' as const, result: 'denied' as const, ...about }];
  if (ctx.place === 'group') return { here: privatelyCard(), privately: say, audit };
  return { here: noticeCard('不对外提供', '公开信息只能按今天的情况查询，请去掉日期后重新发送。'), audit };
}
