import { type CalendarDate, formatDate } from '../calendar.ts';
import { readDocNo } from './doc-no.ts';
import type { Reading } from './entry-order.ts';
import { takeParts } from './order-parts.ts';
import { statusWords } from './order-words.ts';
import { projectLabel, type StoredProjectStatus } from './terms.ts';

/** What becomes of a project, as it was ordered. */
export interface StatusOrder {
  number: number;
  status: StoredProjectStatus;
  on: CalendarDate;
  docNo: string | null;
  note: string | null;
  remarks: readonly string[];
}

const offered = '申请验收、验收通过、验收不通过、结题、终止或撤销';

/** Reads `P-03 验收通过 2023-11-30 通科验〔2023〕3号 说明`. What has no shape of its own is the 说明. */
export function readStatusOrder(text: string, today: CalendarDate): Reading<StatusOrder> {
  const { labels, days, docNos, months, note, rest } = takeParts(text, today);
  const problems: string[] = [];
  const remarks: string[] = [];
  const found = statusWords.find(([word]) => rest.includes(word));
  const status = found?.[1];
  if (!status) problems.push(`请写明结果：${offered}。`);
  const [label, ...otherLabels] = labels;
  if (label?.kind !== 'P' || otherLabels.length > 0) problems.push('请写明一个项目编号，例如 P-03。');
  const [day, ...otherDays] = days;
  if (otherDays.length > 0) problems.push('写了多个日期，请一次只写一个。');
  if (day && day.on === null) problems.push(`没有“${day.written}”这一天，请核对日期。`);
  if (!day && months[0]) problems.push(`只写了月份“${months[0].written}”，请写明到日，例如 2023-11-30。`);
  if (day?.on != null && day.isAssumed) remarks.push(`“${day.written}”按${formatDate(day.on)}计。`);
  if (!day) remarks.push(`未写日期，按今天（${formatDate(today)}）计，请核对。`);
  const [written, ...otherDocs] = docNos;
  const doc = written === undefined ? null : readDocNo(written);
  if (otherDocs.length > 0) problems.push('写了多个文号，请一次只写一个。');
  if (doc && !doc.ok) problems.push(doc.reason);
  if (doc?.ok && doc.tidied) remarks.push(`文号按规范写法记为“${doc.docNo}”。`);
  const needsDocument = status === 'TERMINATED' || status === 'REVOKED';
  if (needsDocument && doc === null) problems.push(`项目${found?.[0] ?? ''}须填写决定文号。`);
  const on = day ? day.on : today;
  if (problems.length > 0 || !status || label?.kind !== 'P' || on === null) {
    const number = label?.kind === 'P' ? label.number : 3;
    const word = found?.[0] ?? '验收通过';
    const sample = `/资金 ${projectLabel(number)} ${word} ${on ?? '2023-11-30'} 通科验〔2023〕3号`;
    return { ok: false, problems, sample };
  }
  const behind = rest
    .replace(found?.[0] ?? '', ' ')
    .replace(/[\s,、;:]+/gu, ' ')
    .replace('登记', '')
    .trim();
  const words = [behind, note].filter((one) => one !== null && one !== '').join('；');
  const docNo = doc?.ok ? doc.docNo : null;
  return {
    ok: true,
    order: { number: label.number, status, on, docNo, note: words === '' ? null : words, remarks },
  };
}
