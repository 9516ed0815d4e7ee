import { holdPersons } from './hold-persons.ts';
import type { Tx } from './transact.ts';
import { thoseThere } from './visible-rows.ts';

/** Why two persons stay two: `roles-differ` is for an administrator to settle; `gone`: one is not there (any more). */
export type Merged = 'merged' | 'roles-differ' | 'gone';

/**
 * Makes two records of one person one: everything of `from` becomes `into`'s, and `from` remains as an empty id, for the
 * audit trail, whose rows are never touched. Nothing is written if the two cannot be one.
 */
export async function mergePersons(
  tx: Tx,
  { from, into, at }: { from: string; into: string; at: Date },
): Promise<Merged> {
  if (from === into) return 'gone';
  // A change of role, or another merge, comes before or after.
  await holdPersons(tx, async () => [from, into]);
  const persons = await tx.person.findMany({ where: { id: { in: [from, into] }, erasedAt: null, mergedIntoId: null } });
  const left = persons.find(({ id }) => id === from);
  const kept = persons.find(({ id }) => id === into);
  if (!left || !kept) return 'gone';
  if (left.staffRole !== null && kept.staffRole !== null && left.staffRole !== kept.staffRole) return 'roles-differ';

  const mobile = kept.mobileSealed === null ? left : kept;
  await tx.person.update({
    where: { id: into },
    data: {
      name: kept.name ?? left.name,
      staffRole: kept.staffRole ?? left.staffRole,
      mobileSealed: mobile.mobileSealed,
      mobileDigest: mobile.mobileDigest,
    },
  });
  await tx.person.update({
    where: { id: from },
    data: { name: null, staffRole: null, mobileSealed: null, mobileDigest: null, mergedIntoId: into },
  });
  await tx.person.updateMany({ where: { mergedIntoId: from }, data: { mergedIntoId: into } });
  await moveBindings(tx, { from, into });
  await moveRequests(tx, { from, into, at });
  await moveChoices(tx, { from, into });
  await moveTheRest(tx, { from, into });
  return 'merged';
}

interface Pair {
  from: string;
  into: string;
}

const ranks = ['MAIN', 'BACKUP'];

/** Both bound to the same enterprise: one binding is left, in force if either was, with the higher rank. */
async function moveBindings(tx: Tx, { from, into }: Pair): Promise<void> {
  const own = new Map((await tx.binding.findMany({ where: { personId: into } })).map((one) => [one.enterpriseId, one]));
  for (const moved of await tx.binding.findMany({ where: { personId: from } })) {
    const kept = own.get(moved.enterpriseId);
    if (!kept) {
      await tx.binding.update({ where: { id: moved.id }, data: { personId: into } });
      continue;
    }
    const there = await thoseThere(tx, [kept, moved]);
    const isThere = (one: typeof kept) => there.includes(one);
    const holds = (one: typeof kept) => one.endedAt === null && isThere(one);
    // What ended, or what an import is still writing, adds nothing to what is in force.
    const both = [kept, moved].filter(holds);
    const [best = isThere(kept) ? kept : moved] = both;
    const rank =
      ranks.find((one) => both.some((binding) => binding.rank === one)) ?? (both.length > 0 ? null : best.rank);
    const duty = both.find((binding) => binding.duty !== 'CONTACT')?.duty ?? best.duty;
    const { confirmedById, importId, recordedAt, endedAt } = best;
    await tx.binding.delete({ where: { id: moved.id } });
    await tx.binding.update({
      where: { id: kept.id },
      data: { duty, rank, confirmedById, importId, recordedAt, endedAt },
    });
  }
}

/** Both asked for the same enterprise: one request stays open, the other is closed with the reason. */
async function moveRequests(tx: Tx, { from, into, at }: Pair & { at: Date }): Promise<void> {
  const open = await tx.bindingRequest.findMany({ where: { personId: from, openKey: { not: null } } });
  for (const { id, openKey, enterpriseId } of open) {
    const same = await tx.bindingRequest.findFirst({ where: { personId: into, enterpriseId, openKey: { not: null } } });
    const data = same
      ? { openKey: null, state: 'REJECTED', reason: '本人另有相同的申请', decidedAt: at }
      : { openKey: openKey?.replace(from, into) ?? null };
    await tx.bindingRequest.update({ where: { id }, data });
  }
  await tx.bindingRequest.updateMany({ where: { personId: from }, data: { personId: into } });
}

/** Two choices for the same conversation: the later one counts. */
async function moveChoices(tx: Tx, { from, into }: Pair): Promise<void> {
  for (const { conversation, enterpriseId, chosenOn } of await tx.conversationChoice.findMany({
    where: { personId: from },
  })) {
    const key = { personId_conversation: { personId: into, conversation } };
    const own = await tx.conversationChoice.findUnique({ where: key });
    if (!own) await tx.conversationChoice.create({ data: { personId: into, conversation, enterpriseId, chosenOn } });
    else if (own.chosenOn < chosenOn) {
      await tx.conversationChoice.update({ where: key, data: { enterpriseId, chosenOn } });
    }
  }
  await tx.conversationChoice.deleteMany({ where: { personId: from } });
}

/** What nothing can stand in the way of. */
async function moveTheRest(tx: Tx, { from, into }: Pair): Promise<void> {
  const move = { where: { personId: from }, data: { personId: into } };
  await tx.account.updateMany(move);
  await tx.accessLink.updateMany(move);
  await tx.webSession.updateMany(move);
  await tx.attachment.updateMany(move);
  await tx.import.updateMany(move);
  await tx.fundDraft.updateMany(move);
  await tx.binding.updateMany({ where: { confirmedById: from }, data: { confirmedById: into } });
  await tx.bindingRequest.updateMany({ where: { decidedById: from }, data: { decidedById: into } });
  await tx.accessLink.updateMany({ where: { createdById: from }, data: { createdById: into } });
  await tx.groupChat.updateMany({ where: { registeredById: from }, data: { registeredById: into } });
}
