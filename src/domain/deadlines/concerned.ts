import type { EnterpriseRef } from '../../core/actor.ts';
import { type CalendarDate, yearOf } from '../calendar.ts';
import { levelsOf } from '../kind-spoken.ts';
import type { QualificationHistory } from '../ledger.ts';
import { levelLabels, typeFacts } from '../qualification.ts';
import { isInForce, isPending, qualificationAt, standingsAt } from '../standing.ts';
import { type Audience, priorityGroupLabels } from './audience.ts';
import type { EnterpriseFacts } from './deadlines.ts';
import { priorityGroupOf } from './priority-groups.ts';

type Rule = Audience['anyOf'][number];
type QualificationRule = Extract<Rule, { kind: 'qualification' }>;
/** The deadline's year, and the day as at which is asked. */
type AsOf = { year: number; on: CalendarDate };

const gone: ReadonlySet<string> = new Set(['MOVED', 'DEREGISTERED']);

/** Moved away or deregistered: never concerned, not even by name. 停产 is. */
export function isGone({ operatingState }: Pick<EnterpriseFacts, 'operatingState'>): boolean {
  return gone.has(operatingState);
}

/** Whom a deadline concerns on a day, in the order of `facts`. */
export function concernedBy(audience: Audience, facts: readonly EnterpriseFacts[], asOf: AsOf): EnterpriseRef[] {
  const [include, exempt] = [new Set(audience.include), new Set(audience.exempt)];
  return facts
    .filter((one) => {
      const { id } = one.enterprise;
      if (isGone(one) || exempt.has(id)) return false;
      return include.has(id) || (isOfIndustry(audience, one) && fits(audience, one.history, asOf));
    })
    .map(({ enterprise }) => enterprise);
}

function isOfIndustry({ industries }: Audience, { industry }: EnterpriseFacts): boolean {
  return industries.length === 0 || (industry !== null && industries.includes(industry));
}

function fits({ everybody, anyOf }: Audience, history: QualificationHistory, asOf: AsOf): boolean {
  if (everybody) return true;
  return anyOf.some((rule) =>
    rule.kind === 'group' ? priorityGroupOf(history, asOf).group === rule.group : fitsRule(rule, history, asOf),
  );
}

function fitsRule(rule: QualificationRule, history: QualificationHistory, asOf: AsOf): boolean {
  const isMeant = ({ type, level }: { type: string; level: string }) =>
    type === rule.type && (rule.level === null || level === rule.level);
  const standings = standingsAt(history, asOf.on).filter(isMeant);
  switch (rule.state) {
    case 'VALID':
      return standings.some(isInForce);
    case 'PENDING':
      return standings.some(isPending);
    case 'NONE':
      return !standings.some(isInForce);
    case 'EXPIRES_IN_YEAR':
      return expiresIn({ ...history, qualifications: history.qualifications.filter(isMeant) }, asOf);
  }
}

/** The certificate that runs longest ends in that year, whether it has by now or not: who renewed is not concerned. */
function expiresIn({ qualifications }: QualificationHistory, { year, on }: AsOf): boolean {
  const years = qualifications.flatMap((fact) => {
    const standing = qualificationAt(fact, on);
    if (!standing || standing.validity === 'REVOKED') return [];
    return [standing.validTo === null ? Number.POSITIVE_INFINITY : yearOf(standing.validTo)];
  });
  return years.length > 0 && Math.max(...years) === year;
}

const statePhrases: Record<QualificationRule['state'], (kind: string) => string> = {
  VALID: (kind) => `有效期内的${kind}`,
  PENDING: (kind) => `待批复的${kind}`,
  EXPIRES_IN_YEAR: (kind) => `当年到期的${kind}`,
  NONE: (kind) => `没有有效${kind}资质的企业`,
};

function rulePhrase(rule: Rule): string {
  if (rule.kind === 'group') return priorityGroupLabels[rule.group];
  const level = rule.level === null ? '' : levelLabels[rule.level];
  return statePhrases[rule.state](`${level}${typeFacts[rule.type].label}`);
}

/** So many enterprises are named, of more only the number is said. */
const namedAtMost = 3;

/**
 * For people: `有效期内的高新技术企业；行业：医药制造业；另含2家；免除1家`.
 * @param names by id, of the enterprises that may be named here; of others the number is said
 */
export function audienceText(audience: Audience, names: ReadonlyMap<string, string>): string {
  const { everybody, anyOf, industries, include, exempt } = audience;
  const listed = (ids: readonly string[]) => {
    const known = ids.flatMap((id) => names.get(id) ?? []);
    const isNamed = known.length === ids.length && ids.length <= namedAtMost;
    return `${ids.length}家${isNamed ? `（${known.join('、')}）` : ''}`;
  };
  const byRule = everybody ? '全部企业' : anyOf.map(rulePhrase).join('、');
  return [
    ...(byRule === '' ? [] : [byRule]),
    ...(byRule === '' || industries.length === 0 ? [] : [`行业：${industries.join('、')}`]),
    ...(include.length === 0 ? [] : [`${byRule === '' ? '指定企业' : '另含'}${listed(include)}`]),
    ...(exempt.length === 0 ? [] : [`免除${listed(exempt)}`]),
  ].join('；');
}

/** What is wrong with a choice, in whole sentences; empty: nothing is. */
export function audienceProblems({ everybody, anyOf, industries, include, exempt }: Audience): string[] {
  const problems: string[] = [];
  const byRule = everybody || anyOf.length > 0;
  if (!byRule && include.length === 0) problems.push('没有选择对象，请选择全部企业、一类企业，或者指定企业。');
  if (everybody && anyOf.length > 0) problems.push('已选择全部企业，不能再选择某一类企业，请只保留一种。');
  if (!byRule && industries.length > 0) {
    problems.push('行业只用来限定全部企业或者一类企业，请同时选择其中一种，或者不填行业。');
  }
  if (include.some((id) => exempt.includes(id))) problems.push('同一家企业不能既指定又免除。');
  for (const rule of anyOf) {
    if (rule.kind === 'qualification' && rule.level !== null && !levelsOf[rule.type].includes(rule.level)) {
      problems.push(`${typeFacts[rule.type].label}没有${levelLabels[rule.level]}，请重新选择级别。`);
    }
  }
  return problems;
}
