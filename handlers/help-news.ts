import { helpNewsCard } from '../cards/help-requests.ts';
import { toldText } from '../cards/report-steps.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Context } from '../src/dispatch/intent.ts';
import type { HelpRequest } from '../src/domain/deadlines/help.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';

/** What becomes of a request for help is told to everybody who speaks for the enterprise, not only to who asked. */
export async function helpNews({ bindings, bureau }: Pick<Context, 'bindings' | 'bureau'>, enterprise: EnterpriseRef) {
  const to = await reachableContacts(bindings, enterprise.id);
  return {
    told: toldText(to.length),
    tell: (request: HelpRequest) => [
      { to, card: helpNewsCard(request, bureau), purpose: 'help.news', enterpriseId: enterprise.id },
    ],
  };
}
