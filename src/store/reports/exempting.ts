import { UserError } from '../../core/errors.ts';
import { dateOf } from '../../domain/calendar.ts';
import { formatPeriod } from '../../domain/reports/period.ts';
import { type ReportRecord, reportSubject } from '../../domain/reports/record.ts';
import type { Reports } from '../../domain/reports/reports.ts';
import { windowOf } from '../../domain/reports/window.ts';
import { toNotices } from '../binding-rows.ts';
import { personsNow } from '../persons-now.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import { insertStep, tidyReason } from './deciding.ts';
import { holdReport } from './hold-report.ts';
import { openingId } from './keep-open.ts';
import { reportFact } from './report-fact.ts';
import { readRecord } from './rows.ts';

/** 免报 and 重新开放 */
export function createExempting(deps: StoreDeps): Pick<Reports, 'exempt' | 'reopen'> {
  return {
    exempt: (doer, { enterprise, period, reason: given, tell }) =>
      change<ReportRecord>(deps, doer, async (tx) => {
        const reason = given === null ? null : tidyReason(given, '免报原因');
        const held = await holdReport(tx, { enterpriseId: enterprise.id, period }, doer.at);
        if ((held.exemptReason === null) === (reason === null)) {
          const same = await readRecord(tx, held, enterprise);
          if (!same) throw new Error('a report that is held is not there');
          return { result: same, alongside: null };
        }
        if (reason !== null && held.submissionId !== null) {
          throw new UserError(`该企业${formatPeriod(period)}月报已提交，不能免报。`);
        }
        const exempted = reason === null ? null : { reason, by: doer.personId, at: doer.at };
        const row = await tx.monthlyReport.update({
          where: { id: held.id },
          data: { exemptReason: reason, exemptById: exempted?.by ?? null, exemptAt: exempted?.at ?? null },
        });
        const kind = reason === null ? 'UNEXEMPT' : 'EXEMPT';
        await insertStep(tx, doer, {
          reportId: held.id,
          seq: held.version,
          kind,
          ...(reason === null ? {} : { text: reason }),
        });
        const record = await readRecord(tx, row, enterprise);
        if (!record) throw new Error('a report that is held is not there');
        const audit = [reportFact('report.exempt', held, { exempt: reason !== null })];
        const closes = reason === null ? [] : [{ subject: reportSubject(enterprise.id, period), state: '已免报' }];
        return { result: record, alongside: { audit, notices: tell(record).flatMap(toNotices), closes } };
      }),

    reopen: (doer, { period, enterpriseId, until, reason: given, tell, works = [] }) =>
      change<Awaited<ReturnType<Reports['reopen']>>>(deps, doer, async (tx) => {
        const reason = tidyReason(given, '重新开放的原因');
        const today = dateOf(doer.at);
        if (until < today) throw new UserError('重新开放的截止日已过，请写今天或以后的日期。');
        if (today < windowOf(period).opensOn)
          throw new UserError(`${formatPeriod(period)}尚未开始填报，无需重新开放。`);
        const opening = { period, enterpriseId, until, reason };
        const known = await tx.periodOpening.findFirst({ where: { period, enterpriseId, until } });
        // Two officers at once: the key lets one in; the other is tried again, and finds the opening.
        const id = openingId(opening);
        const row =
          known ??
          (await tx.periodOpening.create({
            data: { id, ...opening, personId: doer.personId, recordedAt: doer.at },
          }));
        const by = (await personsNow(tx, [row.personId])).get(row.personId ?? '') ?? {
          personId: row.personId ?? '',
          name: null,
        };
        const result = { opening: { ...opening, reason: row.reason }, isNew: !known, by, at: row.recordedAt };
        if (known) return { result, alongside: null };
        const about = { objectType: 'period', objectId: period, ...(enterpriseId === null ? {} : { enterpriseId }) };
        return {
          result,
          alongside: {
            audit: [{ action: 'report.reopen', result: 'allowed', ...about, detail: { until, reason } }],
            notices: tell.flatMap(toNotices),
            works,
          },
        };
      }),
  };
}
