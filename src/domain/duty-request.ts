import { UserError } from '../core/errors.ts';
import type { DutyFact } from './applications.ts';

/** What stands behind `/年报` or `/火炬`. */
export interface DutyRequest {
  /** Empty: the own enterprise. */
  enterprise: string;
  /** null: to be shown. */
  record: { year: number; state: DutyFact['state'] } | null;
}

const stateWords = new Map<string, DutyFact['state']>([
  ...['已报', '已填报', '已报送', '已完成', '报了'].map((word) => [word, 'DONE'] as const),
  ...['未报', '未填报', '未报送', '漏报', '没报'].map((word) => [word, 'MISSED'] as const),
]);

/** Reads `示例企业05 2022 已报`, in any order. @throws UserError where a record is meant and something is missing */
export function readDutyArgument(argument: string, word: string): DutyRequest {
  const tokens = argument
    .replace(/(\d)\s+(?=年)/gu, '$1')
    .split(/[\s,、]+/u)
    .filter(Boolean);
  const years = tokens.filter((token) => /^20\d{2}(?:年度?)?$/u.test(token));
  const states = tokens.filter((token) => stateWords.has(token));
  const enterprise = tokens.filter((token) => !years.includes(token) && !states.includes(token)).join(' ');
  if (years.length === 0 && states.length === 0) return { enterprise, record: null };
  const state = stateWords.get(states[0] ?? '');
  const missing = [
    ...(years.length === 1 ? [] : [years.length === 0 ? '缺少年度' : '年度写了不止一个']),
    ...(states.length === 1 && state ? [] : [states.length === 0 ? '缺少“已报”或“未报”' : '“已报”“未报”只能写一个']),
    ...(enterprise === '' ? ['缺少企业'] : []),
  ];
  if (missing.length > 0 || !state) {
    throw new UserError(`${missing.join('，')}。请发送“/${word} 企业简称 2022 已报”或“/${word} 企业简称 2022 未报”。`);
  }
  return { enterprise, record: { year: Number((years[0] ?? '').slice(0, 4)), state } };
}
