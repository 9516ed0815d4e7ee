import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

/** 2024-01-01 is a day off: the month opens on Tuesday the 2nd, and closes on the 10th. */
const opening = '2024-01-02T08:59';

describe.each(directChannels)('what a contact reports, %s', (channel) => {
  let world: World;
  let contact: Chat;
  /** Where the bureau's word arrives. */
  let inbox: Chat;

  beforeAll(async () => {
    const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
    world = await startWorld({ emulator: { clock: { start: opening, mode: 'frozen' }, settings } });
    contact = world.chat('contact02', conversations[channel]('contact02'));
    inbox = world.chat('contact02', conversations['WeCom app']('contact02'));
  });
  afterAll(async () => {
    expect(world.remarks().filter((one) => !/documented are 1024|access_token expired/u.test(one))).toEqual([]);
    await world.stop();
  });

  const submitted = () => world.database.client.reportSubmission.count({ where: { report: { period: '2023-12' } } });
  const figures = async () => {
    const rows = await world.database.client.reportValue.findMany({
      where: { submission: { report: { period: '2023-12' } } },
      orderBy: [{ submission: { number: 'desc' } }, { key: 'asc' }],
    });
    const [latest] = rows;
    return Object.fromEntries(
      rows
        .filter(({ submissionId }) => submissionId === latest?.submissionId)
        .map(({ key, month, total, isCarried }) => [
          key,
          [Number(month), total === null ? null : Number(total), isCarried],
        ]),
    );
  };
  /** Everything that is answered: a long table takes several messages. */
  const answer = async (sentence: string) => {
    await contact.say(sentence);
    return (await contact.news()).map(({ text }) => text).join('\n');
  };
  const tap = async (card: RegExp, button: string) => {
    await contact.news();
    await contact.tapOn(new RegExp(`${card.source}|请在下方选择|待说明|可以提交|待补充`, 'u'), button);
  };

  it('at nine of the first workday the open month is told, once', async () => {
    expect((await inbox.news()).filter(({ text }) => /月报/u.test(text))).toEqual([]);
    await world.emulator.clock.advance(60_000);
    const { text } = await inbox.shouldSee(/2023年12月月报/);
    expect(text).toMatch(/示例企业02：2023年12月月报已开始填报。请于2024年1月10日24:00前填报/);
    expect(text).toMatch(/必填：营业收入、高新技术产品（服务）收入|必填：营业收入/);
    await inbox.news();
    await world.emulator.clock.advance(5 * 60_000);
    expect((await inbox.news()).filter(({ text }) => /开始填报/u.test(text))).toEqual([]);
  });

  it('figures in words are read back with everything that is found, and nothing is handed in', async () => {
    await contact.say('12月营收1046.05万 研发64.85');
    const { text } = await contact.shouldSee(/请核对2023年12月月报/);
    expect(text).toMatch(/研发费用未写单位，按万元计为64\.85万元/);
    expect(text).toMatch(/营业收入（万元）：1046\.05，累计/);
    expect(text).toMatch(/期末从业人员（职工总数）（人）：\d+（沿用上月，未确认）/);
    expect(text).toMatch(/须更正后才能提交/);
    expect(await submitted()).toBe(0);
  });

  it('a slip of the unit is put right with one tap', async () => {
    await contact.say('营收10460500万');
    const { text } = await contact.shouldSee(/疑似单位错误/);
    expect(text).toMatch(/营业收入原为1046\.05万元（您，09:0\d填写），已改/);
    await tap(/疑似单位错误/, '改为1046.05万');
    expect((await contact.shouldSee(/营业收入（万元）：1046\.05，累计10149\.25/)).text).not.toMatch(/疑似单位/);
  });

  it('what is missing is named, and what is not asked of the enterprise is not taken', async () => {
    const text = await answer('高新收入690万 产值1088万 利润188.9万 税32.4万 发明申请0 发明授权0');
    expect(text).toMatch(/缺少必填指标：“科技专项资金支出/);
    expect(text).toMatch(/专项资金支出请发送“\/填报 专项资金支出3\.5万”/);
    expect(text).toMatch(/利润总额.*188\.90/);
    expect(await answer('/填报 专项资金支出0')).toMatch(/请核对并说明（2项）[\s\S]*利润总额/);
  });

  it('a soft finding is explained with one tap, in words, and only while its figures stand', async () => {
    await tap(/请核对2023年12月月报/, '1.新签合同');
    expect((await contact.shouldSee(/已说明（2项）/)).text).toMatch(/说明：新签合同/);
    await contact.say('利润190万');
    await contact.shouldSee(/请核对并说明（2项）/);
    await contact.say('/月报 说明 利润总额 年底集中结算验收项目');
    expect((await contact.shouldSee(/已说明（2项）/)).text).toMatch(/说明：年底集中结算验收项目/);
  });

  it('what was said on one platform goes on on the other', async () => {
    const other = channel === 'DingTalk robot' ? 'WeCom app' : 'DingTalk robot';
    const elsewhere = world.chat('contact02', conversations[other]('contact02'));
    await elsewhere.say('/月报 填报');
    expect((await elsewhere.shouldSee(/请核对2023年12月月报/)).text).toMatch(/营业收入（万元）：1046\.05[\s\S]*已说明/);
  });

  it('is handed in once it is confirmed; carried figures stay marked, a second tap gets the same receipt', async () => {
    await contact.say('/月报 填报');
    await contact.shouldSee(/核对无误后请确认提交/);
    await tap(/核对无误后请确认提交/, '确认提交');
    const { text } = await contact.shouldSee(/2023年12月月报已提交/);
    expect(text).toMatch(/2项沿用上月，未确认/);
    const receipt = /回执编号[：:]\s*(\w{12})/u.exec(text)?.[1] ?? '';
    const [report] = await world.database.client.monthlyReport.findMany({ where: { period: '2023-12' } });
    await contact.say(`/月报 确认 ${report?.id} ${(report?.version ?? 0) - 1}`);
    expect((await contact.shouldSee(/此前已提交/)).text).toContain(receipt);
    expect(await submitted()).toBe(1);
    expect(await figures()).toMatchObject({
      revenue: [1_046_050_000, 10_149_250_000, false],
      totalProfit: [190_000_000, 963_760_000, false],
      staff: [114, null, true],
      'fundSpent:3': [0, 20_000_000, false],
    });
  });

  it('can be changed before the window ends; what is not confirmed is not handed in', async () => {
    await contact.say('职工115人');
    await contact.shouldSee(/以下内容尚未提交/);
    expect(await figures()).toMatchObject({ staff: [114, null, true] });
    await contact.say('/月报 确认');
    await contact.shouldSee(/2023年12月月报已提交/);
    expect(await figures()).toMatchObject({ staff: [115, null, false] });
    expect(await submitted()).toBe(2);
  });

  it('the history has it, and one month whole', async () => {
    await contact.say('/月报');
    expect((await contact.shouldSee(/示例企业02月报/)).text).toMatch(/2023年12月：已提交，营业收入1046\.05万元/);
    await contact.news();
    expect(await answer('我们月报交了吗')).toMatch(
      /2023年12月月报：已提交，由[^\n]+提交。2024年1月10日24:00前可以修改，修改后须重新确认。[\s\S]*当前填报期：2023年12月/,
    );
    expect(await answer('/月报 11月的还能改吗')).toMatch(
      /2023年11月月报：[^\n]*提交。2024年1月10日24:00前可以更正，提交时须写明原因。/,
    );
    await contact.say('/月报 2023-11');
    expect((await contact.shouldSee(/2023年11月月报/)).text).toMatch(/营业收入（万元）：968\.24，累计9103\.20/);
  });

  it('after the window it is a correction with its reason', async () => {
    // A picture that is on its way would arrive after its file has expired.
    await contact.news();
    await world.emulator.clock.to('2024-01-12T09:30', { jump: true });
    await contact.say('/月报 更正 2023-12 税33.4万');
    expect((await contact.shouldSee(/请核对2023年12月月报更正/)).text).toMatch(/提交时请说明更正原因/);
    await contact.say('/月报 确认');
    await contact.shouldSee(/更正请写明原因/);
    await tap(/请核对2023年12月月报更正/, '更正：结账调整');
    expect((await contact.shouldSee(/2023年12月更正已提交/)).text).toMatch(/财务结账后调整/);
    expect(await figures()).toMatchObject({ taxPaid: [33_400_000, expect.any(Number), false] });
  });

  it.each([
    ['2024年1月营收300万', /2024年1月尚未结束，月报自2024年2月1日起填报/],
    ['2024年12月营收300万', /尚未结束.*如指2023年12月，请写明年份/],
    ['2023年5月营收300万', /2023年5月月报的填报期已结束/],
    ['营收1,2,3.4万', /本次没有记录任何数字/],
    ['示例企业05 营收300万', /您未绑定“示例企业05”，本次未记录任何数字/],
  ])('%s is refused with its reason', async (sentence, why) => {
    await contact.say(sentence);
    await contact.shouldSee(why);
  });
});

