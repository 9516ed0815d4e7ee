import { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import { newId } from '../../core/ids.ts';
import type { Deadlines } from '../../domain/deadlines/deadlines.ts';
import type { Policy } from '../../domain/deadlines/policy.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import { newestPolicy, toPolicy } from './rows.ts';

/** Not by the client, which takes longer: until the day's rounds are done it is read at every ring. */
export async function readPolicy({ sql }: Pick<StoreDeps, 'sql'>): Promise<Policy> {
  const [row] = await sql.query<{ number: number; content: string }>(Prisma.raw(newestPolicy));
  return toPolicy(row);
}

/** 提醒规则: the newest that staff made, or the built-in one. */
export function createPolicies(deps: StoreDeps): Pick<Deadlines, 'policy' | 'savePolicy'> {
  return {
    policy: () => readPolicy(deps),
    savePolicy: (doer, content, seen) =>
      change<Policy | null>(deps, doer, async (tx) => {
        const { _max } = await tx.reminderPolicy.aggregate({ _max: { number: true } });
        if ((_max.number ?? 0) !== seen) return { result: null, alongside: null };
        const number = seen + 1;
        const data = { id: newId(), number, content: JSON.stringify(content) };
        await tx.reminderPolicy.create({ data: { ...data, recordedById: doer.personId, recordedAt: doer.at } });
        const about = { objectType: 'policy', objectId: String(number) };
        return {
          result: { ...content, number },
          alongside: { audit: [{ action: 'policy.change', result: 'allowed', ...about }] },
        };
      }),
  };
}
