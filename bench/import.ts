import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEnv } from '../demo/world.ts';
import { newId } from '../src/core/ids.ts';
import { deriveKeys } from '../src/core/sealed.ts';
import { systemDoer } from '../src/core/system-doer.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { runImport } from '../src/import/run-import.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { memoryOf } from './around.ts';
import type { BenchChannel } from './channels.ts';
import { importRows, importWorkbook, plainRows } from './import-data.ts';
import { insertPlainly } from './import-floor.ts';
import { openLoop, percentile } from './load.ts';

/** What an import costs, alone and while the bot answers. */
export interface ImportRow {
  dialect: string;
  /** Rows of the file a second, from the start of its process to the last word. */
  perSecond: number;
  /** The same rows inserted by plain SQL. */
  floorPerSecond: number;
  /** While it ran beside the bot, in ms; the callbacks came at `rate` a second. */
  rate: number;
  callbackP50: number;
  callbackMax: number;
  failures: number;
  /** While one ran in which every enterprise was changed. */
  changedMax: number;
  /** In MB: what the bot grew by, and the most that the importing process had; of memory both use, it has its half. */
  botGrowth: number;
  importResident: number;
  importOwn: number;
}

interface Around {
  scratch(dialect: string): Promise<{ url: string; drop(): Promise<void> }>;
  spawnBot(url: string): Promise<{ child: ChildProcess; port: number }>;
  channel: BenchChannel;
  posts(count: number): ReturnType<BenchChannel['post']>[];
}

const rate = 20;
/** The bot's own, or it would not take the entries in the audit trail for its own. */
const { LINK_SECRET: linkSecret = '', DATA_KEY: dataKey = '' } = demoEnv({
  emulatorUrl: '',
  botUrl: '',
  databaseUrl: '',
});
const keys = deriveKeys({ linkSecret, dataKey });

async function importInto(url: string, path: string, onStart: (child: ChildProcess) => void = () => undefined) {
  const now = new Date();
  const doer = systemDoer(now);
  const { outcome } = await runImport(
    {
      databaseUrl: url,
      keys,
      today: dateOf(now),
      now,
      source: { path },
      fileBytesAtMost: 64 * 2 ** 20,
      work: { mode: 'apply', importId: newId(), doer, allowChanges: true, agreed: null },
    },
    { onStart },
  );
  if (outcome !== 'applied') throw new Error(`the import ended with ${outcome}`);
}

export async function benchImport(dialect: string, around: Around): Promise<ImportRow> {
  const dir = await mkdtemp(join(tmpdir(), 'keqitong-bench-'));
  const file = join(dir, 'new.xlsx');
  const changed = join(dir, 'changed.xlsx');
  writeFileSync(file, await importWorkbook());
  writeFileSync(changed, await importWorkbook('农副食品加工业'));
  try {
    const floorMs = await onFresh(dialect, around, (url) => insertPlainly(url, plainRows()));
    const importMs = await onFresh(dialect, around, async (url) => {
      const started = performance.now();
      await importInto(url, file);
      return performance.now() - started;
    });
    const beside = await besideTheBot(dialect, around, { file, changed });
    return {
      dialect,
      perSecond: (importRows / importMs) * 1000,
      floorPerSecond: (importRows / floorMs) * 1000,
      rate,
      ...beside,
    };
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function onFresh<T>(dialect: string, { scratch }: Around, work: (url: string) => Promise<T>): Promise<T> {
  const { url, drop } = await scratch(dialect);
  try {
    const database = await openDatabase(url);
    await migrate(database);
    await database.close();
    return await work(url);
  } finally {
    await drop();
  }
}

async function besideTheBot(dialect: string, around: Around, { file, changed }: { file: string; changed: string }) {
  const { url, drop } = await around.scratch(dialect);
  const bot = await around.spawnBot(url);
  try {
    const until = async (work: Promise<void>) => {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      const ms: number[] = [];
      let failures = 0;
      while (!isDone) {
        // Half a second of callbacks at a time, until the import is through.
        const timings = await openLoop(bot.port, around.posts(rate / 2), rate);
        ms.push(...timings.ms);
        failures += timings.failures;
      }
      await done;
      return { ms: ms.sort((a, b) => a - b), failures };
    };
    await openLoop(bot.port, around.posts(200), 100);
    const before = memoryOf(bot.child.pid).resident;
    const peak = { bot: before, resident: 0, own: 0 };
    let importing: ChildProcess | undefined;
    const watch = setInterval(() => {
      peak.bot = Math.max(peak.bot, memoryOf(bot.child.pid).resident);
      const { resident, own } = memoryOf(importing?.pid);
      peak.resident = Math.max(peak.resident, resident);
      peak.own = Math.max(peak.own, own);
    }, 50);
    const first = await until(
      importInto(url, file, (child) => {
        importing = child;
      }),
    );
    clearInterval(watch);
    const second = await until(importInto(url, changed));
    return {
      callbackP50: percentile(first.ms, 0.5),
      callbackMax: first.ms.at(-1) ?? Number.NaN,
      failures: first.failures + second.failures,
      changedMax: second.ms.at(-1) ?? Number.NaN,
      botGrowth: peak.bot - before,
      importResident: peak.resident,
      importOwn: peak.own,
    };
  } finally {
    bot.child.kill();
    await new Promise((resolve) => bot.child.once('exit', resolve));
    await drop();
  }
}
