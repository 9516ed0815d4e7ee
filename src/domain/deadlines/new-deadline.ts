import { argumentOf, type Said } from '../../core/said.ts';
import { type CalendarDate, formatDate, yearOf } from '../calendar.ts';
import type { Audience } from './audience.ts';
import { type AudienceSaid, readAudience } from './audience-words.ts';
import { contentOf, type DeadlineContent, type DeadlineKind } from './deadline.ts';
import { type ContentRead, type DueSaid, internalDueOf, suggestedSettling, wholeDue } from './deadline-rules.ts';
import { cutRound } from './due-words.ts';
import { programName } from './program-name.ts';
import { type DayRead, unclear } from './said-days.ts';
import { type Parts, partsOf } from './said-parts.ts';
import { sourceOf } from './said-source.ts';

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
  const parts = partsOf(argument, today, 'new');
  const remarks = [...parts.remarks];
  const named = cutRound(parts.program);
  const { enterpriseDue, officialDue } = duesOf(parts, remarks);
  const { basis, noticeNo, url, problems: wrongSource } = sourceOf(parts);
  const concerned = audienceOf(parts.values);
  const isSaid = (label: '依据' | '对象') => parts.values[label] !== undefined || parts.blamed.has(label);
  const hasDay = /\d{1,2}月\d{1,2}[日号]/u.test(parts.program);
  const problems = [
    ...parts.problems,
    ...(hasDay ? [`“${parts.program}”中的日期没有看懂，请用空格与其他文字分开，例如“7月10日 24:00”。`] : []),
    ...(named.rest === '' ? ['缺少事项名称，请写在最前面，例如“高新技术企业认定”。'] : []),
    ...(parts.due || parts.official || hasDay ? [] : ['缺少截止日期，例如“7月10日 24:00”。']),
    ...wrongSource,
    ...(basis !== null || isSaid('依据') ? [] : ['缺少依据，请写明“依据 通知”或者“依据 惯例”。']),
    ...(isSaid('对象') ? [] : ['缺少对象，例如“对象 有效高企”“对象 全部企业”，或者写明企业。']),
  ];
  const program = programName(named.rest);
  const year = parts.year ?? named.year ?? (enterpriseDue && yearOf(enterpriseDue.on));
  const batch = parts.batch ?? named.batch;
  const due = wholeDue(enterpriseDue);
  if (problems.length > 0 || !due || year === null || basis === null || concerned === null) {
    const { audience = null, names = [] } = concerned ?? {};
    const read = { program: program === '' ? null : program, year, batch, enterpriseDue, officialDue };
    return {
      ...{ ok: false, isBare: argument === '', problems },
      read: { ...read, noticeNo, url, audience, names },
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

/** A deadline that is entered once more: what the line said is new, all else stays, exemptions too. */
export function enteredAgain(known: DeadlineContent, said: DeadlineContent): DeadlineContent {
  const { industries } = said.audience;
  return {
    ...contentOf(known),
    kind: said.kind === 'DUTY' ? 'DUTY' : known.kind,
    enterpriseDue: said.enterpriseDue,
    officialDue: said.officialDue ?? known.officialDue,
    basis: said.basis,
    noticeNo: said.noticeNo ?? known.noticeNo,
    url: said.url ?? known.url,
    audience: {
      ...said.audience,
      industries: industries.length > 0 ? industries : known.audience.industries,
      exempt: known.audience.exempt,
    },
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

function dueOf(day: DayRead | null): DueSaid | null {
  if (!day || day.on === null) return null;
  return { on: day.on, at: day.at === unclear ? null : (day.at ?? endOfDay) };
}

function audienceOf({ 对象: words, 行业: lines }: Parts['values']): {
  audience: DeadlineDraft['audience'];
  names: AudienceSaid['names'];
} | null {
  if (words === undefined) return null;
  const { audience, names } = readAudience(words);
  const industries = lines === undefined ? [] : lines.split(/[\s、]+/u).filter(Boolean);
  return { audience: { ...audience, industries }, names };
}
