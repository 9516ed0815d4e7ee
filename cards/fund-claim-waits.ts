import type { Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { Claim } from '../src/domain/funds/funds.ts';
import { projectLabel } from '../src/domain/funds/terms.ts';
import { exactAmount, typeLabel } from '../src/domain/funds/wording.ts';

/** To staff: a report came in by the page. What can be done about it stands on the card that is opened from here. */
export function claimWaitsCard({ id, project, type, fen, effectiveOn }: Claim): Card {
  const what = `${formatDate(effectiveOn)}${typeLabel(type, true)}${exactAmount(fen)}`;
  return {
    title: '企业自报待确认',
    blocks: [
      {
        kind: 'text',
        text: `${project.enterprise.name}在网页自报：${projectLabel(project.number)} ${project.name}，${what}。确认前不计入余额。`,
      },
    ],
    buttons: [{ text: '查看并办理', tap: { say: `资金 自报 ${id}`, answer: 'here' } }],
    insteadOfButtons: `请发送“/资金 自报 ${id}”查看并办理。`,
    confidential: true,
  };
}
