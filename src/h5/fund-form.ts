import { type CalendarDate, yearOf } from '../domain/calendar.ts';
import type { Batch } from '../domain/funds/facts.ts';
import type { NewBatch, NewProject } from '../domain/funds/funds.ts';
import type { Look } from '../domain/funds/look.ts';
import { whyNotBatch, whyNotProject } from '../domain/funds/register-rules.ts';
import {
  batchLabel,
  fundCategories,
  fundCategoryLabels,
  fundLevelLabels,
  fundLevels,
  rewardCategories,
  surplusPolicies,
  surplusPolicyLabels,
} from '../domain/funds/terms.ts';
import type { Candidate, Candidates } from '../domain/ledger.ts';
import { readFields } from './fund-fields.ts';
import type { FieldProblem, FormField, Values } from './pages/form-parts.tsx';

/**
 * What a form says. `against`: the rule of the ledger that it breaks as things stand, told before it is confirmed; then the
 * ledger itself decides, which knows what was sent twice.
 */
export type FundReading<T> =
  | { ok: true; wanted: T; remarks: readonly string[]; against: string | null }
  | { ok: false; problems: readonly FieldProblem[] };

const choose = { value: '', label: '请选择' };
/** The day from which it holds. */
export const dayField = (label: string, today: CalendarDate): FormField => ({
  name: 'on',
  label,
  kind: 'date',
  max: today,
});
/** 文号 */
export const docNoField = (label: string): FormField => ({ name: 'docNo', label, kind: 'text', isOptional: true });

export function batchFields(today: CalendarDate): FormField[] {
  return [
    { name: 'name', label: '批次名称', kind: 'text', hint: '如 2023年第二批自治区科技成果转化专项资金。' },
    {
      name: 'level',
      label: '级次',
      kind: 'select',
      options: [choose, ...fundLevels.map((value) => ({ value, label: fundLevelLabels[value] }))],
    },
    {
      name: 'category',
      label: '类别',
      kind: 'select',
      options: [choose, ...fundCategories.map((value) => ({ value, label: fundCategoryLabels[value] }))],
    },
    { name: 'year', label: '年度', kind: 'text', hint: `如 ${yearOf(today)}。` },
    { name: 'amount', label: '下达金额', kind: 'amount' },
    dayField('下达日期', today),
    docNoField('下达文号'),
    {
      name: 'surplusPolicy',
      label: '验收后结余',
      kind: 'select',
      options: surplusPolicies.map((value) => ({ value, label: surplusPolicyLabels[value] })),
    },
    {
      name: 'tracking',
      label: '支出核算',
      kind: 'select',
      options: [
        { value: 'auto', label: '按类别（奖励、后补助不核算）' },
        { value: 'yes', label: '核算支出' },
        { value: 'no', label: '不核算支出' },
      ],
    },
  ];
}

export function readBatchForm(values: Values, today: CalendarDate): FundReading<NewBatch> {
  const form = readFields(values);
  const name = form.text('name', '批次名称');
  const level = form.choice('level', '级次', fundLevels);
  const category = form.choice('category', '类别', fundCategories);
  const written = /^(?<year>\d{4})年?度?$/u.exec(form.typed('year').normalize('NFKC'))?.groups?.year;
  if (written === undefined) form.wrong('year', `请填写四位数的年度，如 ${yearOf(today)}。`);
  const fen = form.amount('amount', '下达金额');
  const effectiveOn = form.day('on', '下达日期', { latest: today });
  const number = form.docNo('docNo');
  const surplusPolicy = form.choice('surplusPolicy', '验收后结余的处理方式', surplusPolicies);
  const tracking = form.choice('tracking', '支出核算方式', ['auto', 'yes', 'no']);
  const { problems, remarks } = form;
  const isRead = name !== null && level && category && written !== undefined && fen !== null;
  if (problems.length > 0 || !isRead || effectiveOn === null || !surplusPolicy) return { ok: false, problems };
  const trackSpending = tracking === 'auto' ? !rewardCategories.has(category) : tracking === 'yes';
  const wanted = {
    ...{ name, level, category, year: Number(written), surplusPolicy, trackSpending, fen, effectiveOn },
    docNo: number,
  };
  return { ok: true, wanted, remarks, against: whyNotBatch(wanted, {}, today, null) };
}

