import type { Doer } from '../../src/core/audit.ts';
import type { Sender } from '../../src/core/event.ts';
import { newId } from '../../src/core/ids.ts';
import { deriveKeys } from '../../src/core/sealed.ts';
import type { Database } from '../../src/store/database.ts';
import { createEnqueue } from '../../src/store/notices.ts';
import type { StoreDeps } from '../../src/store/store-deps.ts';

export const testKeys = deriveKeys({
  linkSecret: 'a link secret of thirty-two characters',
  dataKey: Buffer.alloc(32, 'd').toString('base64'),
});

/** What stores are made of, with every platform identity reachable but those of a platform that is not set up. */
export function storeDeps(
  { client, sql }: Pick<Database, 'client' | 'sql'>,
  { isSetUp = () => true }: { isSetUp?: (platform: Sender['platform']) => boolean } = {},
): StoreDeps {
  const enqueue = createEnqueue(({ platform }) => (isSetUp(platform) ? { channel: 'wecom-app', handle: {} } : null));
  return { client, sql, keys: testKeys, enqueue, wake: () => undefined };
}

/** Somebody of the bureau who does something now, in a request of its own. */
export function testDoer(at: Date, given: Partial<Doer> = {}): Doer {
  return {
    personId: 'officer1',
    role: 'officer',
    account: null,
    channel: 'wecom-app',
    place: 'direct',
    groupId: null,
    requestId: newId(),
    at,
    ...given,
  };
}
