import type Router from '@koa/router';
import type { Context } from 'koa';
import { claimWaitsCard } from '../../cards/fund-claim-waits.ts';
import type { EnterpriseRef } from '../core/actor.ts';
import { UserError } from '../core/errors.ts';
import { grouped } from '../core/grouped.ts';
import { isId, newId } from '../core/ids.ts';
import { dateOf } from '../domain/calendar.ts';
import { notYourProject, whyNotClaim } from '../domain/funds/claim-rules.ts';
import type { ProjectSums } from '../domain/funds/funds.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { type ClaimFormContent, claimFacts, claimFields, readClaimForm } from './claim-form.ts';
import { enterOwn } from './own-enterprise.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import { fundReviewPage } from './pages/fund-form.tsx';
import { ownFundsPage } from './pages/own-funds.tsx';
import { type Room, Stop, seeOther } from './room.ts';

/** 本企业资金: what the chat answers to “资金”, and 自报. */
export function addOwnFundRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;
  const { funds } = stores;

  const own = (ctx: Context) =>
    enterOwn(room, ctx, { target: 'ownFunds', action: 'fund.read', permission: 'fund.ask', what: '资金' });

  const projectsOf = ({ id }: EnterpriseRef) => funds.projects({ enterpriseId: id }, { on: dateOf(clock.now()) });

  async function show(
    ctx: Context,
    { session, enterprise }: { session: WebSession; enterprise: EnterpriseRef },
    said: { values?: Values; problems?: readonly FieldProblem[]; notice?: string; status?: number } = {},
  ): Promise<void> {
    const now = clock.now();
    const today = dateOf(now);
    const projects = await projectsOf(enterprise);
    const claims = await funds.claims({ enterpriseId: enterprise.id, state: 'PENDING' });
    const all = await funds.entries({ enterpriseId: enterprise.id }, { on: today });
    const entries = grouped(all, ({ projectId }) => projectId);
    const page = ownFundsPage({
      ...{ enterprise, projects, entries, claims, now },
      form: may(session.actor.role, 'fund.report')
        ? { fields: claimFields(projects, today), values: said.values ?? {}, problems: said.problems ?? [] }
        : null,
      notice: said.notice ?? null,
      action: at.ownFunds,
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  /** What the ledger has against it as it stands, told before it is confirmed. */
  async function brokenRule(claim: ClaimFormContent, projects: readonly ProjectSums[], today: string) {
    const chosen = projects.find(({ project }) => project.id === claim.projectId);
    if (!chosen) return notYourProject;
    const entries = await funds.entries({ projectId: claim.projectId }, { on: '9999-12-31' });
    return whyNotClaim(chosen.project, entries, claim, today);
  }

  /** Sent again with something changed; null: nothing was handed in so. Whose it was is not said: the id may be anybody's. */
  async function usedBefore(id: string): Promise<string | null> {
    const known = await funds.findClaim(id);
    return known && '这张表单此前已提交过，改动后的内容没有提交；请核对后再提交。';
  }

  const notices = new Map([
    ['claimed', '已提交，等待工作人员确认；确认前不计入余额。'],
    ['before', '该笔自报此前已提交，并已处理或撤回；如需再次填报，请重新填写。'],
    ['withdrawn', '已撤回。'],
    ['decided', '该笔自报已处理，不能撤回。'],
  ]);

  router.get('/own-funds', async (ctx) => {
    const found = await own(ctx);
    const notice = notices.get(String(ctx.query.done));
    if (found) await show(ctx, found, notice === undefined ? {} : { notice });
  });

  /** Fill in, review, confirm: nothing is kept in between, all of it is read and checked again each time. */
  router.post('/own-funds', async (ctx) => {
    const { csrf: _csrf, step = 'review', ...values } = await forms.read(ctx);
    const found = await own(ctx);
    if (!found) return;
    const { session, enterprise } = found;
    if (!may(session.actor.role, 'fund.report')) throw new Stop(403, '不能自报', '您的角色不能自报资金。');
    if (step === 'back') return show(ctx, found, { values });
    const projects = await projectsOf(enterprise);
    const today = dateOf(clock.now());
    const read = readClaimForm(values, projects, today);
    if (!read.ok) return show(ctx, found, { values, problems: read.problems, status: 400 });
    const id = isId(values.id ?? '') ? (values.id ?? '') : newId();
    // Without the id of our form it would be handed in anew each time it is sent.
    if (step === 'confirm' && !isId(values.id ?? '')) throw new UserError('提交的内容不完整，请返回页面重新填写。');
    if (step !== 'confirm') {
      const against = await brokenRule(read.claim, projects, today);
      if (against !== null) {
        return show(ctx, found, { values, problems: [{ field: null, text: against }], status: 400 });
      }
      const facts = claimFacts(read.claim, projects);
      const page = fundReviewPage({
        title: '请核对',
        subtitle: '自报到位或支出',
        hint: '核对无误后提交，由工作人员确认；确认前不计入余额。',
        confirm: '确认提交',
        facts,
        remarks: read.remarks,
        values: { ...values, id },
        action: at.ownFunds,
        csrf: forms.tokenFor(ctx),
      });
      return room.show(ctx, page);
    }
    const staff = await stores.bindings.staff('fund.write');
    let isOpen: boolean;
    try {
      const { claim } = await funds.claim(visitors.doer(ctx, session), id, {
        ...read.claim,
        enterpriseIds: [enterprise.id],
        tell: (claim) => [{ to: staff, card: claimWaitsCard(claim), purpose: 'fund.claim', needs: 'fund.write' }],
      });
      isOpen = claim.state === 'PENDING';
    } catch (error) {
      const text = error instanceof UserError ? error.message : await usedBefore(id);
      if (text === null) throw error;
      // Another id: what was refused may be corrected and sent again.
      const { id: _id, ...again } = values;
      return show(ctx, found, { values: again, problems: [{ field: null, text }], status: 400 });
    }
    // Sent once more after it was decided or taken back: it does not wait any more.
    seeOther(ctx, `${at.ownFunds}?done=${isOpen ? 'claimed' : 'before'}`);
  });

  router.post('/own-funds/withdraw', async (ctx) => {
    const { id = '' } = await forms.read(ctx);
    const found = await own(ctx);
    if (!found) return;
    const isDone = await funds.withdrawClaim(visitors.doer(ctx, found.session), id, [found.enterprise.id]);
    seeOther(ctx, `${at.ownFunds}?done=${isDone ? 'withdrawn' : 'decided'}`);
  });
}
