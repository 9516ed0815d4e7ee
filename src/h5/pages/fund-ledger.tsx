/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { type Grouping, groupingLabels, groupings } from '../../domain/funds/funds.ts';
import { rateRules, type Sums } from '../../domain/funds/sums.ts';
import { asAtText } from '../../domain/funds/wording.ts';
import { type Fen, formatRate, textWan } from '../../domain/money.ts';
import { asAtOf, type Column, cellText, type FundTable, queryOf, type TableQuery } from '../fund-table.ts';
import type { Page } from './layout.tsx';

/** A line with somewhere to go. */
export interface Notice {
  text: string;
  href: string;
}

/** 资金台账: what was obtained in a year, the table, and what wants to be looked at. */
export function ledgerPage(options: {
  query: TableQuery;
  years: readonly number[];
  today: string;
  table: FundTable;
  /** By level, of the same year and day: the sum is printed beside the total. */
  levels: readonly { label: string; fen: Fen }[];
  batches: number;
  warnings: readonly Notice[];
  claims: readonly Notice[];
  address: string;
  /** Null: may not take it along. */
  download: string | null;
  /** Null: may not enter anything. */
  forms: { batch: string; project: string; entry: string } | null;
}): Page {
  const { query, years, today, table, levels, batches, warnings, claims, address, download, forms } = options;
  const to = (change: Partial<TableQuery>) => `${address}${queryOf(query, change, today)}`;
  return {
    title: `${query.year}年专项资金台账`,
    subtitle: `${asAtText(asAtOf(query))}，金额单位：万元`,
    isWide: true,
    body: (
      <>
        <p>{obtained(query.year, batches, levels)}</p>
        <nav class="tabs no-print" aria-label="年度和分组">
          {years.map((year) => (
            <a href={to({ year })} aria-current={year === query.year ? 'page' : undefined}>{`${year}年`}</a>
          ))}
          <span />
          {groupings.map((by: Grouping) => (
            <a href={to({ by, sort: null, isDescending: false })} aria-current={by === query.by ? 'page' : undefined}>
              {groupingLabels[by]}
            </a>
          ))}
        </nav>
        <form class="inline no-print" method="get" action={address}>
          <input type="hidden" name="year" value={String(query.year)} />
          <input type="hidden" name="by" value={query.by} />
          {query.sort !== null && (
            <input type="hidden" name="sort" value={`${query.sort}.${query.isDescending ? 'desc' : 'asc'}`} />
          )}
          <label for="on">截至</label>
          <input id="on" name="on" type="date" value={query.on} max={today} />
          <label for="known">登记至</label>
          <input id="known" name="known" type="date" value={query.known ?? ''} />
          <button class="button secondary" type="submit">
            查看
          </button>
        </form>
        <section class="panel figures">
          <SumTable table={table} query={query} to={to} />
        </section>
        <p class="hint">{formulas(table.columns)}</p>
        <div class="actions no-print">
          {download !== null && (
            <a class="button secondary" href={`${download}${queryOf(query, {}, today)}`}>
              导出 .xlsx
            </a>
          )}
          {forms && (
            <>
              <a class="button secondary" href={forms.entry}>
                登记明细
              </a>
              <a class="button secondary" href={forms.project}>
                新增项目
              </a>
              <a class="button secondary" href={forms.batch}>
                新增批次
              </a>
            </>
          )}
        </div>
        <Notices heading="待确认的企业自报" notices={claims} />
        <Notices heading="提醒" notices={warnings} />
      </>
    ),
  };
}

/** The year's money is what was obtained: neither spent nor left (domain.md C2). */
function obtained(year: number, batches: number, levels: readonly { label: string; fen: Fen }[]): string {
  const total = levels.reduce((sum, { fen }) => sum + fen, 0n);
  if (batches === 0) return `${year}年没有登记获得的科技专项资金。`;
  const parts = levels.map(({ label, fen }) => `${label}${textWan(fen)}（占${formatRate(fen, total)}）`);
  return `${year}年获得科技专项资金${textWan(total)}，共${batches}批，其中${parts.join('、')}。`;
}

function formulas(columns: readonly Column[]): string {
  const rates = columns.flatMap((column) => (column.kind === 'rate' ? [rateRules[column.rate]] : []));
  return `${rates.map(({ label, formula }) => `${label}＝${formula}`).join('；')}。奖励性资金不核算支出，不计入企业余额和支出、预算执行率。没有分母时为“—”。`;
}

function SumTable({
  table: { subject, columns, rows, total },
  query,
  to,
}: {
  table: FundTable;
  query: TableQuery;
  to(change: Partial<TableQuery>): string;
}): VNode {
  const isSorted = (key: string) => query.sort === key;
  const sortOf = (key: string) =>
    isSorted(key) ? (query.isDescending ? ('descending' as const) : ('ascending' as const)) : undefined;
  // Figures are looked for from the largest down, names from the first on.
  const next = (key: string) => to({ sort: key, isDescending: isSorted(key) ? !query.isDescending : key !== 'label' });
  const heading = (key: string, text: string) => (
    <th scope="col" aria-sort={sortOf(key)}>
      <a href={next(key)}>{text}</a>
      <span aria-hidden="true">{isSorted(key) ? (query.isDescending ? ' ↓' : ' ↑') : ''}</span>
    </th>
  );
  return (
    <table class="stacks sums">
      <thead>
        <tr class="only-print">
          <th colSpan={columns.length + 1}>
            {`${query.year}年专项资金台账（${groupingLabels[query.by]}），${asAtText(asAtOf(query))}，金额单位：万元`}
          </th>
        </tr>
        <tr>
          {heading('label', subject)}
          {columns.map(({ key, header }) => heading(key, header))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, detail, href, sums }) => (
          <tr>
            <th scope="row">
              {href === null ? label : <a href={href}>{label}</a>}
              {detail !== null && <span class="detail">{detail}</span>}
            </th>
            <Figures columns={columns} sums={sums} />
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={columns.length + 1}>没有登记的资金。</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{`合计（${rows.length}行）`}</th>
          <Figures columns={columns} sums={total} />
        </tr>
      </tfoot>
    </table>
  );
}

function Figures({ columns, sums }: { columns: readonly Column[]; sums: Sums }): VNode {
  return (
    <>
      {columns.map((column) => (
        <td class="number" data-label={column.header}>
          {cellText(column, sums)}
        </td>
      ))}
    </>
  );
}

function Notices({ heading, notices }: { heading: string; notices: readonly Notice[] }): VNode | null {
  if (notices.length === 0) return null;
  return (
    <section class="panel no-print">
      <h2>{`${heading}（${notices.length}）`}</h2>
      <ol>
        {notices.map(({ text, href }) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ol>
    </section>
  );
}
