import type { BatchSums } from './funds.ts';
import { type Sums, sumOf } from './sums.ts';
import { fundCategories, fundCategoryLabels, fundLevelLabels, fundLevels } from './terms.ts';

/** Batches of one level or category together. */
export interface BatchGroup {
  label: string;
  batches: number;
  sums: Sums;
}

/** In the order of levels (or categories), those without a batch left out. */
export function groupBatches(batches: readonly BatchSums[], by: 'level' | 'category'): BatchGroup[] {
  const keys =
    by === 'level'
      ? fundLevels.map((level) => ({
          label: fundLevelLabels[level],
          is: (one: BatchSums) => one.batch.level === level,
        }))
      : fundCategories.map((category) => ({
          label: fundCategoryLabels[category],
          is: (one: BatchSums) => one.batch.category === category,
        }));
  return keys.flatMap(({ label, is }) => {
    const of = batches.filter(is);
    return of.length === 0 ? [] : [{ label, batches: of.length, sums: sumOf(of.map(({ sums }) => sums)) }];
  });
}
