import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import type { Card } from '../../src/core/card.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { createEnqueue } from '../../src/store/notices.ts';
import { change } from '../../src/store/store-deps.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
afterEach(() => world.stop());

const card: Card = {
  title: '请填报2023年11月月报',
  blocks: [],
  buttons: [{ text: '查看身份', tap: { say: '/我是谁', answer: 'here' } }],
  subject: 'report:R1',
  confidential: true,
};

/** Tells the contact on both platforms, as a reminder does. */
async function remind(): Promise<void> {
  await enqueueReminders();
  await settle();
}
async function enqueueReminders(agoMs = 0): Promise<void> {
  const { client } = world.database;
  const accounts = await client.account.findMany({ where: { userId: { in: ['liyi', 'ding-liyi'] } } });
  const enqueue = createEnqueue(({ platform, userId }) =>
    platform === 'wecom'
      ? { channel: 'wecom-app', handle: { toUser: userId } }
      : { channel: 'dingtalk-robot', handle: { staffId: userId } },
  );
  const notices = accounts.map(({ platform, corpId, userId }) => ({
    to: { platform: platform as 'wecom' | 'dingtalk', corpId, userId },
    card,
    purpose: 'report.remind',
  }));
  const now = new Date(new Date(world.emulator.clock.now()).getTime() - agoMs);
  await client.$transaction((tx) => enqueue.notices(tx, notices, { requestId: 'remind', now }));
}
async function close(state: string, requestId: string, inMs = 1000): Promise<void> {
  if (inMs > 0) await world.emulator.clock.advance(inMs);
  const closes = [{ subject: 'report:R1', state }];
  const doer = testDoer(new Date(world.emulator.clock.now()), { requestId });
  await change(storeDeps(world.database), doer, async () => ({ result: null, alongside: { audit: [], closes } }));
  await settle();
}
async function settle(): Promise<void> {
  await world.app.ring();
  await world.app.idle();
  await world.emulator.idle();
}
const wecom = conversations['WeCom app']('contact01');
const dingtalk = conversations['DingTalk robot']('contact01');
async function cards(conversation: string) {
  const messages = await world.emulator.messages({ as: 'contact01', conversation, after: 0, waitMs: 0 });
  return messages.flatMap((message) => message.card ?? []);
}
const jobs = (state: string) => world.database.client.job.count({ where: { state } });

describe('what is settled elsewhere', () => {
  beforeEach(async () => {
    world = await startWorld();
  });

  it('is said by the cards about it, on both platforms, once', async () => {
    await remind();
    expect(await cards(wecom)).toMatchObject([{ buttons: [{ enabled: true }] }]);
    expect(await cards(dingtalk)).toMatchObject([{ buttons: [{ text: '查看身份' }] }]);
    await close('已提交', 'REQ1');
    expect(await cards(wecom)).toMatchObject([{ replacedText: '已提交' }]);
    const [onDing] = await cards(dingtalk);
    expect(onDing?.buttons).toEqual([]);
    expect(JSON.stringify(onDing)).toContain('已提交');
    const told = await world.database.client.liveCard.findMany();
    expect(told.map(({ shown, shownAt }) => [shown, shownAt !== null])).toEqual([
      ['已提交', true],
      ['已提交', true],
    ]);
    await close('已退回', 'REQ2');
    expect(JSON.stringify([await cards(wecom), await cards(dingtalk)])).not.toContain('已退回');
    expect([await jobs('failed'), await jobs('waiting')]).toEqual([0, 0]);
    expect(world.remarks()).toEqual([]);
  });

  it('is not said by a card that was tapped meanwhile', async () => {
    await remind();
    await world.chat('contact01', dingtalk).tap('查看身份');
    await world.chat('contact01', wecom).tap('查看身份');
    await settle();
    await close('已提交', 'REQ1');
    expect(JSON.stringify([await cards(wecom), await cards(dingtalk)])).not.toContain('已提交');
  });

  it('is said by a card whose message waited while it was settled', async () => {
    world.emulator.faults.add({ kind: 'busy', channel: 'wecom-api', path: 'message/send', times: 1 });
    world.emulator.faults.add({ kind: 'busy', channel: 'dingtalk-api', path: 'createAndDeliver', times: 1 });
    await remind();
    expect([await cards(wecom), await cards(dingtalk)]).toEqual([[], []]);
    await close('已提交', 'REQ1');
    await world.emulator.clock.advance(60_000);
    await settle();
    expect(await cards(wecom)).toMatchObject([{ replacedText: '已提交' }]);
    expect(JSON.stringify(await cards(dingtalk))).toContain('已提交');
  });

  it('is said by a card whose message nobody had taken up by then', async () => {
    await enqueueReminders(1000);
    await close('已提交', 'REQ1', 0);
    expect(await cards(wecom)).toMatchObject([{ replacedText: '已提交' }]);
    expect(JSON.stringify(await cards(dingtalk))).toContain('已提交');
  });

  it('is not said any more where WeCom’s three days are over, and that is no failure', async () => {
    await remind();
    await world.emulator.clock.advance(73 * 60 * 60_000, { jump: true });
    await close('已提交', 'REQ1');
    expect(await cards(wecom)).toMatchObject([{ buttons: [{ enabled: true }] }]);
    expect(JSON.stringify(await cards(dingtalk))).toContain('已提交');
    expect(await jobs('failed')).toBe(0);
  });
});

