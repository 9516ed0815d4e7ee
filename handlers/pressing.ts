import type { Pressed } from '../cards/press-parts.ts';
import type { Sender } from '../src/core/event.ts';
import { grouped } from '../src/core/grouped.ts';
import { newId } from '../src/core/ids.ts';
import type { CalendarDate } from '../src/domain/calendar.ts';
import type { Told, ToldContact } from '../src/domain/reports/reports.ts';

/** Who is told of what by enterprise: one account of each person. */
export type Reached = ReadonlyMap<string, readonly Sender[]>;

/** Names its day: a button of an earlier day asks anew. */
export function newPressId(today: CalendarDate): string {
  return `${today.replaceAll('-', '')}-${newId()}`;
}

export function isOfToday(pressId: string | null, today: CalendarDate): pressId is string {
  return /^(\d{8})-\w+$/u.exec(pressId ?? '')?.[1] === today.replaceAll('-', '');
}

/** Each press of today, with those of its enterprises that are still owing. @param names theirs, by id */
export function pressesOf(told: readonly ToldContact[], names: ReadonlyMap<string, string>): Pressed[] {
  const presses = grouped(told, ({ by, at }) => `${by.personId} ${at.getTime()}`);
  return [...presses.values()].flatMap((those) => {
    const enterprises = new Set(those.flatMap(({ enterpriseId }) => names.get(enterpriseId) ?? []));
    const [first] = those;
    return first && enterprises.size > 0 ? [{ by: first.by, at: first.at, enterprises: [...enterprises].sort() }] : [];
  });
}

/** What would be sent, and what need not be. */
export function expected(reached: Reached, told: readonly ToldContact[]): Told {
  const before = new Set(told.map(({ to, enterpriseId }) => `${enterpriseId} ${accountOf(to)}`));
  const all = [...reached].flatMap(([id, accounts]) => accounts.map((to) => `${id} ${accountOf(to)}`));
  const sent = all.filter((one) => !before.has(one)).length;
  return { sent, before: all.length - sent };
}

/** Somebody who speaks for several enterprises is one. */
export function peopleOf(reached: Reached): number {
  return new Set([...reached.values()].flat().map(accountOf)).size;
}

const accountOf = ({ platform, corpId, userId }: Sender) => `${platform} ${corpId} ${userId}`;
