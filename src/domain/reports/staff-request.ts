import type { CalendarDate } from '../calendar.ts';
import { leadingDay } from './leading-day.ts';
import { leadingPeriod } from './leading-period.ts';
import { cutBlank, cutWord, leadingVersion, readReportId } from './leading-words.ts';
import type { Period } from './period.ts';
import type { ProgressList } from './progress.ts';

/** Whose report is meant: by its id, from a button, or by the name of the enterprise as it was written. */
export type Meant = { reportId: string } | { name: string };

/** A report that a step is about. `version`: the one that was seen, from a button; null: as it is now. */
export interface Addressed {
  of: Meant;
  /** null: the last month that is over */
  period: Period | null;
  version: number | null;
}

/** What is missing or wrong in a sentence whose beginning was understood. */
export interface Unclear {
  do: 'unclear';
  verb: StaffVerb | 'list';
}

/** What somebody of the bureau wants of monthly reports. */
export type StaffRequest =
  | { do: 'overview'; period: Period | null }
  | { do: 'list'; list: ProgressList; period: Period | null; page: number }
  | { do: 'one'; of: Meant; period: Period | null }
  /** `indicator`: as it was written; '' for 营业收入 */
  | { do: 'trend'; indicator: string; period: Period | null }
  | ({ do: 'approve' | 'unexempt' } & Addressed)
  /** `text`: of 退回 the questioned figures and why, of 代填 the figures in words */
  | ({ do: 'return' | 'inquire' | 'fill' | 'exempt'; text: string } & Addressed)
  | { do: 'submit'; reportId: string; version: number; reason: string | null }
  | { do: 'explain'; reportId: string; findingId: string; reason: string }
  /** `text`: perhaps an enterprise, and why */
  | { do: 'reopen'; period: Period; until: CalendarDate; text: string; isConfirmed: boolean }
  /** `pressId` null: it is asked first */
  | { do: 'press'; period: Period | null; pressId: string | null }
  | Unclear;

const verbs = {
  审核通过: 'approve',
  通过: 'approve',
  退回: 'return',
  核实: 'inquire',
  代填: 'fill',
  代填确认: 'submit',
  代填说明: 'explain',
  免报: 'exempt',
  取消免报: 'unexempt',
  重开: 'reopen',
  重新开放: 'reopen',
  重开确认: 'reopen',
  催报: 'press',
} as const;
export type StaffVerb = (typeof verbs)[keyof typeof verbs];

const listWords = new Map<string, ProgressList>([
  ...['未报', '未填报', '未上报', '未报名单', '未报企业'].map((word) => [word, 'missing'] as const),
  ...['逾期', '逾期未报', '逾期名单'].map((word) => [word, 'overdue'] as const),
  ...['草稿', '填报中'].map((word) => [word, 'draft'] as const),
  ...['退回', '已退回', '退回名单'].map((word) => [word, 'returned'] as const),
  ...['已报', '已提交', '已报名单'].map((word) => [word, 'reported'] as const),
  ...['待审核', '待审'].map((word) => [word, 'waiting'] as const),
  ...['通过', '已通过', '审核通过'].map((word) => [word, 'approved'] as const),
  ...['免报', '免报名单', '已免报'].map((word) => [word, 'exempt'] as const),
  ...['零报', '零报告'].map((word) => [word, 'zero'] as const),
  ...['沿用', '含沿用'].map((word) => [word, 'carried'] as const),
  ...['补报', '逾期补报'].map((word) => [word, 'late'] as const),
  ...['更正', '已更正'].map((word) => [word, 'corrected'] as const),
  ...['无联系人', '无联系人名单'].map((word) => [word, 'unreachable'] as const),
]);

const aPage = /(?:^|\s)第\s*(\d{1,4})\s*页(?=\s|$)/u;

/**
 * Reads what follows `/月报` in the mouth of somebody of the bureau; tidied by `hear`.
 * @throws UserError for a month or day that the calendar does not have
 */
export function readStaffRequest(argument: string, today: CalendarDate): StaffRequest {
  // The month may stand before everything: `月报 2026-10 未报`, `月报 10月 通过 示例企业01`.
  const led = leadingPeriod(argument, today);
  const [word, rest] = cutWord(led?.rest ?? argument);
  if (word === '') return { do: 'overview', period: led?.found ?? null };
  if (word === '趋势') return readTrend(rest, { today, period: led?.found ?? null });
  const list = listWords.get(word);
  const verb = Object.hasOwn(verbs, word) ? verbs[word as keyof typeof verbs] : null;
  const asked = list ? readListing(list, rest, { today, period: led?.found ?? null }) : null;
  if (asked) return asked;
  if (verb) return readStep(verb, word, { rest, before: led?.found ?? null, today });
  if (list) return { do: 'unclear', verb: 'list' };
  return readOne(led?.rest ?? argument, led?.found ?? null, today);
}

/** 趋势 of an indicator, up to a month. */
function readTrend(text: string, { today, period }: { today: CalendarDate; period: Period | null }): StaffRequest {
  const led = leadingPeriod(text, today);
  const [indicator, rest] = cutWord(led?.rest ?? text);
  const behind = leadingPeriod(rest, today);
  return { do: 'trend', indicator, period: led?.found ?? behind?.found ?? period };
}

/** A list, unless more follows than a month and a page: then its word is a step's. */
function readListing(
  list: ProgressList,
  text: string,
  { today, period }: { today: CalendarDate; period: Period | null },
): StaffRequest | null {
  const page = Number(aPage.exec(text)?.[1] ?? '1');
  const rest = text.replace(aPage, ' ').trim();
  const led = leadingPeriod(rest, today);
  if ((led?.rest ?? rest) !== '') return null;
  return { do: 'list', list, period: led?.found ?? period, page: Math.max(1, page) };
}