describe('the month’s calls of DingTalk', () => {
  beforeEach(async () => {
    world = await startWorld({ env: { DINGTALK_MONTHLY_CALLS: '100' } });
  });
  /** So many were made this month. */
  const made = async (count: number) => {
    const month = dateOf(new Date(world.emulator.clock.now())).slice(0, 7);
    const of = { platform: 'dingtalk', corpId: demoWorld.dingtalk?.corpId ?? '', month };
    const where = { platform_corpId_month: of };
    await world.database.client.apiCalls.upsert({ where, create: { ...of, count }, update: { count } });
  };
  const metrics = async () => {
    const text = await (await fetch(`${world.botUrl}/metrics`)).text();
    const read = (what: string) =>
      new RegExp(`keqitong_dingtalk_month_calls\\{what="${what}"\\} (\\d+)`, 'u').exec(text)?.[1];
    return { made: Number(read('made')), limit: Number(read('limit')) };
  };

  it('are counted as the platform counts them, and shown to the operator', async () => {
    await settle();
    await remind();
    await close('已提交', 'REQ1');
    const { dingtalkCalls } = (await (await fetch(`${world.emulator.url}/emulator/state`)).json()) as {
      dingtalkCalls: { calls: number };
    };
    expect(await metrics()).toEqual({ made: dingtalkCalls.calls, limit: 100 });
    expect(dingtalkCalls.calls).toBeGreaterThanOrEqual(2);
  });

  it('are spared from 90 % on: a card whose matter is settled stays as it is', async () => {
    await remind();
    await made(90);
    await close('已提交', 'REQ1');
    expect(await cards(dingtalk)).toMatchObject([{ buttons: [{ text: '查看身份' }] }]);
    expect(await cards(wecom)).toMatchObject([{ replacedText: '已提交' }]);
    expect(await jobs('failed')).toBe(0);
  });

  it('are spared from 95 % on: a choice is said in words', async () => {
    // The card callbacks are registered by then, which is a call too.
    await settle();
    const chat = world.chat('officer', conversations['DingTalk robot']('officer'));
    await made(94);
    await chat.say('/资质 蒙药');
    expect((await chat.shouldSee(/请选择企业/)).card).toBeDefined();
    await settle();
    await made(95);
    await chat.say('/资质 蒙药');
    expect((await chat.shouldSee(/请选择企业/)).card).toBeUndefined();
    expect(await metrics()).toMatchObject({ made: 95 });
  });
});
