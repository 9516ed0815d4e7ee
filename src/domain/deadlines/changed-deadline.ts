import type { CalendarDate } from '../calendar.ts';
import type { DeadlineContent, DueTime } from './deadline.ts';
import { type DayRead, unclear } from './said-days.ts';
import { partsOf } from './said-parts.ts';
import { sourceOf } from './said-source.ts';

/** What is to be new of a deadline; what was not said stays as it is. */
export interface ChangeSaid {
  /** `at` null: no time was said, and the one that holds stays. */
  enterpriseDue: { on: CalendarDate; at: string | null } | null;
  officialDue: { on: CalendarDate; at: string | null } | null;
  basis: DeadlineContent['basis'] | null;
  noticeNo: string | null;
  url: string | null;
  reason: string | null;
  /** What has to be read back beside it. */
  remarks: readonly string[];
}

const reasonAtMost = 200;

/** Reads `7月20日 24:00 推荐上报 7月27日 依据 通知 文号 内科高字〔2024〕8号 原因 上级通知延期`. Whom it concerns is another step. */
export function readChange(
  text: string,
  { today, isConfirmed }: { today: CalendarDate; isConfirmed: boolean },
): ({ ok: true } & ChangeSaid) | { ok: false; problems: readonly string[] } {
  const parts = partsOf(
    text.replace(/^(?:延期|推迟|提前)?[到至为] ?(?=\d)/u, ''),
    today,
    isConfirmed ? 'confirmed' : 'change',
  );
  const source = sourceOf(parts);
  const { due, official, reason, remarks } = parts;
  const problems = [...parts.problems, ...source.problems];
  for (const label of ['对象', '行业'] as const) {
    if (parts.values[label] !== undefined)
      problems.push(`“${label}”请另行变更，发送“/截止 编号 对象 …”或者打开登记页面。`);
  }
  if (reason !== null && [...reason].length > reasonAtMost) problems.push(`变更原因请控制在${reasonAtMost}字以内。`);
  const isNothing = !due && !official && source.basis === null;
  if (isNothing && problems.length === 0) {
    problems.push('请写明新的日期，例如“7月20日”或者“7月20日 24:00”，原因写在“原因”之后。');
  }
  if (problems.length > 0) return { ok: false, problems };
  const { basis, noticeNo, url } = source;
  return {
    ...{ ok: true, enterpriseDue: wholeDay(due), officialDue: wholeDay(official) },
    ...{ basis, noticeNo, url, reason, remarks },
  };
}

/** What is not understood of a day was told before. */
function wholeDay(day: DayRead | null): ChangeSaid['enterpriseDue'] {
  return day && day.on !== null && day.at !== unclear ? { on: day.on, at: day.at } : null;
}

/** A deadline with what was said of it. */
export function changedContent(before: DeadlineContent, said: ChangeSaid): DeadlineContent {
  const { enterpriseDue, officialDue, basis, noticeNo, url } = said;
  const due = (day: NonNullable<ChangeSaid['officialDue']>, was: DueTime | null): DueTime => ({
    on: day.on,
    at: day.at ?? was?.at ?? '24:00',
  });
  return {
    ...before,
    enterpriseDue: enterpriseDue ? due(enterpriseDue, before.enterpriseDue) : before.enterpriseDue,
    officialDue: officialDue ? due(officialDue, before.officialDue) : before.officialDue,
    basis: basis ?? before.basis,
    noticeNo: noticeNo ?? before.noticeNo,
    url: url ?? before.url,
  };
}
