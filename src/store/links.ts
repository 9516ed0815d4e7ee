import { randomInt } from 'node:crypto';
import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { EnterpriseRef } from '../core/actor.ts';
import type { AuditFact, Doer } from '../core/audit.ts';
import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { safeEqual } from '../core/safe-equal.ts';
import { digestOf } from '../core/sealed.ts';
import { type AccessLink, type Links, linkRules } from '../domain/links.ts';
import { toNotices } from './binding-rows.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';
import { thoseThere } from './visible-rows.ts';

/**
 * 专用链接.
 * @param addressOf the address under which a link is opened
 */
export function createLinks(deps: StoreDeps, addressOf: (id: string) => string, now: () => Date): Links {
  const { client, sql, keys } = deps;
  const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
  const digest = (id: string, code: string) => digestOf(keys.digest, 'link code', `${id} ${code}`);

  return {
    create: (doer, { for: addressee, enterprise, tell }) =>
      change(deps, doer, async (tx) => {
        // Asked for again because its answer did not get out: one link, one code.
        const id = doer.requestId;
        const made = await read(tx, id, doer.at);
        if (made) return { result: { link: made, address: addressOf(id) }, alongside: null };
        const isNew = 'name' in addressee;
        const personId = isNew
          ? await addContact(tx, doer, addressee.name, enterprise)
          : await contact(tx, addressee.personId, enterprise);
        const code = newCode();
        await tx.accessLink.create({
          data: {
            id,
            personId,
            createdById: creator(doer),
            codeDigest: digest(id, code),
            codeExpiresAt: after(doer.at, linkRules.codeMs),
            expiresAt: after(doer.at, linkRules.linkMs),
            recordedAt: doer.at,
          },
        });
        const link = await known(tx, id, doer.at);
        const about = { objectType: 'person', objectId: personId, enterpriseId: enterprise.id };
        const bound: AuditFact = { action: 'binding.approve', result: 'allowed', ...about };
        const audit = [...(isNew ? [bound] : []), { ...fact('link.create', link), enterpriseId: enterprise.id }];
        return {
          result: { link, address: addressOf(id) },
          alongside: { audit, notices: tell(code, link).flatMap(toNotices) },
        };
      }),

    newCode: (doer, id, tell) =>
      change(deps, doer, async (tx) => {
        if ((await read(tx, id, doer.at))?.state !== 'ACTIVE') return { result: null, alongside: null };
        const code = newCode();
        const { count } = await tx.accessLink.updateMany({
          where: { id, revokedAt: null, expiresAt: { gt: doer.at } },
          data: { codeDigest: digest(id, code), codeExpiresAt: after(doer.at, linkRules.codeMs), codeTries: 0 },
        });
        if (count === 0) return { result: null, alongside: null };
        const link = await known(tx, id, doer.at);
        return {
          result: link,
          alongside: { audit: [fact('link.code', link)], notices: tell(code, link).flatMap(toNotices) },
        };
      }),

    revoke: (doer, id) =>
      change<{ link: AccessLink; isNew: boolean } | null>(deps, doer, async (tx) => {
        const { count } = await tx.accessLink.updateMany({
          where: { id, revokedAt: null },
          data: { revokedAt: doer.at, codeDigest: null, codeExpiresAt: null },
        });
        const link = await read(tx, id, doer.at);
        if (!link) return { result: null, alongside: null };
        if (count === 0) return { result: { link, isNew: false }, alongside: null };
        await tx.webSession.updateMany({ where: { linkId: id, endedAt: null }, data: { endedAt: doer.at } });
        return { result: { link, isNew: true }, alongside: { audit: [fact('link.revoke', link)] } };
      }),

    find: (id) => read(client, id, now()),

    async active() {
      const at = now();
      const rows = await client.accessLink.findMany({
        where: { revokedAt: null, expiresAt: { gt: at } },
        orderBy: [{ recordedAt: 'desc' }, { id: 'asc' }],
        include: parts,
      });
      const links = await toLinks(client, rows, at);
      return links.filter(({ state }) => state === 'ACTIVE');
    },

    async tryCode(id, code) {
      const at = now();
      // Counted before it is compared, in one statement: of a thousand tries at once five are compared.
      const [row] = await sql.query<{ codeDigest: string; codeTries: number }>(Prisma.sql`
        UPDATE "AccessLink" SET "codeTries" = "codeTries" + 1
        WHERE "id" = ${id} AND "codeDigest" IS NOT NULL AND "codeExpiresAt" > ${at}
          AND "codeTries" < ${linkRules.codeTries} AND "revokedAt" IS NULL AND "expiresAt" > ${at}
        RETURNING "codeDigest", "codeTries"`);
      if (!row) return { kind: 'none' };
      if (safeEqual(row.codeDigest, digest(id, code))) return { kind: 'right', proof: row.codeDigest };
      return { kind: 'wrong', triesLeft: linkRules.codeTries - Number(row.codeTries) };
    },
  };
}

