import { orderWords, statusWords, typeWords } from './order-words.ts';

const numbered = /(?<![A-Za-z0-9])[PB]\s*[-–—_]?\s*0*\d{1,6}(?![\d.])/iu;
/** A question about the ledger that has the word of a type in it. */
const asks = /率|明细|多少|情况|记录|查询|列表|合计|待拨付|在途|[?？吗呢]/u;
const begins = new RegExp(`^(?:${orderWords.join('|')})(?=[\\s\\dA-Za-z,:、]|$)|^登记`, 'u');
const type = `(?:${typeWords.map(([word]) => word).join('|')})`;
const beginsWithType = new RegExp(`^${type}(?=[\\s\\d,:、PB+\\-¥]|$)`, 'iu');
const hasType = new RegExp(type, 'u');
const hasStatus = new RegExp(`(?:${statusWords.map(([word]) => word).join('|')}|验收)`, 'u');
const amount = /\d\s?(?:[百千万亿]|元|块)/u;

/**
 * Whether what follows `/资金` orders something to be entered, reported or decided, rather than asks. It need not be
 * complete: what is missing is then said.
 */
export function isFundOrder(argument: string): boolean {
  const text = argument.normalize('NFKC').trim();
  if (begins.test(text)) return true;
  if (asks.test(text)) return false;
  if (beginsWithType.test(text)) return true;
  const isOfOne = numbered.test(text);
  if (isOfOne && hasStatus.test(text)) return true;
  return hasType.test(text) && (isOfOne || amount.test(text));
}
