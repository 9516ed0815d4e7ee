import type { Block, Card } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import { levelLabels, typeFacts } from '../src/domain/qualification.ts';
import type { Count } from '../src/domain/statistics.ts';
import { asAt, offerDirect } from './parts.ts';

/** Counts by type and level. Pending ones stand apart and are never added to the recognised. */
export function qualificationStatisticsCard(options: {
  recognised: readonly Count[];
  /** Absent where pending applications may not be shown. */
  pending?: readonly Count[];
  on: CalendarDate;
  now: Date;
  confidential: boolean;
  askDirectly?: string;
}): Card {
  const { recognised, pending, on, now, confidential, askDirectly } = options;
  return {
    title: `资质统计（截至${formatDate(on)}）`,
    blocks: [counts('已认定且在有效期内', recognised), ...(pending ? [counts('待批复（不计入已认定）', pending)] : [])],
    ...(askDirectly === undefined ? {} : { offer: offerDirect(askDirectly) }),
    footer: asAt(on, now),
    confidential,
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
