import { type CalendarDate, dateOf, endOfDay, readDate } from '../domain/calendar.ts';
import type { AsAt } from '../domain/funds/facts.ts';
import { type BatchSums, type Funds, type Grouping, groupingLabels, groupings } from '../domain/funds/funds.ts';
import { groupBatches } from '../domain/funds/grouping.ts';
import {
  balanceOf,
  batchBalanceOf,
  inTransitOf,
  outstandingOf,
  type Rate,
  rateRules,
  rateText,
  type Sums,
  sumOf,
} from '../domain/funds/sums.ts';
import { batchLabel, fundLevelLabels, projectLabel } from '../domain/funds/terms.ts';
import { type Fen, formatWan } from '../domain/money.ts';
import type { Addresses } from './addresses.ts';

/** What of the ledger is looked at: year, by what, sorted how, as at when and by what had been entered until when. */
export interface TableQuery {
  year: number;
  by: Grouping;
  sort: string | null;
  isDescending: boolean;
  on: CalendarDate;
  /** Entries of later days are left out; null: all that are recorded. */
  known: CalendarDate | null;
}

/** A column of figures: an amount, or one of the named rates. */
export type Column = { key: string; header: string } & (
  | { kind: 'amount'; of(sums: Sums): Fen }
  | { kind: 'rate'; rate: Rate }
);

const amount = (key: string, header: string, of: (sums: Sums) => Fen): Column => ({ kind: 'amount', key, header, of });
const rate = (key: Rate): Column => ({ kind: 'rate', key, header: rateRules[key].label, rate: key });

const received = amount('received', '到位', (sums) => sums.received);
const disbursed = amount('disbursed', '拨付', (sums) => sums.disbursed);
const spent = amount('spent', '支出', (sums) => sums.spent);
const balance = amount('balance', '企业余额', balanceOf);
const approved = amount('approved', '批复', (sums) => sums.approved);

const outstanding = amount('outstanding', '待拨付', outstandingOf);
const inTransit = amount('inTransit', '在途', inTransitOf);

/** Of whole batches: what came, what was paid out, what is left to be paid. */
const batchColumns: readonly Column[] = [
  amount('allocated', '下达', (sums) => sums.allocated),
  approved,
  disbursed,
  amount('batchBalance', '批次余额', batchBalanceOf),
  outstanding,
  received,
  inTransit,
  spent,
  balance,
  rate('disbursement'),
  rate('receipt'),
  rate('spending'),
  rate('budget'),
];

/** Of projects: nothing is allocated to them, so there is no 拨付率. */
const projectColumns: readonly Column[] = [
  approved,
  disbursed,
  outstanding,
  received,
  inTransit,
  spent,
  balance,
  rate('receipt'),
  rate('spending'),
  rate('budget'),
];

export interface TableRow {
  label: string;
  /** More about it, e.g. the enterprise of a project. */
  detail: string | null;
  href: string | null;
  sums: Sums;
}

export interface FundTable {
  /** What the first column names. */
  subject: string;
  columns: readonly Column[];
  rows: readonly TableRow[];
  total: Sums;
}

/** The query of an address; whatever it says that is none of ours is as if it were not there. */
export function readQuery(query: Readonly<Record<string, unknown>>, years: readonly number[], now: Date): TableQuery {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const today = dateOf(now);
  const year = years.find((one) => String(one) === text('year')) ?? years[0] ?? Number(today.slice(0, 4));
  const by = groupings.find((one) => one === text('by')) ?? 'batch';
  const [key = '', direction] = text('sort').split('.');
  const sort = columnsOf(by).some((one) => one.key === key) || key === 'label' ? key : null;
  const on = readDate(text('on')) ?? today;
  const known = readDate(text('known'));
  return { year, by, sort, isDescending: direction === 'desc', on: on > today ? today : on, known };
}

