import { type DocNoReading, readDocNo } from '../funds/doc-no.ts';
import type { Basis } from './deadline.ts';
import { isWebAddress } from './deadline-rules.ts';
import { isOfPaper, type Parts } from './said-parts.ts';

/** What a deadline goes by, as it was said. null: it was not, or not in words that can be read, which are in `problems`. */
export interface SourceSaid {
  basis: Basis | null;
  noticeNo: string | null;
  url: string | null;
  problems: readonly string[];
}

/** Who names a notice goes by it, also as 依据 内科高字〔2024〕8号. */
export function sourceOf({ values }: Parts): SourceSaid {
  const { 依据: said, 链接: address } = values;
  const isPaper = said !== undefined && isOfPaper(said);
  const [basis, number] = isPaper ? ['通知', values.文号 ?? said] : [said, values.文号];
  const problems: string[] = [];
  const read: DocNoReading | null = number === undefined ? null : readDocNo(number);
  if (read && !read.ok) problems.push(read.reason);
  const url = address !== undefined && isWebAddress(address) ? address : null;
  if (address !== undefined && url === null) {
    problems.push(`链接“${address}”无效，应以 http:// 或者 https:// 开头。`);
  }
  const isNamed = number !== undefined || address !== undefined;
  if (basis !== undefined && basis !== '通知' && basis !== '惯例') {
    problems.push(`依据“${basis}”无法识别，请写明“通知”或者“惯例”。`);
  }
  const by = basis ?? (isNamed ? '通知' : null);
  return {
    basis: by === '通知' ? 'NOTICE' : by === '惯例' ? 'CUSTOM' : null,
    noticeNo: read?.ok ? read.docNo : null,
    url,
    problems,
  };
}
