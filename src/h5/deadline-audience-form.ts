import type { EnterpriseRef } from '../core/actor.ts';
import { type Audience, priorityGroups } from '../domain/deadlines/audience.ts';
import type { Names } from '../domain/deadlines/content-rows.ts';
import type { Ledger } from '../domain/ledger.ts';
import { levels, qualificationTypes } from '../domain/qualification.ts';
import type { FieldReader } from './fund-fields.ts';
import type { Values } from './pages/form-parts.tsx';

/** How a qualification has to stand for a rule to fit, as the form says it. */
export const ruleStateLabels = {
  VALID: '有效期内',
  PENDING: '待批复',
  EXPIRES_IN_YEAR: '事项年度内到期',
  NONE: '没有有效的',
} as const;
const ruleStates = ['VALID', 'PENDING', 'EXPIRES_IN_YEAR', 'NONE'] as const;

const rowsAtLeast = 2;
const rowsAtMost = 12;
const namesAtMost = 300;

const isRowFilled = (values: Values, row: number) =>
  ['Type', 'Level', 'State'].some((part) => (values[`q${row}${part}`] ?? '') !== '');

/** The rows for rules about qualifications: those that are filled in, and one more. */
export function ruleRows(values: Values): number[] {
  const all = Array.from({ length: rowsAtMost }, (_, n) => n + 1);
  const last = all.filter((row) => isRowFilled(values, row)).at(-1) ?? 0;
  return all.slice(0, Math.max(rowsAtLeast, last + 1));
}

/** What names are looked up with: whole ones among those that are there, others as people say them. */
export interface NameSearch {
  enterprises: readonly EnterpriseRef[];
  findEnterprises: Ledger['findEnterprises'];
}

/** Who is concerned, as the form says it; everything that is wrong with it goes to `form`. */
export async function readAudience(
  values: Values,
  form: FieldReader,
  { industries, search }: { industries: readonly string[]; search: NameSearch },
): Promise<Audience> {
  const rules = ruleRows(values).flatMap((row) => readRule(values, form, row));
  const groups = priorityGroups.filter((one) => values[`group.${one}`] === '1');
  return {
    everybody: values.everybody === '1',
    anyOf: [...rules, ...groups.map((group) => ({ kind: 'group' as const, group }))],
    industries: industries.filter((one) => values[`industry.${one}`] === '1'),
    include: await readNames('include', '逐家列入的企业', form, search),
    exempt: await readNames('exempt', '免除的企业', form, search),
  };
}

function readRule(values: Values, form: FieldReader, row: number): Audience['anyOf'][number][] {
  if (!isRowFilled(values, row)) return [];
  const type = form.choice(`q${row}Type`, `第${row}行的资质类型`, qualificationTypes);
  const state = form.choice(`q${row}State`, `第${row}行的资质状态`, ruleStates);
  const level = levels.find((one) => one === values[`q${row}Level`]) ?? null;
  return type && state ? [{ kind: 'qualification', type, level, state }] : [];
}

async function readNames(field: string, label: string, form: FieldReader, search: NameSearch): Promise<string[]> {
  const names = [
    ...new Set(
      form
        .typed(field)
        .split(/[、，,；;\r\n]+/u)
        .map((name) => name.trim())
        .filter(Boolean),
    ),
  ];
  if (names.length > namesAtMost) {
    form.wrong(field, `${label}最多${namesAtMost}家，这里有${names.length}家；较多时请按资质、行业等条件确定范围。`);
    return [];
  }
  const byName = new Map(search.enterprises.map(({ id, name }) => [name, id]));
  const ids: string[] = [];
  for (const name of names) {
    const known = byName.get(name);
    if (known !== undefined) ids.push(known);
    else ids.push(...(await lookUp(name, field, label, form, search)));
  }
  return [...new Set(ids)];
}

async function lookUp(name: string, field: string, label: string, form: FieldReader, { findEnterprises }: NameSearch) {
  const { enterprises, total } = await findEnterprises(name.slice(0, 200));
  const [only] = enterprises;
  if (only && total === 1) return [only.id];
  const said = `${label}“${name.slice(0, 30)}”`;
  if (!only) form.wrong(field, `${said}没有找到，请核对名称，或填写统一社会信用代码。`);
  else {
    const some = enterprises.slice(0, 3).map((one) => one.name);
    const more = total > some.length ? `等${total}家` : '';
    form.wrong(field, `${said}有多家企业符合：${some.join('、')}${more}，请填写全称。`);
  }
  return [];
}

/** The fields as they stand for a rule: what the form is drawn with. */
export function audienceValues(audience: Audience, names: Names): Record<string, string> {
  const named = (ids: readonly string[]) => ids.flatMap((id) => names.get(id) ?? []).join('、');
  const rules = audience.anyOf.flatMap((one) => (one.kind === 'qualification' ? [one] : []));
  return Object.fromEntries([
    ...(audience.everybody ? [['everybody', '1']] : []),
    ...rules.flatMap(({ type, level, state }, n) => [
      [`q${n + 1}Type`, type],
      [`q${n + 1}Level`, level ?? ''],
      [`q${n + 1}State`, state],
    ]),
    ...audience.anyOf.flatMap((one) => (one.kind === 'group' ? [[`group.${one.group}`, '1']] : [])),
    ...audience.industries.map((one) => [`industry.${one}`, '1']),
    ['include', named(audience.include)],
    ['exempt', named(audience.exempt)],
  ]);
}
