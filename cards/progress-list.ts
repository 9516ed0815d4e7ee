import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Card } from '../src/core/card.ts';
import { statusOf } from '../src/domain/application-state.ts';
import { type ApplicationRecord, applicationLabel } from '../src/domain/applications.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { pageOf } from '../src/domain/paging.ts';
import { statuses, statusLabels } from '../src/domain/qualification.ts';
import { asAt } from './parts.ts';
import { applicationRow } from './progress.ts';

/** Rows a page: what fits two WeCom texts of 2048 bytes. */
const pageSize = 20;
/** As many as WeCom's button card holds. */
const buttonsAtMost = 6;

/** To staff: what is open, counted by status, a page of it. */
export function openApplicationsCard(
  applications: readonly ApplicationRecord[],
  options: { title: string; say: string; page: number; now: Date },
): Card {
  const { title, say, now } = options;
  const { rows, page, pages, offset } = pageOf(applications, options.page, pageSize);
  const counts = statuses
    .map((status) => [status, applications.filter((one) => statusOf(one) === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${statusLabels[status]} ${count} 项`);
  const more = page < pages ? `发送“${say} 第${page + 1}页”继续查看。` : '';
  const blocks: Block[] =
    applications.length === 0
      ? [{ kind: 'text', text: '没有在办的申报。' }]
      : [
          { kind: 'text', text: `共 ${applications.length} 项：${counts.join('，')}。` },
          { kind: 'list', start: offset + 1, items: rows.map((one) => applicationRow(one, { withEnterprise: true })) },
          ...(pages > 1 ? [{ kind: 'text' as const, text: `第${page}页，共${pages}页。${more}` }] : []),
          { kind: 'text', text: '发送“/进度 编号”（例如“/进度 S-12”）查看并办理。' },
        ];
  return { title, blocks, footer: asAt(dateOf(now), now), confidential: true };
}

/** The applications of one enterprise, where there is more than one to show. */
export function enterpriseApplicationsCard(
  enterprise: EnterpriseRef,
  applications: readonly ApplicationRecord[],
  { now, subject }: { now: Date; subject: string },
): Card {
  const [first] = applications;
  const buttons = applications.length > buttonsAtMost ? [] : applications;
  return {
    title: `${enterprise.name} ${subject}申报进度`,
    blocks: first
      ? [
          { kind: 'list', items: applications.map((one) => applicationRow(one, { withEnterprise: false })) },
          ...(buttons.length === 0 ? [{ kind: 'text' as const, text: howToOpen(first) }] : []),
        ]
      : [{ kind: 'text', text: `没有登记在册的${subject}申报。` }],
    ...(buttons.length > 0
      ? {
          buttons: buttons.map(({ number }) => ({
            text: applicationLabel(number),
            tap: { say: `进度 ${applicationLabel(number)}`, answer: 'here' as const },
          })),
          ...(first ? { insteadOfButtons: howToOpen(first) } : {}),
        }
      : {}),
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

function howToOpen({ number }: ApplicationRecord): string {
  return `查看其中一项请发送“/进度 ${applicationLabel(number)}”。`;
}
