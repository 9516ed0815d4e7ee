import type { CallRow } from '../../cards/deadline-calls.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Stores } from '../../src/domain/stores.ts';

/** So many contacts are looked up for a list: its card shows fewer, all of them are on the page. */
const lookedUpAtMost = 50;

/** Whom one calls of each of these: the main contact, or who comes first. */
export async function callRows(
  { bindings }: Pick<Stores, 'bindings'>,
  enterprises: readonly EnterpriseRef[],
): Promise<CallRow[]> {
  const rows: CallRow[] = [];
  for (const [n, enterprise] of enterprises.entries()) {
    const contacts = n < lookedUpAtMost ? await bindings.contactsOf(enterprise.id) : [];
    rows.push({ enterprise, contact: contacts[0] ?? null, isReachable: contacts.some((one) => one.isReachable) });
  }
  // Who can be called stands before who has nobody listed.
  return rows.sort((a, b) => Number(a.contact === null) - Number(b.contact === null));
}
