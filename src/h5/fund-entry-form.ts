import type { CalendarDate } from '../domain/calendar.ts';
import type { NewEntry } from '../domain/funds/funds.ts';
import { type Look, sumsWith } from '../domain/funds/look.ts';
import type { Sums } from '../domain/funds/sums.ts';
import { batchEntryTypes, type EntryType, entryTypes, projectEntryTypes } from '../domain/funds/terms.ts';
import { judge } from '../domain/funds/verdict.ts';
import { typeLabel } from '../domain/funds/wording.ts';
import { readFields } from './fund-fields.ts';
import { dayField, docNoField, type FundReading } from './fund-form.ts';
import type { FormField, Values } from './pages/form-parts.tsx';

/** What can be entered there, in the order of domain.md C1. */
function typesAt({ batch, project }: Pick<Look, 'batch' | 'project'>): readonly EntryType[] {
  if (!project) return entryTypes.filter((type) => batchEntryTypes.has(type));
  const untracked: readonly EntryType[] = ['SPEND', 'SPEND_REVERSAL', 'KEEP'];
  return entryTypes.filter((type) => projectEntryTypes.has(type) && (batch.trackSpending || !untracked.includes(type)));
}

/** @param withAdvance whether 垫支 is asked: only once 支出 is more than 到位 */
export function entryFields(look: Look, today: CalendarDate, withAdvance: boolean): FormField[] {
  const isOfProject = look.project !== null;
  const canSpend = typesAt(look).includes('SPEND');
  return [
    {
      name: 'type',
      label: '类型',
      kind: 'radio',
      options: typesAt(look).map((type) => ({ value: type, label: typeLabel(type, isOfProject) })),
    },
    { name: 'amount', label: '金额', kind: 'amount' },
    ...(isOfProject
      ? []
      : [
          {
            name: 'way',
            label: '调整方向（只用于指标调整）',
            kind: 'radio' as const,
            options: [
              { value: 'more', label: '调增' },
              { value: 'less', label: '调减' },
            ],
          },
        ]),
    dayField('日期', today),
    ...(canSpend
      ? [
          {
            name: 'period',
            label: '支出所属月份',
            kind: 'month' as const,
            isOptional: true,
            hint: '只用于支出和支出冲销；留空时为日期所在的月份。',
          },
        ]
      : []),
    docNoField('文号'),
    { name: 'note', label: '说明', kind: 'text', isOptional: true, hint: '最多200字。' },
    ...(withAdvance
      ? [{ name: 'advance', label: '确属垫支（须在说明中写明）', kind: 'check' as const, isOptional: true }]
      : []),
  ];
}

/** A line of the ledger with what stands in it afterwards. */
export interface WantedEntry {
  entry: NewEntry;
  after: Sums;
}

export function readEntryForm(
  values: Values,
  look: Look,
  today: CalendarDate,
): FundReading<WantedEntry> & { asksAdvance: boolean } {
  const form = readFields(values);
  const type = form.choice('type', '类型', typesAt(look));
  const amount = form.amount('amount', '金额');
  const isLess = type === 'ADJUST' && form.choice('way', '调增或调减', ['more', 'less']) === 'less';
  const effectiveOn = form.day('on', '日期', { latest: today });
  const isSpending = type === 'SPEND' || type === 'SPEND_REVERSAL';
  const period = isSpending ? (form.month('period', '支出月份') ?? effectiveOn?.slice(0, 7) ?? null) : null;
  const number = form.docNo('docNo');
  const note = form.text('note', '说明', true);
  const isAdvance = type === 'SPEND' && values.advance === '1';
  if (isAdvance && note === null) form.wrong('note', '垫支须写明说明。');
  const { problems, remarks } = form;
  if (problems.length > 0 || !type || amount === null || effectiveOn === null) {
    return { ok: false, problems, asksAdvance: isAdvance };
  }
  const fen = isLess ? -amount : amount;
  const line = { type, fen, effectiveOn, period, docNo: number, note };
  const verdict = judge(look, { ...line, isAdvance, dateKnown: true }, today);
  const against = verdict.is === 'fine' ? null : verdict.why;
  const of = look.project ? { projectId: look.project.id } : { batchId: look.batch.id };
  const wanted = { entry: { ...line, of, isAdvance }, after: sumsWith(look, { type, fen }) };
  return { ok: true, wanted, remarks, against, asksAdvance: verdict.is === 'advance' || isAdvance };
}
