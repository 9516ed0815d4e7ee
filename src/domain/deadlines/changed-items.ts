import { basisLabels, type DeadlineContent, deadlineKindLabels } from './deadline.ts';
import { deadlineTitle, dueText } from './due-text.ts';

/** What of a deadline's content people can see, by its name. Whom it concerns is told in other words. */
const rows: readonly { label: string; of(content: DeadlineContent): string }[] = [
  { label: '事项', of: deadlineTitle },
  { label: '性质', of: ({ kind }) => deadlineKindLabels[kind] },
  { label: '材料到开发区', of: ({ enterpriseDue, basis }) => dueText(enterpriseDue, basis) },
  { label: '推荐上报', of: ({ officialDue, basis }) => (officialDue ? dueText(officialDue, basis) : '未登记') },
  { label: '依据', of: ({ basis }) => basisLabels[basis] },
  { label: '文号', of: ({ noticeNo }) => noticeNo ?? '未登记' },
  { label: '通知链接', of: ({ url }) => url ?? '未登记' },
];

/** One line for each that differs, old → new: `材料到开发区：2024年5月10日24:00 → 2024年5月15日24:00` */
export function changedItems(before: DeadlineContent, after: DeadlineContent): string[] {
  return rows.flatMap(({ label, of }) => {
    const [was, is] = [of(before), of(after)];
    return was === is ? [] : [`${label}：${was} → ${is}`];
  });
}
