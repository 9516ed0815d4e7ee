import type { Card } from '../src/core/card.ts';
import { formatPeriod, type Period } from '../src/domain/reports/period.ts';
import { noticeCard } from './notice.ts';
import { reportName } from './report-parts.ts';

/** The line before a picture; without anything to draw, that. */
function chartCard(title: string, text: string): Card {
  return { ...noticeCard(title, text), confidential: true };
}

export function progressChartCard(period: Period, all: number): Card {
  const name = `${reportName(period)}填报进度图`;
  return chartCard(
    name,
    all === 0 ? '目前没有应报企业，没有可绘制的图。' : `${reportName(period)}填报进度见随附图片。`,
  );
}

export function historyChartCard(enterprise: string, { months, isDrawn }: { months: number; isDrawn: boolean }): Card {
  const text = isDrawn
    ? `${enterprise}近${months}个月营业收入和研发费用见随附图片，未报的月份留空。`
    : `${enterprise}近${months}个月没有已提交的月报，没有可绘制的图。`;
  return chartCard('经营情况图', text);
}

export function trendChartCard(label: string, period: Period, isDrawn: boolean): Card {
  const text = isDrawn
    ? `开发区${label}合计趋势（截至${formatPeriod(period)}，与上年同期对照）见随附图片。`
    : `截至${formatPeriod(period)}没有已提交的${label}，没有可绘制的图。`;
  return chartCard(`${label}趋势图`, text);
}