/** The same as an address has it; what is as usual is left out. */
export function queryOf(query: TableQuery, change: Partial<TableQuery> = {}, today?: CalendarDate): string {
  const { year, by, sort, isDescending, on, known } = { ...query, ...change };
  const search = new URLSearchParams({ year: String(year), by });
  if (sort !== null) search.set('sort', `${sort}.${isDescending ? 'desc' : 'asc'}`);
  if (on !== today) search.set('on', on);
  if (known !== null) search.set('known', known);
  return `?${search}`;
}

export function asAtOf({ on, known }: TableQuery): AsAt {
  return known === null ? { on } : { on, knownBy: endOfDay(known) };
}

function columnsOf(by: Grouping): readonly Column[] {
  return by === 'enterprise' || by === 'project' ? projectColumns : batchColumns;
}

/**
 * The rows of a query with their total, sorted.
 * @param given the batches of the query, if they have been read already
 */
export async function readTable(
  funds: Funds,
  query: TableQuery,
  at: Addresses,
  given?: readonly BatchSums[],
): Promise<FundTable> {
  const rows = await readRows(funds, query, at, given);
  return {
    subject: groupingLabels[query.by].slice(1),
    columns: columnsOf(query.by),
    rows: sorted(rows, query),
    total: sumOf(rows.map(({ sums }) => sums)),
  };
}

async function readRows(
  funds: Funds,
  query: TableQuery,
  at: Addresses,
  given?: readonly BatchSums[],
): Promise<TableRow[]> {
  const scope = { year: query.year };
  const asAt = asAtOf(query);
  switch (query.by) {
    case 'batch':
    case 'level':
    case 'category': {
      const batches = given ?? (await funds.batches(scope, asAt));
      if (query.by === 'batch') {
        return batches.map(({ batch, sums }) => ({
          label: `${batchLabel(batch.number)} ${batch.name}`,
          detail: fundLevelLabels[batch.level],
          href: at.fundBatch(batch.number),
          sums,
        }));
      }
      return groupBatches(batches, query.by).map(({ label, batches: count, sums }) => ({
        label,
        detail: `${count}批`,
        href: null,
        sums,
      }));
    }
    case 'enterprise':
      return (await funds.enterprises(scope, asAt)).map(({ enterprise, projects, sums }) => ({
        label: enterprise.name,
        detail: `${projects}项`,
        href: null,
        sums,
      }));
    case 'project':
      return (await funds.projects(scope, asAt)).map(({ project, sums }) => ({
        label: `${projectLabel(project.number)} ${project.name}`,
        detail: `${project.enterprise.name}，${batchLabel(project.batch.number)}`,
        href: at.fundProject(project.number),
        sums,
      }));
  }
}

const names = new Intl.Collator('zh-CN', { numeric: true });

function sorted(rows: readonly TableRow[], { sort, isDescending, by }: TableQuery): readonly TableRow[] {
  if (sort === null) return rows;
  const column = columnsOf(by).find(({ key }) => key === sort);
  const compare = (a: TableRow, b: TableRow) =>
    column ? compareFigures(column, a.sums, b.sums) : names.compare(a.label, b.label);
  return [...rows].sort((a, b) => (isDescending ? -compare(a, b) : compare(a, b)));
}

/** Exactly: rates by multiplying crosswise. What has no rate comes first. */
function compareFigures(column: Column, a: Sums, b: Sums): number {
  if (column.kind === 'amount') return Number(column.of(a) > column.of(b)) - Number(column.of(a) < column.of(b));
  const { parts } = rateRules[column.rate];
  const [[an, ad], [bn, bd]] = [parts(a), parts(b)];
  if (ad === 0n || bd === 0n) return Number(ad !== 0n) - Number(bd !== 0n);
  // A denominator is a sum of money and may be negative after reversals: then the order turns.
  const turn = ad * bd < 0n ? -1n : 1n;
  const [left, right] = [an * bd * turn, bn * ad * turn];
  return Number(left > right) - Number(left < right);
}

/** What a cell reads: 万元 with two decimals, or a rate. */
export function cellText(column: Column, sums: Sums): string {
  return column.kind === 'amount' ? formatWan(column.of(sums)) : rateText(column.rate, sums);
}
