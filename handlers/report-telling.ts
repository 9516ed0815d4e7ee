import type { Context } from '../src/dispatch/intent.ts';
import type { Telling } from '../src/domain/bindings.ts';

/** So many enterprises are told in one transaction: others get their turn in between. */
const tellingsAtOnce = 50;

/** Tells many something once for an occasion. @returns how many messages are new */
export async function tellInParts(
  { reports, doer }: Pick<Context, 'reports' | 'doer'>,
  occasion: string,
  tellings: readonly Telling[],
): Promise<number> {
  let sent = 0;
  for (let from = 0; from < tellings.length; from += tellingsAtOnce) {
    sent += await reports.tellAll(doer, occasion, tellings.slice(from, from + tellingsAtOnce));
  }
  return sent;
}
