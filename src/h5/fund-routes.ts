import type Router from '@koa/router';
import type { Context } from 'koa';
import { isStaff } from '../core/actor.ts';
import { type SheetToWrite, workbookType, xlsxBytes } from '../documents/write-xlsx.ts';
import { dateOf, formatDate } from '../domain/calendar.ts';
import { groupBatches } from '../domain/funds/grouping.ts';
import { projectLabel } from '../domain/funds/terms.ts';
import { warningsOf, warningText } from '../domain/funds/warnings.ts';
import { asAtText } from '../domain/funds/wording.ts';
import { exactYuan, textWan } from '../domain/money.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { asAtOf, cellText, type FundTable, readQuery, readTable, type TableQuery } from './fund-table.ts';
import { ledgerPage } from './pages/fund-ledger.tsx';
import { type Room, Stop } from './room.ts';
import type { Target } from './targets.ts';

/** 资金台账: what the chat tells staff of the funds, as one table that can be sorted, printed and taken along. */
export function addFundRoutes(router: Router, room: Room): void {
  const { at, visitors, stores, clock } = room;
  const { funds } = stores;

  async function find(ctx: Context): Promise<{ session: WebSession; query: TableQuery; years: number[] } | null> {
    const session = await staffOnly(room, ctx, 'funds');
    if (!session) return null;
    const years = [...(await funds.years())];
    return { session, query: readQuery(ctx.query, years, clock.now()), years };
  }

  router.get('/funds', async (ctx) => {
    const found = await find(ctx);
    if (!found) return;
    const { session, query, years } = found;
    await room.recordAudit(visitors.doer(ctx, session), [
      { action: 'fund.list', result: 'allowed', detail: { year: query.year, by: query.by } },
    ]);
    const asAt = asAtOf(query);
    const batches = await funds.batches({ year: query.year }, asAt);
    const table = await readTable(funds, query, at, batches);
    const projects = await funds.projects({}, asAt);
    const claims = await funds.claims({ state: 'PENDING' });
    const mayWrite = may(session.actor.role, 'fund.write');
    const page = ledgerPage({
      query,
      years,
      today: dateOf(clock.now()),
      table,
      levels: groupBatches(batches, 'level').map(({ label, sums }) => ({ label, fen: sums.allocated })),
      batches: batches.length,
      warnings: projects.flatMap(({ project, sums }) =>
        warningsOf(project, sums, query.on).map((warning) => ({
          text: `${projectLabel(project.number)} ${project.enterprise.name}《${project.name}》：${warningText(warning)}`,
          href: at.fundProject(project.number),
        })),
      ),
      claims: claims.map(({ project, type, fen, reportedAt }) => ({
        text: `${projectLabel(project.number)} ${project.enterprise.name}自报${type === 'SPEND' ? '支出' : '到位'}${textWan(fen)}，${formatDate(dateOf(reportedAt))}提交`,
        href: at.fundProject(project.number),
      })),
      address: at.funds,
      download: may(session.actor.role, 'data.export') ? `${at.funds}.xlsx` : null,
      forms: mayWrite
        ? { batch: at.fundForm('batch'), project: at.fundForm('project'), entry: at.fundForm('entry') }
        : null,
    });
    await room.show(ctx, page);
  });

  router.get('/funds.xlsx', async (ctx) => {
    const found = await find(ctx);
    if (!found) return;
    const { session, query } = found;
    const isAllowed = may(session.actor.role, 'data.export');
    const about = { objectType: 'funds', detail: { year: query.year, by: query.by } };
    await room.recordAudit(visitors.doer(ctx, session), [
      { action: 'export', result: isAllowed ? 'allowed' : 'denied', ...about },
    ]);
    if (!isAllowed) throw new Stop(403, '没有权限', '您的角色不能导出资金台账。如工作需要，请联系本局管理员。');
    const table = await readTable(funds, query, at);
    ctx.attachment(
      `${query.year}年专项资金台账-${query.on}${query.known === null ? '' : `-登记至${query.known}`}.xlsx`,
    );
    ctx.type = workbookType;
    ctx.body = await xlsxBytes([sheetOf(table, query)]);
  });
}

/** Somebody of the bureau who may read the ledger. Null: the answer is on its way. @throws Stop for everybody else, on record */
export async function staffOnly(room: Room, ctx: Context, target: Target): Promise<WebSession | null> {
  const session = await room.visitor(ctx, target);
  if (!session || (isStaff(session.actor) && may(session.actor.role, 'fund.ask'))) return session;
  return room.refuse(ctx, session, '资金', '您的角色不能查看资金台账。如工作需要，请联系本局管理员。');
}

/** The same table in 元, exact: what is added up in the spreadsheet is right to the 分. */
function sheetOf({ subject, columns, rows, total }: FundTable, query: TableQuery): SheetToWrite {
  const { year } = query;
  const cells = (sums: FundTable['total']) =>
    columns.map((column) =>
      column.kind === 'amount' ? { number: exactYuan(column.of(sums)).slice(0, -1) } : cellText(column, sums),
    );
  return {
    name: `${year}年专项资金`,
    columns: [
      { header: subject, width: 44 },
      { header: '说明', width: 30 },
      ...columns.map(({ kind, header }) => ({ header: kind === 'amount' ? `${header}（元）` : header, width: 16 })),
    ],
    rows: [
      ...rows.map(({ label, detail, sums }) => [label, detail, ...cells(sums)]),
      // The day goes along with the figures, wherever they are copied to.
      ['合计', `${rows.length}行，${asAtText(asAtOf(query))}`, ...cells(total)],
    ],
  };
}
