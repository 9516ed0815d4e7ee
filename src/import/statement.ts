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
  return new Fragment(valuesPieces(head, columns.length, rows.length), rows.flat());
}

/** The pieces between the values of `(?, ?), (?, ?)`. */
function valuesPieces(head: string, columns: number, rows: number): string[] {
  const pieces: string[] = [];
  let piece = `${head}(`;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      pieces.push(piece);
      piece = column < columns - 1 ? ', ' : '), (';
    }
  }
  pieces.push(')');
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
