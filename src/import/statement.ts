import type { Dialect } from '../store/schema-engine.ts';
import type { Statement } from '../store/sql.ts';

/**
 * Statements without the client's own tag: the process that imports has no client, which would take half of its memory.
 * Values are always parameters; other statements may stand inside.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Statement {
  let pieces: string[] = [strings[0] ?? ''];
  const values: unknown[] = [];
  for (const [index, part] of parts.entries()) {
    const next = strings[index + 1] ?? '';
    if (part instanceof Fragment) {
      const [first = '', ...rest] = part.strings;
      pieces = [...pieces.slice(0, -1), (pieces.at(-1) ?? '') + first, ...rest];
      pieces[pieces.length - 1] += next;
      values.push(...part.values);
    } else {
      pieces.push(next);
      values.push(part);
    }
  }
  return new Fragment(pieces, values);
}

/** Text of ours as it stands, e.g. a table's name. */
export function raw(text: string): Statement {
  return new Fragment([text], []);
}

/** `(?, ?, ?)` for an IN. */
export function listOf(values: readonly unknown[]): Statement {
  return new Fragment(['(', ...Array.from({ length: values.length - 1 }, () => ', '), ')'], [...values]);
}

/** Inserts rows, each a list of values in the order of the columns. */
export function insertInto(
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Statement {
  const head = `INSERT INTO "${table}" (${columns.map((one) => `"${one}"`).join(', ')}) VALUES `;
  return new Fragment(
    valuesPieces(
      head,
      '',
      columns.map(() => ''),
      rows.length,
    ),
    rows.flat(),
  );
}

/** A column that is changed only if it still has the value that was seen. */
export interface ChangedColumn {
  name: string;
  type: 'text' | 'boolean';
}

/**
 * Changes rows in one statement: each is id, the values seen, the values wanted. A row that no longer has the values seen
 * stays as it is and is missing from the count.
 */
export function updateRows(
  dialect: Dialect,
  table: string,
  columns: readonly ChangedColumn[],
  rows: readonly (readonly unknown[])[],
): Statement {
  // PostgreSQL takes a parameter that stands for itself for text.
  const casts = dialect === 'postgresql' ? columns.map(({ type }) => `::${type}`) : columns.map(() => '');
  const names = (prefix: string) => columns.map((_, index) => `${prefix}${index}`);
  const head = `WITH v (id, ${[...names('o'), ...names('n')].join(', ')}) AS (VALUES `;
  const set = columns.map(({ name }, index) => `"${name}" = v.n${index}`).join(', ');
  // SQLite is kept from looking rows up by one of these: of what is not told there may be thousands.
  const noIndex = dialect === 'sqlite' ? '+' : '';
  const same = columns.map(({ name }, index) => `${noIndex}"${table}"."${name}" IS NOT DISTINCT FROM v.o${index}`);
  const tail = `) UPDATE "${table}" SET ${set} FROM v WHERE ${[`"${table}"."id" = v.id`, ...same].join(' AND ')}`;
  const first = dialect === 'postgresql' ? '::text' : '';
  return new Fragment(valuesPieces(head, tail, [first, ...casts, ...casts], rows.length), rows.flat());
}

/** The pieces between the values of `(?, ?), (?, ?)`; what follows a value is `after`. */
function valuesPieces(head: string, tail: string, after: readonly string[], rows: number): string[] {
  const pieces: string[] = [];
  let piece = `${head}(`;
  for (let row = 0; row < rows; row += 1) {
    for (const [column, suffix] of after.entries()) {
      pieces.push(piece);
      const isLast = column === after.length - 1;
      piece = suffix + (isLast ? (row === rows - 1 ? ')' : '), (') : ', ');
    }
  }
  pieces.push(piece + tail);
  return pieces;
}

class Fragment implements Statement {
  readonly strings: readonly string[];
  readonly values: unknown[];

  constructor(strings: readonly string[], values: unknown[]) {
    this.strings = strings;
    this.values = values;
  }

  get sql(): string {
    return this.strings.join('?');
  }

  get text(): string {
    return this.strings.map((piece, index) => (index === 0 ? piece : `$${index}${piece}`)).join('');
  }
}
