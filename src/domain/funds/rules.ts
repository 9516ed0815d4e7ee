import { type CalendarDate, dateOf, formatDate } from '../calendar.ts';
import { whyNotDay, whyNotMonth } from './day-rules.ts';
import type { EntryFact } from './facts.ts';
import { spendingsOf, stillHolding, usesOfDocNo } from './keys.ts';
import { brokenLimit } from './limits.ts';
import { labelOf, type Place, type Proposal, periodOf, signedFen } from './proposal.ts';
import { stepsOf, sumAt } from './running.ts';
import { decisiveStatus, projectStatusAt } from './standing.ts';
import {
  batchEntryTypes,
  batchLabel,
  type EntryType,
  projectEntryTypes,
  projectStatusLabels,
  surplusPolicyLabels,
} from './terms.ts';
import { dayOf, exactAmount, formatMonth, typeLabel } from './wording.ts';

/** The batch in which the document number of a 下达 is used already. */
export interface DocUse {
  entry: EntryFact;
  /** Where: `B-03` */
  label: string;
}

/**
 * Why an entry may not be made, as one sentence with its figures and the next step; null: it may. Looks at one project (or
 * the batch itself) and the totals of its batch only, so it costs as much as they are long.
 * @param allocatedBy where else the document number of a 下达 still holds; it stands for one batch only
 */
export function whyNotEntry(
  place: Place,
  proposal: Proposal,
  today: CalendarDate,
  allocatedBy: DocUse | null = null,
): string | null {
  const { type, fen, effectiveOn, dateKnown, isAdvance, note } = proposal;
  const period = periodOf(proposal);
  return (
    whyNotType(place, type) ??
    whyNotAmount(type, fen) ??
    whyNotDay(effectiveOn, today) ??
    (period === null ? null : whyNotMonth(period, effectiveOn)) ??
    (isAdvance && type === 'SPEND' && (note ?? '').trim() === '' ? '垫支须写明说明，请填写后再提交。' : null) ??
    whyNotAfterEnd(place, proposal) ??
    whyNotKept(place, proposal) ??
    whyNotDocNo(place, proposal, allocatedBy) ??
    (type === 'SPEND' && period !== null ? whyNotAgain(place, period) : null) ??
    brokenLimit(place, { type, fen: signedFen(proposal), effectiveOn, dateKnown, isAdvance, isReversal: false })
  );
}

/** 冲销: at most once, not of a reversal, and only if what is left breaks no rule. Null: it may be done. */
export function whyNotReversal(
  place: Place,
  original: EntryFact,
  { on, reason }: { on: CalendarDate; reason: string },
  today: CalendarDate,
): string | null {
  if (original.reversesId !== null) return '冲销记录不能再冲销；如冲销有误，请重新登记一笔。';
  const reversal = place.entries.find(({ reversesId }) => reversesId === original.id);
  if (reversal) return `该记录已于${formatDate(reversal.effectiveOn)}冲销，不能再次冲销；请查看冲销后的明细。`;
  if (reason.trim() === '') return '请写明冲销原因后再提交。';
  if (on < original.effectiveOn) {
    return `冲销日期${formatDate(on)}早于原记录日期${formatDate(original.effectiveOn)}，请核对后重填。`;
  }
  const { type, fen } = original;
  return (
    whyNotDay(on, today) ??
    brokenLimit(place, { type, fen: -fen, effectiveOn: on, dateKnown: true, isAdvance: false, isReversal: true })
  );
}

function whyNotType({ batch, project }: Place, type: EntryType): string | null {
  if (!project) {
    if (batchEntryTypes.has(type)) return null;
    return `${typeLabel(type, true)}只能登记在项目上；请指明项目，例如 P-12。`;
  }
  if (!projectEntryTypes.has(type)) {
    return `${typeLabel(type, false)}只能登记在批次上；请指明批次，例如 ${batchLabel(batch.number)}。`;
  }
  const needsTracking: readonly EntryType[] = ['SPEND', 'SPEND_REVERSAL', 'KEEP'];
  if (batch.trackSpending || !needsTracking.includes(type)) return null;
  return `批次 ${batchLabel(batch.number)} 为奖励性资金，不核算支出，无需登记${typeLabel(type, true)}。`;
}

