import { searchKey } from '../domain/enterprise-name.ts';
import type { FundEntryRow, FundProjectRow } from '../domain/workbook/fund-rows.ts';
import type { FundReference } from '../domain/workbook/fund-values.ts';
import { certKey } from '../domain/workbook/values.ts';
import type { Sql } from '../store/sql.ts';
import { type KnownProject, knownProjects } from './fund-existing.ts';
import type { PlannedBatch, PlannedProject } from './fund-plan.ts';
import type { Resolve } from './plan-enterprises.ts';
import type { PlannedBatches } from './plan-fund-batches.ts';

/** The projects that a file speaks of: registered ones and those that it adds. */
export interface FundProjects {
  /** A new one, or a registered one again whose name or code the file changes: from then on only those find it. */
  add(project: PlannedProject): void;
  byNumber(number: number): PlannedProject | undefined;
  /** @param key of `certKey` */
  byCode(key: string): PlannedProject | undefined;
  byName(batchId: string, enterpriseId: string, nameKey: string): PlannedProject | undefined;
  /** Of `P-12`, a code or a name; several if nothing else tells which. */
  candidates(reference: FundReference): readonly PlannedProject[];
}

/** Looks up those that are registered; no others of their enterprises are kept. */
export async function createFundProjects(
  db: Sql,
  wanted: {
    owned: readonly { row: FundProjectRow; batch: PlannedBatch; enterprise: { id: string } }[];
    entries: readonly FundEntryRow[];
    batches: PlannedBatches;
    resolve: Resolve;
  },
): Promise<FundProjects> {
  const { owned, entries, batches, resolve } = wanted;
  const numbers = new Map<number, PlannedProject>();
  const codes = new Map<string, PlannedProject>();
  const named = new Map<string, Set<PlannedProject>>();

  function add(planned: PlannedProject): void {
    const { number, code, name } = planned.project;
    numbers.set(number, planned);
    if (code !== null) codes.set(certKey(code), planned);
    const key = searchKey(name);
    named.set(key, (named.get(key) ?? new Set()).add(planned));
  }

  const references = entries.flatMap(({ project }) => project ?? []);
  const nameKeys = new Set([...owned.map(({ row }) => row.nameKey), ...references.map(({ text }) => searchKey(text))]);
  const codeKeys = new Set([
    ...owned.flatMap(({ row }) => (row.code === null ? [] : certKey(row.code))),
    ...references.map(({ text }) => certKey(text)),
  ]);
  const wantedNumbers = new Set([...owned.map(({ row }) => row.number), ...references.map(({ number }) => number)]);
  const firms = [...owned.map(({ enterprise }) => enterprise.id), ...entries.flatMap((row) => firmOf(row, resolve))];
  function take({ batchId, ...project }: KnownProject): void {
    const isWanted =
      wantedNumbers.has(project.number) ||
      nameKeys.has(searchKey(project.name)) ||
      (project.code !== null && codeKeys.has(certKey(project.code)));
    const batch = batches.byId.get(batchId);
    if (isWanted && batch && !numbers.has(project.number)) add({ project, batch, isNew: false });
  }
  const texts = references.filter(({ number }) => number === null).map(({ text }) => text);
  const written = owned.flatMap(({ row }) => row.code ?? []);
  await knownProjects(
    db,
    {
      numbers: [...wantedNumbers].flatMap((number) => (number === null ? [] : String(number))),
      codes: [...written, ...texts].flatMap((code) => [code, certKey(code)]),
      names: texts.flatMap((text) => [text, text.normalize('NFKC')]),
      enterpriseIds: firms,
    },
    take,
  );

  return {
    add,
    byNumber: (number) => numbers.get(number),
    byCode,
    byName: (batchId, enterpriseId, nameKey) =>
      allNamed(nameKey).find(
        ({ batch, project }) => batch.batch.id === batchId && project.enterprise.id === enterpriseId,
      ),
    candidates({ number, text }) {
      const ofNumber = number === null ? undefined : numbers.get(number);
      if (number !== null) return ofNumber ? [ofNumber] : [];
      const ofCode = byCode(certKey(text));
      return ofCode ? [ofCode] : allNamed(searchKey(text));
    },
  };

  function byCode(key: string): PlannedProject | undefined {
    const found = codes.get(key);
    return found?.project.code != null && certKey(found.project.code) === key ? found : undefined;
  }

  function allNamed(key: string): PlannedProject[] {
    return [...(named.get(key) ?? [])].filter(({ project }) => searchKey(project.name) === key);
  }
}

function firmOf({ enterprise }: FundEntryRow, resolve: Resolve): readonly string[] {
  const found = enterprise && resolve(enterprise);
  return found && !('reason' in found) ? [found.id] : [];
}
