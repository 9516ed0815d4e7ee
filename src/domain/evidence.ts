import { type CalendarDate, looksLikeDate, readDate } from './calendar.ts';
import { numberedTypes, readCertNo } from './cert-no.ts';
import { readDocNo } from './funds/doc-no.ts';
import type { Evidence, Move } from './progress.ts';
import type { QualificationType } from './qualification.ts';

/**
 * What proves a step, as it was typed; or everything that is missing or wrong about it, each a sentence, and `attempt`: what
 * was understood all the same, empty where something is missing.
 */
export type EvidenceReading =
  | { ok: true; evidence: StepEvidence }
  | { ok: false; problems: string[]; attempt: StepEvidence };
type StepEvidence = Extract<Evidence, { move: Move }>;

/** Longer reasons are for the page: a button that says it again has to hold the whole sentence. */
const reasonAtMost = 100;

const labels =
  /^(?:推荐文号|公告文号|决定文号|公告号|文号|入库登记编号|登记编号|证书编号|证书号|编号|推荐日期|上报日期|发证日期|公告日期|日期|公示期|公示|链接|网址):?/u;

/** The parts of what was typed, in any order. */
export interface Parts {
  days: CalendarDate[];
  validTo: CalendarDate | null;
  links: string[];
  certNos: string[];
  /** What is none of these, in its order. */
  rest: string[];
  problems: string[];
}

/** Sorts what was typed into days, addresses, numbers and the rest. */
export function partsOf(text: string, today: CalendarDate): Parts {
  const parts: Parts = { days: [], validTo: null, links: [], certNos: [], rest: [], problems: [] };
  const together = text.replace(/(\d)\s+(?=[年月日])|([年月])\s+(?=\d)/gu, '$1$2');
  let isEnd = false;
  for (const token of together
    .split(/[\s,、;]+/u)
    .flatMap(words)
    .filter(Boolean)) {
    if (/^(?:有效期)?(?:至|到)$|^有效期$/u.test(token)) {
      isEnd = token.startsWith('有效期');
      continue;
    }
    sortIn(parts, token, { today, isEnd });
    isEnd = false;
  }
  return parts;
}

/** `2023-10-16至2023-10-27` and `有效期至2026-11-08` are several words; an address is one, whatever stands in it. */
function words(token: string): string[] {
  if (/^https?:/iu.test(token)) return [token];
  return token
    .replace(/^(有效期(?:至|到)?):?(?=\d)/u, '$1 ')
    .replace(/(?<=\d日?)(?:至|到|~|—+|–)(?=20\d{2})/u, ' 至 ')
    .replace(/^(?:至|到)(?=20\d{2})/u, '至 ')
    .split(' ')
    .map((word) => word.replace(labels, ''));
}

function sortIn(parts: Parts, token: string, { today, isEnd }: { today: CalendarDate; isEnd: boolean }): void {
  if (/^(?:https?:|www\.)/iu.test(token)) parts.links.push(token);
  else if (/^(?:今天|今日)$/u.test(token)) parts.days.push(today);
  else if (looksLikeDate(token) && !/^\d{4}年?$/u.test(token)) {
    const day = readDate(token);
    // A month alone would silently become its last day.
    const isWhole = /\d日$|^\d{8}$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|月\d{1,2}$/u.test(token);
    if (day === null) parts.problems.push(`日期“${token}”无效，请按 2023-12-31 的格式填写。`);
    else if (!isWhole) parts.problems.push(`日期“${token}”请写到日，例如 2023-12-31。`);
    else if (isEnd) parts.validTo = day;
    else parts.days.push(day);
  } else if (/^[0-9A-Z-]{6,40}$/iu.test(token) && /\d{4}/u.test(token)) parts.certNos.push(token);
  else parts.rest.push(token);
}

/**
 * Reads what stands behind a move in the chat. Whatever order it is in; a day that is not needed may be left out and is today.
 * Whether it fits the application's history is `problemsOf` (application-state.ts).
 */
export function readEvidence(type: QualificationType, move: Move, text: string, today: CalendarDate): EvidenceReading {
  switch (move) {
    case 'return':
    case 'reject':
    case 'withdraw': {
      const { on, reason, problems } = readReason(text, today);
      return done(problems, { move, on, reason });
    }
    case 'draft':
      return readPlain(text, today, (on) => ({ move, on }));
    case 'submit':
      return readPlain(text, today, (on, note) => ({ move, on, ...(note === '' ? {} : { note }) }));
    case 'recommend': {
      const parts = partsOf(text, today);
      const docNo = takeDocNo([...parts.rest, ...parts.certNos], '推荐文号，例如 开科发〔2023〕12号', parts.problems);
      const on = takeDay(parts, '推荐日期');
      return done(parts.problems, { move, on, docNo });
    }
    case 'hand-on': {
      const parts = partsOf(text, today);
      const on = takeDay(parts, '上报日期');
      const to = [...parts.rest, ...parts.certNos].join('').slice(0, 40);
      return done(parts.problems, { move, on, ...(to === '' ? {} : { to }) });
    }
    case 'publicise':
      return readPublicity(text, today);
    case 'recognise':
      return readRecognition(type, text, today);
  }
}

