import { createClient, type InValue } from '@libsql/client';
import pg from 'pg';
import { enterpriseId, period, reporterId } from './report-data.ts';

/** A row as the driver gives and takes it. */
export type Row = Readonly<Record<string, unknown>>;

/** Everything that the bot wrote for one submission. */
interface Written {
  jobs: readonly [Row, Row];
  report: Row;
  entries: readonly Row[];
  submission: Row;
  values: readonly Row[];
  /** Of the figures, their reading back, the handing in and the receipt. */
  audit: readonly [Row, Row, Row, Row];
  subject: Row;
  card: Row;
  /** What was about to be sent, for each job. */
  plans: readonly [string, string];
}

/** One statement, its parameters written as `?`. */
interface Statement {
  sql: string;
  args: readonly unknown[];
}

export interface Driver {
  query(statement: Statement): Promise<Row[]>;
  /** All of them in one commit, in the way that takes this database the least time. */
  commit(statements: readonly Statement[]): Promise<unknown>;
  close(): Promise<void>;
}

export function openDriver(url: string): Driver {
  return url.startsWith('file:') ? libsql(url) : postgres(url);
}

function libsql(url: string): Driver {
  const client = createClient({ url });
  const plain = ({ sql, args }: Statement) => ({ sql, args: args as InValue[] });
  return {
    query: async (statement) => (await client.execute(plain(statement))).rows.map((row) => ({ ...row })),
    commit: (statements) => {
      const [only, ...others] = statements;
      return only && others.length === 0 ? client.execute(plain(only)) : client.batch(statements.map(plain), 'write');
    },
    close: async () => client.close(),
  };
}

/** A commit is one prepared statement: what else is written in it stands before it in WITH. */
function postgres(connectionString: string): Driver {
  const pool = new pg.Pool({ connectionString });
  const names = new Map<string, string>();
  const numbered = (sql: string, from: number) => {
    let n = from;
    return sql.replaceAll('?', () => `$${++n}`);
  };
  const run = (statements: readonly Statement[]) => {
    const args: unknown[] = [];
    const texts = statements.map((one) => {
      const text = numbered(one.sql, args.length);
      args.push(...one.args);
      return text;
    });
    const before = texts.slice(0, -1).map((text, n) => `w${n} AS (${text})`);
    const text = `${before.length > 0 ? `WITH ${before.join(', ')} ` : ''}${texts.at(-1)}`;
    const name = names.get(text) ?? `floor${names.size}`;
    names.set(text, name);
    return pool.query({ name, text, values: args });
  };
  return { query: async (one) => (await run([one])).rows, commit: run, close: () => pool.end() };
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

export function insert(table: string, rows: readonly Row[]): Statement {
  const columns = Object.keys(rows[0] ?? {});
  const row = `(${columns.map(() => '?').join(', ')})`;
  return {
    sql: `INSERT INTO "${table}" (${quoted(columns)}) VALUES ${rows.map(() => row).join(', ')}`,
    args: rows.flatMap((one) => columns.map((column) => one[column])),
  };
}

function update(table: string, key: string, row: Row, columns: readonly string[]): Statement {
  const set = columns.map((column) => `"${column}" = ?`).join(', ');
  return {
    sql: `UPDATE "${table}" SET ${set} WHERE "${key}" = ?`,
    args: [...columns.map((column) => row[column]), row[key]],
  };
}

/** Reads what the bot wrote for an enterprise. @param calls what it sent, as the other side had it */
export async function readWritten(driver: Driver, n: number, calls: readonly string[]): Promise<Written> {
  const all = (table: string, where: string, ...args: unknown[]) =>
    driver.query({ sql: `SELECT * FROM "${table}" WHERE ${where}`, args });
  const one = <T>(rows: readonly T[], at = 0): T => {
    const row = rows[at];
    if (!row) throw new Error(`a row of ${reporterId(n)} is missing`);
    return row;
  };
  const report = one(await all('MonthlyReport', '"enterpriseId" = ? AND "period" = ?', enterpriseId(n), period));
  const submission = one(await all('ReportSubmission', '"reportId" = ?', report.id));
  const trail = await all('AuditEntry', '"enterpriseId" = ? ORDER BY "at", "action"', enterpriseId(n));
  // Sealed afterwards, and not a part of it.
  const audit = trail.map((row) => ({ ...row, seq: null }));
  const jobOf = async (at: number) => one(await all('Job', '"id" = ?', one(trail, at).requestId));
  const card = one(await all('LiveCard', '"subject" = ?', `report:${enterpriseId(n)}:${period}`));
  return {
    jobs: [await jobOf(0), await jobOf(2)],
    report,
    entries: await all('ReportEntry', '"reportId" = ?', report.id),
    submission,
    values: await all('ReportValue', '"submissionId" = ?', submission.id),
    audit: [one(audit, 0), one(audit, 1), one(audit, 2), one(audit, 3)],
    subject: one(await all('LiveSubject', '"subject" = ?', card.subject)),
    card,
    plans: [JSON.stringify(calls.slice(0, 2)), JSON.stringify(calls.slice(2))],
  };
}

/** The same rows again, with a commit wherever the bot makes one: fourteen. */
function commits(written: Written): Statement[][] {
  const { jobs, report, entries, submission, values, audit, subject, card, plans } = written;
  const running = { state: 'running', plan: null, sent: 0, finishedAt: null };
  const job = (which: 0 | 1, answering: readonly Statement[][]): Statement[][] => [
    [insert('Job', [{ ...jobs[which], ...running }])],
    ...answering,
  ];
  const sending = (which: 0 | 1, sent: number) => [
    update('Job', 'id', { ...jobs[which], plan: plans[which], sent }, ['plan', 'sent', 'dueAt']),
  ];
  const done = (which: 0 | 1) => [update('Job', 'id', jobs[which], ['state', 'plan', 'finishedAt', 'lastError'])];
  const draft = { ...report, version: 1, state: 'DRAFT', submissionId: null, submittedSeq: 0 };
  return [
    ...job(0, [
      [insert('MonthlyReport', [draft]), insert('ReportEntry', entries), insert('AuditEntry', [audit[0]])],
      [insert('AuditEntry', [audit[1]])],
      sending(0, 0),
      sending(0, 1),
      [
        insert('LiveSubject', [{ ...subject, state: null, closedAt: null, closedBy: null }]),
        insert('LiveCard', [{ ...card, endedAt: null }]),
      ],
      done(0),
    ]),
    ...job(1, [
      [
        insert('ReportSubmission', [submission]),
        insert('ReportValue', values),
        insert('AuditEntry', [audit[2]]),
        update('LiveSubject', 'subject', subject, ['state', 'closedAt', 'closedBy', 'touchedAt']),
        update('MonthlyReport', 'id', report, ['state', 'version', 'submissionId', 'submittedSeq']),
      ],
      [insert('AuditEntry', [audit[3]])],
      [update('LiveCard', 'id', card, ['endedAt'])],
      sending(1, 0),
      sending(1, 1),
      done(1),
    ]),
  ];
}

/** Writes them, always `width` submissions under way. @returns how long that took, in ms */
export async function writePlainly(driver: Driver, all: readonly Written[], width: number): Promise<number> {
  const ready = all.map(commits);
  let next = 0;
  const started = performance.now();
  const lane = async () => {
    for (let one = ready[next++]; one; one = ready[next++]) {
      for (const statements of one) await driver.commit(statements);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return performance.now() - started;
}
