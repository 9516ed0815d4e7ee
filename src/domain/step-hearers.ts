import type { Actor } from '../core/actor.ts';
import type { Sender } from '../core/event.ts';
import type { Bindings } from './bindings.ts';
import { may } from './permissions.ts';
import { reachableContacts } from './reachable-contacts.ts';

/** Who hears of a step of an application. */
export interface StepHearers {
  contacts: readonly Sender[];
  staff: readonly Sender[];
}

/**
 * Of what the bureau or a 代办员 does, the enterprise's contacts; of what is done for the enterprise, those who decide on it.
 * Nobody hears of their own step.
 * @param preferred where staff is told if they are there
 */
export async function stepHearers(
  bindings: Pick<Bindings, 'contactsOf' | 'accountsOf' | 'staff'>,
  { role }: Pick<Actor, 'role'>,
  { enterpriseId, preferred }: { enterpriseId: string; preferred?: Sender['platform'] },
): Promise<StepHearers> {
  const contacts = role === 'contact' ? [] : await reachableContacts(bindings, enterpriseId);
  const staff = may(role, 'application.decide') ? [] : await bindings.staff('application.decide', preferred);
  return { contacts, staff };
}
