import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { AuditFact } from '../core/audit.ts';
import { SenderSchema } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import { digestOf } from '../core/sealed.ts';
import { type SessionVia, type WebSessions, webConversation } from '../domain/web-sessions.ts';
import { toNotices } from './binding-rows.ts';
import { type ActorRow, toActor } from './people.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';
import { isThere } from './visible-rows.ts';

interface SessionRow extends ActorRow {
  id: string;
  via: SessionVia;
  linkId: string | null;
  createdById: string | null;
}

/** Signed-in browsers. */
export function createWebSessions(deps: StoreDeps): WebSessions {
  const { client, sql, keys } = deps;
  const digest = (token: string) => digestOf(keys.digest, 'session', token);

  return {
    begin: (doer, { token, personId, via, expiresAt }) =>
      change(deps, doer, async (tx) => {
        const row = { id: newId(), personId, via, expiresAt };
        await tx.webSession.create({ data: { ...row, tokenDigest: digest(token), recordedAt: doer.at } });
        return { result: undefined, alongside: { audit: [begun(row.id, via)] } };
      }),

    beginByLink: (doer, { token, personId, linkId, proof, expiresAt, tell }) =>
      change(deps, doer, async (tx) => {
        // The code works once, also for two who type it at the same moment.
        const { count } = await tx.accessLink.updateMany({
          where: { id: linkId, codeDigest: proof, revokedAt: null },
          data: { codeDigest: null, codeExpiresAt: null },
        });
        if (count === 0) return { result: false, alongside: null };
        const row = { id: newId(), personId, via: 'LINK' as const, linkId, expiresAt };
        await tx.webSession.create({ data: { ...row, tokenDigest: digest(token), recordedAt: doer.at } });
        const opened: AuditFact = { action: 'link.open', result: 'allowed', objectType: 'link', objectId: linkId };
        const audit = [opened, begun(row.id, 'LINK')];
        const accounts = await tx.account.findMany({ where: { personId } });
        const told = tell(
          accounts.flatMap((account) => SenderSchema.safeParse(account).data ?? []),
          await creatorName(tx, linkId),
        );
        return { result: true, alongside: { audit, notices: told.flatMap(toNotices) } };
      }),

    async find(token, { now, today }) {
      const rows = await sql.query<SessionRow>(Prisma.sql`
        SELECT s."id", s."via", s."linkId", l."createdById", p."id" AS "personId", p."name", p."staffRole", b."enterpriseId",
          n."text" AS "enterprise", c."enterpriseId" AS "chosenId"
        FROM "WebSession" s
        JOIN "Person" p ON p."id" = s."personId"
        LEFT JOIN "AccessLink" l ON l."id" = s."linkId"
        LEFT JOIN "Binding" b ON b."personId" = p."id" AND b."endedAt" IS NULL AND ${isThere('b')}
        LEFT JOIN "EnterpriseName" n ON n."enterpriseId" = b."enterpriseId" AND n."kind" = 'FULL'
        LEFT JOIN "ConversationChoice" c
          ON c."personId" = p."id" AND c."conversation" = ${webConversation} AND c."chosenOn" = ${today}
        WHERE s."tokenDigest" = ${digest(token)} AND s."endedAt" IS NULL AND s."expiresAt" > ${now}
          AND p."erasedAt" IS NULL
          AND CASE s."via"
            WHEN 'LINK' THEN p."staffRole" IS NULL AND l."personId" = p."id" AND l."revokedAt" IS NULL
            ELSE EXISTS (SELECT 1 FROM "Account" a WHERE a."personId" = p."id" AND a."platform" = lower(s."via"))
          END
        ORDER BY n."text"`);
      const [first] = rows;
      if (!first) return null;
      const { id, via, linkId, createdById, personId } = first;
      const actor = toActor(rows);
      if (actor.role === 'stranger') return null;
      const link = linkId !== null && createdById !== null ? { id: linkId, createdById } : null;
      return { id, via, link, actor: { ...actor, personId } };
    },

    end: (doer, id) =>
      change(deps, doer, async (tx) => {
        const { count } = await tx.webSession.updateMany({
          where: { id, endedAt: null },
          data: { endedAt: doer.at },
        });
        const ended: AuditFact = { action: 'session.end', result: 'allowed', objectType: 'session', objectId: id };
        return { result: undefined, alongside: count === 0 ? null : { audit: [ended] } };
      }),

    async purge(endedBefore) {
      const { count } = await client.webSession.deleteMany({
        where: { OR: [{ expiresAt: { lt: endedBefore } }, { endedAt: { lt: endedBefore } }] },
      });
      return count;
    },
  };
}

async function creatorName(tx: Tx, linkId: string): Promise<string | null> {
  const link = await tx.accessLink.findUnique({ where: { id: linkId }, select: { createdById: true } });
  const creator = link && (await tx.person.findUnique({ where: { id: link.createdById }, select: { name: true } }));
  return creator?.name ?? null;
}

function begun(id: string, via: SessionVia): AuditFact {
  return { action: 'session.begin', result: 'allowed', objectType: 'session', objectId: id, detail: { via } };
}
