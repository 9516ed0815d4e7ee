import type Router from '@koa/router';
import type { Context } from 'koa';
import { readWorkbookCard, refusedWorkbookCard } from '../../cards/report-workbook.ts';
import { UserError } from '../core/errors.ts';
import { workbookType } from '../documents/write-xlsx.ts';
import { isWorkbookName } from '../domain/exchange.ts';
import { may } from '../domain/permissions.ts';
import { reportBytesAtMost } from '../domain/reports/files.ts';
import { takeSheet } from '../domain/reports/take-sheet.ts';
import { templateFor } from '../domain/reports/template.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { aboutEnterprise } from './addresses.ts';
import { limits } from './limits.ts';
import { chooseFirst } from './own-enterprise.ts';
import { currentEnterprise } from './pages/home.tsx';
import { takenSheetPage } from './pages/own-reports.tsx';
import { type Room, Stop } from './room.ts';
import { readUpload } from './upload.ts';

/** 多月填报: the sheet with the months that are open, out and back. */
export function addOwnReportFileRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, uploads, clock } = room;
  const { exchange, reports } = stores;

  /** A contact who may report. Null: the answer is on its way. @throws Stop */
  async function reporter(ctx: Context): Promise<WebSession | null> {
    const session = await room.visitor(ctx, 'ownReports');
    if (!session || may(session.actor.role, 'report.file')) return session;
    return room.refuse(ctx, session, '月报 模板', '您的角色不能填报月报，如有需要请联系本局。');
  }

  router.get('/own-report-sheet', async (ctx) => {
    const session = await reporter(ctx);
    if (!session) return;
    const { personId } = session.actor;
    const enterprise = currentEnterprise(session.actor);
    if (!enterprise) return chooseFirst(room, ctx, session.actor, 'ownReports');
    await room.limitPerson(personId, 'template', limits.uploadsOfPerson);
    const doer = visitors.doer(ctx, session);
    const template = await templateFor(reports, { enterprise, now: clock.now() });
    if (template.months.length === 0)
      throw new Stop(404, '没有可填报的月份', '目前没有可填报的月份，补报请联系本局重新开放。');
    const of = { objectType: 'report', enterpriseId: enterprise.id, detail: { scope: '模板' } };
    await room.recordAudit(doer, [{ action: 'report.read', result: 'allowed', ...of }]);
    const id = await exchange.reportTemplate(doer, template);
    const file = await uploads.read(personId, id);
    if (!file) throw new Error('the template is gone');
    await uploads.drop(personId, id);
    ctx.attachment(file.name);
    ctx.type = workbookType;
    ctx.body = Buffer.from(file.bytes);
  });

  router.post('/own-report-sheet', async (ctx) => {
    const session = await reporter(ctx);
    if (!session) return;
    const { personId } = session.actor;
    await room.limitAddress(ctx, 'upload', limits.uploadsFromAddress);
    await room.limitPerson(personId, 'upload', limits.uploadsOfPerson);
    const { csrf, file } = await readUpload(ctx, reportBytesAtMost);
    forms.check(ctx, csrf);
    if (!isWorkbookName(file.name)) throw new UserError('只能上传填好的月报表格（.xlsx）。');
    const doer = visitors.doer(ctx, session);
    const attachmentId = await exchange.keep(doer, file);
    const grid = await exchange.readReports(doer, attachmentId);
    const taken = await takeSheet(
      { reports, ledger: stores.ledger, doer, actor: session.actor, now: clock.now() },
      grid,
    );
    if (taken.audit.length > 0) await room.recordAudit(doer, taken.audit);
    const card = taken.is === 'refused' ? refusedWorkbookCard(taken.reasons) : readWorkbookCard(taken, null);
    // The sheet says whose it is, whichever enterprise is chosen.
    const months =
      taken.is === 'taken'
        ? taken.months.map(({ period }) => ({
            period,
            href: aboutEnterprise(at.ownReport(period), taken.enterprise.id),
          }))
        : [];
    const page = takenSheetPage({ card, months, back: at.ownReports });
    await room.show(ctx, { status: taken.is === 'refused' ? 400 : 200, ...page });
  });
}
