import { createErasure } from '../../src/audit/erase.ts';
import { createRetention } from '../../src/audit/retention.ts';
import { createSealer } from '../../src/audit/sealer.ts';
import { type Verification, verifyTrail } from '../../src/audit/verify.ts';
import type { AuditFact, Doer } from '../../src/core/audit.ts';
import { newId } from '../../src/core/ids.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import type { Database } from '../../src/store/database.ts';
import { createRecordAudit } from '../../src/store/record-audit.ts';
import { fixedClock } from './fixed-clock.ts';
import { memoryLog } from './memory-log.ts';

export const testKeys = deriveKeys({ linkSecret: 'x'.repeat(32), dataKey: Buffer.alloc(32, 7).toString('base64') });

/** Somebody in a one-to-one chat. */
export function doerOf(at: Date, options: Partial<Doer> = {}): Doer {
  return {
    personId: 'PERSON',
    role: 'officer',
    account: { platform: 'wecom', corpId: 'ww1', userId: 'wangchen' },
    channel: 'wecom-app',
    place: 'direct',
    groupId: null,
    requestId: newId(),
    at,
    ...options,
  };
}

export const lookAt = (enterpriseId: string): AuditFact => ({
  action: 'qualification.read',
  result: 'allowed',
  objectType: 'enterprise',
  objectId: enterpriseId,
  enterpriseId,
});

/** The audit trail of one database, with everything that works on it. */
export function trailOf({ client, sql }: Pick<Database, 'client' | 'sql'>) {
  const clock = fixedClock();
  const log = memoryLog();
  const sealer = () => createSealer({ client, keys: testKeys, clock, log });
  const record = createRecordAudit(sql, testKeys);
  return {
    clock,
    log,
    /** A further process's. */
    anotherSealer: sealer,
    sealer: sealer(),
    record,
    /** So many looks, a second apart. */
    async looks(count: number): Promise<void> {
      for (let n = 0; n < count; n += 1) {
        await record(doerOf(clock.now()), [lookAt(`FIRM${n}`)]);
        clock.advance(1_000);
      }
    },
    verify: (options: { known?: { seq: bigint; mac: string } } = {}): Promise<Verification> =>
      verifyTrail({ client, keys: testKeys, ...options }),
    findings: async () => (await verifyTrail({ client, keys: testKeys })).findings,
    retention: (keepMonths?: number) =>
      createRetention({ client, keys: testKeys, ...(keepMonths === undefined ? {} : { keepMonths }) }),
    erasure: createErasure({ client, keys: testKeys }),
  };
}

export type Trail = ReturnType<typeof trailOf>;
