import { type Actor, isStaff } from '../core/actor.ts';
import type { Place } from '../core/event.ts';
import type { CalendarDate } from './calendar.ts';
import { isInForce, type Standing } from './standing.ts';

/**
 * full: everything. public: what anybody may read anywhere (that a recognition in force exists, its type and level).
 * none: nothing at all.
 */
export type Clearance = 'full' | 'public' | 'none';

/**
 * What somebody may see of an enterprise in this place; `enterpriseId` null asks for all enterprises together. The group
 * beats every role: an officer who asks there gets what the group may see. Who is unknown sees nothing.
 */
export function clearance(actor: Actor, place: Place, enterpriseId: string | null): Clearance {
  if (actor.role === 'stranger') return 'none';
  if (place !== 'direct') return 'public';
  if (isStaff(actor)) return 'full';
  return actor.enterprises.some(({ id }) => id === enterpriseId) ? 'full' : 'public';
}

/**
 * Whether enterprises may be named as at a day. Who may read the public row alone reads it as at today: asked day after
 * day it would give away when a certificate began, and so when it runs out. Counts are public whatever the day.
 */
export function mayNameAsAt(allowed: Clearance, on: CalendarDate, today: CalendarDate): boolean {
  return allowed === 'full' || (allowed === 'public' && on === today);
}

/** A standing as it may be shown. `full` is absent where only the public row may be. */
export interface VisibleStanding {
  enterprise: Standing['enterprise'];
  type: Standing['type'];
  level: Standing['level'];
  full?: Standing;
}

/** Cuts standings down to what a clearance allows. Fails closed: what is not known to be public goes. */
export function visible(standings: readonly Standing[], allowed: Clearance): VisibleStanding[] {
  switch (allowed) {
    case 'full':
      return standings.map((full) => ({ enterprise: full.enterprise, type: full.type, level: full.level, full }));
    case 'public':
      return standings.filter(isInForce).map(({ enterprise, type, level }) => ({ enterprise, type, level }));
    case 'none':
      return [];
  }
}
