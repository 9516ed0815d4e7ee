import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtInPolicy } from '../../src/domain/deadlines/policy-rules.ts';
import type { QualificationType } from '../../src/domain/qualification.ts';
import { createDeadlines } from '../../src/store/deadlines/deadlines.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { said, tapped } from '../helpers/saying.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { type Chat, conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

/**
 * 29 December 2023: 示例企业01 holds a 高企 certificate until September, 02 none, 03 and 04 one each; 科小 until the end of
 * March are not reminded of.
 */
let world: World;
let contact: Chat;
let several: Chat;

beforeAll(async () => {
  const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
  world = await startWorld({ emulator: { settings } });
  contact = world.chat('contact01', conversations['WeCom app']('contact01'));
  several = world.chat('contact03', conversations['DingTalk robot']('contact03'));
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});
/** A member gets no more than thirty messages a minute. */
beforeEach(() => world.emulator.clock.advance(61_000, { jump: true }));

const answers = () =>
  world.database.client.deadlineAnswer.findMany({
    orderBy: { recordedAt: 'asc' },
    select: { kind: true, reason: true },
  });

async function remindOf(certificateTypes: readonly QualificationType[]): Promise<void> {
  const of = storeDeps(world.database);
  const store = createDeadlines(of, createLedger(of.sql));
  const { number, ...policy } = { ...builtInPolicy, ...(await store.policy()), certificateTypes };
  await store.savePolicy(testDoer(new Date(world.emulator.clock.now())), policy, number);
}

describe('a certificate whose end is reminded of', () => {
  it('is shown and answered by what people call it, without its id', async () => {
    const shown = await said(contact, '/截止 证书');
    expect(shown).toMatch(/高新技术企业证书到期[\s\S]*证书编号：GR\d+[\s\S]*本企业：未答复/);
    expect(await said(contact, '/截止 高企证书 正在准备')).toMatch(/已记录答复“正在准备”[\s\S]*本企业：正在准备/);
    expect(await said(contact, '已报送 证书')).toContain('已记录答复“已报送”（原为“正在准备”）');
    expect(await said(contact, '/截止 证书 已报送')).toContain('此前已答复“已报送”，未重复记录');
    expect((await answers()).map(({ kind }) => kind)).toEqual(['PREPARING', 'SUBMITTED']);
  });

  it('今年不报 asks for the reason in words that can be typed, and takes it', async () => {
    const asked = await said(contact, '/截止 证书 今年不报');
    expect(asked).toContain('其他原因请发送“/截止 证书 今年不报 原因”');
    expect(await tapped(contact, '计划下年申报')).toContain('已记录答复“今年不报：计划下年申报”');
    expect(await said(contact, '/截止 证书 今年不报 企业停产')).toContain('已记录答复“今年不报：企业停产”');
    expect((await answers()).at(-1)).toEqual({ kind: 'NOT_THIS_YEAR', reason: '企业停产' });
  });

  it('the answer alone says how it is given to a certificate', async () => {
    expect(await said(contact, '已报送')).toContain('证书到期提醒请发送“/截止 证书 已报送”答复。');
  });

  it('of several enterprises it is asked which', async () => {
    expect(await said(several, '/截止 证书 正在准备')).toMatch(/有证书将到期的企业共 2 家，请选择/);
    const before = (await answers()).length;
    expect(await tapped(several, '第2家')).toMatch(/已记录答复“正在准备”[\s\S]*示例企业04/);
    expect(await answers()).toHaveLength(before + 1);
  });

  it('of several certificates it is asked which, with type and number, and it is kept for that one', async () => {
    await remindOf(['HNTE', 'TECH_SME']);
    const before = await answers();
    const asked = await said(contact, '/截止 证书 已报送');
    expect(asked).toContain('示例企业01：请选择答复“已报送”的证书，本次尚未记录。');
    expect(asked).toMatch(/1\. 自治区级科技型中小企业（\d+）：[^\n]*未答复\s+2\. 国家级高新技术企业（GR\d+）：/);
    expect(await answers()).toEqual(before);
    expect(await tapped(contact, '第1份')).toMatch(/科技型中小企业证书到期[\s\S]*已记录答复“已报送”/);
    expect(await said(contact, '/截止 科小证书 正在准备')).toContain('已记录答复“正在准备”（原为“已报送”）');
    await remindOf(['HNTE']);
  });
});

describe('where no certificate is to be answered', () => {
  it.each([
    ['/截止 证书', /示例企业02目前没有需要答复到期提醒的证书。\s/],
    ['/截止 证书 已报送', /示例企业02目前没有需要答复到期提醒的证书，本次未记录。/],
    ['/截止 高企证书 已报送', /示例企业02目前没有需要答复到期提醒的高新技术企业证书，本次未记录。/],
    ['/截止 科小证书', /自治区级科技型中小企业（\d+）：有效期至2024年3月31日，剩余93天，不发到期提醒/],
  ])('%s says so, and why', async (sentence, expected) => {
    const other = world.chat('contact02', conversations['WeCom app']('contact02'));
    const before = await answers();
    expect(await said(other, sentence)).toMatch(expected);
    expect(await answers()).toEqual(before);
  });

  it('staff are told where they find certificates, and who answers', async () => {
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    expect(await said(officer, '/截止 证书')).toContain('查看企业的证书请发送“/资质 企业简称”。');
    expect(await said(officer, '/截止 证书 已报送')).toMatch(
      /由企业联系人答复[\s\S]*“\/截止 J-编号 免除 企业简称 原因”/,
    );
  });
});

it.each(groupChannels)('in a group it is done one-to-one (%s)', async (channel) => {
  const inGroup = world.chat('contact01', conversations[channel]());
  const before = await answers();
  for (const sentence of ['/截止 证书', '/截止 证书 已报送']) {
    expect(await said(inGroup, sentence)).toMatch(/请在单聊中办理/);
  }
  expect(await answers()).toEqual(before);
});
