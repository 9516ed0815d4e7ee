import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, conversations, startWorld, type World } from '../helpers/world.ts';

const spending = '科技专项资金支出（P-03 示例项目：设备远程运维平台）（万元）';

/** A whole month on one platform: it opens, is filled in, looked at, handed back, put right, approved and exported. */
describe.each(['WeCom app', 'DingTalk robot'] as const)('a month from its opening to its export, %s', (channel) => {
  let world: World;
  let contact: Chat;
  let officer: Chat;
  /** Where the bureau's word of its own accord arrives. */
  let inbox: Chat;

  beforeAll(async () => {
    world = await startWorld({ emulator: { clock: { start: '2024-01-02T08:59', mode: 'frozen' } } });
    contact = world.chat('contact02', conversations[channel]('contact02'));
    officer = world.chat('officer', conversations[channel]('officer'));
    inbox = world.chat('contact02', conversations['WeCom app']('contact02'));
  });
  afterAll(async () => {
    expect(world.remarks().filter((one) => !/documented are 1024/u.test(one))).toEqual([]);
    await world.stop();
  });

  /** Everything that is answered to a sentence or a tap: a long table takes several messages. */
  const all = async (chat: Chat) => (await chat.news()).map(({ text }) => text).join('\n');
  const say = async (chat: Chat, sentence: string) => {
    await chat.say(sentence);
    return all(chat);
  };
  const tap = async (chat: Chat, button: string) => {
    await chat.news();
    await chat.tap(button);
    return all(chat);
  };
  const report = () =>
    world.database.client.monthlyReport.findFirstOrThrow({
      where: { period: '2023-12', enterprise: { names: { some: { text: '示例企业02' } } } },
    });

  it('opens', async () => {
    await world.emulator.clock.advance(60_000);
    expect(await all(inbox)).toMatch(/2023年12月月报已开始填报/);
    expect(await say(officer, '/月报')).toMatch(/2023年12月/);
  });

  it('is filled in', async () => {
    expect(await say(contact, '/月报 填报')).toMatch(/请填报2023年12月月报/);
    if (channel === 'DingTalk robot') {
      await contact.fillIn(/请填报2023年12月月报/, {
        '营业收入（万元）': 1846.05,
        '研发费用（万元）': '64.85',
        '利润总额（万元）': 88.9,
        '工业总产值（万元）': 1088,
        '期末从业人员（职工总数）（人）': 116,
        [spending]: 0,
      });
      expect(await all(contact)).toMatch(/营业收入（万元）：1846\.05，累计10949\.25/);
    } else {
      expect(await say(contact, '营收1846.05万 研发64.85万 利润88.9万 产值1,088万 职工116人 专项资金支出0')).toMatch(
        /营业收入（万元）：1846\.05，累计10949\.25/,
      );
    }
    const rest = await say(contact, '高新收入690万 税32.4万 科技人员32 发明申请1件 发明授权没有');
    expect(rest).toMatch(/发明专利授权（件）：0/);
    expect(rest).toMatch(/请核对并说明[\s\S]*“营业收入”/);
    expect((await report()).submissionId).toBeNull();
  });

  it('is explained and handed in', async () => {
    const explained = await tap(contact, '新签合同');
    expect(explained).toMatch(/已说明（/);
    let text = explained;
    for (let turn = 0; turn < 4 && /请核对并说明/u.test(text); turn += 1) {
      const about = /请核对并说明[\s\S]*?“(?<label>[^”]+)”/u.exec(text)?.groups?.label ?? '';
      text = await say(contact, `/月报 说明 ${about} 经核对无误`);
    }
    expect(text).toMatch(/核对无误后请确认提交/);
    expect(await tap(contact, '确认提交')).toMatch(/2023年12月月报已提交[\s\S]*回执编号/);
  });

  it('is looked at and one figure of it handed back', async () => {
    expect(await say(officer, '/月报 示例企业02')).toMatch(/1846\.05[\s\S]*新签合同/);
    await inbox.news();
    expect(await say(officer, '/月报 退回 示例企业02 研发费用 与辅助账不一致，请核对')).toMatch(/退回/);
    expect(await all(inbox)).toMatch(/【退回】贵公司2023年12月月报“研发费用”需核实：与辅助账不一致，请核对/);
    expect((await report()).state).toBe('RETURNED');
  });

  it('is put right; what was not questioned stays', async () => {
    const text = await say(contact, '研发65.85万');
    expect(text).toMatch(/退回原因：与辅助账不一致/);
    expect(text).toMatch(/研发费用（万元）：65\.85[\s\S]*已说明/);
    expect(await say(contact, '/月报 确认')).toMatch(/2023年12月月报已提交/);
    const versions = await world.database.client.reportValue.findMany({
      where: { key: 'rndExpense', submission: { reportId: (await report()).id } },
      orderBy: { submission: { number: 'asc' } },
    });
    expect(versions.map(({ month }) => Number(month))).toEqual([648_500_00, 658_500_00]);
  });

  it('is approved, counted and exported', async () => {
    expect(await say(officer, '/月报 通过 示例企业02')).toMatch(/通过/);
    expect((await report()).state).toBe('APPROVED');
    await say(officer, '/导出 月报 2023-12');
    await officer.news();
    const file = await world.database.client.attachment.findFirstOrThrow({ where: { name: { endsWith: '.xlsx' } } });
    expect(file.name).toMatch(/月报/);
    expect(await say(contact, '/月报 2023-12')).toMatch(/审核通过/);
  });
});