function done(problems: string[], evidence: StepEvidence): EvidenceReading {
  return problems.length > 0 ? { ok: false, problems, attempt: evidence } : { ok: true, evidence };
}

function readPlain(
  text: string,
  today: CalendarDate,
  make: (on: CalendarDate, note: string) => StepEvidence,
): EvidenceReading {
  const parts = partsOf(text, today);
  tooMany(parts, 1);
  const note = [...parts.rest, ...parts.certNos].join(' ').slice(0, 200);
  return done(parts.problems, make(parts.days[0] ?? today, note));
}

/** A day may stand before or behind the reason; one within it belongs to it. */
export function readReason(
  text: string,
  today: CalendarDate,
): { on: CalendarDate; reason: string; problems: string[] } {
  const tokens = text.split(' ').filter(Boolean);
  const whole = (token: string | undefined) =>
    token !== undefined && looksLikeDate(token) ? partsOf(token, today) : null;
  const problems: string[] = [];
  let on = today;
  for (const [token, drop] of [
    [tokens.at(-1), () => tokens.pop()],
    [tokens[0], () => tokens.shift()],
  ] as const) {
    const found = whole(token);
    if (!found) continue;
    drop();
    problems.push(...found.problems);
    on = found.days[0] ?? on;
    break;
  }
  const reason = inChinese(tokens.join(' ').replace(/^原因(?::\s?|\s)/u, ''));
  if (reason === '') problems.push('缺少原因。');
  if (reason.length > reasonAtMost) {
    problems.push(`原因共${reason.length}个字，请控制在${reasonAtMost}个字以内。`);
  }
  return { on, reason, problems };
}

/** Marks as a Chinese sentence has them: what was typed is made half-width before it is read (src/core/said.ts). */
function inChinese(text: string): string {
  const whole = new Map([
    [',', '，'],
    [';', '；'],
    [':', '：'],
    ['(', '（'],
    [')', '）'],
  ]);
  return text.replace(/(?<=\p{Script=Han})[,;:()]|[,;:()](?=\p{Script=Han})/gu, (mark) => whole.get(mark) ?? mark);
}

function readPublicity(text: string, today: CalendarDate): EvidenceReading {
  const parts = partsOf(text, today);
  const [link = ''] = parts.links;
  if (link === '') parts.problems.push('缺少公示网址，以 http:// 或 https:// 开头。');
  else if (link.length > 500 || !/^https?:\/\//iu.test(link) || !URL.canParse(link)) {
    parts.problems.push('公示网址无效，应以 http:// 或 https:// 开头，且不超过500个字符。');
  }
  if (parts.links.length > 1) parts.problems.push('写了两个网址，请只写一个。');
  const [on = today, endsOn = on] = parts.days;
  if (parts.days.length === 0) parts.problems.push('缺少公示开始日期和截止日期。');
  if (parts.days.length === 1) parts.problems.push('缺少公示截止日期（先写开始日期，再写截止日期）。');
  tooMany(parts, 2);
  return done(parts.problems, { move: 'publicise', on, endsOn, link });
}

function readRecognition(type: QualificationType, text: string, today: CalendarDate): EvidenceReading {
  const parts = partsOf(text, today);
  const { validTo, certNos, problems } = parts;
  const [written, ...others] = certNos;
  const docNo = takeDocNo(parts.rest, '公告文号，例如 国科火字〔2023〕12号', problems);
  if (others.length > 0) problems.push(`写了${certNos.length}个编号，请只写一个。`);
  const on = takeDay(parts, '发证（公告）日期');
  const certNo = written === undefined ? null : readCertNo(type, written, parts.days[0] ?? null);
  const needed = numberedTypes[type];
  if (certNo && !certNo.ok) problems.push(certNo.reason);
  if (!certNo && needed !== undefined) problems.push(`缺少${needed}。`);
  return done(problems, { move: 'recognise', on, docNo, certNo: certNo?.ok ? certNo.certNo : null, validTo });
}

/** One day that has to be there. */
function takeDay(parts: Parts, what: string): CalendarDate {
  const [day] = parts.days;
  if (day === undefined && !parts.problems.some((one) => one.startsWith('日期'))) parts.problems.push(`缺少${what}。`);
  tooMany(parts, 1);
  return day ?? '';
}

function tooMany({ days, problems }: Parts, atMost: number): void {
  if (days.length > atMost) problems.push(`写了${days.length}个日期，只需${atMost}个。`);
}

function takeDocNo(words: readonly string[], what: string, problems: string[]): string {
  if (words.length === 0) {
    problems.push(`缺少${what}。`);
    return '';
  }
  const read = readDocNo(words.join(''));
  if (read.ok) return read.docNo;
  problems.push(read.reason);
  return '';
}
