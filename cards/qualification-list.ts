import type { Block, Card } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import { pageOf } from '../src/domain/paging.ts';
import { levelLabels, statusLabels, typeFacts } from '../src/domain/qualification.ts';
import type { VisibleStanding } from '../src/domain/visibility.ts';
import { asAt, offerDirect } from './parts.ts';

/** Rows a page: what fits two WeCom texts of 2048 bytes. */
const pageSize = 30;

/** A list of enterprises under a title: first those with the qualification, then, apart, those whose application is pending. */
export function qualificationListCard(options: {
  title: string;
  held: readonly VisibleStanding[];
  /** Absent where pending applications may not be shown or are not asked for. */
  pending?: readonly VisibleStanding[];
  /** The count line, e.g. `有效期内 16 家`. */
  heldLabel: string;
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
  const { title, held, pending, heldLabel, page: wanted, say, on, now, confidential, askDirectly } = options;
  const page = pageOf([...held, ...(pending ?? [])], wanted, pageSize);
  const heldRows = page.rows.slice(0, Math.max(0, held.length - page.offset));
  const pendingRows = page.rows.slice(heldRows.length);
  const counts = [
    `${heldLabel} ${distinct(held)} 家`,
    ...(pending ? [`待批复 ${distinct(pending)} 家（不计入已认定）`] : []),
  ];
  const blocks: Block[] = [{ kind: 'text', text: `${counts.join('；')}。` }];
  if (heldRows.length > 0) blocks.push(list(heldLabel, heldRows, page.offset + 1, options.showType));
  if (pendingRows.length > 0)
    blocks.push(list('待批复', pendingRows, Math.max(1, page.offset - held.length + 1), options.showType));
  if (page.pages > 1) {
    const next = page.page < page.pages ? `发送“${say} 第${page.page + 1}页”继续查看。` : '';
    blocks.push({ kind: 'text', text: `第${page.page}页，共${page.pages}页。${next}` });
  }
  return {
    title,
    blocks,
    ...(askDirectly === undefined ? {} : { offer: offerDirect(askDirectly) }),
    footer: asAt(on, now),
    confidential,
  };
}

function distinct(standings: readonly VisibleStanding[]): number {
  return new Set(standings.map(({ enterprise }) => enterprise.id)).size;
}

function list(heading: string, standings: readonly VisibleStanding[], start: number, showType: boolean): Block {
  return { kind: 'list', heading, start, items: standings.map((standing) => row(standing, showType)) };
}

function row({ enterprise, type, level, full }: VisibleStanding, showType: boolean): string {
  const what = showType ? `${levelLabels[level]}${typeFacts[type].label}` : levelLabels[level];
  if (!full) return `${enterprise.name}，${what}`;
  if (full.kind === 'application') return `${enterprise.name}，${what}，${statusLabels[full.status]}`;
  if (full.validTo === null || full.daysLeft === null) return `${enterprise.name}，${what}`;
  return `${enterprise.name}，${what}，至${formatDate(full.validTo)}，剩余${full.daysLeft}天`;
}
