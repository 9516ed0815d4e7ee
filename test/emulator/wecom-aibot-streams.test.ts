import { describe, expect, test } from 'vitest';
import { card, read, stream } from './fixtures/aibot.ts';
import { first, startBoth } from './harness.ts';

const DIRECT = 'wecom-aibot:ZhangSan';

describe('streams', () => {
  test('refresh callbacks replace the content until finish', async () => {
    const { emulator, bot, fromBot } = await startBoth();
    const parts = ['一', '一二', '一二三'];
    bot.on('aibot', () => {
      const count = bot.at('aibot').length;
      return { sealed: stream(parts[count - 1] ?? '', count === 3) };
    });
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '数' }, { wait: true });
    await emulator.idle();
    expect(bot.at('aibot').slice(1).map(read)).toMatchObject([
      { msgtype: 'stream', stream: { id: 's1' } },
      { msgtype: 'stream', stream: { id: 's1' } },
    ]);
    expect(read(bot.at('aibot')[1])).not.toHaveProperty('response_url');
    const [message] = await fromBot('zhang', DIRECT);
    expect(message?.text).toBe('一二三');
    expect(message?.streaming).toBeUndefined();
    expect(message?.updatedSeq).toBeGreaterThan(message?.seq ?? 0);
  });

  test('a refresh answered with another stream id changes nothing', async () => {
    const { emulator, bot, fromBot } = await startBoth();
    bot.on('aibot', () => {
      const count = bot.at('aibot').length;
      return {
        sealed: {
          msgtype: 'stream',
          stream: { id: count === 2 ? 'other' : 's1', content: `第${count}次`, finish: count > 1 },
        },
      };
    });
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '数' }, { wait: true });
    await emulator.idle();
    expect(emulator.wire().map((entry) => entry.error)).toEqual([
      undefined,
      expect.stringMatching(/stream.id/),
      undefined,
    ]);
    expect(first(await fromBot('zhang', DIRECT)).text).toBe('第3次');
  });

  test('refreshes end six minutes after the message, the last content stays', async () => {
    const { emulator, bot, fromBot } = await startBoth();
    bot.on('aibot', () => ({ sealed: stream('正在查', false) }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '慢' }, { wait: true });
    await bot.count('aibot', 3);
    expect(first(await fromBot('zhang', DIRECT)).streaming).toBe(true);
    await emulator.clock.advance(360_000, { jump: true });
    await emulator.idle();
    const message = first(await fromBot('zhang', DIRECT));
    expect(message.text).toBe('正在查');
    expect(message.streaming).toBeUndefined();
    expect(message.warnings).toEqual([expect.stringMatching(/not finished within 360 s/)]);
  });

  test('an unfinished stream ends on a clock that stands still, by real time', async () => {
    const { emulator, bot, fromBot } = await startBoth({ settings: { wecomAibot: { streamMs: 60 } } });
    bot.on('aibot', () => ({ sealed: stream('正在查', false) }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '慢' }, { wait: true });
    await emulator.idle();
    expect(first(await fromBot('zhang', DIRECT)).streaming).toBeUndefined();
  });

  test('with waits on the virtual clock a stream does not outlive a move past its end', async () => {
    const { emulator, bot, fromBot } = await startBoth({
      settings: { waitsOn: 'virtual', wecomAibot: { refreshMs: 1000 } },
    });
    bot.on('aibot', () => ({ sealed: stream('正在查', false) }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '慢' }, { wait: true });
    await emulator.idle();
    expect(first(await fromBot('zhang', DIRECT)).streaming).toBe(true);
    // The question of the first second is under way while the clock passes the end.
    await emulator.clock.advance(360_000);
    await emulator.idle();
    expect(first(await fromBot('zhang', DIRECT)).streaming).toBeUndefined();
  });

  test('with waits on the virtual clock a refresh comes when the clock is moved', async () => {
    const { emulator, bot } = await startBoth({ settings: { waitsOn: 'virtual', wecomAibot: { refreshMs: 1000 } } });
    bot.on('aibot', () => ({ sealed: stream('…', bot.at('aibot').length > 1) }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '慢' }, { wait: true });
    expect(bot.at('aibot')).toHaveLength(1);
    await emulator.clock.advance(1000);
    await bot.count('aibot', 2);
    await emulator.idle();
  });

  test('a stream with a card shows both, the card once', async () => {
    const { emulator, bot, fromBot, lastWire } = await startBoth();
    bot.on('aibot', () => ({
      sealed: {
        ...stream('看', bot.at('aibot').length > 1),
        msgtype: 'stream_with_template_card',
        template_card: { ...card, task_id: `t${bot.at('aibot').length}` },
      },
    }));
    await emulator.people.say({ as: 'zhang', conversation: DIRECT, text: '卡片' }, { wait: true });
    await bot.count('aibot', 2);
    expect(await fromBot('zhang', DIRECT)).toHaveLength(2);
    emulator.settings.wecomAibot.streamMs = 0;
    await emulator.idle();
    expect(lastWire().error).toMatch(/already sent/);
  });
});
