import { type Audience, AudienceSchema } from '../domain/deadlines/audience.ts';
import type { Deadline, DeadlineContent, DueTime } from '../domain/deadlines/deadline.ts';
import {
  type ContentRead,
  type DueSaid,
  internalDueOf,
  suggestedSettling,
  wholeDue,
} from '../domain/deadlines/deadline-rules.ts';
import { formatDueTime } from '../domain/deadlines/due-text.ts';
import { deadlineColumns } from '../domain/workbook/deadline-columns.ts';
import type { DeadlineRow } from '../domain/workbook/deadline-rows.ts';
import type { Reference } from '../domain/workbook/values.ts';
import type { PlanBook } from './plan.ts';
import type { Resolve } from './plan-enterprises.ts';

/** A day of which no time is said ends with the day. */
const endOfDay = '24:00';

/**
 * What a line makes of a deadline: an empty cell leaves what is registered, and of a new one what the form and the command
 * leave. `content` null: it cannot be said, and the book knows why; `read`: as far as it can.
 */
export function contentOfRow(
  row: DeadlineRow,
  before: Deadline | null,
  resolve: Resolve,
  book: Pick<PlanBook, 'problem' | 'note'>,
): { content: DeadlineContent | null; read: ContentRead } {
  const { unread } = row;
  let isSound = unread.size === 0;
  let isAudienceRead = ![...unread].some(isOfAudience);
  const fail = (column: keyof typeof deadlineColumns, reason: string | null) => {
    isSound = false;
    if (isOfAudience(column)) isAudienceRead = false;
    // Without a reason its own line in another sheet has a problem already.
    if (reason !== null) book.problem('deadlines', row.row, deadlineColumns[column].header, reason);
  };
  const due = (part: 'due' | 'official', known: DueTime | null): DueSaid | null => {
    if (unread.has(`${part}On`)) return null;
    const [on, at] = [row[`${part}On`] ?? known?.on ?? null, row[`${part}At`] ?? known?.at ?? endOfDay];
    if (on !== null) return { on, at: unread.has(`${part}At`) ? null : at };
    if (row[`${part}At`] !== null) fail(`${part}On`, '填写了时间，请一并填写日期。');
    return null;
  };
  const ids = (column: 'include' | 'exempt'): string[] | null =>
    row[column] && [...new Set(row[column].flatMap((one) => idOf(one, resolve, (reason) => fail(column, reason))))];

  const officialDue = due('official', before?.officialDue ?? null);
  const said = due('due', before?.enterpriseDue ?? null);
  const enterpriseDue = said ?? (officialDue && !unread.has('dueOn') ? internalDueOf(officialDue) : null);
  const { program, year, batch } = row;
  const [noticeNo, url] = [row.noticeNo ?? before?.noticeNo ?? null, row.url ?? before?.url ?? null];
  // Who names a notice goes by it.
  const basis = row.basis ?? before?.basis ?? (noticeNo === null && url === null ? null : 'NOTICE');
  const kind = row.kind ?? before?.kind ?? 'CALL';
  const audience = audienceOf(row, { include: ids('include'), exempt: ids('exempt') }, before?.audience ?? nobody);
  if (basis === null && !unread.has('basis')) fail('basis', '新事项必须填写“通知”或者“惯例”。');
  const isDueRead = !unread.has('dueOn') && !unread.has('officialOn');
  if (!enterpriseDue && row.dueAt === null && isDueRead) fail('dueOn', '新事项必须填写日期，或者填写推荐上报日期。');
  const read: ContentRead = {
    ...{ program, year, batch, enterpriseDue, officialDue, noticeNo, url },
    audience: isAudienceRead ? audience : null,
  };
  const [dueTime, officialTime] = [wholeDue(enterpriseDue), wholeDue(officialDue)];
  if (!isSound || !dueTime || basis === null) return { content: null, read };
  if (!said) {
    book.note(
      `“截止事项”表第${row.row}行：没有填写材料到开发区日期，按推荐上报前5个工作日，即${formatDueTime(dueTime)}登记。`,
    );
  }
  const settledBy = before ? before.settledBy : suggestedSettling(program, kind, dueTime.on);
  const dues = { enterpriseDue: dueTime, officialDue: officialTime };
  return { content: { program, year, batch, kind, ...dues, basis, noticeNo, url, audience, settledBy }, read };
}

function isOfAudience(column: keyof typeof deadlineColumns): boolean {
  return ['audience', 'industries', 'include', 'exempt'].includes(column);
}

const nobody: Audience = { everybody: false, anyOf: [], industries: [], include: [], exempt: [] };

function idOf(reference: Reference, resolve: Resolve, fail: (reason: string | null) => void): string[] {
  const found = resolve(reference);
  if (!('reason' in found)) return [found.id];
  fail(found.reason);
  return [];
}

/** The same in another order is the same: then it stays as it is registered. */
function audienceOf(
  { audience, industries }: DeadlineRow,
  ids: { include: string[] | null; exempt: string[] | null },
  before: Audience,
): Audience {
  const kept = <T>(said: readonly T[] | null, known: readonly T[]): readonly T[] => {
    const asSet = (list: readonly T[]) => [...new Set(list.map((one) => JSON.stringify(one)))].sort().join('\n');
    return said === null || asSet(said) === asSet(known) ? known : said;
  };
  // In the order of the schema, in which it is kept.
  const { anyOf } = AudienceSchema.parse({ ...nobody, ...audience });
  return {
    everybody: audience?.everybody ?? before.everybody,
    anyOf: kept(audience && anyOf, before.anyOf),
    industries: kept(industries, before.industries),
    include: kept(ids.include, before.include),
    exempt: kept(ids.exempt, before.exempt),
  };
}
