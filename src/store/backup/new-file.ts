import { chmod, link, mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../../core/errors.ts';

/**
 * Makes a file that is there whole or not at all: `write` makes it in a folder beside its place, it is brought to the disk
 * and gets its name last. What a process that was killed leaves behind is a folder `<name>.part-…`, never the name itself.
 * @returns the size in bytes
 * @throws OperatorError if the name is taken, the folder is missing or not writable, or the disk is full; whatever `write` throws
 */
export async function makeNewFile(path: string, write: (part: string) => Promise<void>): Promise<number> {
  const dir = dirname(path);
  if (await isThere(path)) throw taken(path);
  const beside = await mkdtemp(`${path}.part-`).catch((error: unknown) => {
    throw explained(error, dir);
  });
  const part = join(beside, basename(path));
  try {
    await write(part);
    await chmod(part, 0o600);
    await flush(part, 'r+');
    await giveName(part, path);
    await flush(dir, 'r');
    return (await stat(path)).size;
  } catch (error) {
    throw explained(error, dir);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function taken(path: string): OperatorError {
  return new OperatorError(`${path} 已存在，没有覆盖；请换一个文件名。`);
}

async function flush(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link is refused where the name has been taken meanwhile; some network folders know none. */
async function giveName(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || (await isThere(path))) throw taken(path);
    await rename(part, path);
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

const fullDisk = /No space left on device|disk is full|Disk quota exceeded|ENOSPC|EDQUOT/u;

/** A sentence where there is one for what the file system said, directly or through SQLite or `pg_dump`. */
function explained(error: unknown, dir: string): unknown {
  if (error instanceof Error && fullDisk.test(`${error.message} ${causeOf(error)}`)) {
    return new OperatorError(`${dir} 所在的磁盘空间不足，没有写出文件。`);
  }
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new OperatorError(`文件夹 ${dir} 不存在，请先建立。`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new OperatorError(`没有权限写入文件夹 ${dir}。`);
    default:
      return error;
  }
}

const causeOf = ({ cause }: Error) => (cause instanceof Error ? cause.message : '');
