import type { Context } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';

/** The sentence that asks the same again: `资质`, what about, and the day if it is not today. */
export function sentence(ctx: Context, on: CalendarDate, ...about: readonly string[]): string {
  return ['资质', ...about, on === dateOf(ctx.now) ? '' : on].filter(Boolean).join(' ');
}