/** @param found who may be meant by the name that was typed; more than one: which is asked */
export function projectFields(batches: readonly Batch[], today: CalendarDate, found: Candidates | null): FormField[] {
  return [
    {
      name: 'batch',
      label: '资金批次',
      kind: 'select',
      options: [
        choose,
        ...batches.map(({ number, name }) => ({ value: String(number), label: `${batchLabel(number)} ${name}` })),
      ],
    },
    { name: 'enterprise', label: '承担单位', kind: 'text', hint: '企业全称、简称、拼音首字母或统一社会信用代码。' },
    ...(found && found.enterprises.length > 1 ? [whichEnterprise(found)] : []),
    { name: 'name', label: '项目名称', kind: 'text' },
    { name: 'amount', label: '批复金额', kind: 'amount' },
    dayField('批复日期', today),
    docNoField('批复文号'),
    { name: 'startsOn', label: '实施期开始', kind: 'date', isOptional: true },
    { name: 'endsOn', label: '实施期结束', kind: 'date', isOptional: true },
    { name: 'acceptanceDueOn', label: '验收到期日', kind: 'date', isOptional: true, hint: '留空时为实施期结束日。' },
    { name: 'selfRaised', label: '自筹金额', kind: 'amount', isOptional: true, hint: '不计入余额。' },
    { name: 'code', label: '项目编号', kind: 'text', isOptional: true, hint: '主管部门编的号。' },
    { name: 'leader', label: '项目负责人', kind: 'text', isOptional: true },
    { name: 'partner', label: '合作单位', kind: 'text', isOptional: true },
    { name: 'goal', label: '绩效目标', kind: 'text', isOptional: true },
  ];
}

function whichEnterprise({ enterprises, total }: Candidates): FormField {
  const more = total > enterprises.length ? `共有${total}家，只列${enterprises.length}家；可把名称写得更全。` : null;
  return {
    name: 'enterpriseId',
    label: '是哪一家企业',
    kind: 'radio',
    options: enterprises.map(({ id, name, creditCode }) => ({
      value: id,
      label: creditCode === null ? name : `${name}（${creditCode}）`,
    })),
    ...(more === null ? {} : { hint: more }),
  };
}

/** A project with its batch, and what there is of that before it. */
export type WantedProject = NewProject & Pick<Look, 'batch' | 'totals'>;

/** @param found for what was typed as the enterprise; null: nothing was */
export function readProjectForm(
  values: Values,
  {
    batches,
    found,
    today,
  }: { batches: readonly Pick<Look, 'batch' | 'totals'>[]; found: Candidates | null; today: CalendarDate },
): FundReading<WantedProject> {
  const form = readFields(values);
  const place = batches.find(({ batch }) => String(batch.number) === form.typed('batch'));
  if (!place) form.wrong('batch', '请选择资金批次。');
  const enterprise = chosen(values, found, (field, text) => form.wrong(field, text));
  const name = form.text('name', '项目名称');
  const fen = form.amount('amount', '批复金额');
  const effectiveOn = form.day('on', '批复日期', { latest: today });
  const number = form.docNo('docNo');
  const isOptional = true;
  const startsOn = form.day('startsOn', '实施期开始', { isOptional });
  const endsOn = form.day('endsOn', '实施期结束', { isOptional });
  const acceptanceDueOn = form.day('acceptanceDueOn', '验收到期日', { isOptional });
  const selfRaised = form.amount('selfRaised', '自筹金额', isOptional) ?? 0n;
  const code = form.text('code', '项目编号', isOptional);
  const leader = form.text('leader', '项目负责人', isOptional);
  const partner = form.text('partner', '合作单位', isOptional);
  const goal = form.text('goal', '绩效目标', isOptional);
  const { problems, remarks } = form;
  if (problems.length > 0 || !place || !enterprise || name === null || fen === null || effectiveOn === null) {
    return { ok: false, problems };
  }
  const { batch, totals } = place;
  const wanted = {
    ...{ batch, totals, batchId: batch.id, enterprise: { id: enterprise.id, name: enterprise.name } },
    ...{ name, code, leader, partner, startsOn, endsOn, acceptanceDueOn, selfRaised, goal, fen, effectiveOn },
    docNo: number,
  };
  return { ok: true, wanted, remarks, against: whyNotProject(wanted, place, {}, today) };
}

function chosen(
  values: Values,
  found: Candidates | null,
  wrong: (field: string, text: string) => void,
): Candidate | null {
  const enterprises = found?.enterprises ?? [];
  const [first] = enterprises;
  if (!found) wrong('enterprise', '请填写承担单位。');
  else if (!first) wrong('enterprise', '没有找到这家企业，请核对名称，或填写统一社会信用代码。');
  else if (enterprises.length === 1) return first;
  else {
    // Only one of those that the name stands for, whatever the form says.
    const one = enterprises.find(({ id }) => id === values.enterpriseId);
    if (one) return one;
    wrong('enterpriseId', '有多家企业符合这个名称，请选择是哪一家。');
  }
  return null;
}
