import type Router from '@koa/router';
import { whoLookedCard } from '../../cards/audit.ts';
import { qualificationCard } from '../../cards/qualification.ts';
import { isStaff } from '../core/actor.ts';
import { dateOf } from '../domain/calendar.ts';
import { certificateDuties } from '../domain/certificate-duties.ts';
import { may } from '../domain/permissions.ts';
import { standingsAt } from '../domain/standing.ts';
import { visible } from '../domain/visibility.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { choose, enterOwn } from './own-enterprise.ts';
import { currentEnterprise, type Entry, homePage } from './pages/home.tsx';
import { accessPage, ownPage } from './pages/own.tsx';
import { type Room, Stop, seeOther } from './room.ts';
import { addressOfTarget, readTarget } from './targets.ts';

const rowsAPage = 20;

/** The first page, the choice of an enterprise, and what the enterprise may read of itself. */
export function addHomeRoutes(router: Router, room: Room): void {
  const { at, forms, stores, clock } = room;

  router.get('/', async (ctx) => {
    const to = readTarget(ctx.query.to);
    const session = await room.visitor(ctx, to);
    if (!session) return;
    const { actor } = session;
    await room.show(ctx, homePage({ actor, entries: entriesOf(session, room), at, to, csrf: forms.tokenFor(ctx) }));
  });

  router.post('/choose', async (ctx) => {
    const { enterprise = '', to } = await forms.read(ctx);
    const session = await room.visitor(ctx, 'home');
    if (!session) return;
    const chosen = session.actor.enterprises.find(({ id }) => id === enterprise);
    if (!chosen) throw new Stop(403, '不能选择', '您没有绑定该企业，请返回首页重新选择。');
    await choose(room, session.actor, chosen);
    seeOther(ctx, addressOfTarget(at, readTarget(to)));
  });

  router.get('/own', async (ctx) => {
    const read = { action: 'qualification.read', permission: 'qualification.ask', what: '信息' } as const;
    const found = await enterOwn(room, ctx, { ...read, target: 'own' });
    if (!found) return;
    const { enterprise } = found;
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
    const read = { action: 'access.read', permission: 'own.manage', what: '信息' } as const;
    const found = await enterOwn(room, ctx, { ...read, target: 'access' });
    if (!found) return;
    const { enterprise } = found;
    const page = Number(/^\d{1,4}$/.exec(String(ctx.query.page))?.[0] ?? 1);
    const looks = await stores.trail.looksAt(enterprise.id, { page, size: rowsAPage });
    // The pages have links where the chat has sentences.
    const card = whoLookedCard({ enterprise, found: { ...looks, pages: 1 }, say: '', now: clock.now() });
    await room.show(ctx, accessPage(enterprise, { card, part: looks, address: at.access }));
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
    ...(may(actor.role, 'deadline.ask')
      ? [{ href: at.ownDeadlines, text: '截止事项', detail: '涉及本企业的截止日期、答复、日历和提醒订阅' }]
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
  const deadlines: Entry[] =
    isStaff(actor) && may(actor.role, 'deadline.ask')
      ? [{ href: at.deadlines, text: '截止事项', detail: '申报和报送的截止日期、涉及企业、答复和提醒记录' }]
      : [];
  const rules: Entry[] = may(actor.role, 'deadline.manage')
    ? [{ href: at.reminderRules, text: '提醒规则', detail: '提醒的日期、时间和文字' }]
    : [];
  const indicators: Entry[] = may(actor.role, 'indicator.manage')
    ? [{ href: at.indicators, text: '填报指标', detail: '月报向哪些企业收集哪些数据' }]
    : [];
  const staff: Entry[] = [{ href: at.import, text: '导入', detail: '用表格导入企业、联系人、资质、资金、截止事项' }];
  const known = [...(currentEnterprise(actor) ? own : []), ...deadlines, ...reports, ...funds, ...indicators, ...rules];
  return [...known, ...(may(actor.role, 'data.import') ? staff : [])];
}
