import type Router from '@koa/router';
import type { Context } from 'koa';
import { claimNews } from '../../cards/fund-claim.ts';
import { fundBatchCard, fundProjectCard } from '../../cards/fund-one.ts';
import { UserError } from '../core/errors.ts';
import { isId, newId } from '../core/ids.ts';
import { dateOf } from '../domain/calendar.ts';
import type { Batch, EntryFact, Project } from '../domain/funds/facts.ts';
import type { ProjectSums } from '../domain/funds/funds.ts';
import { lookedAt } from '../domain/funds/look.ts';
import { statusesAfter } from '../domain/funds/status-rules.ts';
import { noSums } from '../domain/funds/sums.ts';
import { storedProjectStatuses } from '../domain/funds/terms.ts';
import { entryPhrase } from '../domain/funds/wording.ts';
import { may } from '../domain/permissions.ts';
import { reachableContacts } from '../domain/reachable-contacts.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { readFields } from './fund-fields.ts';
import { fundWriter } from './fund-form-routes.ts';
import { staffOnly } from './fund-routes.ts';
import { fundItemPage } from './pages/fund-item.tsx';
import type { FundAttempt } from './pages/fund-small-form.tsx';
import { numberOf, type Room, Stop, seeOther } from './room.ts';

/** A project, or a batch itself. */
interface Item {
  batch: Batch;
  project: Project | null;
}

interface Said {
  attempt?: FundAttempt;
  notice?: string;
  status?: number;
}