describe('zero and late reports', () => {
  let world: World;
  let contact: Chat;
  beforeAll(async () => {
    world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
    contact = world.chat('contact01', conversations['WeCom AI bot']('contact01'));
  });
  afterAll(() => world.stop());

  it('a zero report is read back, and handed in with its reason', async () => {
    await contact.say('/月报 零报');
    await contact.shouldSee(/零报告请写明原因/);
    await contact.say('/月报 零报 本月停产检修');
    expect((await contact.shouldSee(/请确认2023年12月零报告/)).text).toMatch(
      /营业收入（万元）：0\.00，累计[\s\S]*（沿用上月，未确认）/,
    );
    expect(await world.database.client.monthlyReport.count({ where: { period: '2023-12' } })).toBe(0);
    await contact.news();
    await contact.tap('确认零报');
    expect((await contact.shouldSee(/2023年12月零报告已提交/)).text).toMatch(/本月停产检修/);
    const submission = await world.database.client.reportSubmission.findFirstOrThrow({
      where: { report: { period: '2023-12' } },
    });
    expect(submission).toMatchObject({ kind: 'ZERO', reason: '本月停产检修' });
  });

  it('a late one says why', async () => {
    await world.emulator.clock.to('2024-01-12T09:30', { jump: true });
    const late = world.chat('contact03', conversations['WeCom app']('contact03'));
    await late.say(
      '/填报 示例企业03 12月 营收1846万 高新收入1218万 产值1920万 研发114万 利润157万 税57万 发明申请0 发明授权0 专项资金支出0',
    );
    await late.shouldSee(/请核对2023年12月月报/);
    await late.news();
    await late.tap('补报：结账延迟');
    expect((await late.shouldSee(/2023年12月补报已提交/)).text).toMatch(/财务结账延迟/);
  });
});

