import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, conversations, directChannels, type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

/** Everything that came, as one text: WeCom splits what is long. */
async function answer(chat: Chat, say: string): Promise<string> {
  await chat.news();
  await chat.say(say);
  return (await chat.news()).map(({ text }) => text).join('\n');
}

const auditOf = (action: string) => world.database.client.auditEntry.findMany({ where: { action } });

describe.each(directChannels)('a contact asks about the own funds (%s)', (channel) => {
  const chatOf = (person: PersonId) => world.chat(person, conversations[channel](person));

  it.each(['/资金', '资金', '专项资金还剩多少', '我们的资金到了没有', '还有多少没拨'])('says %s', async (say) => {
    const text = await answer(chatOf('contact01'), say);
    for (const fact of [
      '示例企业01 专项资金',
      '合计（2项）',
      // 30 + 120, received 30, spent 3.20 + 4.85 + 4.10 + 2.60
      '批复：150.00万元',
      '到位：30.00万元',
      '支出：14.75万元',
      '余额：15.25万元',
      '待拨付：120.00万元',
      'P-01 示例项目：饲料原料快速检测装置研发',
      'B-01 2023年中央引导地方科技发展资金',
      '状态：实施中',
      '结转：15.25万元',
      '自筹：20.00万元（不计入余额）',
      // Nothing received yet: the balance is said, and what is still to come.
      'P-06 示例项目：在线检测仪成果转化',
      '状态：已立项',
      '批复：120.00万元',
      '到位：0.00万元',
      '余额：0.00万元',
      '企业自报、待确认',
      'P-01 2023年12月支出3.15万元',
      '不计入到位、支出和余额',
      '数据截至2023年12月29日 10:00',
      '最近由王晨于2023年12月29日登记确认',
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).toContain('/h5/own-funds');
    // The claim of 3.15 is in no figure.
    expect(text).not.toMatch(/17\.90|12\.10/u);
  });

  it('reads the movements behind a number, with their documents and both of a pair that cancels out', async () => {
    const chat = chatOf('contact01');
    await answer(chat, '/资金');
    await chat.tapOn(/示例企业01 专项资金|请在下方选择/, 'P-01 明细');
    const text = (await chat.news()).map((one) => one.text).join('\n');
    const lines = text.split('\n').filter((line) => /^\d+\. /u.test(line));
    expect(lines).toEqual([
      '1. 2023年6月15日 立项批复 30万元，文号 示科计〔2023〕1号',
      '2. 2023年7月10日 拨付 30万元，文号 示财拨〔2023〕10号',
      '3. 2023年7月18日 到位 30万元',
      '4. 2023年8月31日 支出 3.2万元，所属2023年8月',
      '5. 2023年9月28日 支出 4.85万元，所属2023年9月',
      '6. 2023年10月31日 支出 5.1万元（已冲销），所属2023年10月',
      '7. 2023年10月31日 支出 4.1万元，所属2023年10月',
      '8. 2023年11月15日 支出冲销 -5.1万元（冲销），所属2023年10月，设备费误记，更正',
      '9. 2023年11月30日 支出 2.6万元，所属2023年11月',
    ]);
    // By its number an entry is reversed: that is the bureau's.
    expect(text).not.toContain('明细编号');
  });

  it.each(['/资金 2023-10-31', '截至2023年10月31日专项资金还剩多少'])('as at a day: %s', async (say) => {
    // Spent by then: 3.20 + 4.85 + 5.10 + 4.10, of which the wrong one is taken back on 15 November.
    const text = await answer(chatOf('contact01'), say);
    expect(text).toContain('支出：17.25万元');
    expect(text).toContain('余额：12.75万元');
    expect(text).toContain('数据截至2023年10月31日');
    // P-06 was approved in December, and the report is of today.
    expect(text).not.toMatch(/P-06|3\.15/u);
  });

  it('is asked which rate is meant, and gets the usual one first', async () => {
    const chat = chatOf('contact01');
    const asked = await answer(chat, '执行率多少');
    expect(asked).toMatch(/支出执行率：支出（净）÷到位[\s\S]*预算执行率[\s\S]*拨付率[\s\S]*到位率/u);
    await chat.tapOn(/执行率/, '支出执行率');
    // 14.75 ÷ 30.00
    expect((await chat.shouldSee(/示例企业01 支出执行率/)).text).toContain(
      '支出执行率 49.17%（支出（净）÷到位＝14.75÷30.00万元）',
    );
  });

  it('of two enterprises is asked which, and reads the warnings of the one', async () => {
    const chat = chatOf('contact03');
    expect(await answer(chat, '专项资金还剩多少')).toMatch(/请选择企业[\s\S]*示例企业03[\s\S]*示例企业04/u);
    await chat.tapOn(/请选择企业/, '第2家');
    const second = (await chat.news()).map((one) => one.text).join('\n');
    expect(second).toContain('余额：5.00万元');
    expect(second).toContain('P-09：验收到期日为2024年2月28日，剩余61天，尚未申请验收');
    expect(second).not.toContain('P-07');
    const first = await answer(chat, '/资金 示例企业03');
    expect(first).toContain('余额：70.00万元');
    expect(first).toContain('待拨付：0.00万元');
    expect(first).toContain('P-07：实施期已过半，支出执行率30.00%，低于50%');
    // Either of the own ones, whichever was chosen.
    expect(await answer(chat, '/资金 明细 P-09')).toContain('到位 45万元');
  });

  it('is not told of another enterprise, and the attempt is on record', async () => {
    const chat = chatOf('contact01');
    const before = (await auditOf('fund.read')).filter(({ result }) => result === 'denied').length;
    for (const say of ['/资金 示例企业02', '示例企业02的专项资金还剩多少', '/资金 P-03', '/资金 明细 P-03']) {
      const text = await answer(chat, say);
      expect(text).toMatch(/不对外提供|没有找到/u);
      expect(text).not.toMatch(/万元/u);
    }
    const denied = (await auditOf('fund.read')).filter(({ result }) => result === 'denied');
    expect(denied.length).toBe(before + 4);
    // Nor whether there is such an enterprise or project.
    const bare = (text: string) => text.replaceAll(/P-\d+|示例企业\d+/gu, '');
    expect(bare(await answer(chat, '/资金 P-99'))).toBe(bare(await answer(chat, '/资金 P-03')));
    expect(bare(await answer(chat, '/资金 示例企业99'))).toBe(bare(await answer(chat, '/资金 示例企业02')));
    for (const say of ['/资金 B-03', '/资金 明细 B-03']) expect(await answer(chat, say)).not.toMatch(/362/u);
  });

  it.each(['/资金 2023', '/资金 待验收', '/资金 预警', '/资金 2023 按企业', '/资金 图'])(
    'gets no more than the own by %s',
    async (say) => {
      const text = await answer(chatOf('contact02'), say);
      expect(text).toContain('示例企业02 专项资金');
      expect(text).toContain('余额：30.00万元');
      expect(text).not.toMatch(/1007\.05|示例企业0[13-9]|示例企业1/u);
    },
  );

  it('reads what is the own on record', async () => {
    const before = new Set((await auditOf('fund.read')).map(({ id }) => id));
    await answer(chatOf('contact02'), '资金');
    const made = (await auditOf('fund.read')).filter(({ id }) => !before.has(id));
    const [row] = made;
    expect(made).toMatchObject([{ result: 'allowed', role: 'contact', objectType: 'enterprise' }]);
    expect(row?.enterpriseId).toBe(row?.objectId);
  });
});

describe.each(directChannels)('who may not ask (%s)', (channel) => {
  it('a stranger is told how to be bound', async () => {
    const text = await answer(world.chat('stranger', conversations[channel]('stranger')), '/资金');
    expect(text).toMatch(/尚未绑定/u);
    expect(text).not.toMatch(/万元/u);
  });

  it('代办员 have no part in it', async () => {
    const chat = world.chat('agent', conversations[channel]('agent'));
    expect(await answer(chat, '/资金')).toMatch(/没有权限/u);
    expect(await answer(chat, '/资金 示例企业01')).toMatch(/没有权限/u);
    expect(await answer(chat, '示例企业01专项资金还剩多少')).not.toMatch(/万元/u);
  });
});