/** 批次 and 项目: everything about one, its movements, and for who may the forms that take back, change or confirm. */
export function addFundItemRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock, bureau } = room;
  const { funds, bindings } = stores;
  const today = () => dateOf(clock.now());
  const addressOf = ({ batch, project }: Item) =>
    project ? at.fundProject(project.number) : at.fundBatch(batch.number);

  async function find(ctx: Context): Promise<Item> {
    const number = numberOf(ctx);
    const project = isAboutProject(ctx) ? await funds.findProject(number) : null;
    const batch = isAboutProject(ctx) ? project?.batch : await funds.findBatch(number);
    if (!batch) throw new Stop(404, '没有找到', '没有找到该项目或批次，请从资金台账中重新打开。');
    return { batch, project };
  }

  const isAboutProject = (ctx: Context) => ctx.path.startsWith(`${at.funds}/project/`);
  const targetOf = (ctx: Context) =>
    isAboutProject(ctx) ? (`fundProject-${numberOf(ctx)}` as const) : (`fundBatch-${numberOf(ctx)}` as const);

  async function show(ctx: Context, session: WebSession, item: Item, said: Said = {}): Promise<void> {
    const { batch, project } = item;
    await room.recordAudit(visitors.doer(ctx, session), [lookedAt(item)]);
    const now = clock.now();
    const asAt = { on: dateOf(now) };
    const mayWrite = may(session.actor.role, 'fund.write');
    const scope = project ? { projectId: project.id } : { batchId: batch.id, batchOnly: true };
    const entries = await funds.entries(scope, asAt);
    const projects = await funds.projects(project ? { projectId: project.id } : { batchId: batch.id }, asAt);
    const one: ProjectSums | null = project && (projects[0] ?? { project, sums: noSums, confirmed: null });
    const sums = (await funds.batches({ batchId: batch.id }, asAt))[0]?.sums ?? noSums;
    const reading = { asAt, now, page: null };
    const page = fundItemPage({
      card: one ? fundProjectCard(one, [], reading) : fundBatchCard({ batch, sums }, [], reading),
      entries,
      // All of them: a card has room for some only.
      projects: project ? null : projects.map((row) => ({ ...row, href: at.fundProject(row.project.number) })),
      up: project
        ? { text: '所属批次', href: at.fundBatch(batch.number) }
        : { text: '资金台账', href: `${at.funds}?year=${batch.year}` },
      claims: project ? await funds.claims({ projectId: project.id, state: 'PENDING' }) : [],
      forms: mayWrite
        ? {
            statuses: project ? statusesAfter(project) : [],
            version: project?.statuses.length ?? 0,
            entry: at.fundForm('entry', project ? { project: project.number } : { batch: batch.number }),
            project: project ? null : at.fundForm('project', { batch: batch.number }),
            newId,
          }
        : null,
      ...{ attempt: said.attempt ?? null, notice: said.notice ?? null },
      ...{ today: asAt.on, action: addressOf(item), csrf: forms.tokenFor(ctx) },
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  const notices = new Map([
    ['status', '项目状态已登记。'],
    ['confirmed', '自报已确认，已记入台账；结果已告知企业联系人。'],
    ['rejected', '自报已退回，结果已告知企业联系人。'],
  ]);

  router.get(['/funds/batch/:number', '/funds/project/:number'], async (ctx) => {
    const session = await staffOnly(room, ctx, targetOf(ctx));
    if (!session) return;
    const item = await find(ctx);
    const notice = (await receiptOf(item, ctx.query.entered)) ?? notices.get(String(ctx.query.done));
    await show(ctx, session, item, notice === undefined ? {} : { notice });
  });

  /** What a form has entered here, the same however often it was sent. */
  async function receiptOf({ batch, project }: Item, id: unknown): Promise<string | undefined> {
    const entry = typeof id === 'string' && isId(id) ? await funds.findEntry(id) : null;
    if (!entry || entry.projectId !== (project?.id ?? null) || entry.batchId !== batch.id) return undefined;
    const what = `${entryPhrase(entry)}（明细编号 ${entry.id}）`;
    return entry.reversesId === null ? `已登记：${what}。` : `已冲销：${what}。原记录和冲销记录均保留在明细中。`;
  }

  /** What a form of the page sends. Null: the answer is on its way. @throws Stop, UserError if it is none of ours */
  async function sent(ctx: Context) {
    const fields = await forms.read(ctx);
    const session = await fundWriter(room, ctx, targetOf(ctx));
    if (!session) return null;
    if (!isId(fields.id ?? '')) throw new UserError('提交的内容不完整，请返回页面重新填写。');
    return { fields, session, item: await find(ctx), doer: visitors.doer(ctx, session), id: fields.id ?? '' };
  }

  const refusedWith = (form: string, values: FundAttempt['values'], texts: readonly string[]): Said => ({
    attempt: { form, values, problems: texts.map((text) => ({ field: null, text })) },
    status: 400,
  });

  router.post(['/funds/batch/:number/reverse', '/funds/project/:number/reverse'], async (ctx) => {
    const form = await sent(ctx);
    if (!form) return;
    const { fields, session, item, doer, id } = form;
    const { batch, project } = item;
    const entry: EntryFact | null = await funds.findEntry(fields.entry ?? '');
    if (!entry || entry.projectId !== (project?.id ?? null) || entry.batchId !== batch.id) {
      throw new UserError('没有找到要冲销的明细，请返回页面重新选择。');
    }
    const name = `reverse-${entry.id}`;
    const read = readFields(fields);
    const on = read.day('on', '冲销日期', { latest: today() });
    const reason = read.text('reason', '冲销原因');
    if (read.problems.length > 0 || on === null || reason === null) {
      return show(ctx, session, item, {
        attempt: { form: name, values: fields, problems: read.problems },
        status: 400,
      });
    }
    try {
      await funds.reverse(doer, id, { entryId: entry.id, on, reason });
    } catch (error) {
      const used = error instanceof UserError ? null : await funds.findEntry(id);
      if (!(error instanceof UserError) && !used) throw error;
      const text = error instanceof UserError ? error.message : '这张表单此前已提交过，改动后的内容没有登记。';
      return show(ctx, session, item, refusedWith(name, fields, [text]));
    }
    seeOther(ctx, `${addressOf(item)}?entered=${id}`);
  });

  router.post('/funds/project/:number/status', async (ctx) => {
    const form = await sent(ctx);
    if (!form) return;
    const { fields, session, item, doer, id } = form;
    const { project } = item;
    if (!project) return;
    const read = readFields(fields);
    const status = read.choice('status', '新的状态', storedProjectStatuses);
    const on = read.day('on', '日期', { latest: today() });
    const docNo = read.docNo('docNo');
    const note = read.text('note', '说明', true);
    if (read.problems.length > 0 || !status || on === null) {
      return show(ctx, session, item, {
        attempt: { form: 'status', values: fields, problems: read.problems },
        status: 400,
      });
    }
    const last = project.statuses.at(-1);
    const isChanged = fields.version !== String(project.statuses.length);
    const isSame = last?.status === status && last.effectiveOn === on && last.docNo === docNo && last.note === note;
    if (isChanged && !isSame) {
      return show(ctx, session, item, { notice: '项目状态已有变化，本次未作变更，请核对后再办理。', status: 409 });
    }
    try {
      if (!isChanged) await funds.setStatus(doer, id, { projectId: project.id, status, on, docNo, note });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(ctx, session, item, refusedWith('status', fields, [error.message]));
    }
    seeOther(ctx, `${addressOf(item)}?done=status`);
  });

  router.post('/funds/project/:number/claim', async (ctx) => {
    const form = await sent(ctx);
    if (!form) return;
    const { fields, session, item, doer, id } = form;
    const claim = await funds.findClaim(id);
    if (!claim || claim.project.id !== item.project?.id) {
      throw new UserError('没有找到这笔自报，请返回页面重新选择。');
    }
    const confirm = fields.decision === 'confirm';
    const isAdvance = confirm && fields.advance === '1';
    const name = `${confirm ? 'confirm' : 'reject'}-${id}`;
    const read = readFields(fields);
    const reason = confirm ? read.text('note', '说明', !isAdvance) : read.text('reason', '退回原因');
    if (isAdvance && claim.type !== 'SPEND') read.wrong(null, '只有支出可以注明垫支。');
    if (read.problems.length > 0) {
      return show(ctx, session, item, {
        attempt: { form: name, values: fields, problems: read.problems },
        status: 400,
      });
    }
    const contacts = await reachableContacts(bindings, claim.project.enterprise.id);
    try {
      const decided = await funds.decideClaim(doer, {
        claimId: id,
        confirm,
        reason: confirm && !isAdvance ? null : reason,
        isAdvance,
        tell: (done) => [claimNews(done, contacts, bureau)],
      });
      if (!decided?.isNew) {
        return show(ctx, session, item, { notice: '该笔自报已处理，本次未作变更。', status: 409 });
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(ctx, session, item, refusedWith(name, fields, [error.message]));
    }
    seeOther(ctx, `${addressOf(item)}?done=${confirm ? 'confirmed' : 'rejected'}`);
  });
}
