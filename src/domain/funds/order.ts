import { readCode } from '../../core/ids.ts';
import type { CalendarDate } from '../calendar.ts';
import { type BatchOrder, readBatchOrder } from './batch-order.ts';
import { type EntryOrder, type Reading, readEntryOrder } from './entry-order.ts';
import { readTypes } from './order-rest.ts';
import { orderWords, statusWords, typeWords } from './order-words.ts';
import { readStatusOrder, type StatusOrder } from './status-order.ts';

const numbered = /(?<![A-Za-z0-9])[PB]\s*[-–—_]?\s*0*\d{1,6}(?![\d.])/iu;
/** A question about the ledger that has the word of a type in it. */
const asks = /率|明细|多少|情况|记录|查询|列表|合计|截至|待拨付|在途|[?？吗呢]/u;
const begins = new RegExp(`^(?:${orderWords.join('|')})(?=[\\s\\dA-Za-z,:、]|$)|^登记(?!至)`, 'u');
const type = `(?:${typeWords.map(([word]) => word).join('|')})`;
const beginsWithType = new RegExp(`^${type}(?=[\\s\\d,:、PB+\\-¥]|$)`, 'iu');
const hasType = new RegExp(type, 'u');
const hasStatus = new RegExp(`(?:${statusWords.map(([word]) => word).join('|')}|验收)`, 'u');
const amount = /\d\s?(?:[百千万亿]|元|块)/u;
const note = /(?:备注|说明|垫支).*$/su;

/**
 * Whether what follows `/资金` orders something to be entered, reported or decided, rather than asks. It need not be
 * complete: what is missing is then said.
 */
export function isFundOrder(argument: string): boolean {
  const text = argument.normalize('NFKC').trim();
  if (begins.test(text)) return true;
  const head = text.replace(note, '');
  if (asks.test(head)) return false;
  if (beginsWithType.test(head)) return true;
  const isOfOne = numbered.test(head);
  if (isOfOne && hasStatus.test(head)) return true;
  return hasType.test(head) && (isOfOne || amount.test(head));
}

/** An order of staff. `id` is as it was typed, read as a number of ours; empty where it is missing. */
export type FundOrder =
  | { do: 'enter'; reading: Reading<EntryOrder> }
  | { do: 'reverse'; reading: Reading<{ entryId: string; reason: string }> }
  | { do: 'status'; reading: Reading<StatusOrder> }
  | { do: 'batch'; reading: Reading<BatchOrder> }
  | { do: 'page'; of: 'batch' | 'project' }
  | DraftDecision;

/** `advance`: what was written behind 垫支; null: nothing of it was. */
export type DraftDecision =
  | { do: 'confirm'; id: string; advance: string | null }
  | { do: 'discard'; id: string; advance: string | null };

const id = '[0-9A-Za-z]{12}';

/** `确认 <编号>`, `确认 <编号> 垫支 说明`, `放弃 <编号>` */
export function readDraftDecision(argument: string): DraftDecision | null {
  const [word = '', rest = ''] = split(argument);
  if (word !== '确认' && word !== '放弃') return null;
  const { code = '', advance } = /^(?<code>\S*)(?:\s*垫支[\s:,]*(?<advance>.*))?$/su.exec(rest)?.groups ?? {};
  const decided = { id: readCode(code), advance: advance ?? null };
  return word === '确认' ? { do: 'confirm', ...decided } : { do: 'discard', ...decided };
}

/** Reads what staff order. Reports of enterprises are another matter (`readClaimOrder`). */
export function readStaffOrder(argument: string, today: CalendarDate): FundOrder {
  const decision = readDraftDecision(argument);
  if (decision) return decision;
  const [word, rest] = split(argument);
  if (word === '新增项目') return { do: 'page', of: 'project' };
  if (word === '新增批次') {
    return rest === '' ? { do: 'page', of: 'batch' } : { do: 'batch', reading: readBatchOrder(rest, today) };
  }
  if (word === '冲销' && readTypes(rest).types[0] !== 'SPEND') return { do: 'reverse', reading: readReversal(rest) };
  const head = argument.replace(note, '');
  if (numbered.test(head) && hasStatus.test(head)) return { do: 'status', reading: readStatusOrder(argument, today) };
  const whole = word === '冲销' ? `冲销支出 ${rest.replace('支出', ' ')}` : argument;
  return { do: 'enter', reading: readEntryOrder(whole, 'staff', today) };
}

