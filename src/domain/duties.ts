import { type DutyFact, type DutyKind, dutyKinds, dutyLabels } from './applications.ts';
import { type CalendarDate, formatDate, yearOf } from './calendar.ts';

/** A certificate as its duties follow from it. */
export interface DutyBound {
  validFrom: CalendarDate;
  validTo: CalendarDate;
  /** The day from which it was cancelled: what falls due from then on is not owed. */
  revokedOn: CalendarDate | null;
}

/**
 * done, missed: as recorded. due: the year is over and the last day has not passed. overdue: it has, and nothing is recorded;
 * that is not the same as missed. not-yet: the year is not over.
 */
export type DutyState = 'done' | 'missed' | 'due' | 'overdue' | 'not-yet';

export interface OwedDuty {
  kind: DutyKind;
  /** The year it is about. */
  year: number;
  dueOn: CalendarDate;
  state: DutyState;
}

/**
 * Last day, in the year after the one that is reported. 年度发展情况报表: 高新技术企业认定管理办法 国科发火〔2016〕32号 第十三条.
 * 火炬统计年报: by custom, the notice of the year decides (domain.md E1).
 */
const lastDay: Record<DutyKind, string> = { ANNUAL_REPORT: '05-31', TORCH_STATISTICS: '03-31' };

export function dutyDueOn(kind: DutyKind, year: number): CalendarDate {
  return `${year + 1}-${lastDay[kind]}`;
}

/**
 * The years that a certificate owes: each whose last day falls within its validity. So the year of recognition is the first,
 * and what falls due after the last valid day is the next certificate's.
 */
export function owedYears(kind: DutyKind, { validFrom, validTo, revokedOn }: DutyBound): number[] {
  const years: number[] = [];
  for (let year = yearOf(validFrom) - 1; year < yearOf(validTo); year += 1) {
    const dueOn = dutyDueOn(kind, year);
    if (dueOn > validFrom && dueOn <= validTo && (revokedOn === null || dueOn < revokedOn)) years.push(year);
  }
  return years;
}

/** What a certificate owes and what became of it, as at a day, in the order of the last days. */
export function dutiesAt(bound: DutyBound, facts: readonly DutyFact[], on: CalendarDate): OwedDuty[] {
  return dutyKinds
    .flatMap((kind) =>
      owedYears(kind, bound).map((year) => {
        const dueOn = dutyDueOn(kind, year);
        return { kind, year, dueOn, state: stateOf(latest(facts, kind, year), { year, dueOn, on }) };
      }),
    )
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}

/** Of several records the last counts, in whatever order they are read. */
function latest(facts: readonly DutyFact[], kind: DutyKind, year: number): DutyFact | null {
  let last: DutyFact | null = null;
  for (const fact of facts) {
    if (fact.kind !== kind || fact.year !== year) continue;
    if (!last || fact.recordedAt >= last.recordedAt) last = fact;
  }
  return last;
}

function stateOf(
  fact: DutyFact | null,
  { year, dueOn, on }: { year: number; dueOn: CalendarDate; on: CalendarDate },
): DutyState {
  if (fact) return fact.state === 'DONE' ? 'done' : 'missed';
  if (yearOf(on) <= year) return 'not-yet';
  return on > dueOn ? 'overdue' : 'due';
}

/** Why a duty cannot be recorded like this today; null if it can. */
export function dutyProblem(
  { kind, year, state }: Pick<DutyFact, 'kind' | 'year' | 'state'>,
  bound: DutyBound | null,
  today: CalendarDate,
): string | null {
  if (!bound) return '该证书没有登记有效期，不能登记年度义务，请先补登有效期。';
  const owed = owedYears(kind, bound);
  if (!owed.includes(year)) {
    const years = owed.length === 0 ? '没有应报年度' : `应报年度为${owed.map((one) => `${one}年度`).join('、')}`;
    return `${year}年度不在该证书的${dutyLabels[kind]}应报范围内，该证书有效期内${years}。`;
  }
  if (yearOf(today) <= year) return `${year}年度尚未结束，${dutyLabels[kind]}还不能登记。`;
  const dueOn = dutyDueOn(kind, year);
  if (state === 'MISSED' && today <= dueOn) {
    return `${year}年度${dutyLabels[kind]}的截止日是${formatDate(dueOn)}，截止日之后才能登记为未报。`;
  }
  return null;
}

/** Of how many missed years of 年度发展情况报表 the certificate is lost (国科发火〔2016〕32号 第十九条: 累计两年). */
const missedAtMost = 2;
const rule = '《高新技术企业认定管理办法》（国科发火〔2016〕32号）第十三条、第十九条';

export interface DutyWarning {
  /** cancel: by rule the certificate is to be cancelled. remind: that much is missing in all. */
  kind: 'cancel' | 'remind';
  text: string;
}

/** What has to be said of the duties of one certificate; only what is recorded as missed counts. */
export function dutyWarning(duties: readonly OwedDuty[]): DutyWarning | null {
  const missed = duties.filter(({ state }) => state === 'missed');
  const reports = missed.filter(({ kind }) => kind === 'ANNUAL_REPORT');
  if (reports.length >= missedAtMost) {
    const years = reports.map(({ year }) => `${year}年度`).join('、');
    const text = `本证书有效期内累计${reports.length}年（${years}）未填报${dutyLabels.ANNUAL_REPORT}。依据${rule}，累计两年未填报的，按规定将取消高新技术企业资格。请尽快与开发区科技局联系。`;
    return { kind: 'cancel', text };
  }
  if (missed.length < missedAtMost) return null;
  const named = missed.map(({ year, kind }) => `${year}年度${dutyLabels[kind]}`).join('、');
  const text = `本证书有效期内累计${missed.length}项未报（${named}）。依据${rule}，${dutyLabels.ANNUAL_REPORT}累计两年未填报的，按规定将取消高新技术企业资格；${dutyLabels.TORCH_STATISTICS}请按当年统计通知报送。`;
  return { kind: 'remind', text };
}
