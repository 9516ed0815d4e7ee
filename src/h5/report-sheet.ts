import type { Context } from 'koa';
import type { EnterpriseRef } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import { dateOf } from '../domain/calendar.ts';
import { may } from '../domain/permissions.ts';
import { lookAtReport, type ReportLook } from '../domain/reports/look.ts';
import type { Period } from '../domain/reports/period.ts';
import type { ReportRecord } from '../domain/reports/record.ts';
import { whyClosed } from '../domain/reports/window.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { aboutEnterprise } from './addresses.ts';
import { changeNotices } from './own-report-notices.ts';
import type { Values } from './pages/form-parts.tsx';
import { type FormDrawing, reportFormPage } from './pages/report-form.tsx';
import { reportReceiptPage } from './pages/report-receipt.tsx';
import { freshFields, type ReportReading } from './report-form.ts';
import type { Room } from './room.ts';

/** A form that came back, by whom, for which report. */
export interface Posting {
  session: WebSession;
  enterprise: EnterpriseRef;
  period: Period;
  values: Values;
  doer: Doer;
}

interface Showing extends Partial<Omit<FormDrawing, 'look'>> {
  session: WebSession;
  look: ReportLook;
  status?: number;
}

const doneNotices = new Map([
  ['saved', '草稿已保存，尚未提交。'],
  ['submitted', '已提交，请保存回执编号。'],
  ['same', '内容没有变化，未重复提交。'],
  ['discarded', '已放弃修改，恢复为已提交的数据。'],
  ['answered', '说明已提交。'],
  ['explained', '没有需要说明的核实事项。'],
]);

export function noticeOf(done: unknown): string | null {
  return typeof done === 'string' ? (doneNotices.get(done) ?? null) : null;
}

/** Draws the form of a month, as it stands or with what somebody has typed into it. */
export function createReportSheet(room: Room) {
  const { at, forms, stores, clock } = room;
  const { reports } = stores;

  async function show(ctx: Context, { session, look, status = 200, ...drawn }: Showing): Promise<void> {
    const page = reportFormPage({
      ...{ fields: freshFields(look), values: {}, problems: [], what: '没有提交', notices: [], tells: false },
      ...{ ...drawn, look },
      filledBy: session.actor.name,
      action: at.ownReport(look.view.period),
      history: aboutEnterprise(at.ownReports, look.enterprise.id),
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status, ...page });
  }

  /** What was handed in, or why there is nothing to fill in. */
  async function showReceipt(
    ctx: Context,
    { look, status = 200, ...said }: Pick<Showing, 'session' | 'look' | 'values' | 'problems' | 'notices' | 'status'>,
  ): Promise<void> {
    const { period } = look.view;
    const closed = may(said.session.actor.role, 'report.file')
      ? whyClosed(period, dateOf(clock.now()), look.openings)
      : '您的角色不能填报月报。';
    const { record } = look.view;
    const spendingsOff = record?.submission ? await reports.spendingsOff(record) : [];
    const page = reportReceiptPage({
      ...{
        look,
        closed,
        spendingsOff,
        values: said.values ?? {},
        problems: said.problems ?? [],
        notices: said.notices ?? [],
      },
      edit: `${aboutEnterprise(at.ownReport(period), look.enterprise.id)}&edit=1`,
      action: at.ownReport(period),
      history: aboutEnterprise(at.ownReports, look.enterprise.id),
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status, ...page });
  }

  const lookFor = ({ enterprise, period }: Posting, known?: ReportRecord | null) =>
    lookAtReport(reports, { enterprise, period, today: dateOf(clock.now()) }, known);

  /** What is typed and cannot be kept yet: as it stands, with everything typed still in it. */
  function giveBack(
    ctx: Context,
    { session, values }: Posting,
    { look, reading, ...said }: Omit<Showing, 'session' | 'fields'> & { reading: ReportReading },
  ): Promise<void> {
    return show(ctx, { ...{ session, look, values }, ...said, fields: reading.fields });
  }

  /** Somebody else was faster: how the report stands now, what was typed here beside it, and who changed what. */
  function showChanged(
    ctx: Context,
    posting: Posting,
    of: { look: ReportLook; reading: ReportReading },
  ): Promise<void> {
    const { look, reading } = of;
    const notices = changeNotices(look, reading);
    return giveBack(ctx, posting, { ...of, notices, problems: reading.problems, status: 409 });
  }

  return { show, showReceipt, lookFor, giveBack, showChanged };
}

export type ReportSheet = ReturnType<typeof createReportSheet>;
