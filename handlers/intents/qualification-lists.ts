import { qualificationListCard } from '../../cards/qualification-list.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer } from '../../src/core/card.ts';
import type { Context } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';
import { type QualificationType, typeFacts } from '../../src/domain/qualification.ts';
import { isInForce, isPending, type Standing, standingsAt } from '../../src/domain/standing.ts';
import { clearance, mayNameAsAt, visible } from '../../src/domain/visibility.ts';
import { sentence } from './qualification-sentence.ts';
import { withheld } from './qualification-withheld.ts';

/** Everybody with a qualification of this type in force and, where it may be shown, whose application is pending. */
export async function typeList(ctx: Context, type: QualificationType, page: number, on: CalendarDate): Promise<Answer> {
  const allowed = clearance(ctx.actor, ctx.place, null);
  const { label } = typeFacts[type];
  const say = sentence(ctx, on, label);
  if (!mayNameAsAt(allowed, on, dateOf(ctx.now))) return withheld(ctx, say);
  const standings = standingsAt(await ctx.ledger.history({ type }), on);
  const applied = () => ({
    label: '待批复',
    standings: visible(pendingOf(standings), allowed),
    remark: '（不计入已认定）',
  });
  const here = qualificationListCard({
    title: `${label}名单`,
    sections: [
      // By name: an order by expiry would tell in a group what may not be told.
      { label: '有效期内', standings: visible(standings.filter(isInForce).sort(byName), allowed) },
      ...(allowed === 'full' ? [applied()] : []),
    ],
    showType: false,
    page,
    say,
    on,
    now: ctx.now,
    confidential: allowed === 'full',
    ...(ctx.place === 'group' ? { askDirectly: say } : {}),
  });
  return allowed === 'full' ? { here, audit: [listRead(label)] } : { here };
}

/** What runs out within its type's warning span, the soonest first. Expiry is internal: in a group nothing is said. */
export async function expiringList(ctx: Context, page: number, on: CalendarDate): Promise<Answer> {
  const expiring = (standings: readonly Standing[]) =>
    standings
      .filter((standing) => standing.kind === 'qualification')
      .filter((standing) => standing.validity === 'EXPIRING')
      .sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0) || byName(a, b));
  return internalList(ctx, {
    scope: '即将到期',
    title: '即将到期的资质',
    note: warningNote,
    select: expiring,
    page,
    on,
  });
}

/** Every application that has been handed on and is not decided. Applications are internal as well. */
export async function pendingList(ctx: Context, page: number, on: CalendarDate): Promise<Answer> {
  return internalList(ctx, { scope: '待批复', title: '待批复的申报', select: pendingOf, page, on });
}

const { HNTE: hnte, TECH_SME: techSme } = typeFacts;
const warningNote = `${techSme.label}在到期前${techSme.warningMonths}个月内列入，${hnte.label}等其他资质在到期前${hnte.warningMonths}个月内列入。`;

async function internalList(
  ctx: Context,
  list: {
    scope: string;
    title: string;
    note?: string;
    select(standings: readonly Standing[]): Standing[];
    page: number;
    on: CalendarDate;
  },
): Promise<Answer> {
  const { scope, title, note, select, page, on } = list;
  const say = sentence(ctx, on, scope);
  if (clearance(ctx.actor, ctx.place, null) !== 'full') return withheld(ctx, say);
  const standings = select(standingsAt(await ctx.ledger.history({}), on));
  const here = qualificationListCard({
    title,
    sections: [{ label: scope, standings: visible(standings, 'full') }],
    ...(note === undefined ? {} : { note }),
    showType: true,
    page,
    say,
    on,
    now: ctx.now,
    confidential: true,
  });
  return { here, audit: [listRead(scope)] };
}

/** Records that what is internal of many enterprises was read. */
export function listRead(scope: string): AuditFact {
  return { action: 'qualification.list', result: 'allowed', detail: { scope } };
}

function pendingOf(standings: readonly Standing[]): Standing[] {
  return standings.filter(isPending).sort(byName);
}

function byName(a: Standing, b: Standing): number {
  return a.enterprise.name.localeCompare(b.enterprise.name, 'zh-CN');
}
