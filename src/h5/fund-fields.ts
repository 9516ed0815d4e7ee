import { type CalendarDate, readDate } from '../domain/calendar.ts';
import { readDocNo } from '../domain/funds/doc-no.ts';
import { type Fen, readPositiveAmount } from '../domain/money.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';

const wholeDay = /^\d{4}(?:[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{4})$/u;
const wholeMonth = /^(?:19|20)\d{2}[-/.年]\d{1,2}月?$/u;
const textAtMost = 200;

/** Reads the fields of a form one by one and collects everything that is missing or wrong, so that it is said at once. */
export interface FieldReader {
  problems: FieldProblem[];
  /** What was understood and not written so, each a sentence. */
  remarks: string[];
  wrong(field: string | null, text: string): void;
  /** What was typed, without blanks around it. */
  typed(field: string): string;
  /** Null: left empty, which is a problem unless it may be. */
  text(field: string, label: string, isOptional?: boolean): string | null;
  day(field: string, label: string, options?: { isOptional?: boolean; latest?: CalendarDate }): CalendarDate | null;
  month(field: string, label: string): string | null;
  /** More than nothing, in 分. */
  amount(field: string, label: string, isOptional?: boolean): Fen | null;
  docNo(field: string): string | null;
  choice<T extends string>(field: string, label: string, choices: readonly T[]): T | null;
}

/** Amount and unit stand in two fields; who writes the unit behind the amount is understood as well. */
function writtenAmount(amount: string, unit: string): string {
  return /\d\s*$/u.test(amount.normalize('NFKC')) ? `${amount}${unit}` : amount;
}

export function readFields(values: Values): FieldReader {
  const problems: FieldProblem[] = [];
  const remarks: string[] = [];
  const wrong = (field: string | null, text: string) => void problems.push({ field, text });
  const typed = (field: string) => (values[field] ?? '').trim();
  const missing = (field: string, label: string, isOptional: boolean) => {
    if (!isOptional) wrong(field, `请填写${label}。`);
    return null;
  };

  return {
    problems,
    remarks,
    wrong,
    typed,
    text(field, label, isOptional = false) {
      const text = typed(field);
      if (text === '') return missing(field, label, isOptional);
      if (text.length > textAtMost) wrong(field, `${label}最多${textAtMost}字，这里有${text.length}字。`);
      return text;
    },
    day(field, label, { isOptional = false, latest } = {}) {
      const text = typed(field).normalize('NFKC').replace(/\s+/gu, '');
      if (text === '') return missing(field, label, isOptional);
      const day = wholeDay.test(text) ? readDate(text) : null;
      if (day === null) wrong(field, `${label}“${text.slice(0, 20)}”不是有效的日期，请按 2023-12-31 的格式填写。`);
      else if (latest !== undefined && day > latest) wrong(field, `${label}不能晚于今天。`);
      return day;
    },
    month(field, label) {
      const text = typed(field).normalize('NFKC').replace(/\s+/gu, '');
      if (text === '') return null;
      const last = wholeMonth.test(text) ? readDate(text) : null;
      if (last === null) wrong(field, `${label}“${text.slice(0, 20)}”不是有效的月份，请按 2023-11 的格式填写。`);
      return last?.slice(0, 7) ?? null;
    },
    amount(field, label, isOptional = false) {
      if (typed(field) === '') return missing(field, label, isOptional);
      const read = readPositiveAmount(writtenAmount(typed(field), values[`${field}Unit`] ?? '万元'));
      if (read.ok) return read.fen;
      wrong(field, read.reason);
      return null;
    },
    docNo(field) {
      const text = typed(field);
      if (text === '') return null;
      const read = readDocNo(text);
      if (!read.ok) {
        wrong(field, read.reason);
        return null;
      }
      if (read.tidied) remarks.push(`文号按规范写法记为“${read.docNo}”。`);
      return read.docNo;
    },
    choice(field, label, choices) {
      const chosen = choices.find((one) => one === typed(field)) ?? null;
      if (chosen === null) wrong(field, `请选择${label}。`);
      return chosen;
    },
  };
}
