import { accountText } from '../core/account-text.ts';
import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import { inParts } from '../core/in-parts.ts';
import type { Keys } from '../core/sealed.ts';
import { auditRows } from '../store/audit-rows.ts';
import type { Client } from '../store/database.ts';
import { type Tx, transact } from '../store/transact.ts';
import { entriesNaming, jobsOf, type Traces, tracesOf } from './traces.ts';

/** Databases take only so many values in one statement. */
const valuesAtMost = 1_000;

export interface Erasure {
  /**
   * Erases what is kept of a person; an opaque id is left. May be repeated, for what came in meanwhile.
   * @returns the id that is left: that of the record which has everything, if theirs was merged; null: no such person
   */
  erase(doer: Doer, id: string): Promise<string | null>;
}

/** 删除个人信息: everything that tells of a person goes in one transaction, and the audit trail stays whole. */
export function createErasure({ client, keys }: { client: Client; keys: Keys }): Erasure {
  return {
    async erase(doer, id) {
      // What takes a look at everything is found before: the transaction stays short.
      const traces = await tracesOf(client, keys, id);
      if (!traces) return null;
      const { personId } = traces;
      const jobs = await jobsOf(client, traces);
      const entries = await entriesNaming(client, traces);
      await transact(client, async (tx) => {
        await erasePerson(tx, traces, doer.at);
        await eraseJobs(tx, jobs, doer.at);
        await eraseImports(tx, traces);
        const { erased, latest } = await eraseDetails(tx, traces, entries);
        // Behind every row that it names in the order of sealing. Without account: this row outlives who asked for it too.
        const at = new Date(Math.max(doer.at.getTime(), latest + 1));
        const about = { objectType: 'person', objectId: personId, detail: { erased } };
        await tx.auditEntry.createMany({
          data: auditRows(
            { ...doer, account: null, groupId: null, at },
            [{ action: 'person.erase', result: 'allowed', ...about }],
            keys.audit,
          ),
        });
      });
      return personId;
    },
  };
}

const nobody: Sender = { platform: 'wecom', corpId: '', userId: '' };

async function erasePerson(tx: Tx, { personId, formerIds, accounts }: Traces, at: Date): Promise<void> {
  const own = { where: { personId } };
  await tx.person.update({
    where: { id: personId },
    data: { name: null, mobileSealed: null, mobileDigest: null, staffRole: null, erasedAt: at },
  });
  const ids = accounts.map(({ id }) => id);
  await tx.accountJoin.deleteMany({ where: { OR: [{ accountId: { in: ids } }, { otherId: { in: ids } }] } });
  await tx.account.deleteMany(own);
  for (const { platform, corpId, userId } of accounts) {
    await tx.liveCard.deleteMany({ where: { platform, corpId, userId } });
  }
  const userIds = accounts.filter(({ platform }) => platform === 'wecom').map(({ userId }) => userId);
  await tx.wecomUserId.deleteMany({ where: { userId: { in: userIds } } });
  await tx.binding.updateMany({ where: { personId, endedAt: null }, data: { endedAt: at, rank: null } });
  await tx.conversationChoice.deleteMany(own);
  await tx.webSession.updateMany({ where: { personId, endedAt: null }, data: { endedAt: at } });
  await tx.accessLink.updateMany({
    where: { personId, revokedAt: null },
    data: { revokedAt: at, codeDigest: null, codeExpiresAt: null },
  });
  await tx.bindingRequest.updateMany({
    where: { personId, state: 'PENDING' },
    data: { state: 'REJECTED', decidedAt: at },
  });
  await tx.bindingRequest.updateMany({
    ...own,
    data: { openKey: null, claimedName: null, reason: null, askedFrom: JSON.stringify(nobody) },
  });
  await tx.attachment.deleteMany(own);
  await tx.fundDraft.deleteMany(own);
  const written = accounts.map(accountText);
  await tx.attemptCount.deleteMany({
    where: { OR: [personId, ...formerIds, ...written].map((text) => ({ key: { contains: text } })) },
  });
}

/** Platforms repeat within hours. */
const repeatedWithinMs = 24 * 60 * 60_000;

/** What was said is gone; that something was said, by which a redelivery is recognised, stays while one may come. */
async function eraseJobs(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  const longAgo = new Date(at.getTime() - repeatedWithinMs);
  for (const some of inParts(ids, valuesAtMost)) {
    await tx.job.deleteMany({ where: { id: { in: some }, finishedAt: { lt: longAgo } } });
    const jobs = await tx.job.findMany({
      where: { id: { in: some }, state: { not: 'running' } },
      select: { id: true, channel: true, key: true, state: true },
    });
    for (const { id, channel, key, state } of jobs) {
      const nothing = { sender: null, place: 'direct', handle: {} };
      const event = JSON.stringify({ channel, key, ...nothing, happening: { kind: 'unknown', what: 'erased' } });
      const ended = state === 'waiting' ? { state: 'done', finishedAt: at } : {};
      await tx.job.update({ where: { id }, data: { event, plan: null, lastError: null, ...ended } });
    }
  }
}

/** What their own imports were to write is not decided any more, and no report names them. */
async function eraseImports(tx: Tx, { personId, words }: Traces): Promise<void> {
  await tx.import.updateMany({ where: { personId, state: 'CHECKED' }, data: { state: 'DISCARDED' } });
  // No key and no digest of a report has a Chinese character.
  for (const word of words.filter((one) => /\p{Script=Han}/u.test(one))) {
    const reports = await tx.import.findMany({
      where: { report: { contains: word } },
      select: { id: true, report: true },
    });
    for (const { id, report } of reports) {
      await tx.import.update({ where: { id }, data: { report: report.replaceAll(word, '已删除') } });
    }
  }
}

/** @returns which rows have lost their detail, and the time of the latest of those that are not sealed yet */
async function eraseDetails(
  tx: Tx,
  { personId, formerIds, objectIds }: Traces,
  entries: readonly string[],
): Promise<{ erased: string[]; latest: number }> {
  const found = [
    ...(await rowsIn(tx, [personId, ...formerIds], 'personId')),
    ...(await rowsIn(tx, objectIds, 'objectId')),
    ...(await rowsIn(tx, entries, 'id')),
  ];
  const unsealed = found.filter(({ seq }) => seq === null);
  const erased = [...new Set(found.map(({ id }) => id))];
  for (const some of inParts(erased, valuesAtMost)) {
    await tx.auditEntry.updateMany({ where: { id: { in: some } }, data: { detail: null, salt: null } });
  }
  return { erased, latest: Math.max(0, ...unsealed.map(({ at }) => at.getTime())) };
}

async function rowsIn(tx: Tx, values: readonly string[], column: 'id' | 'personId' | 'objectId') {
  const rows = [];
  for (const some of inParts(values, valuesAtMost)) rows.push(...(await rowsWhere(tx, { [column]: { in: some } })));
  return rows;
}

/** What an erasure itself recorded names no person, and has to stay. */
function rowsWhere(tx: Tx, where: NonNullable<Parameters<Tx['auditEntry']['findMany']>[0]>['where']) {
  return tx.auditEntry.findMany({
    where: { ...where, detail: { not: null }, action: { not: 'person.erase' } },
    select: { id: true, at: true, seq: true },
  });
}
