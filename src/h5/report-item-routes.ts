import type Router from '@koa/router';
import type { Context } from 'koa';
import { approvedCard, exemptedCard, inquiredCard, returnedCard, toContacts } from '../../cards/report-told.ts';
import { labelsOf, lastChangeText } from '../../cards/report-trace.ts';
import type { EnterpriseRef } from '../core/actor.ts';
import { UserError } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { dateOf } from '../domain/calendar.ts';
import { may } from '../domain/permissions.ts';
import { reachableContacts } from '../domain/reachable-contacts.ts';
import type { Period } from '../domain/reports/period.ts';
import type { Stepped } from '../domain/reports/reports.ts';
import { lookWhole, type StaffLook } from '../domain/reports/whole-look.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { workdaysAfter } from '../domain/workday.ts';
import { pagesOf } from './addresses.ts';
import { readWritten } from './own-report-notices.ts';
import { periodIn } from './own-report-routes.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import { type ReportAttempt, reportItemPage } from './pages/report-item.tsx';
import { reportReader, targetOf } from './report-routes.ts';
import { type Room, Stop, seeOther } from './room.ts';
import type { Target } from './targets.ts';

/** How long an enterprise has to put right what is handed back (domain.md D3). */
const workdaysToCorrect = 2;

const doneNotices = new Map([
  ['approve', '已审核通过，并告知企业联系人。'],
  ['return', '已退回，并告知企业联系人。'],
  ['inquire', '已发出核实要求，企业答复后告知。'],
  ['exempt', '已登记免报。'],
  ['unexempt', '已取消免报。'],
]);

