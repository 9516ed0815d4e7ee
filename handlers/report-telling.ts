import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Context } from '../src/dispatch/intent.ts';
import type { Telling } from '../src/domain/bindings.ts';
import type { Period } from '../src/domain/reports/period.ts';
import type { Told } from '../src/domain/reports/reports.ts';

/** What every card to an enterprise about its report says: whose and of when it is, who writes, and where the page is. */
export function aboutReport(
  { bureau, pages }: Pick<Context, 'bureau' | 'pages'>,
  enterprise: EnterpriseRef,
  period: Period,
) {
  return { enterprise, period, bureau, page: pages.ownReport({ enterpriseId: enterprise.id, period }) };
}

/** So many enterprises are told in one transaction: others get their turn in between. */
const tellingsAtOnce = 50;

/** Tells many something once for an occasion. */
export async function tellInParts(
  { reports, doer }: Pick<Context, 'reports' | 'doer'>,
  occasion: string,
  tellings: readonly Telling[],
): Promise<Told> {
  const count = { sent: 0, before: 0 };
  for (let from = 0; from < tellings.length; from += tellingsAtOnce) {
    const { sent, before } = await reports.tellAll(doer, occasion, tellings.slice(from, from + tellingsAtOnce));
    count.sent += sent;
    count.before += before;
  }
  return count;
}
