import type Router from '@koa/router';
import type { Context } from 'koa';
import { UserError } from '../core/errors.ts';
import { workbookType } from '../documents/write-xlsx.ts';
import { type ImportRecord, isWorkbookName } from '../domain/exchange.ts';
import { may } from '../domain/permissions.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { createUndertakings } from './import-progress.ts';
import { limits } from './limits.ts';
import { importPage, progressPage, uploadPage } from './pages/import.tsx';
import { type Room, Stop, seeOther } from './room.ts';
import { readUpload, uploadMs } from './upload.ts';

/** A file that has been looked at so long is not being looked at any more: the program was started anew. */
const checkedWithinMs = 30 * 60_000;

/** 导入: the same as sending the file in the chat, with the whole list of what was found. */
export function addImportRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, uploads, clock, log } = room;
  const { exchange } = stores;
  const undertakings = createUndertakings(log);
  const addressOf = (importId: string) => `${at.import}/${importId}`;
  const fileAddress = (attachmentId: string) => `${at.import}/file/${attachmentId}`;

  /** Somebody who may import. Null: the answer is on its way. @throws Stop for everybody else, on record */
  async function importer(ctx: Context): Promise<WebSession | null> {
    const session = await room.visitor(ctx, 'import');
    if (!session || may(session.actor.role, 'data.import')) return session;
    return room.refuse(ctx, session, '导入', '您的角色不能导入数据。如工作需要，请联系本局管理员。');
  }

  /** An import of theirs; an administrator's may be anybody's, as in the chat. @throws Stop */
  async function recordOf(ctx: Context, session: WebSession): Promise<ImportRecord> {
    const { actor } = session;
    const record = await exchange.find(ctx.params.id ?? '');
    if (record && (record.personId === actor.personId || actor.role === 'administrator')) return record;
    const about = record ? { objectType: 'import', objectId: record.id } : {};
    await room.recordAudit(visitors.doer(ctx, session), [{ action: 'import.check', result: 'denied', ...about }]);
    throw new Stop(404, '没有找到', '没有找到由您发起的这次导入，请重新上传文件。');
  }

  router.get('/import', async (ctx) => {
    if (!(await importer(ctx))) return;
    const csrf = forms.tokenFor(ctx);
    await room.show(ctx, uploadPage({ action: at.import, template: `${at.import}/template`, csrf }));
  });

  router.get('/import/template', async (ctx) => {
    const session = await importer(ctx);
    if (!session) return;
    const { personId } = session.actor;
    await room.limitPerson(personId, 'template', limits.uploadsOfPerson);
    const id = await exchange.template(visitors.doer(ctx, session));
    const file = await uploads.read(personId, id);
    if (!file) throw new Error('the template is gone');
    await uploads.drop(personId, id);
    ctx.attachment(file.name);
    ctx.type = workbookType;
    ctx.body = Buffer.from(file.bytes);
  });

  router.post('/import', async (ctx) => {
    // A slow line needs longer than other requests get.
    ctx.state.patienceMs = uploadMs;
    const session = await importer(ctx);
    if (!session) return;
    const { personId } = session.actor;
    await room.limitAddress(ctx, 'upload', limits.uploadsFromAddress);
    await room.limitPerson(personId, 'upload', limits.uploadsOfPerson);
    const { csrf, file } = await readUpload(ctx);
    forms.check(ctx, csrf);
    if (!isWorkbookName(file.name)) throw new UserError('只能上传用于导入的 .xlsx 文件。');
    const doer = visitors.doer(ctx, session);
    const attachmentId = await exchange.keep(doer, file);
    undertakings.begin(
      attachmentId,
      async () => (await exchange.check(doer, attachmentId)).id,
      // So that another process, asked about it, knows that it came to nothing.
      () => uploads.drop(personId, attachmentId),
    );
    seeOther(ctx, fileAddress(attachmentId));
  });

  router.get('/import/file/:id', async (ctx) => {
    const session = await importer(ctx);
    if (!session) return;
    const { id = '' } = ctx.params;
    const known = await uploads.find(session.actor.personId, id);
    const outcome = known ? null : (undertakings.find(id)?.outcome ?? null);
    if (known?.importId) return seeOther(ctx, addressOf(known.importId));
    const isLost = !known || clock.now().getTime() - known.since.getTime() > checkedWithinMs;
    if (isLost) {
      const problem = outcome && !outcome.ok ? outcome.problem : '文件没有检查完，或已超过保存期限，请重新上传。';
      throw new Stop(400, '没有完成检查', problem, { back: { text: '重新上传', href: at.import } });
    }
    await room.show(
      ctx,
      progressPage({ title: '正在检查', progress: exchange.progressOf(id), again: fileAddress(id) }),
    );
  });

  router.get('/import/:id', async (ctx) => {
    const session = await importer(ctx);
    if (!session) return;
    const record = await recordOf(ctx, session);
    const address = addressOf(record.id);
    const undertaking = undertakings.find(record.id);
    if (record.state === 'APPLYING' || undertaking?.outcome === null) {
      const progress = exchange.progressOf(record.id);
      return room.show(ctx, progressPage({ title: '正在导入', progress, again: address }));
    }
    const part = Number(/^\d{1,4}$/.exec(String(ctx.query.page))?.[0] ?? 1);
    const problem = undertaking?.outcome?.ok === false ? undertaking.outcome.problem : null;
    const csrf = forms.tokenFor(ctx);
    await room.show(ctx, importPage({ record, problem, part, address, upload: at.import, csrf }));
  });

  router.post('/import/:id/apply', async (ctx) => {
    await forms.read(ctx);
    const session = await importer(ctx);
    if (!session) return;
    const { id, state } = await recordOf(ctx, session);
    if (state === 'CHECKED' && undertakings.find(id)?.outcome !== null) {
      const doer = visitors.doer(ctx, session);
      undertakings.begin(id, async () => {
        const { outcome } = await exchange.apply(doer, id);
        if (outcome === 'stale')
          throw new UserError('检查之后，已登记的数据有变化，本次没有写入。请按现在的内容重新确认。');
        return id;
      });
    }
    seeOther(ctx, addressOf(id));
  });

  router.post('/import/:id/discard', async (ctx) => {
    await forms.read(ctx);
    const session = await importer(ctx);
    if (!session) return;
    const { id } = await recordOf(ctx, session);
    if (undertakings.find(id)?.outcome !== null) await exchange.discard(visitors.doer(ctx, session), id);
    seeOther(ctx, addressOf(id));
  });
}