function readReversal(text: string): Reading<{ entryId: string; reason: string }> {
  const { code, reason = '' } = new RegExp(`^(?<code>${id})(?:[\\s,:]+(?<reason>.*))?$`, 'su').exec(text)?.groups ?? {};
  const problems = [
    ...(code === undefined ? ['缺少要冲销的明细编号（12位字母和数字，见登记回执或项目明细）。'] : []),
    ...(code !== undefined && reason.trim() === '' ? ['缺少冲销原因。'] : []),
  ];
  if (code === undefined || problems.length > 0) {
    return { ok: false, problems, sample: `/资金 冲销 ${code ?? '明细编号'} 金额登记有误` };
  }
  return { ok: true, order: { entryId: readCode(code), reason: reason.trim() } };
}

/** What is done with a report of an enterprise, by its number; `id` is empty where it is missing. */
export type ClaimOrder =
  | { do: 'list' }
  | { do: 'show'; id: string }
  | { do: 'withdraw'; id: string }
  | { do: 'confirm'; id: string; advance: string | null }
  | { do: 'reject'; id: string; reason: string };

/** `自报`, `自报 <编号>`, `确认自报 <编号> [垫支 说明]`, `退回自报 <编号> 原因`, `撤回自报 <编号>`; null: something else. */
export function readClaimOrder(argument: string): ClaimOrder | null {
  const {
    word,
    code = '',
    rest = '',
  } = /^(?<word>(?:确认|退回|撤回)?自报)(?:[\s,:]+(?<code>\S+)(?:\s+(?<rest>.*))?|(?<=自报)$)/su.exec(argument.trim())
    ?.groups ?? {};
  const number = readCode(code);
  switch (word) {
    case '自报':
      if (code === '') return { do: 'list' };
      return new RegExp(`^${id}$`, 'u').test(number) ? { do: 'show', id: number } : null;
    case '确认自报': {
      const advance = /^垫支[\s:,]*(?<note>.*)$/su.exec(rest)?.groups?.note;
      return { do: 'confirm', id: number, advance: advance ?? null };
    }
    case '退回自报':
      return { do: 'reject', id: number, reason: rest.trim() };
    case '撤回自报':
      return { do: 'withdraw', id: number };
    default:
      return null;
  }
}

/**
 * Whether this is something that an enterprise reports: 到位 or 支出 of its own project. Who says 登记 without a type means
 * the other orders.
 */
export function isReport(argument: string): boolean {
  if (!isFundOrder(argument) || /^(?:冲销|新增|确认|退回|放弃)/u.test(argument)) return false;
  const head = argument.replace(note, '');
  const { types } = readTypes(head);
  return types.some((one) => one === 'RECEIVE' || one === 'SPEND') && !types.includes('SPEND_REVERSAL');
}

/** A sentence without a command that reports money: `专项资金到位20万`, `P-03 11月支出3.5万元`. */
export function isReportSentence(text: string): boolean {
  const isOfFunds = numbered.test(text) || /专项|资金/u.test(text);
  return isOfFunds && amount.test(text) && isReport(text);
}

/** The first word and what is behind it. A number may follow a word directly: `确认7K2M9Q4R5T6W`. */
function split(argument: string): [word: string, rest: string] {
  const { word = '', rest = '' } =
    /^(?<word>[^\s\dA-Za-z,:、]*)[\s,:、]*(?<rest>.*)$/su.exec(argument.trim())?.groups ?? {};
  return [word, rest];
}
