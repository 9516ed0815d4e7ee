import { type CalendarDate, formatDate, yearOf } from '../calendar.ts';
import type { ApplicationFact, QualificationFact, QualificationHistory } from '../ledger.ts';
import { awaitingDecision, type Status } from '../qualification.ts';
import { isInForce, qualificationAt, statusAt } from '../standing.ts';
import { type PriorityGroup, priorityGroupLabels } from './audience.ts';

/** Tags beside the group (domain.md F1). */
export const groupTags = { filing: '今年申报中', followUp: '待批复跟踪', pending: '待批复' } as const;

export interface GroupFinding {
  /** null: none of the three */
  group: PriorityGroup | null;
  tags: readonly string[];
  reason: string;
}

/** Handed in and not decided, or given back: under way. */
const underWay: ReadonlySet<Status> = new Set(['ZONE_REVIEW', 'RETURNED', ...awaitingDecision]);
const failed: ReadonlySet<Status> = new Set(['REJECTED', 'WITHDRAWN']);

/** An application for 高企 that was handed in, and how it stood. */
interface Filed {
  fact: ApplicationFact;
  on: CalendarDate;
  status: Status;
}

/**
 * To which 重点企业 an enterprise belongs in a year, as at a day (domain.md F1), G3 before G2 before G1.
 *
 * What decides is the 高企 certificate that runs longest of those recognised: who renewed is not in G3 by the old one. A
 * certificate that was cancelled did not expire and counts for none of them. Filed means handed in: an application that was
 * given back and lies with the enterprise is not, as nothing was filed again.
 */
export function priorityGroupOf(
  history: QualificationHistory,
  { year, on }: { year: number; on: CalendarDate },
): GroupFinding {
  const recognised = history.qualifications.filter(
    (fact) => fact.type === 'HNTE' && qualificationAt(fact, on) !== null,
  );
  const kept = recognised.filter((fact) => qualificationAt(fact, on)?.validity !== 'REVOKED');
  const last = [...kept].sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1))[0] ?? null;
  const isValid = kept.some((fact) => inForce(fact, on));
  const filed = filedApplications(history, recognised, on);
  const small = history.qualifications.some((fact) => fact.type === 'TECH_SME' && inForce(fact, on)) && !isValid;
  const filing = filed.some((one) => yearOf(one.on) === year && underWay.has(one.status)) ? [groupTags.filing] : [];
  const alsoSmall = small ? [priorityGroupLabels.G1] : [];

  const endYear = last?.validTo ? yearOf(last.validTo) : null;
  if (last?.validTo && endYear === year) {
    const verb = last.validTo < on ? '已于' : '将于';
    const reason = `高新技术企业证书${verb}${formatDate(last.validTo)}到期`;
    return { group: 'G3', tags: [...filing, ...alsoSmall], reason };
  }
  let followUp: string[] = [];
  let expiry = '';
  if (last?.validTo && endYear !== null && endYear < year && !isValid) {
    expiry = `高新技术企业证书已于${formatDate(last.validTo)}到期`;
    const since = recognised.map(issueOf).sort().at(-1) ?? '';
    const attempt = filed.filter((one) => one.on > since && one.on < `${year}-01-01`).at(-1) ?? null;
    const why = whyNotRenewed(attempt);
    if (why !== null) return { group: 'G2', tags: [...filing, ...alsoSmall], reason: `${expiry}，${why}` };
    followUp = [groupTags.followUp];
  }
  const isPending = filed.some(({ status }) => awaitingDecision.has(status));
  const pending = isPending && recognised.length === 0 ? [groupTags.pending] : [];
  const tags = [...followUp, ...filing, ...pending];
  if (small) return { group: 'G1', tags, reason: '科技型中小企业在有效期内，没有有效的高新技术企业证书' };
  return {
    group: null,
    tags,
    reason: followUp.length > 0 ? `${expiry}，此前的申报尚待批复` : '不属于三类重点企业',
  };
}

/** Why somebody whose certificate ran out is in G2; null: the application is still undecided. */
function whyNotRenewed(attempt: Filed | null): string | null {
  if (attempt === null) return '此后未申报';
  if (failed.has(attempt.status)) {
    return `${attempt.fact.year}年申报${attempt.status === 'REJECTED' ? '未通过' : '已撤回'}`;
  }
  return attempt.status === 'RETURNED' ? `${attempt.fact.year}年申报退回后未重新提交` : null;
}

/** Those that were handed in by that day and have led to no certificate by then, in the order of their days. */
function filedApplications(
  { applications }: QualificationHistory,
  recognised: readonly QualificationFact[],
  on: CalendarDate,
): Filed[] {
  const done = new Set(recognised.map(({ applicationId }) => applicationId));
  return applications
    .flatMap((fact) => {
      if (fact.type !== 'HNTE' || done.has(fact.id)) return [];
      const handedIn = fact.transitions
        .filter(({ status, effectiveOn }) => effectiveOn <= on && (underWay.has(status) || status === 'REJECTED'))
        .map(({ effectiveOn }) => effectiveOn)
        .sort()[0];
      const status = statusAt(fact.transitions, on);
      return handedIn === undefined || status === null ? [] : [{ fact, on: handedIn, status }];
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function inForce(fact: QualificationFact, on: CalendarDate): boolean {
  const standing = qualificationAt(fact, on);
  return standing !== null && isInForce(standing);
}

/** Without an end it runs longest. */
function endOf({ validTo }: QualificationFact): string {
  return validTo ?? '9999-12-31';
}

function issueOf({ issuedOn, validFrom, transitions }: QualificationFact): string {
  return issuedOn ?? validFrom ?? transitions.find(({ status }) => status === 'RECOGNIZED')?.effectiveOn ?? '';
}