function readStep(
  verb: StaffVerb,
  word: string,
  { rest, before, today }: { rest: string; before: Period | null; today: CalendarDate },
): StaffRequest {
  switch (verb) {
    case 'press':
      return readPress(rest, before, today) ?? { do: 'unclear', verb };
    case 'submit':
      return readSubmit(rest) ?? { do: 'unclear', verb };
    case 'explain':
      return readExplain(rest) ?? { do: 'unclear', verb };
    case 'reopen':
      return readReopen(rest, { before, today, isConfirmed: word === '重开确认' }) ?? { do: 'unclear', verb };
    case 'approve':
    case 'unexempt': {
      const addressed = readAddressed(rest, before, today, { isWhole: true });
      return addressed && addressed.text === '' ? { do: verb, ...withoutText(addressed) } : { do: 'unclear', verb };
    }
    case 'return':
    case 'inquire':
    case 'fill':
    case 'exempt': {
      const addressed = readAddressed(rest, before, today, { isWhole: false });
      return addressed ? { do: verb, ...addressed } : { do: 'unclear', verb };
    }
  }
}

/**
 * An enterprise or a report's id, then a month and a version in either order, then what is said.
 * @param options.isWhole nothing is said behind it: then a name may be written in several words
 */
function readAddressed(
  text: string,
  before: Period | null,
  today: CalendarDate,
  { isWhole }: { isWhole: boolean },
): (Addressed & { text: string }) | null {
  const first = leadingPeriod(text, today);
  const [target, behind] = cutWord(first?.rest ?? text);
  if (target === '') return null;
  let period = first?.found ?? before;
  const reportId = readReportId(target);
  if (reportId === null && isWhole) {
    const { name, period: named, version } = readName(first?.rest ?? text, today);
    return { of: { name }, period: named ?? period, version, text: '' };
  }
  let rest = behind;
  const led = leadingPeriod(rest, today);
  if (led) [period, rest] = [led.found, led.rest];
  // A number behind a name begins what is said of it.
  const counted = reportId === null ? null : leadingVersion(rest);
  if (counted) rest = counted.rest;
  return {
    of: reportId === null ? { name: target } : { reportId },
    period,
    version: counted?.found ?? null,
    text: rest,
  };
}

function withoutText({ of, period, version }: Addressed): Addressed {
  return { of, period, version };
}

/** A name, which may be written in several words, and behind it a month and a version. */
function readName(text: string, today: CalendarDate): { name: string; period: Period | null; version: number | null } {
  const words: string[] = [];
  let period: Period | null = null;
  let version: number | null = null;
  for (let rest = text; rest !== ''; ) {
    const led = leadingPeriod(rest, today);
    const counted = words.length > 0 ? leadingVersion(rest) : null;
    if (led) {
      [period, rest] = [led.found, led.rest];
    } else if (counted) {
      [version, rest] = [counted.found, counted.rest];
    } else {
      const [word, behind] = cutWord(rest);
      words.push(word);
      rest = behind;
    }
  }
  return { name: words.join(' '), period, version };
}

function readOne(text: string, before: Period | null, today: CalendarDate): StaffRequest {
  const { name, period } = readName(text, today);
  const reportId = readReportId(name);
  return { do: 'one', of: reportId === null ? { name } : { reportId }, period: period ?? before };
}

function readSubmit(text: string): StaffRequest | null {
  const [id, behind] = cutWord(text);
  const reportId = readReportId(id);
  const counted = leadingVersion(behind);
  if (reportId === null || !counted) return null;
  return { do: 'submit', reportId, version: counted.found, reason: counted.rest === '' ? null : counted.rest };
}

function readExplain(text: string): StaffRequest | null {
  const [id, behind] = cutWord(text);
  const reportId = readReportId(id);
  const [findingId, reason] = cutBlank(behind);
  if (reportId === null || !/^W\d:/u.test(findingId) || reason === '') return null;
  return { do: 'explain', reportId, findingId, reason };
}

/** `2026-09 至 2026-12-05 …`; an enterprise may stand before the month too. */
function readReopen(
  text: string,
  { before, today, isConfirmed }: { before: Period | null; today: CalendarDate; isConfirmed: boolean },
): StaffRequest | null {
  const [target, behind] = cutWord(text);
  const atOnce = leadingPeriod(text, today);
  const afterName = atOnce ? null : leadingPeriod(behind, today);
  const period = atOnce?.found ?? afterName?.found ?? before;
  if (period === null) return null;
  const rest = atOnce?.rest ?? afterName?.rest ?? text;
  const until = leadingDay(rest.replace(/^(?:截至|截止到?|至|到|-|~)\s*/u, ''), today);
  if (!until) return null;
  const said = afterName ? `${target} ${until.rest}` : until.rest;
  return { do: 'reopen', period, until: until.found, text: said.trim(), isConfirmed };
}

function readPress(text: string, before: Period | null, today: CalendarDate): StaffRequest | null {
  const led = leadingPeriod(text, today);
  const { said } = /^(?:确认\s*(?<said>[\w-]{0,40}))?$/u.exec(led?.rest ?? text)?.groups ?? { said: null };
  if (said === null) return null;
  const pressId = said === undefined || said === '' ? null : said;
  return { do: 'press', period: led?.found ?? before, pressId };
}
