import type Router from '@koa/router';
import type { Context } from 'koa';
import { whoLookedCard } from '../../cards/audit.ts';
import { qualificationCard } from '../../cards/qualification.ts';
import { type EnterpriseRef, isStaff } from '../core/actor.ts';
import type { AuditAction } from '../core/audit.ts';
import { dateOf } from '../domain/calendar.ts';
import { certificateDuties } from '../domain/certificate-duties.ts';
import { may, type Permission } from '../domain/permissions.ts';
import { standingsAt } from '../domain/standing.ts';
import { clearance, visible } from '../domain/visibility.ts';
import { type WebSession, webConversation } from '../domain/web-sessions.ts';
import type { Target } from './addresses.ts';
import { currentEnterprise, type Entry, homePage } from './pages/home.tsx';
import { accessPage, ownPage } from './pages/own.tsx';
import { type Room, Stop, seeOther } from './room.ts';

const rowsAPage = 20;

/** The first page, the choice of an enterprise, and what the enterprise may read of itself. */
export function addHomeRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;

  /** The enterprise that is read about, with the read on record before it is shown. Null: the answer is on its way. */
  async function ofOwn(
    ctx: Context,
    read: { target: Target; action: AuditAction; permission: Permission },
  ): Promise<EnterpriseRef | null> {
    const session = await room.visitor(ctx, read.target);
    if (!session) return null;
    const enterprise = currentEnterprise(session.actor);
    if (!enterprise) {
      // Which of several, or none: the first page says.
      seeOther(ctx, at.home);
      return null;
    }
    const { actor } = session;
    const isAllowed = clearance(actor, 'direct', enterprise.id) === 'full' && may(actor.role, read.permission);
    const about = { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
    const result = isAllowed ? 'allowed' : 'denied';
    await room.recordAudit(visitors.doer(ctx, session), [{ action: read.action, result, ...about }]);
    if (!isAllowed) throw new Stop(403, '不能查看', '您没有查看该企业信息的权限，如有需要请联系本局。');
    return enterprise;
  }

  router.get('/', async (ctx) => {
    const session = await room.visitor(ctx, 'home');
    if (!session) return;
    const { actor } = session;
    await room.show(ctx, homePage({ actor, entries: entriesOf(session, room), at, csrf: forms.tokenFor(ctx) }));
  });

  router.post('/choose', async (ctx) => {
    const { enterprise = '' } = await forms.read(ctx);
    const session = await room.visitor(ctx, 'home');
    if (!session) return;
    const { enterprises, personId } = session.actor;
    const chosen = enterprises.find(({ id }) => id === enterprise);
    if (!chosen) throw new Stop(403, '不能选择', '您没有绑定该企业，请返回首页重新选择。');
    const choice = { conversation: webConversation, enterpriseId: chosen.id, on: dateOf(clock.now()) };
    await stores.bindings.choose(personId, choice);
    seeOther(ctx, at.home);
  });

  router.get('/own', async (ctx) => {
    const read = { target: 'own', action: 'qualification.read', permission: 'qualification.ask' } as const;
    const enterprise = await ofOwn(ctx, read);
    if (!enterprise) return;
    const now = clock.now();
    const on = dateOf(now);
    const history = await stores.ledger.historyOf(enterprise);
    const standings = visible(standingsAt(history, on), 'full');
    const duties = certificateDuties(history, await stores.applications.dutiesOf(enterprise.id), on);
    await room.show(
      ctx,
      ownPage(enterprise, qualificationCard({ enterprise, standings, duties, on, now, full: true })),
    );
  });

  router.get('/access', async (ctx) => {
    const read = { target: 'access', action: 'access.read', permission: 'own.manage' } as const;
    const enterprise = await ofOwn(ctx, read);
    if (!enterprise) return;
    const page = Number(/^\d{1,4}$/.exec(String(ctx.query.page))?.[0] ?? 1);
    const found = await stores.trail.looksAt(enterprise.id, { page, size: rowsAPage });
    // The pages have links where the chat has sentences.
    const card = whoLookedCard({ enterprise, found: { ...found, pages: 1 }, say: '', now: clock.now() });
    await room.show(ctx, accessPage(enterprise, { card, part: found, address: at.access }));
  });
}

function entriesOf({ actor }: WebSession, { at }: Room): Entry[] {
  const own: Entry[] = [
    { href: at.own, text: '本企业资质', detail: '资质、有效期、申报进度和下一步' },
    ...(may(actor.role, 'fund.ask')
      ? [{ href: at.ownFunds, text: '本企业资金', detail: '专项资金的批复、到位、支出和余额，自报到位和支出' }]
      : []),
    ...(may(actor.role, 'report.ask')
      ? [{ href: at.ownReports, text: '本企业月报', detail: '每月填报主要数据，查看历史、回执和更正' }]
      : []),
    { href: at.access, text: '谁看过我们', detail: '谁在什么时候查看过本企业的非公开信息' },
  ];
  const funds: Entry[] =
    isStaff(actor) && may(actor.role, 'fund.ask')
      ? [{ href: at.funds, text: '资金台账', detail: '专项资金的批次、项目、明细，可打印和导出' }]
      : [];
  const reports: Entry[] =
    isStaff(actor) && may(actor.role, 'report.ask')
      ? [
          { href: at.reports(), text: '月报台账', detail: '每月报送进度、审核、退回和核实，可打印' },
          { href: at.reportTrends, text: '全区走势', detail: '各项指标的全区合计、同比和环比' },
        ]
      : [];
  const indicators: Entry[] = may(actor.role, 'indicator.manage')
    ? [{ href: at.indicators, text: '填报指标', detail: '月报向哪些企业收集哪些数据' }]
    : [];
  const staff: Entry[] = [{ href: at.import, text: '导入', detail: '用表格导入企业、联系人、资质、资金' }];
  const known = [...(currentEnterprise(actor) ? own : []), ...reports, ...funds, ...indicators];
  return [...known, ...(may(actor.role, 'data.import') ? staff : [])];
}
