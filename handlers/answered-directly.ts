import { neutralLine, noticeCard } from '../cards/notice.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';

/**
 * What is only answered one-to-one: in a group the neutral line and the offer to answer `say` there, and the record that
 * it was asked. Null one-to-one.
 */
export function answeredDirectly({ place }: Context, say: string, asked: Pick<AuditFact, 'action'>): Answer | null {
  if (place === 'direct') return null;
  const offer = {
    title: '需要查看？',
    detail: '该信息仅在单聊中答复',
    button: { text: '发到单聊', tap: { say, answer: 'direct' as const } },
    sentence: `请在单聊中发送“${say}”，或在此@我发送“单聊 ${say}”。`,
  };
  return {
    here: { ...noticeCard('请在单聊中查询', neutralLine), offer },
    audit: [{ ...asked, result: 'denied', detail: { why: 'group' } }],
  };
}