function whyNotAmount(type: EntryType, fen: bigint): string | null {
  if (type === 'ADJUST') return fen === 0n ? '调整金额不能为零；调增填正数，调减填负数。' : null;
  if (fen === 0n) return '金额不能为零，请核对后重填。';
  return fen < 0n ? '金额不能为负数；如需更正，请冲销原记录。' : null;
}

/** What is terminated or revoked gets no more money from the day after on. */
function whyNotAfterEnd({ project }: Place, { type, effectiveOn }: Proposal): string | null {
  const givesMoney = type === 'APPROVE' || type === 'DISBURSE' || type === 'RECEIVE';
  const ended = project && givesMoney ? endOf(project) : null;
  if (!ended || effectiveOn <= ended.effectiveOn) return null;
  return `该项目已于${formatDate(ended.effectiveOn)}${projectStatusLabels[ended.status]}，此后不能再登记${typeLabel(type, true)}；请核对日期，如需追回资金，请登记收回。`;
}

/** 终止 or 撤销 of a project; null if it is neither. */
function endOf(project: NonNullable<Place['project']>) {
  const last = decisiveStatus(project);
  return last?.status === 'TERMINATED' || last?.status === 'REVOKED' ? last : null;
}

/** 结余留用: after a passed acceptance, where the batch leaves it to the unit, and no more than is left. */
function whyNotKept({ batch, project, entries }: Place, { type, fen, effectiveOn }: Proposal): string | null {
  if (type !== 'KEEP' || !project) return null;
  const status = projectStatusAt(project, effectiveOn);
  if (status !== 'ACCEPTED' && status !== 'CONCLUDED') {
    return `项目截至${formatDate(effectiveOn)}为“${projectStatusLabels[status]}”，尚未验收通过，不能登记结余留用；请先登记验收结论。`;
  }
  if (batch.surplusPolicy !== 'KEEP_BY_UNIT') {
    return `批次 ${batchLabel(batch.number)} 的结余处理方式为“${surplusPolicyLabels[batch.surplusPolicy]}”，不能登记结余留用；请按规定登记收回。`;
  }
  const balance = stepsOf(entries, (one) => {
    if (one.type === 'RECEIVE') return one.fen;
    return one.type === 'SPEND' || one.type === 'SPEND_REVERSAL' || one.type === 'RECOVER' ? -one.fen : 0n;
  });
  // What was spent of it later was spent of what was kept: the balance of the day decides, not that of today.
  const kept = stepsOf(entries, (one) => (one.type === 'KEEP' ? one.fen : 0n)).reduce(
    (sum, { delta }) => sum + delta,
    0n,
  );
  const left = sumAt(balance, effectiveOn) - kept;
  if (fen <= left) return null;
  return `结余留用${exactAmount(fen)}大于截至${formatDate(effectiveOn)}的结余${exactAmount(left)}（已扣除留用的${exactAmount(kept)}），超出${exactAmount(fen - left)}；请核对金额。`;
}

function whyNotDocNo(place: Place, proposal: Proposal, allocatedBy: DocUse | null): string | null {
  if (proposal.docNo === null) return null;
  const here = stillHolding(usesOfDocNo(place.entries, proposal), place.entries);
  const use = here ? { entry: here, label: labelOf(place) } : allocatedBy;
  if (!use) return null;
  const what = `${typeLabel(proposal.type, place.project !== null)}${exactAmount(use.entry.fen)}`;
  return `文号“${proposal.docNo}”已用于 ${use.label} 的${what}（${dayOf(use.entry)}），不能重复登记；请核对文号，如需更正，请先冲销原记录。`;
}

/** One source of spending a project and month; said to the enterprise as well. */
export function whyNotAgain(place: Pick<Place, 'batch' | 'project' | 'entries'>, period: string): string | null {
  const known = stillHolding(spendingsOf(place.entries, period), place.entries);
  if (!known) return null;
  return `${labelOf(place)} 的${formatMonth(period)}支出已登记${exactAmount(known.fen)}（${sourceOf(known)}），每月只登记一次；如需更正，请先冲销原记录再重新登记。`;
}

/** Where an entry comes from and who stands for it: `企业自报，王晨于2023年12月5日确认`. */
export function sourceOf({ claimId, recordedBy, recordedAt }: EntryFact): string {
  const when = formatDate(dateOf(recordedAt));
  if (claimId !== null) return `企业自报，${recordedBy ?? '工作人员'}于${when}确认`;
  return recordedBy === null ? `${when}导入` : `${recordedBy}于${when}登记`;
}
