import type { Block, Card } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import { pageOf } from '../src/domain/paging.ts';
import { levelLabels, statusLabels, typeFacts } from '../src/domain/qualification.ts';
import type { VisibleStanding } from '../src/domain/visibility.ts';
import { asAt, offerDirect } from './parts.ts';

/** Rows a page: what fits two WeCom texts of 2048 bytes. */
const pageSize = 30;

/** A part of the list, e.g. `有效期内`. */
interface Section {
  label: string;
  standings: readonly VisibleStanding[];
  /** Printed behind its count. */
  remark?: string;
}

/** A list of enterprises under a title, in sections that are counted and numbered apart. */
export function qualificationListCard(options: {
  title: string;
  sections: readonly Section[];
  /** How to read the list. */
  note?: string;
  /** Whether each row names its type, for lists over all types. */
  showType: boolean;
  page: number;
  /** What to say for another page. */
  say: string;
  on: CalendarDate;
  now: Date;
  confidential: boolean;
  askDirectly?: string;
}): Card {
  const { title, sections, note, showType, say, on, now, confidential, askDirectly } = options;
  const numbered = sections.flatMap(({ standings }, section) =>
    standings.map((standing, index) => ({ section, number: index + 1, text: row(standing, showType) })),
  );
  const { rows, page, pages } = pageOf(numbered, options.page, pageSize);
  const blocks: Block[] = [{ kind: 'text', text: `${sections.map(count).join('；')}。${note ?? ''}` }];
  sections.forEach(({ label: heading }, section) => {
    const shown = rows.filter((one) => one.section === section);
    const [first] = shown;
    if (first) blocks.push({ kind: 'list', heading, start: first.number, items: shown.map(({ text }) => text) });
  });
  if (pages > 1) {
    const next = page < pages ? `发送“${say} 第${page + 1}页”继续查看。` : '';
    blocks.push({ kind: 'text', text: `第${page}页，共${pages}页。${next}` });
  }
  return {
    title,
    blocks,
    ...(askDirectly === undefined ? {} : { offer: offerDirect(askDirectly) }),
    footer: asAt(on, now),
    confidential,
  };
}

/** Enterprises are counted, and where one has several rows, rows too. */
function count({ label, standings, remark = '' }: Section): string {
  const enterprises = new Set(standings.map(({ enterprise }) => enterprise.id)).size;
  const rows = standings.length === enterprises ? '' : `${standings.length} 项，涉及企业 `;
  return `${label} ${rows}${enterprises} 家${remark}`;
}

function row({ enterprise, type, level, full }: VisibleStanding, showType: boolean): string {
  const what = showType ? `${levelLabels[level]}${typeFacts[type].label}` : levelLabels[level];
  if (!full) return `${enterprise.name}，${what}`;
  if (full.kind === 'application') return `${enterprise.name}，${what}，${statusLabels[full.status]}`;
  if (full.validTo === null || full.daysLeft === null) return `${enterprise.name}，${what}`;
  return `${enterprise.name}，${what}，至${formatDate(full.validTo)}，剩余${full.daysLeft}天`;
}
