import type { AuditAction, Doer } from '../../core/audit.ts';
import { UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Telling } from '../../domain/bindings.ts';
import { type ReportRecord, reportSubject } from '../../domain/reports/record.ts';
import type { Reports, Stepped } from '../../domain/reports/reports.ts';
import { toNotices } from '../binding-rows.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { holdReport, holdSeen } from './hold-report.ts';
import { keepOpen } from './keep-open.ts';
import { reportFact } from './report-fact.ts';
import { findRecord } from './rows.ts';

interface Step {
  kind: 'RETURN' | 'APPROVE' | 'INQUIRE';
  action: AuditAction;
  reportId: string;
  version: number;
  /** What the report becomes; null: it stays. */
  state: 'RETURNED' | 'APPROVED' | null;
  keys?: readonly string[];
  text?: string;
  dueOn?: string;
  tell(record: ReportRecord): readonly Telling[];
}

const textAtMost = 200;

/** Why a period is open again to whom a report was given back. */
const givenBack = '退回';

/** @throws UserError if there is none, or it is too long to be read on a phone */
export function tidyReason(text: string, what: string): string {
  const tidy = text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (tidy === '') throw new UserError(`请写明${what}。`);
  if ([...tidy].length > textAtMost) throw new UserError(`${what}请控制在${textAtMost}字以内。`);
  return tidy;
}

/** 退回, 通过, 核实 and its answer. Of two officers the second finds the report changed. */
export function createDeciding(deps: StoreDeps): Pick<Reports, 'giveBack' | 'approve' | 'inquire' | 'answer'> {
  const take = (doer: Doer, step: Step) =>
    change<Stepped>(deps, doer, async (tx) => {
      const known = await findRecord(tx, step.reportId);
      if (known && !known.submission) throw new UserError('该月报尚未提交，不能审核。');
      const held = await holdSeen(tx, step.reportId, step.version);
      if (!held) return { result: { is: 'stale', record: known }, alongside: null };
      if (step.state !== null) await tx.monthlyReport.update({ where: { id: held.id }, data: { state: step.state } });
      await insertStep(tx, doer, { ...step, reportId: held.id, seq: held.version });
      const record = await findRecord(tx, held.id);
      if (!record) throw new Error('a report that is held is not there');
      const { enterpriseId, period } = held;
      const until = step.dueOn;
      const opened =
        until !== undefined && (await keepOpen(tx, doer, { enterpriseId, period, until, reason: givenBack }));
      const detail = {
        version: held.version,
        ...(step.keys ? { keys: step.keys } : {}),
        ...(opened ? { openUntil: until } : {}),
      };
      const audit = [reportFact(step.action, held, detail)];
      const notices = step.tell(record).flatMap(toNotices);
      const state = step.state && { RETURNED: '已退回', APPROVED: '审核通过' }[step.state];
      const closes = state ? [{ subject: reportSubject(held.enterpriseId, held.period), state }] : [];
      return { result: { is: 'done', record }, alongside: { audit, notices, closes } };
    });

  return {
    async giveBack(doer, { reason, ...step }) {
      const text = tidyReason(reason, '退回原因');
      return take(doer, { ...step, text, kind: 'RETURN', action: 'report.return', state: 'RETURNED' });
    },
    approve: (doer, step) => take(doer, { ...step, kind: 'APPROVE', action: 'report.approve', state: 'APPROVED' }),
    async inquire(doer, step) {
      const text = tidyReason(step.text, '需要核实的内容');
      return take(doer, { ...step, text, kind: 'INQUIRE', action: 'report.inquire', state: null });
    },

    async answer(doer, { reportId, text: given, tell }) {
      const text = tidyReason(given, '说明');
      return change<ReportRecord | null>(deps, doer, async (tx) => {
        const known = await findRecord(tx, reportId);
        if (!known?.inquiry) return { result: null, alongside: null };
        const held = await holdReport(tx, { enterpriseId: known.enterprise.id, period: known.period }, doer.at);
        await insertStep(tx, doer, { reportId, seq: held.version, kind: 'ANSWER', text });
        const record = await findRecord(tx, reportId);
        if (!record) throw new Error('a report that is held is not there');
        return {
          result: record,
          alongside: { audit: [reportFact('report.answer', held)], notices: tell(record).flatMap(toNotices) },
        };
      });
    },
  };
}

/** One more step of a report, append-only. */
export async function insertStep(
  tx: Tx,
  doer: Doer,
  step: { reportId: string; seq: number; kind: string; keys?: readonly string[]; text?: string; dueOn?: string },
): Promise<void> {
  const { reportId, seq, kind, keys, text = null, dueOn = null } = step;
  await tx.reportStep.create({
    data: {
      id: newId(),
      ...{ reportId, seq, kind, text, dueOn },
      keys: keys ? JSON.stringify(keys) : null,
      personId: doer.personId,
      recordedAt: doer.at,
    },
  });
}
