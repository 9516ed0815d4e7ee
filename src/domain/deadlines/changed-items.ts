import { toldRows } from './content-rows.ts';
import type { DeadlineContent } from './deadline.ts';

/**
 * One line for each that differs, old → new: `材料到开发区：2024年5月10日24:00 → 2024年5月15日24:00`. Whom it concerns is told in
 * other words.
 */
export function changedItems(before: DeadlineContent, after: DeadlineContent): string[] {
  const was = new Map(toldRows(before));
  return toldRows(after).flatMap(([label, is]) =>
    was.get(label) === is ? [] : [`${label}：${was.get(label)} → ${is}`],
  );
}
