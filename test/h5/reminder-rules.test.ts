import { describe, expect, it } from 'vitest';
import { builtInPolicy } from '../../src/domain/deadlines/policy-rules.ts';
import { deadlinePages } from '../helpers/deadline-pages.ts';
import { formOf } from '../helpers/form-of.ts';
import { testDoer } from '../helpers/stores.ts';
import { conversations } from '../helpers/world.ts';

const pages = deadlinePages();
const { as, client, store, now } = pages;
const who = () => pages.who;
const address = '/h5/reminder-rules';
const form = async () => formOf(await who().get(address), 'rules-form');
const send = (fields: Record<string, string>, step: string) => who().post(address, { ...fields, step });
const { number: _number, ...builtIn } = builtInPolicy;

describe('the rules of reminders', () => {
  it.each(['viewer', 'agent', 'contact01'] as const)(
    '%s does not change them, and that is on record',
    async (person) => {
      await as(person);
      const before = await client().auditEntry.count({ where: { action: 'command.denied' } });
      expect((await who().get(address)).status).toBe(403);
      await who().get('/h5');
      expect((await who().post(address, { seen: '0', step: 'confirm' })).status).toBe(403);
      expect(await client().auditEntry.count({ where: { action: 'command.denied' } })).toBe(before + 2);
    },
  );

  it('begin with those in force, show days and texts of an example, and are saved by the second step', async () => {
    await as('officer');
    const fields = { ...(await form()), leads: '20、10，0', exampleOn: '2024-05-10' };
    expect(fields).toMatchObject({ certificateMonths: '12、6、3、1', 'type.HNTE': '1', sendAt: '09:00', seen: '0' });
    const review = await send({ ...fields, sendAt: '9：30', checkAt: '10点30' }, 'review');
    for (const text of [
      '截止提醒：提前天数由“30、15、7、3、1、0”改为“20、10、0”。',
      '提醒开始发送的时间由“09:00”改为“09:30”。',
      '发送检查时间由“10:00”改为“10:30”。',
      '2024年4月19日：剩余21天（提前20天的提醒遇休息日，提前至该日），09:30起30分钟内发送',
      '2024年5月10日：截止当天',
      '将于2024年5月10日24:00截止（今日截止）',
      '2023年11月10日：提前6个月 【证书到期提醒】贵公司高新技术企业证书有效期至2024年5月10日（剩余182天）',
    ]) {
      expect(review.text).toContain(text);
    }
    expect(await store().policy()).toEqual(builtInPolicy);
    const done = await who().follow(await send(fields, 'confirm'));
    expect(done.text).toMatch(/现行规则：第1次修改 已保存新的提醒规则。/u);
    expect(await store().policy()).toEqual({ ...builtIn, leads: [20, 10, 0], number: 1 });
  });

  it.each([
    ['days that rise', { leads: '7、15' }, /提前天数应从大到小填写/u],
    ['no day', { leads: '' }, /请填写截止提醒：提前天数/u],
    ['a day that is none', { leads: '30、半' }, /请填写0至365之间的整数/u],
    ['an hour that is none', { sendAt: '24:00' }, /提醒开始发送的时间请按 09:00 的格式填写/u],
    ['an hour within the quiet ones', { sendAt: '07:00' }, /提醒发送时间07:00在免打扰时段/u],
    ['a text without what it has to say', { textDeadline: '【截止提醒】请办理。' }, /截止提醒文字缺少/u],
    ['a word that nobody knows', { textDeadline: '{program}{n}{enterpriseDue}{何时}' }, /\{何时\}无法识别/u],
    ['a long text', { textDeadline: '长'.repeat(501) }, /截止提醒的文字请控制在500字以内/u],
    ['no example', { exampleOn: '' }, /请填写示例截止日期/u],
  ])('with %s nothing is saved, and everything is kept', async (_what, over, why) => {
    await as('officer');
    const fields: Record<string, string> = { ...(await form()), ...over };
    for (const step of ['review', 'confirm', 'test']) {
      const seen = await send(fields, step);
      expect(seen.status).toBe(400);
      expect(seen.text).toMatch(why);
      expect(formOf(seen, 'rules-form')).toMatchObject(over);
    }
    expect((await store().policy()).number).toBe(0);
  });

  it('say what may be filled in, text by text, and warn of a day on which nobody is reminded of reports', async () => {
    await as('officer');
    const page = await who().get(address);
    expect(page.text).toContain('{due}为截止时间（按惯例预计的，加注“预计”）');
    expect(page.text).toContain('{due}为证书有效期止');
    const review = await send({ ...(await form()), reportDays: '5、9、10、12' }, 'review');
    expect(review.status).toBe(200);
    expect(review.text).toContain('月报提醒日12日晚于填报期（每月1日至10日，末日遇休息日顺延）');
    expect((await send({ ...(await form()), reportDays: '5、10' }, 'review')).text).not.toContain('晚于填报期');
    const saved = await who().follow(await send({ ...(await form()), reportDays: '12' }, 'confirm'));
    expect(saved.text).toContain('月报提醒日12日晚于填报期');
    expect((await store().policy()).reportDays).toEqual([12]);
  });

  it('of two officers the second is told what differs, and keeps what was typed', async () => {
    await as('officer');
    const fields = { ...(await form()), leads: '20、10、0' };
    await store().savePolicy(testDoer(now()), { ...builtIn, spreadMinutes: 20 }, 0);
    const seen = await send(fields, 'confirm');
    expect(seen.status).toBe(409);
    expect(seen.text).toContain('提醒规则在您填写期间已由他人修改，本次没有保存');
    expect(seen.text).toContain('分散发送的分钟数由“20”改为“30”。');
    expect(formOf(seen, 'rules-form')).toMatchObject({ leads: '20、10、0', seen: '1' });
    expect((await store().policy()).number).toBe(1);
  });

  it('going back keeps what was typed; without a change there is nothing to save', async () => {
    await as('officer');
    const fields = await form();
    const back = await send({ ...fields, leads: '20、0', textDeadline: '{program}<b>{n}{enterpriseDue}' }, 'back');
    expect(formOf(back, 'rules-form')).toMatchObject({
      leads: '20、0',
      textDeadline: '{program}<b>{n}{enterpriseDue}',
    });
    const same = await send(fields, 'confirm');
    expect(same.text).toContain('规则没有改动。');
    expect((await store().policy()).number).toBe(0);
  });

  it('can be tried on oneself before they are saved, by the way that reminders take', async () => {
    await as('officer');
    const chat = pages.world.chat('officer', conversations['WeCom app']('officer'));
    const textDeadline = '试用文字：{program}还有{n}天，{enterpriseDue}截止。';
    const seen = await send({ ...(await form()), textDeadline }, 'test');
    expect(seen.text).toContain('已试发给您本人');
    const [message] = await chat.news();
    expect(message?.text).toMatch(/试用文字：2024年高新技术企业认定第一批还有30天/u);
    expect(message?.text).toContain('本条为试发');
    expect((await store().policy()).number).toBe(0);
  });
});
