import type { FundsRow } from './funds.ts';
import type { ImportRow } from './import.ts';
import type { ReportsRow } from './reports.ts';

export interface Row {
  dialect: string;
  channel: string;
  load: string;
  bot: Figures;
  least: Figures;
  /** Closed loop only. */
  sameSteps: Figures | null;
  /** Share of the bot's HTTP answers that came after the platform's deadline. */
  overDeadline: number;
  failures: number;
}

export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
}

export const fixed = (value: number, digits: number) => value.toFixed(digits);
const times = ({ p50, p99 }: Figures) => `${fixed(p50, 1)} / ${fixed(p99, 1)}`;
export const table = (head: readonly string[], lines: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function closedTable(closedRows: readonly Row[], statements: Readonly<Record<string, number>>): string {
  return table(
    [
      'database',
      'callback',
      'bot/s',
      'floor/s',
      'same steps/s',
      '**bot ÷ floor**',
      'bot ÷ same steps',
      'bot p50 / p99 ms',
      'SQL statements a message',
      'failed',
    ],
    closedRows.map(({ dialect, channel, bot, least, sameSteps, failures }) => [
      dialect,
      channel,
      fixed(bot.perSecond, 0),
      fixed(least.perSecond, 0),
      fixed(sameSteps?.perSecond ?? Number.NaN, 0),
      `**${fixed(bot.perSecond / least.perSecond, 2)}**`,
      fixed(bot.perSecond / (sameSteps?.perSecond ?? Number.NaN), 2),
      times(bot),
      fixed(statements[`${dialect} ${channel}`] ?? Number.NaN, 2),
      String(failures),
    ]),
  );
}

export function openTable(openRows: readonly Row[]): string {
  return table(
    ['database', 'callback', 'rate', 'bot p50 / p99 ms', 'floor p50 / p99 ms', 'over the deadline', 'failed'],
    openRows.map(({ dialect, channel, load, bot, least, overDeadline, failures }) => [
      dialect,
      channel,
      load,
      times(bot),
      times(least),
      `${fixed(overDeadline * 100, 2)} %`,
      String(failures),
    ]),
  );
}

export function importTable(rows: readonly ImportRow[]): string {
  return table(
    [
      'database',
      'rows/s',
      'plain SQL rows/s',
      '**import ÷ plain SQL**',
      'callbacks meanwhile p50 / max ms',
      'max ms, every enterprise changed',
      'failed',
      'bot grew by MB',
      'importing process MB (shared parts halved)',
    ],
    rows.map((row) => [
      row.dialect,
      fixed(row.perSecond, 0),
      fixed(row.floorPerSecond, 0),
      `**${fixed(row.perSecond / row.floorPerSecond, 2)}**`,
      `${fixed(row.callbackP50, 1)} / ${fixed(row.callbackMax, 0)}`,
      fixed(row.changedMax, 0),
      String(row.failures),
      fixed(row.botGrowth, 0),
      `${fixed(row.importResident, 0)} (${fixed(row.importOwn, 0)})`,
    ]),
  );
}

export function fundsTable(rows: readonly FundsRow[]): string {
  const sizes = rows[0]?.enterprise.map(({ enterprises }) => enterprises) ?? [];
  return table(
    [
      'database',
      ...sizes.map((enterprises) => `one of ${enterprises} enterprises, ms`),
      '**growth**',
      'SQL statements',
      'year’s totals, ms',
      'by hand, ms',
      '**year ÷ by hand**',
    ],
    rows.map(({ dialect, enterprise, growth, statements, year }) => [
      dialect,
      ...enterprise.map(({ p50 }) => fixed(p50, 2)),
      `**${fixed(growth, 2)}**`,
      String(statements),
      fixed(year.bot, 0),
      `${fixed(year.byHand, 0)} (${year.hand})`,
      `**${fixed(year.ratio, 2)}**`,
    ]),
  );
}

export function reportsTable(rows: readonly ReportsRow[]): string {
  const ms = ({ p50, p99, max }: ReportsRow['steady']['figures']) =>
    [p50, p99, max].map((one) => fixed(one, 0)).join(' / ');
  return table(
    [
      'database',
      'submissions (of enterprises)',
      'submissions/s',
      'plain SQL/s',
      '**bot ÷ plain SQL**',
      'SQL statements a submission',
      `figures read back, p50 / p99 / max ms`,
      'handed in, p50 / p99 / max ms',
      'over the deadline',
      'failed',
      'resident MB before, after those at once, after all',
    ],
    rows.map(({ steady, ...row }) => [
      row.dialect,
      `${row.sample} (of ${row.enterprises})`,
      fixed(row.perSecond, 1),
      fixed(row.floorPerSecond, 0),
      `**${fixed(row.ratio, 2)}**`,
      fixed(row.statements, 0),
      ms(steady.figures),
      ms(steady.confirmed),
      `${steady.late} of ${steady.submissions * 2}`,
      String(row.failures),
      row.memory.map((one) => fixed(one, 0)).join(', '),
    ]),
  );
}