function newCode(): string {
  return String(randomInt(10 ** linkRules.codeDigits)).padStart(linkRules.codeDigits, '0');
}

function creator({ personId }: Doer): string {
  if (personId === null) throw new Error('a link without an officer');
  return personId;
}

async function addContact(tx: Tx, doer: Doer, name: string, { id: enterpriseId }: EnterpriseRef): Promise<string> {
  const personId = newId();
  const recordedAt = doer.at;
  await tx.person.create({ data: { id: personId, name, recordedAt } });
  await tx.binding.create({
    data: { id: newId(), personId, enterpriseId, confirmedById: doer.personId, recordedAt },
  });
  return personId;
}

/**
 * @throws UserError if this is no contact (any more), or somebody of the bureau: whoever makes a link could enter by it
 * and have the rights of whom it is for.
 */
async function contact(tx: Tx, personId: string, { id: enterpriseId }: EnterpriseRef): Promise<string> {
  const bound = await tx.binding.findFirst({
    where: { personId, enterpriseId, endedAt: null, person: { erasedAt: null } },
    select: { importId: true, person: { select: { staffRole: true } } },
  });
  if (!bound || (await thoseThere(tx, [bound])).length === 0)
    throw new UserError('该联系人的登记已变更，请重新查询后再生成链接。');
  if (bound.person.staffRole !== null) throw new UserError('本局人员请在企业微信或钉钉中登录，不使用专用链接。');
  return personId;
}

/** Never the code, nor anything made of it. */
function fact(action: 'link.create' | 'link.code' | 'link.revoke', link: AccessLink): AuditFact {
  const [only, ...others] = link.enterprises;
  return {
    action,
    result: 'allowed',
    objectType: 'link',
    objectId: link.id,
    ...(only && others.length === 0 ? { enterpriseId: only.id } : {}),
    detail: { personId: link.personId },
  };
}

const parts = {
  person: {
    select: {
      name: true,
      erasedAt: true,
      staffRole: true,
      bindings: {
        where: { endedAt: null },
        select: {
          importId: true,
          enterprise: { select: { id: true, names: { where: { kind: 'FULL' }, select: { text: true } } } },
        },
      },
    },
  },
} as const;

interface LinkRow {
  id: string;
  personId: string;
  createdById: string;
  codeDigest: string | null;
  codeExpiresAt: Date | null;
  codeTries: number;
  expiresAt: Date;
  revokedAt: Date | null;
  person: {
    name: string | null;
    erasedAt: Date | null;
    staffRole: string | null;
    bindings: { importId: string | null; enterprise: { id: string; names: { text: string }[] } }[];
  };
}

async function toLinks(tx: Pick<Tx, 'import'>, rows: readonly LinkRow[], now: Date): Promise<AccessLink[]> {
  const there = new Set(
    await thoseThere(
      tx,
      rows.flatMap(({ person }) => person.bindings),
    ),
  );
  return rows.map((row) =>
    toLink(
      row,
      row.person.bindings.filter((binding) => there.has(binding)),
      now,
    ),
  );
}

/** Whom a link lets in: somebody who speaks for an enterprise, and is nobody of the bureau. */
function toLink(row: LinkRow, bindings: LinkRow['person']['bindings'], now: Date): AccessLink {
  const { id, personId, createdById, codeDigest, codeExpiresAt, codeTries, expiresAt, revokedAt, person } = row;
  const enterprises = bindings
    .map(({ enterprise }) => ({ id: enterprise.id, name: enterprise.names[0]?.text ?? '' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  const letsIn = person.erasedAt === null && person.staffRole === null && enterprises.length > 0;
  const state = revokedAt !== null || !letsIn ? 'REVOKED' : expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
  const isCodeOpen =
    state === 'ACTIVE' &&
    codeDigest !== null &&
    codeExpiresAt !== null &&
    codeExpiresAt > now &&
    codeTries < linkRules.codeTries;
  return { id, personId, name: person.name, enterprises, state, expiresAt, createdById, isCodeOpen };
}

async function read(tx: Pick<Tx, 'accessLink' | 'import'>, id: string, now: Date): Promise<AccessLink | null> {
  const row = await tx.accessLink.findUnique({ where: { id }, include: parts });
  const [link = null] = row ? await toLinks(tx, [row], now) : [];
  return link;
}

async function known(tx: Tx, id: string, now: Date): Promise<AccessLink> {
  const link = await read(tx, id, now);
  if (!link) throw new Error(`no link ${id}`);
  return link;
}
