import { qualificationListCard } from '../../cards/qualification-list.ts';
import type { Card } from '../../src/core/card.ts';
import type { Context } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';
import { awaitingDecision, type QualificationType, typeFacts } from '../../src/domain/qualification.ts';
import { isInForce, type Standing, standingsAt } from '../../src/domain/standing.ts';
import { clearance, mayNameAsAt, visible } from '../../src/domain/visibility.ts';
import { sentence } from './qualification-sentence.ts';
import { withheldCard } from './qualification-withheld.ts';

/** Everybody with a qualification of this type in force and, where it may be shown, whose application is pending. */
export async function typeListCard(
  ctx: Context,
  type: QualificationType,
  page: number,
  on: CalendarDate,
): Promise<Card> {
  const allowed = clearance(ctx.actor, ctx.place, null);
  const { label } = typeFacts[type];
  const say = sentence(ctx, on, label);
  if (!mayNameAsAt(allowed, on, dateOf(ctx.now))) return withheldCard(ctx, say);
  const standings = standingsAt(await ctx.ledger.history({ type }), on);
  const inForce = standings.filter((standing) => standing.kind === 'qualification' && isInForce(standing));
  const pending = standings.filter(
    (standing) => standing.kind === 'application' && awaitingDecision.has(standing.status),
  );
  return qualificationListCard({
    title: `${label}名单`,
    // By name: an order by expiry would tell in a group what may not be told.
    held: visible(inForce.sort(byName), allowed),
    ...(allowed === 'full' ? { pending: visible(pending.sort(byName), allowed) } : {}),
    heldLabel: '有效期内',
    showType: false,
    page,
    say,
    on,
    now: ctx.now,
    confidential: allowed === 'full',
    ...(ctx.place === 'group' ? { askDirectly: say } : {}),
  });
}

/** What runs out within its type's warning span, the soonest first. Expiry is internal: in a group nothing is said. */
export async function expiringCard(ctx: Context, page: number, on: CalendarDate): Promise<Card> {
  const say = sentence(ctx, on, '即将到期');
  if (clearance(ctx.actor, ctx.place, null) !== 'full') return withheldCard(ctx, say);
  const expiring = standingsAt(await ctx.ledger.history({}), on)
    .filter((standing) => standing.kind === 'qualification')
    .filter((standing) => standing.validity === 'EXPIRING')
    .sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0) || byName(a, b));
  return qualificationListCard({
    title: '即将到期的资质',
    held: visible(expiring, 'full'),
    heldLabel: '即将到期',
    showType: true,
    page,
    say,
    on,
    now: ctx.now,
    confidential: true,
  });
}

function byName(a: Standing, b: Standing): number {
  return a.enterprise.name.localeCompare(b.enterprise.name, 'zh-CN');
}
