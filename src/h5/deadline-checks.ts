import { yearOf } from '../domain/calendar.ts';
import { contentChanges, type Names, settledWords } from '../domain/deadlines/content-rows.ts';
import type { Deadline, DeadlineContent } from '../domain/deadlines/deadline.ts';
import { suggestedSettling } from '../domain/deadlines/deadline-rules.ts';
import type { EnterpriseFacts } from '../domain/deadlines/deadlines.ts';
import { restDayRemark } from '../domain/deadlines/due-text.ts';
import { enteringProblems } from '../domain/deadlines/entering-problems.ts';
import { hasHolidayNotice } from '../domain/workday.ts';
import type { DeadlineReading } from './deadline-form.ts';
import type { FieldProblem } from './pages/form-parts.tsx';

/** Everything that is wrong with a form beyond what a single field says. @param before what is changed; null: a new one */
export function formProblems(
  { content, read }: Pick<DeadlineReading, 'content' | 'read'>,
  of: { before: Deadline | null; facts: readonly EnterpriseFacts[]; names: Names; now: Date },
): FieldProblem[] {
  const { before, names } = of;
  const wrong = enteringProblems(read, of);
  if (wrong.length > 0) {
    return wrong.map(({ about, text }) => ({ field: about === 'audience' ? 'audience' : null, text }));
  }
  const isSame = before !== null && content !== null && contentChanges(before, content, names).length === 0;
  return isSame ? [{ field: null, text: '内容没有改动。' }] : [];
}

/** What staff should look at twice before they confirm it. */
export function contentRemarks({ program, kind, enterpriseDue, officialDue, settledBy }: DeadlineContent): string[] {
  const rest = restDayRemark(enterpriseDue);
  const years = [...new Set([enterpriseDue, officialDue].flatMap((due) => (due ? [yearOf(due.on)] : [])))];
  const suggested = settledBy === null ? suggestedSettling(program, kind, enterpriseDue.on) : null;
  return [
    ...(rest === null ? [] : [`材料到开发区的${rest}。日期不作调整，提醒中将说明。`]),
    ...(suggested === null
      ? []
      : [`企业办理后台账中会有“${settledWords(suggested)}”的记录，可返回修改，将其选为视为已办理的情形。`]),
    ...years
      .filter((year) => !hasHolidayNotice(year))
      .map((year) => `${year}年放假安排尚未登记，提醒日按周一至周五推算。`),
  ];
}
