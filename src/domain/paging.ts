export interface Page<T> {
  rows: readonly T[];
  /** Counted from 1. */
  page: number;
  pages: number;
  /** Position of the first row in the whole list, counted from 0. */
  offset: number;
}

/** One page of a list; a page that does not exist becomes the nearest that does. */
export function pageOf<T>(rows: readonly T[], page: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  const offset = (shown - 1) * size;
  return { rows: rows.slice(offset, offset + size), page: shown, pages, offset };
}
