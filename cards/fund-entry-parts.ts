import type { Block, Button, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import type { Batch, Project } from '../src/domain/funds/facts.ts';
import { balanceOf, batchBalanceOf, inTransitOf, outstandingOf, type Sums } from '../src/domain/funds/sums.ts';
import { batchLabel, type EntryType, projectLabel } from '../src/domain/funds/terms.ts';
import { exactAmount, formatMonth, typeLabel } from '../src/domain/funds/wording.ts';
import { type Fen, spokenAmount } from '../src/domain/money.ts';

/** Where an entry is of. */
export interface Where {
  batch: Batch;
  project: Project | null;
}

/** A line of the ledger as it is read back. `fen` as it is said: only 指标调整 may be negative. */
export interface Line {
  type: EntryType;
  fen: Fen;
  effectiveOn: CalendarDate;
  period: string | null;
  docNo: string | null;
  note: string | null;
}

export const unknownText = '未登记';

/** Project or batch with full names. */
export function whereFields({ batch, project }: Where): Field[] {
  if (!project) return [{ label: '批次', value: `${batchLabel(batch.number)} ${batch.name}` }];
  return [
    { label: '项目', value: `${projectLabel(project.number)} ${project.name}` },
    { label: '承担单位', value: project.enterprise.name },
    { label: '资金批次', value: `${batchLabel(batch.number)} ${batch.name}` },
  ];
}

export function lineFields({ type, fen, effectiveOn, period, docNo, note }: Line, isOfProject: boolean): Field[] {
  return [
    { label: '类型', value: typeLabel(type, isOfProject) },
    { label: '金额', value: type === 'ADJUST' ? adjustment(fen) : spokenAmount(fen) },
    { label: '日期', value: formatDate(effectiveOn) },
    ...(period === null ? [] : [{ label: '支出月份', value: formatMonth(period) }]),
    { label: '文号', value: docNo ?? unknownText },
    ...(note === null ? [] : [{ label: '备注', value: note }]),
  ];
}

function adjustment(fen: Fen): string {
  return fen < 0n ? `调减${spokenAmount(-fen)}` : `调增${spokenAmount(fen)}`;
}

/** What stands in the ledger with it: the balance, and what else the type moves. */
export function standingFields(
  { batch, project }: Where,
  sums: Sums,
  when: '登记后' | '冲销后' | '确认后' | '目前',
): Field[] {
  if (!project) return [{ label: `${when}批次余额`, value: spokenAmount(batchBalanceOf(sums)) }];
  const balance = batch.trackSpending
    ? [{ label: `${when}余额`, value: spokenAmount(balanceOf(sums)) }]
    : [{ label: `${when}到位合计`, value: `${spokenAmount(sums.received)}，奖励性资金，不核算支出` }];
  return [
    ...balance,
    {
      label: `${when}其他`,
      value: `批复${exactAmount(sums.approved)}，待拨付${exactAmount(outstandingOf(sums))}，在途${exactAmount(inTransitOf(sums))}`,
    },
  ];
}

/** What was understood and not written. */
export function remarkBlocks(remarks: readonly string[]): Block[] {
  return remarks.length === 0 ? [] : [{ kind: 'text', text: `请注意：${remarks.join('')}` }];
}

export function button(text: string, say: string): Button {
  return { text, tap: { say, answer: 'here' } };
}

/** All that is missing or wrong, in one message. */
export function misreadCard(
  { problems, sample }: { problems: readonly string[]; sample: string },
  { what, link }: { what: string; link?: Card['link'] },
): Card {
  const [only, ...others] = problems;
  return {
    title: '请核对',
    blocks: [
      { kind: 'text', text: `本次未${what}。${others.length === 0 && only !== undefined ? only : '请补充或更正：'}` },
      ...(others.length === 0 ? [] : [{ kind: 'list' as const, items: problems }]),
      { kind: 'text', text: `例如：${sample}` },
    ],
    ...(link ? { link } : {}),
    confidential: true,
  };
}

/** 确认 and 放弃, which say what was read back by its number. `yes` is what the first is called, at most ten characters. */
export function answerBy(id: string, yes = '确认登记'): Pick<Card, 'buttons' | 'insteadOfButtons'> {
  return {
    buttons: [button(yes, `资金 确认 ${id}`), button('放弃', `资金 放弃 ${id}`)],
    insteadOfButtons: `请发送“/资金 确认 ${id}”${yes}，或发送“/资金 放弃 ${id}”放弃。`,
  };
}

export const waits = '确认前不会记入台账，24小时内有效。';
