import type { Block, Card } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import { levelLabels, typeFacts } from '../src/domain/qualification.ts';
import type { Count, Statistics } from '../src/domain/statistics.ts';
import { asAt, offerDirect } from './parts.ts';

/** Counts by type and level. Pending ones stand apart and are never added to the recognised. */
export function qualificationStatisticsCard(options: {
  statistics: Statistics;
  on: CalendarDate;
  now: Date;
  /** Whether pending applications may be shown. */
  full: boolean;
  askDirectly?: string;
}): Card {
  const { statistics, on, now, full, askDirectly } = options;
  return {
    title: `资质统计（截至${formatDate(on)}）`,
    blocks: [
      counts('已认定且在有效期内', statistics.recognised),
      ...(full ? [counts('待批复（不计入已认定）', statistics.pending)] : []),
    ],
    ...(askDirectly === undefined ? {} : { offer: offerDirect(askDirectly) }),
    footer: asAt(on, now),
    confidential: full,
  };
}

function counts(heading: string, rows: readonly Count[]): Block {
  if (rows.length === 0) return { kind: 'text', text: `${heading}：无。` };
  return {
    kind: 'fields',
    heading,
    fields: rows.map(({ type, level, enterprises }) => ({
      label: `${levelLabels[level]}${typeFacts[type].label}`,
      value: `${enterprises} 家`,
    })),
  };
}
