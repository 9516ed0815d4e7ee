import { argumentOf, type Said } from '../../core/said.ts';
import { type CalendarDate, formatDate, yearOf } from '../calendar.ts';
import { readDocNo } from '../funds/doc-no.ts';
import type { Audience } from './audience.ts';
import { type AudienceSaid, readAudience } from './audience-words.ts';
import type { Basis, DeadlineContent, DeadlineKind } from './deadline.ts';
import {
  type ContentRead,
  type DueSaid,
  internalDueOf,
  isWebAddress,
  suggestedSettling,
  wholeDue,
} from './deadline-rules.ts';
import { cutRound } from './due-words.ts';
import { type Day, type Label, type Parts, partsOf, unclear } from './new-deadline-parts.ts';
import { programName } from './program-name.ts';

/** A deadline as it was typed; whom `names` mean only the ledger knows. */
export interface DeadlineDraft extends Omit<DeadlineContent, 'audience'> {
  audience: Pick<Audience, 'everybody' | 'anyOf' | 'industries'>;
  names: readonly string[];
}

/** What could be read of one that is not whole. */
export interface DraftRead extends Omit<ContentRead, 'audience'> {
  audience: DeadlineDraft['audience'] | null;
  names: readonly string[];
}

/** `remarks`: what was not said and is taken so; it has to be read back. */
export type NewDeadline =
  | { ok: true; draft: DeadlineDraft; remarks: readonly string[] }
  | { ok: false; isBare: boolean; problems: readonly string[]; read: DraftRead };

export const newDeadlineWords = ['新增截止事项', '新增截止', '登记截止'] as const;

/** A day of which no time is said ends with the day. */
const endOfDay = '24:00';

/** Reads `/新增截止 事项 2024年第二批 7月10日 24:00 推荐上报 7月17日 对象 …`; null: it is something else. */
export function readNewDeadline(said: Said, today: CalendarDate): NewDeadline | null {
  const argument = argumentOf(said, newDeadlineWords);
  if (argument === null) return null;
  const parts = partsOf(argument, today);
  const remarks: string[] = [];
  const named = cutRound(parts.program);
  const { enterpriseDue, officialDue } = duesOf(parts, remarks);
  const basis = basisOf(parts.values);
  const notice = parts.values.文号 === undefined ? null : readDocNo(parts.values.文号);
  const url = parts.values.链接 ?? null;
  const concerned = audienceOf(parts.values);
  const problems = [
    ...parts.problems,
    ...(named.rest === '' ? ['缺少事项名称，请写在最前面，例如“高新技术企业认定”。'] : []),
    ...(parts.due || parts.official ? [] : ['缺少截止日期，例如“7月10日 24:00”。']),
    ...(basis === null ? ['缺少依据，请写明“依据 通知”或者“依据 惯例”。'] : []),
    ...(basis === 'unclear' ? [`依据“${parts.values.依据}”无法识别，请写明“通知”或者“惯例”。`] : []),
    ...(concerned === null ? ['缺少对象，例如“对象 有效高企”“对象 全部企业”，或者写明企业。'] : []),
    ...(notice && !notice.ok ? [notice.reason] : []),
    ...(url !== null && !isWebAddress(url) ? [`链接“${url}”无效，应以 http:// 或者 https:// 开头。`] : []),
  ];
  const program = programName(named.rest);
  const year = parts.year ?? named.year ?? (enterpriseDue && yearOf(enterpriseDue.on));
  const batch = parts.batch ?? named.batch;
  const noticeNo = notice?.ok ? notice.docNo : null;
  const due = wholeDue(enterpriseDue);
  if (problems.length > 0 || !due || year === null || basis === null || basis === 'unclear' || concerned === null) {
    const { audience = null, names = [] } = concerned ?? {};
    const read = { program: program === '' ? null : program, year, batch, enterpriseDue, officialDue };
    return {
      ...{ ok: false, isBare: argument === '', problems },
      read: { ...read, noticeNo, url: url !== null && isWebAddress(url) ? url : null, audience, names },
    };
  }
  if (program !== named.rest) remarks.push(`事项名称按规范写法登记为“${program}”。`);
  const kind: DeadlineKind = parts.isDuty ? 'DUTY' : 'CALL';
  if (parts.year === null && named.year === null) remarks.push(`未写明年度，按截止日期所在的${year}年登记。`);
  return {
    ok: true,
    draft: {
      program,
      year,
      batch,
      kind,
      enterpriseDue: due,
      officialDue: wholeDue(officialDue),
      basis,
      noticeNo,
      url,
      ...concerned,
      settledBy: suggestedSettling(program, kind, due.on),
    },
    remarks,
  };
}

/** Where only 推荐上报 is known, material is due five workdays before it (domain.md B3). */
function duesOf({ due, official }: Parts, remarks: string[]): Pick<DraftRead, 'enterpriseDue' | 'officialDue'> {
  const officialDue = dueOf(official);
  const enterpriseDue = due ? dueOf(due) : officialDue && internalDueOf(officialDue);
  if (!due && enterpriseDue) {
    remarks.push(`未写明材料到开发区的时间，按推荐上报前5个工作日，即${formatDate(enterpriseDue.on)}${endOfDay}登记。`);
  }
  if (due?.on && due.at === null) remarks.push(`未写明时刻，按${formatDate(due.on)}24:00登记。`);
  if (official?.on && official.at === null) remarks.push(`推荐上报未写明时刻，按${formatDate(official.on)}24:00登记。`);
  return { enterpriseDue, officialDue };
}

function dueOf(day: Day | null): DueSaid | null {
  if (!day || day.on === null) return null;
  return { on: day.on, at: day.at === unclear ? null : (day.at ?? endOfDay) };
}

type Values = Readonly<Partial<Record<Label, string>>>;

/** Who names a notice goes by it. */
function basisOf({ 依据: basis, 文号: noticeNo, 链接: url }: Values): Basis | 'unclear' | null {
  if (basis === '通知') return 'NOTICE';
  if (basis === '惯例') return 'CUSTOM';
  if (basis !== undefined) return 'unclear';
  return noticeNo === undefined && url === undefined ? null : 'NOTICE';
}

function audienceOf({ 对象: words, 行业: lines }: Values): {
  audience: DeadlineDraft['audience'];
  names: AudienceSaid['names'];
} | null {
  if (words === undefined) return null;
  const { audience, names } = readAudience(words);
  const industries = lines === undefined ? [] : lines.split(/[\s、]+/u).filter(Boolean);
  return { audience: { ...audience, industries }, names };
}
