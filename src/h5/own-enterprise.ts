import type { Context } from 'koa';
import type { Actor, EnterpriseRef } from '../core/actor.ts';
import type { AuditAction } from '../core/audit.ts';
import { isId } from '../core/ids.ts';
import { dateOf } from '../domain/calendar.ts';
import { may, type Permission } from '../domain/permissions.ts';
import { clearance } from '../domain/visibility.ts';
import { type WebSession, webConversation } from '../domain/web-sessions.ts';
import { currentEnterprise } from './pages/home.tsx';
import { type Room, Stop, seeOther } from './room.ts';
import type { OwnTarget, Target } from './targets.ts';

/** What is read of an enterprise by its own people. */
interface OwnRead {
  action: AuditAction;
  permission: Permission;
  /** In words, e.g. 月报 */
  what: string;
}

/**
 * Who looks at a page of their own enterprise, and which: the one that the address names, else the only or chosen one. The
 * look is on record before it is shown. Null: the answer is on its way. @throws Stop
 */
export async function enterOwn(
  room: Room,
  ctx: Context,
  read: OwnRead & { target: OwnTarget },
): Promise<{ session: WebSession; enterprise: EnterpriseRef } | null> {
  const named = namedIn(ctx);
  const session = await room.visitor(ctx, named === null ? read.target : `${read.target}-${named}`);
  if (!session) return null;
  const { actor } = session;
  const current = currentEnterprise(actor);
  // One that is not theirs has no name here: it is refused before anything is shown of it.
  const theirs = actor.enterprises.find(({ id }) => id === named);
  const enterprise = named === null ? current : (theirs ?? { id: named, name: '' });
  if (!enterprise) {
    chooseFirst(room, ctx, actor, read.target);
    return null;
  }
  await recordOwn(room, ctx, session, { ...read, enterprise });
  // The forms and pages that follow are about the same one.
  if (enterprise.id !== current?.id) await choose(room, actor, enterprise);
  return { session, enterprise };
}

/** A look at an enterprise on record. @throws Stop if it is not for them */
export async function recordOwn(
  room: Room,
  ctx: Context,
  session: WebSession,
  { enterprise, action, permission, what }: OwnRead & { enterprise: Pick<EnterpriseRef, 'id'> },
): Promise<void> {
  const { actor } = session;
  const isTheirs = actor.enterprises.some(({ id }) => id === enterprise.id);
  const isAllowed = isTheirs && may(actor.role, permission) && clearance(actor, 'direct', enterprise.id) === 'full';
  const about = { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
  await room.recordAudit(room.visitors.doer(ctx, session), [
    { action, result: isAllowed ? 'allowed' : 'denied', ...about },
  ]);
  if (!isAllowed) throw new Stop(403, '不能查看', `您没有查看该企业${what}的权限，如有需要请联系本局。`);
}

/** Which of several the first page asks, and goes on from there; of none it says so. */
export function chooseFirst({ at }: Room, ctx: Context, { enterprises }: Actor, target: Target): void {
  seeOther(ctx, enterprises.length > 1 ? `${at.home}?to=${target}` : at.home);
}

/** Remembers for which of their enterprises somebody looks at the pages. */
export async function choose(
  { stores, clock }: Room,
  { personId }: WebSession['actor'],
  { id }: Pick<EnterpriseRef, 'id'>,
): Promise<void> {
  const choice = { conversation: webConversation, enterpriseId: id, on: dateOf(clock.now()) };
  await stores.bindings.choose(personId, choice);
}

/** The enterprise that an address names; null: none. @throws Stop for what can be none */
function namedIn(ctx: Context): string | null {
  const { enterprise } = ctx.query;
  if (enterprise === undefined) return null;
  if (typeof enterprise === 'string' && isId(enterprise)) return enterprise;
  throw new Stop(404, '没有找到', '没有找到该企业，请从首页重新进入。');
}
