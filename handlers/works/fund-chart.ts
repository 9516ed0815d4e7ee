import { fundChartCard } from '../../cards/fund-chart.ts';
import { isStaff } from '../../src/core/actor.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Context, Work } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf, readDate } from '../../src/domain/calendar.ts';
import type { AsAt } from '../../src/domain/funds/facts.ts';
import { groupBatches } from '../../src/domain/funds/grouping.ts';
import { batchLabel, fundLevelLabels } from '../../src/domain/funds/terms.ts';
import { asAtText } from '../../src/domain/funds/wording.ts';

/** Draws a year's funds as they were said, and sends the picture. */
export const fundChart: Work = {
  name: 'fund-chart',
  permission: 'fund.ask',
  async run(ctx, args) {
    if (!isStaff(ctx.actor)) throw new UserError('资金图表仅供开发区科技局工作人员查看。');
    const { year, asAt } = readArgs(args, dateOf(ctx.now));
    const batches = await ctx.funds.batches({ year }, asAt);
    const of = { objectType: 'fund-year', objectId: String(year) };
    const audit = [{ action: 'fund.list', result: 'allowed', ...of, detail: { scope: `${year} 图` } }] as const;
    if (batches.length === 0) return { here: fundChartCard(year, null), audit };
    const bytes = await ctx.charts.funds({
      title: `${year}年获得科技专项资金`,
      subtitle: asAtText(asAt),
      levels: groupBatches(batches, 'level').map(({ label, sums }) => ({ label, fen: sums.allocated })),
      batches: batches.map(({ batch, sums }) => ({
        label: `${batchLabel(batch.number)} ${batch.name}`,
        level: fundLevelLabels[batch.level],
        fen: sums.allocated,
      })),
    });
    const attachmentId = await ctx.exchange.keep(ctx.doer, { name: `${year}年专项资金.png`, bytes });
    return { here: fundChartCard(year, asAtText(asAt)), attachmentId, audit };
  },
};

/** Leaves the picture to be drawn after the answer. `to` who asked; the same figures as the words have. */
export async function leaveFundChart(ctx: Context, year: number, { on, knownBy }: AsAt): Promise<void> {
  const args = { year, on, ...(knownBy ? { knownBy: knownBy.toISOString() } : {}) };
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: fundChart.name, args });
}

/** As `leaveFundChart` stored them; a job of another release may have others. */
function readArgs(
  { year, on, knownBy }: Readonly<Record<string, unknown>>,
  today: CalendarDate,
): { year: number; asAt: AsAt } {
  const day = typeof on === 'string' ? readDate(on) : null;
  const known = typeof knownBy === 'string' ? new Date(knownBy) : null;
  if (typeof year !== 'number' || !Number.isInteger(year)) throw new UserError('请写明年份，例如“/资金 2023”。');
  const isKnown = known !== null && !Number.isNaN(known.getTime());
  return { year, asAt: { on: day ?? today, ...(isKnown ? { knownBy: known } : {}) } };
}
