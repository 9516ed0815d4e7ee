import { type CalendarDate, yearOf } from '../calendar.ts';
import type { Fen } from '../money.ts';
import { whyNotTerm } from './day-rules.ts';
import type { Batch } from './facts.ts';
import type { NewBatch, NewProject } from './funds.ts';
import type { BatchTotals, Proposal } from './proposal.ts';
import { type DocUse, whyNotEntry } from './rules.ts';
import { batchLabel, projectLabel } from './terms.ts';

const earliestYear = 2000;
const lengthAtMost = 200;

/** What is registered already and stands in the way, by the number that people call it by. */
export interface Namesakes {
  /** A batch of the same name. */
  batch?: number | null;
  /** A project of the same name, of the same enterprise in the same batch. */
  project?: number | null;
  /** A project with the same 项目编号, anywhere. */
  code?: number | null;
}

/** The entry that makes a batch: its 下达. */
export function allocationOf({ fen, effectiveOn, docNo }: NewBatch): Proposal {
  return { ...noDetail, type: 'ALLOCATE', fen, effectiveOn, docNo };
}

/** The entry that makes a project: its 批复. */
export function approvalOf({ fen, effectiveOn, docNo }: NewProject): Proposal {
  return { ...noDetail, type: 'APPROVE', fen, effectiveOn, docNo };
}

const noDetail = { dateKnown: true, period: null, note: null, isAdvance: false } as const;
const noTotals: BatchTotals = { allocated: 0n, withdrawn: 0n, approved: 0n, disbursed: 0n };

/** Why a batch may not be registered; null: it may. */
export function whyNotBatch(
  wanted: NewBatch,
  { batch: namesake = null }: Namesakes,
  today: CalendarDate,
  allocatedBy: DocUse | null,
): string | null {
  const { name, year } = wanted;
  const wrongText = whyNotText('批次名称', name);
  if (wrongText !== null) return wrongText;
  if (!Number.isInteger(year) || year < earliestYear || year > yearOf(today) + 1) {
    return `年度${year}不在${earliestYear}年至${yearOf(today) + 1}年之间，请核对后重填。`;
  }
  if (namesake !== null) {
    return `批次“${name}”已登记为 ${batchLabel(namesake)}，不能重复登记；如需追加指标，请对 ${batchLabel(namesake)} 登记指标调整。`;
  }
  const place = { batch: { id: '', number: 0, ...wanted }, totals: noTotals, project: null, entries: [] };
  return whyNotEntry(place, allocationOf(wanted), today, allocatedBy);
}

/** Why a project may not be registered; null: it may. */
export function whyNotProject(
  wanted: NewProject,
  { batch, totals }: { batch: Batch; totals: BatchTotals },
  { project: namesake = null, code: sameCode = null }: Namesakes,
  today: CalendarDate,
): string | null {
  const { name, code, enterprise, selfRaised } = wanted;
  const wrong = whyNotText('项目名称', name) ?? whyNotTerm(wanted) ?? whyNotSelfRaised(selfRaised);
  if (wrong !== null) return wrong;
  if (namesake !== null) {
    return `批次 ${batchLabel(batch.number)} 中${enterprise.name}已有同名项目 ${projectLabel(namesake)}，不能重复登记；如需追加批复，请对 ${projectLabel(namesake)} 登记立项批复。`;
  }
  if (sameCode !== null) return `项目编号“${code}”已用于 ${projectLabel(sameCode)}，请核对后重填。`;
  const project = { ...wanted, id: '', number: 0, batch, isDemo: false, statuses: [] };
  return whyNotEntry({ batch, totals, project, entries: [] }, approvalOf(wanted), today);
}

function whyNotText(what: string, text: string): string | null {
  if (text.trim() === '') return `${what}不能为空，请填写后再提交。`;
  return text.length > lengthAtMost ? `${what}共${text.length}个字，超过${lengthAtMost}个字，请缩短后重填。` : null;
}

function whyNotSelfRaised(fen: Fen): string | null {
  return fen < 0n ? '自筹金额不能为负数，请核对后重填。' : null;
}
