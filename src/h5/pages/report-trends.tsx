/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { dateOf, formatDate, timeOf } from '../../domain/calendar.ts';
import { type Aggregate, aggregateCell, sumShown, withheldNote } from '../../domain/reports/aggregate.ts';
import { spokenFigure } from '../../domain/reports/cell.ts';
import { type Growth, growthCell, growthText } from '../../domain/reports/growth.ts';
import { type Indicator, unitLabels } from '../../domain/reports/indicators.ts';
import { formatCumulative, formatPeriod, monthOfPeriod, type Period } from '../../domain/reports/period.ts';
import { comparableNote, type TrendMonth } from '../../domain/reports/trend.ts';
import type { Page } from './layout.tsx';
import { LineChart } from './line-chart.tsx';

/** A year and the same month before it, or two. */
export const spans = [13, 25] as const;

/** 全区走势: one indicator of all enterprises over months, as a sentence, a line and a table. */
export function reportTrendsPage(options: {
  indicator: Indicator;
  indicators: readonly Indicator[];
  rows: readonly TrendMonth[];
  months: (typeof spans)[number];
  to: Period;
  latest: Period;
  now: Date;
  address: string;
}): Page {
  const { indicator, indicators, rows, months, to, latest, now, address } = options;
  const { label, unit, kind } = indicator;
  const last = rows.at(-1);
  return {
    title: `全区${label}走势`,
    subtitle: `${formatPeriod(rows[0]?.period ?? to)}至${formatPeriod(to)}，单位：${unitLabels[unit]}，数据截至${formatDate(dateOf(now))} ${timeOf(now)}`,
    isWide: true,
    body: (
      <>
        <form class="inline no-print" method="get" action={address}>
          <label for="of">指标</label>
          <select id="of" name="of">
            {indicators.map((one) => (
              <option value={one.key} selected={one.key === indicator.key}>
                {one.label}
              </option>
            ))}
          </select>
          <label for="months">跨度</label>
          <select id="months" name="months">
            {spans.map((one) => (
              <option value={String(one)} selected={one === months}>
                {`${one}个月`}
              </option>
            ))}
          </select>
          <label for="to">至</label>
          <input id="to" name="to" type="month" value={to} max={latest} />
          <button class="button secondary" type="submit">
            查看
          </button>
        </form>
        {last && <p>{spoken(indicator, last)}</p>}
        <section class="panel">
          <LineChart
            title={`全区${label}${kind === 'STOCK' ? '月末数' : '本月数'}，${formatPeriod(rows[0]?.period ?? to)}至${formatPeriod(to)}，各月数见下表`}
            points={rows.map(({ period, month }, n) => ({
              label: (rows.length - 1 - n) % (months === 13 ? 3 : 6) === 0 ? shortPeriod(period) : '',
              value: asNumber(indicator, sumShown(month)),
              text: `${formatPeriod(period)} ${aggregateCell(indicator, month)}`,
            }))}
          />
        </section>
        <section class="panel figures">
          <Table indicator={indicator} rows={rows} />
        </section>
        <p class="hint">{`按已提交月报汇总，各月报送企业数不尽相同。${withheldNote}上期为0或负数时不计算增幅，以“—”表示；${comparableNote}`}</p>
      </>
    ),
  };
}

/** `23-11` */
function shortPeriod(period: Period): string {
  return period.slice(2);
}

function asNumber({ unit }: Indicator, sum: bigint | null): number | null {
  if (sum === null) return null;
  return unit === 'WAN' ? Number(sum) / 1e6 : Number(sum);
}

/** `2023年11月全区营业收入1234.5万元，同比增长12.3%，环比下降5.0%；2023年1—11月累计…` */
function spoken(indicator: Indicator, { period, month, total, onYear, onMonth, totalOnYear }: TrendMonth): string {
  const { label, kind } = indicator;
  const of = (when: string, what: Aggregate): string => {
    if (what.is === 'none') return `${when}没有企业报送${label}`;
    if (what.is === 'withheld') return `${when}全区${label}按规定不予显示`;
    return `${when}全区${label}${spokenFigure(indicator, what.sum)}（${what.enterprises}家）`;
  };
  const grown = (word: string, growth: Growth) => (growth.is === 'none' ? '' : `，${word}${growthText(growth)}`);
  const month1 = kind === 'FLOW' && monthOfPeriod(period) > 1;
  const now = `${of(formatPeriod(period), month)}${grown('同比', onYear)}${grown('环比', onMonth)}`;
  const sum = month1 ? `；${of(`${formatCumulative(period)}累计，`, total)}${grown('同比', totalOnYear)}` : '';
  return `${now}${sum}。`;
}

function Table({ indicator, rows }: { indicator: Indicator; rows: readonly TrendMonth[] }): VNode {
  const isFlow = indicator.kind === 'FLOW';
  const heads = isFlow ? ['本月', '环比', '同比', '本年累计', '累计同比'] : ['月末', '环比', '同比'];
  return (
    <table class="stacks report">
      <thead>
        <tr>
          <th scope="col">月份</th>
          <th scope="col" class="number">
            报送企业
          </th>
          {heads.map((head) => (
            <th scope="col" class="number">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...rows].reverse().map(({ period, month, total, onMonth, onYear, totalOnYear }) => {
          const cells = [aggregateCell(indicator, month), growthCell(onMonth), growthCell(onYear)];
          if (isFlow) cells.push(aggregateCell(indicator, total), growthCell(totalOnYear));
          return (
            <tr>
              <th scope="row">{formatPeriod(period)}</th>
              <td class="number" data-label="报送企业">
                {month.is === 'none' ? '—' : `${month.enterprises}家`}
              </td>
              {cells.map((cell, n) => (
                <td class="number" data-label={heads[n]}>
                  {cell}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
