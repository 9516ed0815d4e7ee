import type Router from '@koa/router';
import type { Context } from 'koa';
import { dateOf } from '../domain/calendar.ts';
import { type Look, lookAt, lookedAt } from '../domain/funds/look.ts';
import { labelOf } from '../domain/funds/proposal.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { entryFields, readEntryForm, type WantedEntry } from './fund-entry-form.ts';
import { batchFacts, entryFacts, projectFacts } from './fund-facts.ts';
import { batchFields, projectFields, readBatchForm, readProjectForm } from './fund-form.ts';
import { staffOnly } from './fund-routes.ts';
import { createFundSteps } from './fund-steps.ts';
import type { Values } from './pages/form-parts.tsx';
import { fundWherePage } from './pages/fund-form.tsx';
import { type Room, Stop, seeOther } from './room.ts';
import type { Target } from './targets.ts';

/** Every day: what is to come counts for what may be entered. */
const always = { on: '9999-12-31' } as const;

/** 登记 by form: a batch with its 下达, a project with its 批复, or a line of the ledger. */
export function addFundFormRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;
  const { funds, ledger } = stores;
  const steps = createFundSteps(room);
  const today = () => dateOf(clock.now());

  /** What was sent, by whom. Null: the answer is on its way. @throws Stop */
  async function sent(ctx: Context, target: Target) {
    const { csrf: _csrf, step = '', id = '', ...values } = await forms.read(ctx);
    const session = await fundWriter(room, ctx, target);
    return session && { doer: visitors.doer(ctx, session), session, step, id, values };
  }

  const batchFrame = () => ({
    title: '新增资金批次',
    subtitle: '批次与指标下达一并登记',
    action: at.fundForm('batch'),
    fields: batchFields(today()),
  });
  router.get('/funds/batch/new', async (ctx) => {
    if (await fundWriter(room, ctx, 'newBatch')) await steps.begin(ctx, { ...batchFrame(), values: {} });
  });
  router.post('/funds/batch/new', async (ctx) => {
    const form = await sent(ctx, 'newBatch');
    if (!form) return;
    const { values, doer } = form;
    await steps.go(ctx, doer, form, {
      ...{ ...batchFrame(), values, reading: readBatchForm(values, today()), facts: batchFacts },
      enter: async (by, id, wanted) => at.fundBatch((await funds.addBatch(by, id, wanted)).batch.number),
    });
  });

  async function projectFrame(values: Values) {
    const batches = (await funds.batches({}, always)).map(({ batch, sums: totals }) => ({ batch, totals }));
    const name = (values.enterprise ?? '').trim().slice(0, 200);
    const found = name === '' ? null : await ledger.findEnterprises(name);
    const fields = projectFields(
      batches.map(({ batch }) => batch),
      today(),
      found,
    );
    const action = at.fundForm('project');
    const frame = { title: '新增资金项目', subtitle: '项目与立项批复一并登记', action, fields, values };
    return { frame, batches, found };
  }
  router.get('/funds/project/new', async (ctx) => {
    const batch = askedNumber(ctx.query.batch);
    if (!(await fundWriter(room, ctx, batch === null ? 'newProject' : `newProjectOfBatch-${batch}`))) return;
    const { frame } = await projectFrame(batch === null ? {} : { batch: String(batch) });
    await steps.begin(ctx, frame);
  });
  router.post('/funds/project/new', async (ctx) => {
    const form = await sent(ctx, 'newProject');
    if (!form) return;
    const { values, doer } = form;
    const { frame, batches, found } = await projectFrame(values);
    const chosen = batches.find(({ batch }) => String(batch.number) === values.batch);
    if (chosen) await record(ctx, form.session, { batch: chosen.batch, project: null });
    await steps.go(ctx, doer, form, {
      ...{ ...frame, reading: readProjectForm(values, { batches, found, today: today() }), facts: projectFacts },
      async enter(by, id, { batch: _batch, totals: _totals, ...wanted }) {
        return at.fundProject((await funds.addProject(by, id, wanted)).project.number);
      },
    });
  });

  /** Of what the entry is, as its address says. @throws Stop */
  async function placeOf(ctx: Context, session: WebSession): Promise<Look | null> {
    const [project, batch] = [askedNumber(ctx.query.project), askedNumber(ctx.query.batch)];
    if (project === null && batch === null) return null;
    const look = await lookAt(
      funds,
      project !== null ? { kind: 'P', number: project } : { kind: 'B', number: batch ?? 0 },
    );
    if (!look) throw new Stop(404, '没有找到', '没有找到该项目或批次，请从资金台账中重新打开。');
    await record(ctx, session, look);
    return look;
  }

  /** The form tells how it stands there: that is a look at it. */
  function record(ctx: Context, session: WebSession, what: Pick<Look, 'batch' | 'project'>) {
    return room.recordAudit(visitors.doer(ctx, session), [lookedAt(what)]);
  }

  const entryFrame = (look: Look, asksAdvance: boolean) => ({
    title: '登记资金明细',
    subtitle: `${labelOf(look)} ${look.project ? `${look.project.name}，${look.project.enterprise.name}` : look.batch.name}`,
    action: look.project
      ? at.fundForm('entry', { project: look.project.number })
      : at.fundForm('entry', { batch: look.batch.number }),
    fields: entryFields(look, today(), asksAdvance),
  });
  router.get('/funds/entry/new', async (ctx) => {
    const session = await fundWriter(room, ctx, entryTarget(ctx));
    if (!session) return;
    const look = await placeOf(ctx, session);
    if (look) return steps.begin(ctx, { ...entryFrame(look, false), values: {} });
    const written = typeof ctx.query.of === 'string' ? ctx.query.of.slice(0, 40) : null;
    const of = written === null ? null : readLabel(written);
    if (of) return seeOther(ctx, at.fundForm('entry', of));
    const problem = written === null ? null : '请填写项目或批次编号，如 P-12 或 B-03。';
    const page = fundWherePage({ action: at.fundForm('entry'), value: written ?? '', problem });
    await room.show(ctx, { status: problem === null ? 200 : 400, ...page });
  });
  router.post('/funds/entry/new', async (ctx) => {
    const form = await sent(ctx, entryTarget(ctx));
    if (!form) return;
    const { session, values, doer } = form;
    const look = await placeOf(ctx, session);
    if (!look) return seeOther(ctx, at.fundForm('entry'));
    const reading = readEntryForm(values, look, today());
    await steps.go(ctx, doer, form, {
      ...{
        ...entryFrame(look, reading.asksAdvance),
        values,
        reading,
        facts: (wanted: WantedEntry) => entryFacts(look, wanted),
      },
      async enter(by, id, { entry }) {
        await funds.enter(by, id, entry);
        return look.project ? at.fundProject(look.project.number) : at.fundBatch(look.batch.number);
      },
    });
  });
}

