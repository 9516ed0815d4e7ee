import { beforeEach, describe, expect, it } from 'vitest';
import { createCardRegistration } from '../../../src/platforms/dingtalk/card-registration.ts';
import { type MemoryLog, memoryLog } from '../../helpers/memory-log.ts';
import { expectCalls } from '../nocked.ts';
import { createClient, expectPost, expectToken } from './dingtalk-api.ts';

expectCalls();
let log: MemoryLog;
beforeEach(() => {
  log = memoryLog();
});

describe('registering for card callbacks', () => {
  const register = () =>
    createCardRegistration({
      client: createClient(),
      routeKey: 'key',
      callbackUrl: 'https://bot/dingtalk/card',
      secret: 'c',
      log,
    });
  const answer = (callbackUrl: string) =>
    expectPost('/v1.0/card/callbacks/register').reply(200, { success: true, result: { callbackUrl } });

  it('happens once', async () => {
    expectToken();
    answer('https://bot/dingtalk/card');
    const once = register();
    await once();
    await once();
    expect(log.lines.map(({ message }) => message)).toEqual(['card callbacks registered']);
  });

  it('is tried again after a failure or when the key belongs to another address', async () => {
    expectToken();
    const again = register();
    expectPost('/v1.0/card/callbacks/register').reply(500, { code: 'system.busy' });
    await again();
    answer('https://elsewhere/');
    await again();
    answer('https://bot/dingtalk/card');
    await again();
    expect(log.lines.map(({ level }) => level)).toEqual(['error', 'error', 'info']);
  });
});