/** One enterprise's report whole, and what staff decide about it. */
export function addReportItemRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock, bureau } = room;
  const { reports } = stores;
  const pages = pagesOf(room.publicUrl);

  /** The report that an address names, with the look on record before it is shown. @throws Stop */
  async function find(ctx: Context, session: WebSession): Promise<{ enterprise: EnterpriseRef; period: Period }> {
    const period = periodIn(ctx);
    const id = String(ctx.params.enterprise);
    const enterprise = isId(id) ? await reports.enterprise(id) : null;
    if (!enterprise) throw new Stop(404, '没有找到', '没有找到该企业，请从月报台账中重新打开。');
    await room.recordAudit(visitors.doer(ctx, session), [
      {
        ...{ action: 'report.read', result: 'allowed', objectType: 'report', objectId: `${id} ${period}` },
        ...{ enterpriseId: id, detail: { period } },
      },
    ]);
    return { enterprise, period };
  }

  const lookAt = (of: { enterprise: EnterpriseRef; period: Period }) =>
    lookWhole(reports, { ...of, today: dateOf(clock.now()) });

  async function show(
    ctx: Context,
    session: WebSession,
    look: StaffLook,
    said: { attempt?: ReportAttempt; notice?: string | null; status?: number } = {},
  ): Promise<void> {
    const { enterprise, view } = look;
    const page = reportItemPage({
      ...{ look, attempt: said.attempt ?? null, notice: said.notice ?? null },
      readerId: session.actor.personId,
      decides: may(session.actor.role, 'report.decide'),
      now: clock.now(),
      action: at.reportOf({ enterpriseId: enterprise.id, period: view.period }),
      overview: at.reports(view.period),
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  router.get('/reports/:period/:enterprise', async (ctx) => {
    const session = await reportReader(room, ctx, itemTarget(ctx));
    if (!session) return;
    const look = await lookAt(await find(ctx, session));
    await show(ctx, session, look, { notice: doneNotices.get(String(ctx.query.done)) ?? null });
  });

  router.post('/reports/:period/:enterprise', async (ctx) => {
    const { csrf: _csrf, step = '', version = '', ...values } = await forms.read(ctx);
    const session = await reportReader(room, ctx, itemTarget(ctx));
    if (!session) return;
    if (!may(session.actor.role, 'report.decide')) {
      await room.refuse(ctx, session, '月报 审核', '您的角色不能审核月报。如工作需要，请联系本局管理员。');
    }
    if (!doneNotices.has(step) || !/^\d{1,9}$/u.test(version)) {
      throw new UserError('提交的内容不完整，请返回页面重新填写。');
    }
    const found = await find(ctx, session);
    const look = await lookAt(found);
    const seen = Number(version);
    if (seen !== look.view.version) return changed(ctx, session, look, { form: step, values, problems: [] });
    const refused = (problems: readonly FieldProblem[]) =>
      show(ctx, session, look, { attempt: { form: step, values, problems }, status: 400 });
    const read = readStep(step, values, look);
    if ('problems' in read) return refused(read.problems);
    try {
      const contacts = await reachableContacts(stores.bindings, found.enterprise.id);
      const stepped = await take(ctx, session, { look, read, contacts });
      if (stepped.is === 'stale') {
        return changed(ctx, session, await lookAt(found), { form: step, values, problems: [] });
      }
      seeOther(ctx, `${at.reportOf({ enterpriseId: found.enterprise.id, period: found.period })}?done=${step}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await refused([{ field: null, text: error.message }]);
    }
  });

  async function take(
    ctx: Context,
    session: WebSession,
    { look, read, contacts }: { look: StaffLook; read: Step; contacts: Awaited<ReturnType<typeof reachableContacts>> },
  ): Promise<Stepped> {
    const { enterprise, view } = look;
    const { period, version } = view;
    const doer = visitors.doer(ctx, session);
    const reportId = view.record?.id ?? '';
    const told = { enterprise, period, bureau, page: pages.ownReport({ enterpriseId: enterprise.id, period }) };
    const tell = (purpose: string, card: Parameters<typeof toContacts>[3]) => () => [
      toContacts(contacts, enterprise.id, purpose, card),
    ];
    switch (read.step) {
      case 'approve':
        return reports.approve(doer, { reportId, version, tell: tell('report.approve', approvedCard(told)) });
      case 'return': {
        const { keys, reason } = read;
        const dueOn = workdaysAfter(dateOf(clock.now()), workdaysToCorrect);
        const card = returnedCard(told, { field: labelsOf(keys, look), reason, dueOn });
        return reports.giveBack(doer, { reportId, version, keys, reason, dueOn, tell: tell('report.return', card) });
      }
      case 'inquire': {
        const { text } = read;
        const card = inquiredCard(told, { reportId, text });
        return reports.inquire(doer, { reportId, version, text, tell: tell('report.inquire', card) });
      }
      case 'exempt': {
        const { reason } = read;
        const card = exemptedCard(told, reason);
        const record = await reports.exempt(doer, { enterprise, period, reason, tell: tell('report.exempt', card) });
        return { is: 'done', record };
      }
    }
  }

  /** Somebody else was faster: how it stands now and who changed it; what was written stays in its form. */
  function changed(ctx: Context, session: WebSession, look: StaffLook, attempt: ReportAttempt): Promise<void> {
    const { record } = look.view;
    const who = record ? lastChangeText(record, look.steps, session.actor.personId) : '';
    const notice = `本次未办理，该月报在您查看之后有变动。${who}请核对后再办理。`;
    return show(ctx, session, look, { attempt, notice, status: 409 });
  }
}

function itemTarget(ctx: Context): Target {
  const id = String(ctx.params.enterprise);
  const month = targetOf(periodIn(ctx));
  // What is no enterprise's address is said after the login.
  return isId(id) ? `reportOf-${Number(month.split('-')[1])}-${id}` : month;
}

type Step =
  | { step: 'approve' }
  | { step: 'return'; keys: readonly string[]; reason: string }
  | { step: 'inquire'; text: string }
  | { step: 'exempt'; reason: string | null };

/** Everything that is missing or wrong at once. Only figures of this report can be questioned. */
function readStep(step: string, values: Values, { asked }: StaffLook): Step | { problems: readonly FieldProblem[] } {
  const need = (field: string, missing: string) => readWritten(values, field, missing);
  if (step === 'approve') return { step };
  if (step === 'unexempt') return { step: 'exempt', reason: null };
  if (step === 'return') {
    const keys = asked.flatMap(({ key }) => (values[`f.${key}`] === '1' ? [key] : []));
    const { written: reason, problems } = need('reason', '请写明退回原因。');
    if (keys.length === 0) problems.unshift({ field: 'keys', text: '请勾选需要修改的指标。' });
    return reason === null || problems.length > 0 ? { problems } : { step, keys, reason };
  }
  const { written: reason, problems } = need(
    'reason',
    step === 'exempt' ? '请写明免报原因。' : '请写明需要核实的内容。',
  );
  if (reason === null) return { problems };
  return step === 'exempt' ? { step, reason } : { step: 'inquire', text: reason };
}
