import { expect, test } from 'vitest';
import { startBoth } from './harness.ts';

test.each(['wecom-app', 'wecom-aibot'] as const)('%s: the decrypted echostr verifies the address', async (which) => {
  const { emulator, bot } = await startBoth();
  expect(await emulator.verify(which)).toMatchObject({ ok: true });
  const [got] = bot.received;
  expect(got?.method).toBe('GET');
  expect(got?.plain).toMatch(/^\d{19}$/);
  // "+" and "/" must arrive after one URL decoding.
  expect(got?.query.get('echostr')).toMatch(/\+/);
  expect(got?.query.get('echostr')).toMatch(/\//);
});

const bad: [name: string, change: (echo: string) => { raw?: string; status?: number }, reason: RegExp][] = [
  ['quotes', (echo) => ({ raw: `"${echo}"` }), /quotes/],
  ['a BOM', (echo) => ({ raw: `\uFEFF${echo}` }), /BOM/],
  ['a trailing newline', (echo) => ({ raw: `${echo}\n` }), /newline/],
  ['something else', () => ({ raw: 'ok' }), /not the decrypted echostr/],
  ['a status of 500', (echo) => ({ raw: echo, status: 500 }), /500/],
];
test.each(bad)('an answer with %s is refused', async (_name, change, reason) => {
  const { emulator, bot, lastWire } = await startBoth();
  bot.on('app', (got) => change(got.plain));
  const report = await emulator.verify('wecom-app');
  expect(report.ok).toBe(false);
  expect(report.reason).toMatch(reason);
  expect(lastWire().error).toBe(report.reason);
});

test('an answer after the limit is refused', async () => {
  const { emulator, bot } = await startBoth({ settings: { wecomApp: { verifyTimeoutMs: 50 } } });
  bot.on('app', () => new Promise(() => undefined));
  expect(await emulator.verify('wecom-app')).toMatchObject({ ok: false, reason: 'no complete answer within 50 ms' });
});
