import { setImmediate as turn } from 'node:timers/promises';
import { PrismaLibSql } from '@prisma/adapter-libsql';

type LibsqlClient = ReturnType<PrismaLibSql['createClient']>;
type LibsqlTransaction = Awaited<ReturnType<LibsqlClient['transaction']>>;
type Statement = Parameters<LibsqlTransaction['execute']>[0];

/** After so long without a turn of the event loop, in ms, whoever goes on with statements waits for one. */
const turnMs = 10;

/**
 * Prisma's adapter for SQLite, on one connection. libsql's own client opens another after every transaction and leaves the
 * one before to the garbage collection, which sees nothing of its open files and little of its memory: after some thousand
 * transactions the process may open no more files. The adapter runs nothing beside a transaction, so none needs a
 * connection for itself.
 */
export class OneConnectionLibSql extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): LibsqlClient {
    return onOneConnection(super.createClient(config));
  }
}

function onOneConnection(client: LibsqlClient): LibsqlClient {
  const run = client.execute.bind(client) as (statement: Statement) => ReturnType<LibsqlTransaction['execute']>;
  /** When the first statement since the last turn of the event loop began; null: there was none. */
  let busySince: number | null = null;

  /**
   * libsql has its answer before it returns: who goes from statement to statement would never come to the event loop, and
   * until the last of them no request would be heard, no answer sent and no time-out noticed. Not within a transaction: those
   * are short, and Prisma would give one up whose time is over while a statement of it waits for its turn.
   */
  async function letOthersTurn(): Promise<void> {
    if (busySince === null) {
      busySince = performance.now();
      setImmediate(() => {
        busySince = null;
      });
    } else if (performance.now() - busySince >= turnMs) await turn();
  }

  /**
   * A statement that failed goes on reading the file as it was then until libsql lets go of it, some time later; once
   * another process has written, its connection could never write again (SQLITE_BUSY_SNAPSHOT). So the next statement has
   * another connection. What was begun is given up first: an old connection would hold the file as long.
   */
  async function execute(statement: Statement) {
    try {
      return await run(statement);
    } catch (error) {
      await run('ROLLBACK').catch(() => undefined);
      // Where no other can be opened the next statement tries it again; what is told is why this one failed.
      if (!client.closed) await Promise.resolve(client.reconnect()).catch(() => undefined);
      throw error;
    }
  }

  async function transaction(): Promise<LibsqlTransaction> {
    await letOthersTurn();
    await execute('BEGIN');
    let isOpen = true;
    const step = async (statement: Statement) => {
      // After a failure nothing more may be done: it would be done outside of the transaction.
      if (!isOpen) throw Object.assign(new Error('The transaction is closed'), { code: 'TRANSACTION_CLOSED' });
      isOpen = false;
      const result = await execute(statement);
      isOpen = true;
      return result;
    };
    const end = async (statement: Statement) => {
      await step(statement);
      isOpen = false;
    };
    // All that the adapter asks of a transaction.
    const used: Pick<LibsqlTransaction, 'execute' | 'commit' | 'rollback'> = {
      execute: step,
      commit: () => end('COMMIT'),
      rollback: async () => {
        if (isOpen) await end('ROLLBACK');
      },
    };
    return used as LibsqlTransaction;
  }

  const executeAlone = async (statement: Statement) => {
    await letOthersTurn();
    return execute(statement);
  };
  return Object.assign(client, { execute: executeAlone, transaction });
}
