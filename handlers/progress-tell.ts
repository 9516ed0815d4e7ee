import { enterpriseMovedCard, progressNewsCard } from '../cards/progress-step.ts';
import type { Sender } from '../src/core/event.ts';
import type { Context } from '../src/dispatch/intent.ts';
import type { ApplicationRecord } from '../src/domain/applications.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { may } from '../src/domain/permissions.ts';
import { reachableContacts } from '../src/domain/reachable-contacts.ts';

/**
 * Who hears of a step: what the bureau or a 代办员 does, the enterprise's contacts; what is done for the enterprise, those who
 * decide on it. Nobody hears of their own step.
 */
export async function tellStep(
  { actor, bindings, sender }: Context,
  enterpriseId: string,
): Promise<(application: ApplicationRecord) => Telling[]> {
  const isContact = actor.role === 'contact';
  const contacts = isContact ? [] : await reachableContacts(bindings, enterpriseId);
  const isDecider = may(actor.role, 'application.decide');
  const staff: readonly Sender[] = isDecider ? [] : await bindings.staff('application.decide', sender.platform);
  return (application) => [
    { to: contacts, card: progressNewsCard(application), purpose: 'application.progress', enterpriseId },
    {
      to: staff,
      card: enterpriseMovedCard(application),
      purpose: 'application.progress',
      needs: 'application.decide',
    },
  ];
}
