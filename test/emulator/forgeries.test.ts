import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CREATE, create, GROUP, REGISTER } from './fixtures/card-calls.ts';
import { aibotSealing, appSealing, eventSealing, first, startBoth } from './harness.ts';
import { type BotChannel, element, type Received, type Sealing, sign, unseal } from './stand-in-bot.ts';

type Both = Awaited<ReturnType<typeof startBoth>>;

const withCard = async (both: Both) => {
  await both.ding('POST', REGISTER, {
    callbackRouteKey: 'route',
    callbackUrl: `${both.bot.url}/dingtalk/card`,
    apiSecret: 'card-secret',
  });
  await both.ding('POST', CREATE, create());
  const messageId = first(await both.fromBot('zhang', GROUP)).id;
  await both.emulator.people.tap({ as: 'zhang', conversation: GROUP, messageId, key: 'act#1' }, { wait: true });
};
const say = (conversation: string) => async (both: Both) => {
  await both.emulator.people.say({ as: 'zhang', conversation, text: '?' }, { wait: true });
};
const leave = async ({ emulator }: Both) => {
  const event = { EventType: 'user_leave_org', UserId: ['s1'] };
  await emulator.people.event({ channel: 'dingtalk-event', event }, { wait: true });
};

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');
const sealedIn = ({ raw }: Received) =>
  raw.startsWith('<') ? element(raw, 'Encrypt') : (JSON.parse(raw) as { encrypt: string }).encrypt;
const isSealSigned = (sealing: Sealing) => (got: Received) => {
  const [timestamp, nonce] = [got.query.get('timestamp') ?? '', got.query.get('nonce') ?? ''];
  const given = got.query.get('msg_signature') ?? got.query.get('signature');
  return given === sign(sealing.token, timestamp, nonce, sealedIn(got));
};
const header = (got: Received, name: string) => String(got.headers[name]);

interface Channel {
  channel: BotChannel;
  act: (both: Both) => Promise<void>;
  isSigned: (got: Received) => boolean;
  /** Milliseconds. */
  stamp: (got: Received) => number;
  sealing?: Sealing;
}
const channels: Channel[] = [
  {
    channel: 'app',
    act: say('wecom-app:ZhangSan'),
    isSigned: isSealSigned(appSealing),
    stamp: (got) => Number(got.query.get('timestamp')) * 1000,
    sealing: appSealing,
  },
  {
    channel: 'aibot',
    act: say('wecom-aibot:ZhangSan'),
    isSigned: isSealSigned(aibotSealing),
    stamp: (got) => Number(got.query.get('timestamp')) * 1000,
    sealing: aibotSealing,
  },
  {
    channel: 'robot',
    act: say('dingtalk:s1'),
    isSigned: (got) => got.headers.sign === hmac('ding-secret-1', `${header(got, 'timestamp')}\nding-secret-1`),
    stamp: (got) => Number(got.headers.timestamp),
  },
  {
    channel: 'card',
    act: withCard,
    isSigned: (got) =>
      got.headers['x-ddpaas-signature'] === hmac('card-secret', header(got, 'x-ddpaas-signature-timestamp')),
    stamp: (got) => Number(got.headers['x-ddpaas-signature-timestamp']),
  },
  {
    channel: 'event',
    act: leave,
    isSigned: isSealSigned(eventSealing),
    stamp: (got) => Number(got.query.get('timestamp')),
    sealing: eventSealing,
  },
];

describe.each(channels)('a forged callback of channel $channel', ({ channel, act, isSigned, stamp, sealing }) => {
  const kinds: ('signature' | 'stale' | 'receiver')[] = ['signature', 'stale'];
  if (sealing) kinds.push('receiver');
  test.each(kinds)('%s: sent before the true one, and refused', async (what) => {
    const both = await startBoth();
    const { emulator, bot } = both;
    bot.on(channel, () => (bot.at(channel).length === 1 ? { status: 403 } : {}));
    emulator.faults.add({ kind: 'forge', what });
    await act(both);
    await emulator.idle();
    const [forged, genuine] = bot.at(channel);
    if (!forged || !genuine) throw new Error('expected two callbacks');
    expect(bot.at(channel)).toHaveLength(2);
    const now = emulator.clock.now();
    const receiver = (got: Received) => (sealing ? unseal(sealedIn(got), sealing).receiver : undefined);
    for (const [got, lie] of [
      [forged, what],
      [genuine, undefined],
    ] as const) {
      expect(isSigned(got), 'signed').toBe(lie !== 'signature');
      expect(now - stamp(got) > 3_600_000, 'stale').toBe(lie === 'stale');
      expect(receiver(got) === sealing?.receiver, 'receiver').toBe(lie !== 'receiver');
    }
    expect(forged.plain.trim()).toBe(genuine.plain.trim());
    const entry = emulator.wire().find((one) => one.warnings?.includes(`forgery on request (${what})`));
    expect(entry).toMatchObject({ response: { status: 403 } });
    expect(entry?.error).toBeUndefined();
  });

  test('one that is accepted is an error', async () => {
    const both = await startBoth();
    both.emulator.faults.add({ kind: 'forge', what: 'signature' });
    await act(both);
    await both.emulator.idle();
    const entry = both.emulator.wire().find((one) => one.warnings?.[0]?.startsWith('forgery'));
    expect(entry?.error).toBe('a forged callback (signature) was not refused: HTTP status 200 instead of 4xx');
  });
});

test('what a channel cannot forge waits for one that can', async () => {
  const both = await startBoth();
  both.emulator.faults.add({ kind: 'forge', what: 'receiver' });
  await say('dingtalk:s1')(both);
  expect(both.bot.at('robot')).toHaveLength(1);
  await say('wecom-app:ZhangSan')(both);
  expect(both.bot.at('app')).toHaveLength(2);
});
