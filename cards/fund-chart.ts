import type { Card } from '../src/core/card.ts';
import { noticeCard } from './notice.ts';

/** The line before the picture. `asAt` null: there is nothing to be drawn. */
export function fundChartCard(year: number, asAt: string | null): Card {
  const text =
    asAt === null
      ? `${year}年没有已登记的专项资金批次，没有可绘制的图。`
      : `${year}年获得专项资金按级次、按批次的图见随附图片（${asAt}）。`;
  return { ...noticeCard(`${year}年专项资金图`, text), confidential: true };
}
