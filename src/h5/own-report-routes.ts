import type Router from '@koa/router';
import type { Context } from 'koa';
import type { EnterpriseRef } from '../core/actor.ts';
import { dateOf } from '../domain/calendar.ts';
import { may } from '../domain/permissions.ts';
import { lookAtReport } from '../domain/reports/look.ts';
import { addPeriods, isPeriod, lastPeriod, type Period } from '../domain/reports/period.ts';
import { isOwed } from '../domain/reports/status.ts';
import { aboutEnterprise } from './addresses.ts';
import { choose, enterOwn, recordOwn } from './own-enterprise.ts';
import { createOwnReportSteps } from './own-report-steps.ts';
import { currentEnterprise } from './pages/home.tsx';
import { otherEnterprisePage, ownReportsPage } from './pages/own-reports.tsx';
import { ownHistory } from './report-history.ts';
import { noticeOf, type Posting } from './report-sheet.ts';
import { type Room, Stop } from './room.ts';
import type { OwnTarget } from './targets.ts';

const reading = { action: 'report.read', permission: 'report.ask', what: '月报' } as const;

/** 本企业月报: history, the form of each month, and its receipt. */
export function addOwnReportRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;
  const { reports } = stores;
  const steps = createOwnReportSteps(room);

  const own = (ctx: Context, target: OwnTarget) => enterOwn(room, ctx, { ...reading, target });

  const look = (enterprise: EnterpriseRef, period: Period) =>
    lookAtReport(reports, { enterprise, period, today: dateOf(clock.now()) });

  router.get('/own-reports', async (ctx) => {
    const found = await own(ctx, 'ownReports');
    if (!found) return;
    const { session, enterprise } = found;
    const now = clock.now();
    const current = lastPeriod(now);
    await room.show(
      ctx,
      ownReportsPage({
        enterprise,
        current: await look(enterprise, current),
        past: await ownHistory(reports, enterprise, { to: addPeriods(current, -1), today: dateOf(now) }),
        address: (period) => aboutEnterprise(at.ownReport(period), enterprise.id),
        mayFile: may(session.actor.role, 'report.file'),
        sheet: may(session.actor.role, 'report.file') ? { action: at.ownReportSheet, csrf: forms.tokenFor(ctx) } : null,
      }),
    );
  });

  router.get('/own-reports/:period', async (ctx) => {
    const period = periodIn(ctx);
    const found = await own(ctx, targetOf(period));
    if (!found) return;
    const { session, enterprise } = found;
    const report = await look(enterprise, period);
    const { view } = report;
    const isOpen = may(session.actor.role, 'report.file') && ['open', 'late'].includes(view.openness);
    const isDone = view.record?.submission != null && !view.hasChanges && !isOwed(view.status);
    const notice = noticeOf(ctx.query.done);
    const notices = notice === null ? [] : [notice];
    if (!isOpen || view.record?.exempt != null || (isDone && ctx.query.edit !== '1')) {
      return steps.showReceipt(ctx, { session, look: report, notices });
    }
    const tells = view.hasChanges || view.record?.submission != null;
    await steps.show(ctx, { session, look: report, notices, tells });
  });

  router.post('/own-reports/:period', async (ctx) => {
    const period = periodIn(ctx);
    const { csrf: _csrf, ...values } = await forms.read(ctx, reportBytesAtMost);
    const session = await room.visitor(ctx, targetOf(period));
    if (!session) return;
    const { actor } = session;
    const enterprise = actor.enterprises.find(({ id }) => id === values.enterprise);
    if (!enterprise) {
      await room.recordAudit(visitors.doer(ctx, session), [
        { action: 'report.fill', result: 'denied', objectType: 'report', detail: { period } },
      ]);
      throw new Stop(403, '没有提交', '您没有绑定表单所属的企业，不能填报。请从首页重新进入；如有疑问请联系本局。');
    }
    if (!may(actor.role, 'report.file')) {
      await room.refuse(ctx, session, '月报 填报', '您的角色不能填报月报，如有需要请联系本局。');
    }
    const current = currentEnterprise(actor);
    if (current?.id !== enterprise.id && values.switch !== '1') {
      // Another one was chosen since the form was opened: nothing is written for either before somebody says so.
      const page = otherEnterprisePage({
        ...{ enterprise, current: current ?? null, values },
        action: at.ownReport(period),
        csrf: forms.tokenFor(ctx),
      });
      return room.show(ctx, { status: 409, ...page });
    }
    if (current?.id !== enterprise.id) {
      await choose(room, actor, enterprise);
    }
    await recordOwn(room, ctx, session, { ...reading, enterprise });
    const posting: Posting = { session, enterprise, period, values, doer: visitors.doer(ctx, session) };
    await steps.take(ctx, posting);
  });
}

/** Sixty figures with what they were drawn with, and the reasons. */
const reportBytesAtMost = 64 * 1024;

/** @throws Stop if the address names no month */
export function periodIn(ctx: Context): Period {
  const period = String(ctx.params.period);
  if (!isPeriod(period)) throw new Stop(404, '没有找到', '没有这个月份的月报，请从首页重新进入。');
  return period;
}

function targetOf(period: Period): OwnTarget {
  return `ownReport-${Number(period.replace('-', ''))}`;
}
