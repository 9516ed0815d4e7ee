import { z } from 'zod';
import type { EnterpriseRef } from '../core/actor.ts';
import { SenderSchema } from '../core/event.ts';
import {
  type AuditTrail,
  actionGroups,
  looks,
  looksAtMany,
  type TrailEntry,
  type TrailFilter,
  type TrailPage,
  type TrailPerson,
} from '../domain/audit-trail.ts';
import type { Client } from './database.ts';

const dayMs = 24 * 60 * 60_000;
const DetailSchema = z.object({
  account: SenderSchema.nullish().catch(null),
  personId: z.string().nullish().catch(null),
  linkId: z.string().nullish().catch(null),
  linkCreatedById: z.string().nullish().catch(null),
});

type Row = NonNullable<Awaited<ReturnType<Client['auditEntry']['findFirst']>>>;
type Where = NonNullable<NonNullable<Parameters<Client['auditEntry']['count']>[0]>['where']>;

/** Reading the audit trail; who reads it is recorded by the handler. */
export function createAuditTrail(client: Client): AuditTrail {
  async function pageWhere(where: Where, { page, size }: { page: number; size: number }): Promise<TrailPage<Row>> {
    const total = await client.auditEntry.count({ where });
    const pages = Math.max(1, Math.ceil(total / size));
    const shown = Math.min(Math.max(1, page), pages);
    const offset = (shown - 1) * size;
    const rows = await client.auditEntry.findMany({
      where,
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      skip: offset,
      take: size,
    });
    return { rows, page: shown, pages, offset, total };
  }

  async function people(ids: readonly (string | null)[]): Promise<Map<string, TrailPerson>> {
    const known = await client.person.findMany({ where: { id: { in: present(ids) } } });
    const merged = await client.person.findMany({
      where: { id: { in: present(known.map(({ mergedIntoId }) => mergedIntoId)) } },
    });
    return new Map(
      known.map((own) => {
        const { name, erasedAt } = merged.find(({ id }) => id === own.mergedIntoId) ?? own;
        return [own.id, { id: own.id, name, erased: erasedAt !== null }];
      }),
    );
  }

  async function enterprises(ids: readonly (string | null)[]): Promise<Map<string, EnterpriseRef>> {
    const names = await client.enterpriseName.findMany({ where: { kind: 'FULL', enterpriseId: { in: present(ids) } } });
    return new Map(names.map(({ enterpriseId: id, text: name }) => [id, { id, name }]));
  }

  async function idsOf(name: string): Promise<string[]> {
    const named = await client.person.findMany({ where: { name }, select: { id: true } });
    const ids = named.map(({ id }) => id);
    const former = await client.person.findMany({ where: { mergedIntoId: { in: ids } }, select: { id: true } });
    return [...ids, ...former.map(({ id }) => id)];
  }

  async function whereOf({ enterpriseId, personName, group, refused, on }: TrailFilter): Promise<Where> {
    const ids = personName === undefined ? null : await idsOf(personName);
    const from = on === undefined ? null : new Date(`${on}T00:00:00+08:00`);
    return {
      ...(enterpriseId === undefined ? {} : { enterpriseId }),
      ...(ids ? { OR: [{ personId: { in: ids } }, { objectId: { in: ids } }] } : {}),
      ...(group ? { action: { in: [...actionGroups[group]] } } : {}),
      ...(refused ? { result: { not: 'allowed' } } : {}),
      ...(from ? { at: { gte: from, lt: new Date(from.getTime() + dayMs) } } : {}),
    };
  }

  return {
    knowsPerson: async (name) => (await client.person.count({ where: { name } })) > 0,

    async entries(filter, part) {
      const found = await pageWhere(await whereOf(filter), part);
      const persons = await people(found.rows.flatMap((row) => [row.personId, aboutOf(row), creatorOf(row)]));
      const named = await enterprises(found.rows.map(({ enterpriseId }) => enterpriseId));
      const rows = found.rows.map((row): TrailEntry => {
        const { at, role, channel, place, action, result } = row;
        return {
          ...{ at, role, channel, place, action, result },
          person: get(persons, row.personId),
          account: detailOf(row).account ?? null,
          enterprise: get(named, row.enterpriseId),
          about: get(persons, aboutOf(row)),
          link: linkOf(row, persons),
        };
      });
      return { ...found, rows };
    },

    async looksAt(enterpriseId, part) {
      const allowed = { result: 'allowed' };
      const found = await pageWhere({ ...allowed, enterpriseId, action: { in: [...looks] } }, part);
      const persons = await people(found.rows.flatMap((row) => [row.personId, creatorOf(row)]));
      const lists = await client.auditEntry.count({
        where: { ...allowed, enterpriseId: null, action: { in: [...looksAtMany] } },
      });
      const rows = found.rows.map((row) => {
        const { at, personId, role, channel, action } = row;
        return { at, person: get(persons, personId), role, channel, action, link: linkOf(row, persons) };
      });
      return { ...found, rows, lists };
    },
  };
}

/** Nothing if it is erased, or not what the program writes: then verifying finds it. */
function detailOf({ detail }: Row): z.infer<typeof DetailSchema> {
  try {
    return DetailSchema.catch({}).parse(JSON.parse(detail ?? '{}'));
  } catch {
    return {};
  }
}

/** Whom it is about: the object itself, or whose binding or link it is. */
function aboutOf(row: Row): string | null {
  return row.objectType === 'person' ? row.objectId : (detailOf(row).personId ?? null);
}

function creatorOf(row: Row): string | null {
  return detailOf(row).linkCreatedById ?? null;
}

/** By which link, if by one. */
function linkOf(row: Row, persons: ReadonlyMap<string, TrailPerson>): TrailEntry['link'] {
  return detailOf(row).linkId ? { createdBy: get(persons, creatorOf(row)) } : null;
}

function present(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

function get<T>(map: ReadonlyMap<string, T>, id: string | null): T | null {
  return id === null ? null : (map.get(id) ?? null);
}
