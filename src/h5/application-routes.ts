import type Router from '@koa/router';
import type { Context } from 'koa';
import { applicationCard } from '../../cards/progress.ts';
import { stepTellings } from '../../cards/progress-step.ts';
import { isStaff } from '../core/actor.ts';
import { UserError } from '../core/errors.ts';
import { notAllowed, problemsOf, statusOf, warningsOf } from '../domain/application-state.ts';
import { type ApplicationRecord, applicationLabel } from '../domain/applications.ts';
import { dateOf } from '../domain/calendar.ts';
import { may } from '../domain/permissions.ts';
import { moveRules, movesFrom } from '../domain/progress.ts';
import { statusLabels } from '../domain/qualification.ts';
import { stepHearers } from '../domain/step-hearers.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { type Attempt, applicationPage, stepFacts } from './pages/application.tsx';
import { fundReviewPage } from './pages/fund-form.tsx';
import { numberOf, type Room, Stop, seeOther } from './room.ts';
import { readStepForm } from './step-form.ts';

/** 申报: one application with its history, and the forms of what may be done about it; the same steps as in the chat. */
export function addApplicationRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock, bureau } = room;

  /** One that this visitor may see, with the look on record; one that is not theirs is not there. @throws Stop */
  async function find(ctx: Context, session: WebSession, action: 'application.read' | 'application.move') {
    const application = await stores.applications.find(numberOf(ctx));
    const { actor } = session;
    const isTheirs =
      application !== null &&
      may(actor.role, 'progress.ask') &&
      (isStaff(actor) || actor.enterprises.some(({ id }) => id === application.enterprise.id));
    if (application && (!isTheirs || action === 'application.read')) {
      const about = {
        objectType: 'application',
        objectId: application.id,
        enterpriseId: application.enterprise.id,
      };
      await room.recordAudit(visitors.doer(ctx, session), [
        { action, result: isTheirs ? 'allowed' : 'denied', ...about },
      ]);
    }
    if (!application || !isTheirs) throw new Stop(404, '没有找到', '没有找到该申报，请从聊天中的卡片重新打开。');
    return application;
  }

  async function show(
    ctx: Context,
    session: WebSession,
    application: ApplicationRecord,
    said: { attempt?: Attempt | null; notice?: string | null; status?: number } = {},
  ): Promise<void> {
    const { actor } = session;
    const now = clock.now();
    const action = at.application(application.number);
    // The forms stand below: what the chat's buttons do is not said again.
    const {
      buttons: _buttons,
      insteadOfButtons: _typed,
      link: _link,
      ...card
    } = applicationCard(application, {
      actor,
      bureau,
      now,
      page: action,
    });
    const page = applicationPage({
      application,
      card,
      moves: movesFrom(statusOf(application), actor.role),
      isContact: actor.role === 'contact',
      attempt: said.attempt ?? null,
      notice: said.notice ?? null,
      today: dateOf(now),
      action,
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  router.get('/applications/:number', async (ctx) => {
    const session = await room.visitor(ctx, `application-${numberOf(ctx)}`);
    if (!session) return;
    const application = await find(ctx, session, 'application.read');
    const done = ctx.query.done === '1' ? `已登记为“${statusLabels[statusOf(application)]}”。` : null;
    await show(ctx, session, application, { notice: done });
  });

  router.post('/applications/:number', async (ctx) => {
    const fields = await forms.read(ctx);
    const session = await room.visitor(ctx, `application-${numberOf(ctx)}`);
    if (!session) return;
    const application = await find(ctx, session, 'application.move');
    const today = dateOf(clock.now());
    const read = readStepForm(fields, { today, isContact: session.actor.role === 'contact' });
    if (!read.ok && !read.attempt) throw new UserError('提交的内容不完整，请返回页面重新填写。');
    if (!read.ok) return show(ctx, session, application, { attempt: read.attempt, status: 400 });
    const { move, version, evidence } = read;
    const refused = (problems: readonly string[], status: number) => {
      const attempt = { move, values: fields, problems: problems.map((text) => ({ field: null, text })) };
      return show(ctx, session, application, { attempt, status });
    };
    if (version !== application.version) return changed(ctx, session, application);
    const notNow = notAllowed(application, move, session.actor.role);
    if (notNow !== null) {
      const isDenied = moveRules[move].from.includes(statusOf(application));
      return refused([notNow], isDenied ? 403 : 409);
    }
    const problems = problemsOf(application, evidence, today);
    if (problems.length > 0) return refused(problems, 400);
    const { csrf: _csrf, step = '', ...values } = fields;
    if (step === 'back') {
      return show(ctx, session, application, { attempt: { move, values, problems: [] } });
    }
    // What ends an application is read back before it is entered, as in the chat.
    if ((move === 'recognise' || move === 'reject') && step !== 'confirm') {
      const word = moveRules[move].words[0];
      return room.show(
        ctx,
        fundReviewPage({
          title: `请确认：${word}`,
          subtitle: `${applicationLabel(application.number)} ${application.enterprise.name}`,
          facts: stepFacts(move, values),
          remarks: warningsOf(application, evidence),
          values,
          hint: '确认后申报办结并告知企业，登记后不能修改。',
          confirm: `确认${word}`,
          action: at.application(application.number),
          csrf: forms.tokenFor(ctx),
        }),
      );
    }
    try {
      const hearers = await stepHearers(stores.bindings, session.actor, { enterpriseId: application.enterprise.id });
      const moved = await stores.applications.move(visitors.doer(ctx, session), {
        id: application.id,
        version,
        evidence,
        tell: (moved) => stepTellings(moved, hearers),
      });
      if (!moved?.isNew) return changed(ctx, session, moved?.application ?? application);
      const warnings = warningsOf(moved.application, evidence);
      if (warnings.length === 0) return seeOther(ctx, `${at.application(application.number)}?done=1`);
      await show(ctx, session, moved.application, { notice: `已登记。请留意：${warnings.join('')}` });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await refused([error.message], 400);
    }
  });

  /** Somebody else was faster, or the form was sent twice: how it stands now. */
  function changed(ctx: Context, session: WebSession, application: ApplicationRecord): Promise<void> {
    const notice = `状态已有变化，本次未作变更。当前状态为“${statusLabels[statusOf(application)]}”，请核对后再办理。`;
    return show(ctx, session, application, { notice, status: 409 });
  }
}