/** Somebody who may enter something. Null: the answer is on its way. @throws Stop for everybody else, on record */
export async function fundWriter(room: Room, ctx: Context, target: Target): Promise<WebSession | null> {
  const session = await staffOnly(room, ctx, target);
  if (!session || may(session.actor.role, 'fund.write')) return session;
  return room.refuse(ctx, session, '资金 登记', '您的角色不能登记资金。如工作需要，请联系本局管理员。');
}

function entryTarget(ctx: Context): Target {
  const [project, batch] = [askedNumber(ctx.query.project), askedNumber(ctx.query.batch)];
  if (project !== null) return `newEntryOfProject-${project}`;
  return batch === null ? 'newEntry' : `newEntryOfBatch-${batch}`;
}

function askedNumber(written: unknown): number | null {
  return typeof written === 'string' && /^\d{1,6}$/u.test(written) ? Number(written) : null;
}

/** `P-12` or `B-03`, as people write it. */
function readLabel(written: string): { project: number } | { batch: number } | null {
  const text = written.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
  const { kind, number } = /^(?<kind>[PB])[-–—_]?(?<number>\d{1,6})$/u.exec(text)?.groups ?? {};
  if (kind === undefined) return null;
  return kind === 'P' ? { project: Number(number) } : { batch: Number(number) };
}
