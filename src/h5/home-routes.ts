import type Router from '@koa/router';
import { qualificationCard } from '../../cards/qualification.ts';
import { dateOf } from '../domain/calendar.ts';
import { may } from '../domain/permissions.ts';
import { standingsAt } from '../domain/standing.ts';
import { clearance, visible } from '../domain/visibility.ts';
import { webConversation } from '../domain/web-sessions.ts';
import { currentEnterprise, type Entry, homePage } from './pages/home.tsx';
import { ownPage } from './pages/own.tsx';
import { type Room, Stop, seeOther } from './room.ts';

/** The first page, the choice of an enterprise, and what the enterprise may read of itself. */
export function addHomeRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;

  router.get('/', async (ctx) => {
    const session = await room.visitor(ctx, 'home');
    if (!session) return;
    const { actor } = session;
    const own: Entry = { href: at.own, text: '本企业资质', detail: '资质、有效期、申报进度和下一步' };
    const shown = currentEnterprise(actor) ? [own] : [];
    await room.show(ctx, homePage({ actor, entries: shown, at, csrf: forms.tokenFor(ctx) }));
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
    const session = await room.visitor(ctx, 'own');
    if (!session) return;
    const { actor } = session;
    const enterprise = currentEnterprise(actor);
    if (!enterprise) return seeOther(ctx, at.home);
    const now = clock.now();
    const on = dateOf(now);
    const allowed = clearance(actor, 'direct', enterprise.id);
    const full = allowed === 'full' && may(actor.role, 'qualification.ask');
    const standings = full ? visible(standingsAt(await stores.ledger.historyOf(enterprise), on), allowed) : [];
    const about = { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
    const result = full ? 'allowed' : 'denied';
    await room.recordAudit(visitors.doer(ctx, actor), [{ action: 'qualification.read', result, ...about }]);
    if (!full) throw new Stop(403, '不能查看', '您没有查看该企业资质的权限，如有需要请联系本局。');
    await room.show(ctx, ownPage(enterprise, qualificationCard({ enterprise, standings, on, now, full })));
  });
}