describe.each([
  ['WeCom AI bot in a group', 'WeCom app'],
  ['DingTalk robot in a group', 'DingTalk robot'],
] as const)('figures said in a group, %s', (group, direct) => {
  it('are not repeated there: the answer comes one-to-one', async () => {
    const world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
    const there = world.chat('contact02', conversations[group]('contact02'));
    const alone = world.chat('contact02', conversations[direct]('contact02'));
    await there.say('12月营收1046.05万 研发64.85万');
    const told = (await there.news()).map(({ text }) => text).join('\n');
    expect(told).not.toMatch(/1046|64\.85|示例企业/u);
    expect((await alone.shouldSee(/请核对2023年12月月报/)).text).toMatch(/1046\.05/);
    await world.stop();
  });
});

describe('who speaks for two enterprises', () => {
  it('a card is of the enterprise it was sent for, whichever was chosen since; nothing typed is lost', async () => {
    const world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
    const { client } = world.database;
    const chat = world.chat('contact03', conversations['DingTalk robot']('contact03'));
    await chat.say('/月报 填报');
    await chat.shouldSee(/请选择企业/);
    await chat.news();
    await chat.tap('第1家');
    await chat.shouldSee(/请填报2023年12月月报/);
    await chat.say('/切换企业 示例企业04');
    await chat.news();
    await chat.fillIn(/请填报2023年12月月报/, { '营业收入（万元）': 1777 });
    expect((await chat.shouldSee(/请核对2023年12月月报/)).text).toMatch(/示例企业03[\s\S]*1777\.00/);
    const entries = await client.reportEntry.findMany({
      where: { key: 'revenue', report: { period: '2023-12' } },
      select: { month: true, report: { select: { enterprise: { select: { names: { select: { text: true } } } } } } },
    });
    expect(entries.map(({ month, report }) => [Number(month), report.enterprise.names[0]?.text])).toEqual([
      [1_777_000_000, '示例企业03'],
    ]);
    // A sentence is asked about once, and goes on as it was said.
    await client.conversationChoice.deleteMany();
    await chat.say('职工210人');
    await chat.shouldSee(/请选择企业/);
    await chat.news();
    await chat.tap('第2家');
    expect((await chat.shouldSee(/请核对2023年12月月报/)).text).toMatch(/示例企业04[\s\S]*210/);
    await world.stop();
  });
});
