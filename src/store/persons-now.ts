import type { Tx } from './transact.ts';

/** Somebody under the record that they have by now. */
export interface PersonNow {
  personId: string;
  name: string | null;
}

/**
 * Who these are by now. What was entered is never touched: who was found to be the same as somebody else goes by the
 * other's record, who was erased has no name.
 */
export async function personsNow(
  tx: Pick<Tx, 'person'>,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, PersonNow>> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  const select = { id: true, name: true, mergedIntoId: true } as const;
  const found = wanted.length === 0 ? [] : await tx.person.findMany({ where: { id: { in: wanted } }, select });
  const others = [...new Set(found.flatMap(({ mergedIntoId }) => mergedIntoId ?? []))];
  const kept = others.length === 0 ? [] : await tx.person.findMany({ where: { id: { in: others } }, select });
  const keptById = new Map(kept.map((person) => [person.id, person]));
  return new Map(
    found.map((person) => {
      const { id: personId, name } = keptById.get(person.mergedIntoId ?? '') ?? person;
      return [person.id, { personId, name }];
    }),
  );
}
