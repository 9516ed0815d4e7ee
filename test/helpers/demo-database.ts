import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoWorld } from '../../demo/world.ts';
import { writeDemoData } from '../../prisma/demo-data.ts';
import { openDatabase } from '../../src/store/database.ts';
import { dialect, scratchDatabase } from './database.ts';
import { connected, fillingOf } from './postgres-pool.ts';
import { scratchDir } from './scratch-dir.ts';

/**
 * Writing the demo's data takes most of the time in which both sides start. So each process of the tests has it written
 * once, as the demo does, and every further database gets a copy: of the file, or of the rows.
 */
let written: Promise<Copy> | undefined;

type Scratch = Awaited<ReturnType<typeof scratchDatabase>>;
type Copy = () => Promise<Scratch>;

/** The address of a database of its own with the demo's data in it, and how to be rid of it. */
export async function demoDatabase(): Promise<Scratch> {
  written ??= write();
  return (await written)();
}

async function write(): Promise<Copy> {
  const { url, drop } = await scratchDatabase({ migrated: true });
  const database = await openDatabase(url);
  await writeDemoData(database.client, { wecom: demoWorld.wecom.corpId, dingtalk: demoWorld.dingtalk.corpId });
  const copy = dialect === 'sqlite' ? await ofFile(database.client) : await ofRows(url);
  await database.close();
  await drop();
  return copy;
}

async function ofFile(client: { $executeRaw(sql: TemplateStringsArray, file: string): Promise<unknown> }) {
  const dir = await scratchDir();
  const whole = join(dir.path, 'whole.db');
  await client.$executeRaw`VACUUM INTO ${whole}`;
  const bytes = await readFile(whole);
  await dir.remove();
  return async () => {
    const { path, remove } = await scratchDir();
    await writeFile(join(path, 'test.db'), bytes);
    return { url: `file:${join(path, 'test.db')}`, drop: remove };
  };
}

async function ofRows(url: string) {
  const fill = await connected(url, fillingOf);
  return async () => {
    const scratch = await scratchDatabase({ migrated: true });
    await connected(scratch.url, fill);
    return scratch;
  };
}
