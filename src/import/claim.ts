import { UserError } from '../core/errors.ts';
import type { Line } from './line.ts';
import { sql } from './statement.ts';

/** A process that stands still for so long has lost its import. It renews with every step, a step takes milliseconds. */
const holdMs = 60_000;

/** Time as it passes here, from the moment that the clock of the program showed at the start. */
export type Now = () => Date;

export interface Claim {
  /** To be the first statement of every transaction: @throws Lost if somebody has taken the import for dead */
  renew(): Promise<void>;
  /** Ends it in another state. */
  release(state: 'CHECKED' | 'FAILED' | 'DISCARDED'): Promise<void>;
}

/** Another process took this import for dead and removed what it had written. */
export class Lost extends Error {}

/**
 * Takes an import that was checked, to apply it; one at a time, over all processes. `digest` makes a new one where there is
 * none of this id. @throws UserError if another one is being applied, or this one cannot be any more
 */
export async function claimImport(
  line: Line,
  { id, digest, now }: { id: string; digest: string; now: Now },
): Promise<Claim> {
  const made = await line.execute(sql`
    INSERT INTO "Import" ("id", "state", "digest", "report", "recordedAt")
    VALUES (${id}, 'CHECKED', ${digest}, '{}', ${now()}) ON CONFLICT ("id") DO NOTHING`);
  const heldUntil = () => new Date(now().getTime() + holdMs);
  let claimed: number;
  try {
    claimed = await line.execute(sql`
      UPDATE "Import" SET "state" = 'APPLYING', "openKey" = 'import', "heldUntil" = ${heldUntil()}
      WHERE "id" = ${id} AND "state" = 'CHECKED'`);
  } catch (error) {
    if (made === 1) await line.execute(sql`DELETE FROM "Import" WHERE "id" = ${id} AND "state" = 'CHECKED'`);
    if (isUniqueViolation(error)) throw new UserError('另一个导入正在进行，请稍后再试。');
    throw error;
  }
  if (claimed === 0) throw new UserError(await whyNot(line, id));
  return {
    async renew() {
      const held = await line.execute(sql`
        UPDATE "Import" SET "heldUntil" = ${heldUntil()} WHERE "id" = ${id} AND "state" = 'APPLYING'`);
      if (held !== 1) throw new Lost();
    },
    async release(state) {
      await line.execute(sql`
        UPDATE "Import" SET "state" = ${state}, "openKey" = NULL, "heldUntil" = NULL
        WHERE "id" = ${id} AND "state" = 'APPLYING'`);
    },
  };
}

async function whyNot(line: Line, id: string): Promise<string> {
  const [row] = await line.query<{ state: string }>(sql`SELECT "state" FROM "Import" WHERE "id" = ${id}`);
  switch (row?.state) {
    case 'APPLIED':
      return '这份文件已经导入过了，没有重复导入。';
    case 'APPLYING':
      return '这份文件正在导入，请稍候。';
    case 'DISCARDED':
      return '这次导入已放弃，如仍要导入请重新发送文件。';
    default:
      return '这次导入没有成功，请重新发送文件。';
  }
}

function isUniqueViolation(error: unknown): boolean {
  return (error as { cause?: { kind?: unknown } } | null)?.cause?.kind === 'UniqueConstraintViolation';
}
