import { type ArgType, ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { Prisma } from '../../prisma/generated/sqlite/client.ts';
import type { Dialect } from './schema-engine.ts';

/**
 * The statements of the hot path, written with `Prisma.sql` and given straight to Prisma's driver adapter. The client's
 * own raw interface takes the same statement and adds about 0.2 ms to each on SQLite, as much as the statement itself
 * (bench/README.md); everything that is not run for every message uses the client.
 */
export interface Sql {
  /** Rows by column name. Instants come as Date. */
  query<Row>(statement: Statement): Promise<Row[]>;
  /** @returns how many rows it changed */
  execute(statement: Statement): Promise<number>;
}

/** With `?` (SQLite) and with `$1` (PostgreSQL). */
export type Statement = Pick<Prisma.Sql, 'sql' | 'text' | 'values'>;

export function createSql(adapter: SqlDriverAdapter, dialect: Dialect): Sql {
  const toQuery = (statement: Statement) => ({
    sql: dialect === 'sqlite' ? statement.sql : statement.text,
    args: [...statement.values],
    argTypes: statement.values.map(argType),
  });
  return {
    async query<Row>(statement: Statement) {
      const { columnNames, columnTypes, rows } = await adapter.queryRaw(toQuery(statement));
      return rows.map((row) => {
        const entries = columnNames.map((name, index) => [name, fromColumn(row[index], columnTypes[index])]);
        return Object.fromEntries(entries) as Row;
      });
    },
    execute: (statement) => adapter.executeRaw(toQuery(statement)),
  };
}

function argType(value: unknown): ArgType {
  const scalarType = value instanceof Date ? 'datetime' : typeof value === 'number' ? 'int' : 'string';
  return { scalarType, arity: 'scalar' };
}

function fromColumn(value: unknown, type: number | undefined): unknown {
  if (value === null) return null;
  if (type === ColumnTypeEnum.DateTime) return new Date(String(value));
  // SQLite keeps booleans as numbers.
  if (type === ColumnTypeEnum.Boolean) return Boolean(value);
  return value;
}
