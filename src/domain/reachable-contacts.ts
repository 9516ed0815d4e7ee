import type { Sender } from '../core/event.ts';
import type { Bindings } from './bindings.ts';

/** Where everybody who speaks for an enterprise is told something: one account each. Who has none hears of it elsewhere. */
export async function reachableContacts(
  bindings: Pick<Bindings, 'contactsOf' | 'accountsOf'>,
  enterpriseId: string,
): Promise<readonly Sender[]> {
  const contacts = await bindings.contactsOf(enterpriseId);
  const accounts = await Promise.all(
    contacts.filter(({ isReachable }) => isReachable).map(({ personId }) => bindings.accountsOf(personId)),
  );
  return accounts.flatMap(([first]) => first ?? []);
}
