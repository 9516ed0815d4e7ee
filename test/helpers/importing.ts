import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../src/core/ids.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import { systemDoer } from '../../src/core/system-doer.ts';
import type { ImportProgress } from '../../src/domain/exchange.ts';
import type { ImportResult } from '../../src/import/import-file.ts';
import type { ImportTask } from '../../src/import/task.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { scratchDatabase } from './database.ts';
import { importHere } from './import-here.ts';

export const importKeys = deriveKeys({ linkSecret: 'l'.repeat(32), dataKey: Buffer.alloc(32, 7).toString('base64') });

const now = new Date('2023-12-29T02:00:00Z');

export interface Importing {
  url: string;
  database: Database;
  /** Applies a file in this process. */
  apply(
    bytes: Buffer,
    options?: { allowChanges?: boolean; agreed?: string; onProgress?(step: ImportProgress): void },
  ): Promise<ImportResult>;
  check(bytes: Buffer): Promise<ImportResult>;
  /** The task, for a process of its own. */
  task(bytes: Buffer, work: ImportTask['work']): Promise<ImportTask>;
  drop(): Promise<void>;
}

export const doer = systemDoer(now);

/** An empty database, and imports into it. */
export async function importing(): Promise<Importing> {
  const { url, drop } = await scratchDatabase({ migrated: true });
  const database = await openDatabase(url);
  const dir = mkdtempSync(join(tmpdir(), 'keqitong-import-'));

  async function task(bytes: Buffer, work: ImportTask['work']): Promise<ImportTask> {
    const path = join(dir, `${newId()}.xlsx`);
    await writeFile(path, bytes);
    const source = { path };
    return {
      databaseUrl: url,
      keys: importKeys,
      today: '2023-12-29',
      now,
      source,
      fileBytesAtMost: 64 * 2 ** 20,
      work,
    };
  }

  const run = async (bytes: Buffer, work: ImportTask['work'], onProgress: (step: ImportProgress) => void) =>
    importHere(await task(bytes, work), { onProgress });

  return {
    url,
    database,
    task,
    check: (bytes) => run(bytes, { mode: 'check' }, () => undefined),
    apply: (bytes, { allowChanges = true, agreed = null as string | null, onProgress = () => undefined } = {}) =>
      run(bytes, { mode: 'apply', importId: newId(), doer, allowChanges, agreed }, onProgress),
    async drop() {
      await database.close();
      await drop();
      rmSync(dir, { recursive: true });
    },
  };
}
