import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Card } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { lookAgain, lookAtReport, type ReportLook } from '../src/domain/reports/look.ts';
import { enterpriseWord, type Of } from '../src/domain/reports/own-request.ts';
import { lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { type ReportRecord, reportRead } from '../src/domain/reports/record.ts';
import { ownEnterprise } from './own-enterprise.ts';

/** A report as it stands now. `known`: the record that a change has just handed back. */
export function look(
  { reports, now }: Context,
  enterprise: EnterpriseRef,
  period: Period,
  known?: ReportRecord | null,
): Promise<ReportLook> {
  return lookAtReport(reports, { enterprise, period, today: dateOf(now) }, known);
}

/** A report that was seen before a change, with the record that the change has handed back. */
export function lookAfter({ now }: Context, seen: ReportLook, record: ReportRecord | null): ReportLook {
  return lookAgain(seen, record, dateOf(now));
}

/** The same sentence whether there is such a report or not: who may not see it does not learn of it. */
const notTheirs = '没有找到贵公司的这份月报，请发送“/月报”查看。';

/**
 * The report that is meant, by its id from a button or by its period: always one of an enterprise that the asker speaks for
 * now. @throws UserError
 */
export async function ownReportOf(ctx: Context, of: Of, named: EnterpriseRef | null): Promise<ReportLook> {
  if ('reportId' in of) {
    const record = await ctx.reports.findById(of.reportId);
    const enterprise = record && ctx.actor.enterprises.find(({ id }) => id === record.enterprise.id);
    if (!record || !enterprise) throw new UserError(notTheirs, { audit: [deniedOf(of.reportId, record)] });
    return look(ctx, enterprise, record.period, record);
  }
  if (!named) throw new Error('a report of nobody');
  return look(ctx, named, of.period ?? lastPeriod(ctx.now));
}

/** What WeCom carries back of a button is 1024 bytes (企业微信 发送应用消息 90236, key): less what stands before the sentence. */
const sayBytesAtMost = 900;

/**
 * For whom a sentence is: the enterprise that its button names, if the asker still speaks for it; else the own one, or the
 * card that asks which and goes on with the same sentence. @throws UserError
 */
export function whose(
  ctx: Context,
  enterpriseId: string | null,
  sentence: string,
): { enterprise: EnterpriseRef } | { ask: Card } {
  if (enterpriseId === null) {
    return ownEnterprise(ctx, ({ id, name }) => {
      const [command = '', ...rest] = sentence.split(' ');
      const say = [command, enterpriseWord(id), ...rest].join(' ');
      return Buffer.byteLength(say) <= sayBytesAtMost ? say : `切换企业 ${name}`;
    });
  }
  const enterprise = ctx.actor.enterprises.find(({ id }) => id === enterpriseId);
  if (!enterprise) throw new UserError('您已不再绑定该企业，本次未办理；如需为其填报，请重新绑定。');
  return { enterprise };
}

/** An id that is somebody else's, or nobody's: buttons are copied, sentences made up. */
function deniedOf(reportId: string, record: ReportRecord | null): AuditFact {
  return record
    ? { ...reportRead({ ...record, record }), result: 'denied' }
    : { action: 'report.read', result: 'denied', objectType: 'report', objectId: reportId };
}

/** For the audit: which report was read. */
export function readFact({ enterprise, view }: Pick<ReportLook, 'enterprise' | 'view'>): AuditFact {
  return reportRead({ enterprise, period: view.period, record: view.record });
}
