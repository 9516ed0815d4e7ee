import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';

/** What is free in memory is needed by others too; a container gets 64 MB of it unless told otherwise. */
const bytesAtLeast = 2 ** 30;

/** Where databases of tests are: in memory where there is enough of it, so that their commits do not wait for the disk. */
const place = isRoomy() ? memory : tmpdir();

function isRoomy(): boolean {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= bytesAtLeast;
  } catch {
    return false;
  }
}

/** A folder for one database, and how to be rid of it. */
export async function scratchDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(place, 'keqitong-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
