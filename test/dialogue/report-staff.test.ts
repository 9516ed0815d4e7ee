import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearReports, enterpriseNamed, plantReport } from '../helpers/plant-report.ts';
import { type Chat, conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

const period = '2023-11';

describe.each(['WeCom app', 'DingTalk robot'] as const)('monthly reports for staff, %s', (channel) => {
  let world: World;
  let officer: Chat;
  let viewer: Chat;
  /** Where the bureau's word arrives: contacts are told through the app of WeCom where they have it. */
  let firm01: Chat;
  let firm02: Chat;

  beforeAll(async () => {
    // All of it is said within a minute of a clock that stands.
    const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
    world = await startWorld({ emulator: { settings } });
    await clearReports(world.database);
    await plantReport(world.database, {
      ...{ enterprise: '示例企业01', period: '2023-10' },
      figures: { revenue: 310, rndExpense: { month: 17, total: 17 } },
    });
    // Research three times as dear as the month before.
    await plantReport(world.database, {
      ...{ enterprise: '示例企业01', period, figures: { revenue: 320, rndExpense: 80 } },
      explanation: '项目集中投入',
    });
    await plantReport(world.database, {
      ...{ enterprise: '示例企业02', period, at: new Date('2023-12-15T02:00:00Z'), reason: '财务结账延迟' },
    });
    await plantReport(world.database, { enterprise: '示例企业03', period, isHandedIn: false });
    officer = world.chat('officer', conversations[channel]('officer'));
    viewer = world.chat('viewer', conversations[channel]('viewer'));
    firm01 = world.chat('contact01', conversations['WeCom app']('contact01'));
    firm02 = world.chat('contact02', conversations['WeCom app']('contact02'));
  });
  afterAll(async () => {
    expect(world.remarks()).toEqual([]);
    await world.stop();
  });

  const reportOf = async (name: string, of = period) => {
    const { id: enterpriseId } = await enterpriseNamed(world.database, name);
    return world.database.client.monthlyReport.findUniqueOrThrow({
      where: { enterpriseId_period: { enterpriseId, period: of } },
    });
  };
  /** Taps once everything is there: the buttons may come behind the words. */
  async function tap(chat: Chat, card: RegExp, button: string): Promise<void> {
    await chat.news();
    await chat.tapOn(new RegExp(`${card.source}|请在下方选择|内容见上一条消息`, 'u'), button);
  }
  /** All texts of an answer, which may take several messages. */
  async function answer(chat: Chat, say: string): Promise<string> {
    await chat.say(say);
    return (await chat.news()).map(({ text }) => text).join('\n');
  }
  const facts = async (action: string) =>
    (await world.database.client.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } })).map(
      ({ result, objectId, enterpriseId }) => ({ result, objectId, enterpriseId }),
    );

  it('sees how far the month has come, with rates of those who have to report', async () => {
    const text = await answer(officer, '/月报');
    expect(text).toContain('2023年11月月报报送情况');
    expect(text).toContain('填报期2023年12月1日至2023年12月11日，已结束，补报至2024年1月10日。');
    for (const line of [
      /应报：4家$/mu,
      /按时：1家，25\.00%/u,
      /补报：1家，25\.00%/u,
      /退回：0家，0\.00%/u,
      /未报：2家，50\.00%（其中草稿1家）/u,
      /待审核：2家/u,
      /审核通过：0家/u,
    ]) {
      expect(text).toMatch(line);
    }
    expect(text).toContain('无联系人可通知的企业0家');
    expect(await facts('report.list')).not.toEqual([]);
  });

  it('goes on from there by a button', async () => {
    await tap(officer, /报送情况/, '未报名单');
    expect((await officer.shouldSee(/月报（未报）/)).text).toMatch(
      /共2家[\s\S]*1\. 示例企业03，逾期未报，有草稿[\s\S]*2\. 示例企业04/,
    );
  });

  it.each([
    ['逾期', /共2家/],
    ['草稿', /共1家[\s\S]*示例企业03/],
    ['已报', /共2家[\s\S]*示例企业01，已提交，李一（2023年12月5日 09:59）提交/],
    ['补报', /共1家[\s\S]*示例企业02，逾期补报，赵尔（2023年12月15日 10:00）提交/],
    ['退回', /没有退回的企业/],
    ['通过 第2页', /没有通过的企业/],
    ['零报', /没有零报的企业/],
  ])('lists who is %s', async (list, expected) => {
    expect(await answer(viewer, `/月报 ${period} ${list}`)).toMatch(expected);
  });

  it('sees everything about one report', async () => {
    const text = await answer(officer, '/月报 示例企业01');
    expect(text).toMatch(/示例企业01 2023年11月月报[\s\S]*状态：已提交，待审核/);
    expect(text).toMatch(/提交：第1次，月报，李一（2023年12月5日 09:59），企业微信应用/);
    expect(text).toMatch(/研发费用（万元）：80\.00，累计97\.00.*（上月17\.00）/);
    expect(text).toMatch(/已说明[\s\S]*研发费用[\s\S]*说明：项目集中投入/);
    expect(text).toMatch(/办理记录[\s\S]*李一第1次提交/);
    const { id, enterpriseId } = await reportOf('示例企业01');
    expect(await facts('report.read')).toContainEqual({ result: 'allowed', objectId: id, enterpriseId });
  });

  it('what was not handed in is marked as a draft, and nothing else is', async () => {
    expect(await answer(viewer, '/月报 示例企业03')).toMatch(
      /状态：逾期未报，已填写\d+项（未提交）[\s\S]*草稿，未提交，仅供了解填报进度[\s\S]*营业收入（万元）：320\.00/,
    );
    expect(await answer(viewer, '/月报 示例企业01')).not.toContain('未提交');
  });

  it('a viewer reads it, and decides nothing', async () => {
    const report = await reportOf('示例企业01');
    expect(await answer(viewer, '/月报 示例企业01')).toMatch(/待审核/);
    for (const say of [
      `/月报 通过 ${report.id} ${report.version}`,
      '/月报 退回 示例企业01 研发费用 有误',
      '/月报 核实 示例企业01 原因',
      '/月报 代填 示例企业04 营收320万',
      '/月报 免报 示例企业04 停产',
      '/月报 重开 2023-10 至 2024-01-20 原因',
      '/月报 催报',
      '/月报 代填',
    ]) {
      expect(await answer(viewer, say)).toMatch(/您的角色不能使用“\/月报/);
    }
    expect(await reportOf('示例企业01')).toEqual(report);
    const denied = await world.database.client.auditEntry.count({
      where: { action: 'command.denied', result: 'denied', role: 'viewer' },
    });
    expect(denied).toBe(8);
  });

  it('hands one figure back with one tap, and the enterprise reads why', async () => {
    await officer.say('/月报 示例企业01');
    await officer.shouldSee(/待审核/);
    await tap(officer, /待审核/, '退回：研发费用');
    expect((await officer.shouldSee(/您已退回/)).text).toMatch(
      /您已退回示例企业01 ?2023年11月月报的“研发费用”（2023年12月29日 10:00），原因：数据异常[\s\S]*已通知该企业联系人1人/,
    );
    const told = await firm01.shouldSee(/【退回】/);
    // The 30th and the two days after are days off.
    expect(told.text).toContain(
      '【退回】贵公司2023年11月月报“研发费用”需核实：数据异常，请核对。请于2024年1月3日前修改后重新提交。',
    );
    expect(told.text).not.toContain('王晨');
    expect(await reportOf('示例企业01')).toMatchObject({ state: 'RETURNED' });
    expect(await answer(officer, '/月报 退回')).toMatch(
      /共1家[\s\S]*示例企业01，退回，李一[^，]*提交，王晨退回：数据异常，请核对，请于2024年1月3日前修改/,
    );
    // Handed back it is owed again.
    expect(await answer(officer, '/月报')).toMatch(/按时：0家，0\.00%[\s\S]*退回：1家，25\.00%/);
  });

  it('asks which figures, where none or a wrong one is named', async () => {
    const { id } = await reportOf('示例企业02');
    expect(await answer(officer, `/月报 退回 ${id}`)).toMatch(/尚未退回。请写明退回的指标和原因/);
    expect(await answer(officer, '/月报 退回 示例企业02 盈亏 有误')).toMatch(/没有看懂指标“盈亏”/);
    expect(await answer(officer, '/月报 退回 示例企业02 研发费用')).toMatch(/请写明退回的原因/);
    expect(await reportOf('示例企业02')).toMatchObject({ state: 'SUBMITTED' });
  });

  it('an approval says who and when; an old button finds it done', async () => {
    const { id, version } = await reportOf('示例企业02');
    expect(await answer(officer, `/月报 通过 ${id} ${version}`)).toMatch(
      /您已审核通过示例企业02 ?2023年11月月报（2023年12月29日 10:00）[\s\S]*已通知该企业联系人1人/,
    );
    expect((await firm02.shouldSee(/审核通过/)).text).toContain('贵公司2023年11月月报已审核通过。');
    expect(await answer(officer, `/月报 通过 ${id} ${version}`)).toMatch(
      /本次未办理，该月报在您查看之后有变动。您已于2023年12月29日 10:00审核通过该月报。[\s\S]*状态：逾期补报，审核通过/,
    );
    expect(await answer(officer, '/月报 通过 示例企业02')).toMatch(/您已于2023年12月29日 10:00审核通过该月报/);
    expect((await firm02.news()).filter(({ text }) => /审核通过/u.test(text))).toEqual([]);
  });

  it('asks an enterprise to explain', async () => {
    const { id } = await reportOf('示例企业02');
    expect(await answer(officer, `/月报 核实 ${id}`)).toMatch(/请写明.*例如/su);
    expect(await answer(officer, '/月报 核实 示例企业02 职工人数是否含劳务派遣')).toMatch(
      /您已请示例企业02核实2023年11月月报/,
    );
    expect((await firm02.shouldSee(/【核实】/)).text).toContain(
      `【核实】贵公司2023年11月月报需说明：职工人数是否含劳务派遣。请发送“/月报 答复 ${id} 说明”答复`,
    );
    expect(await answer(officer, '/月报 示例企业02')).toMatch(
      /核实：职工人数是否含劳务派遣（您，2023年12月29日 10:00）[\s\S]*答复：尚未答复/,
    );
  });

  it('exempts one, and takes it back', async () => {
    const firm03 = world.chat('contact03', conversations['WeCom app']('contact03'));
    expect(await answer(officer, '/月报 免报 示例企业04')).toMatch(/请写明免报的原因/);
    expect(await answer(officer, '/月报 免报 示例企业04 2023-11 阶段性停产')).toMatch(/您已免报示例企业04/);
    expect((await firm03.shouldSee(/免报/)).text).toMatch(/贵公司2023年11月月报经核定免报（阶段性停产）/);
    expect(await answer(officer, '/月报 免报 示例企业04 停产')).toMatch(
      /您已于2023年12月29日 10:00免报该企业本期月报，未重复办理/,
    );
    expect(await answer(officer, '/月报')).toMatch(/应报：4家（其中免报1家）[\s\S]*未报：1家，33\.33%/);
    expect(await answer(officer, '/月报 取消免报 示例企业04')).toMatch(/您已取消示例企业04/);
    expect((await firm03.shouldSee(/取消免报/)).text).toMatch(/已取消免报，请填报/);
    expect(await answer(officer, '/月报 取消免报 示例企业04')).toMatch(/未免报，无需取消/);
    expect(await answer(officer, '/月报 免报 示例企业02 停产')).toMatch(/已提交，不能免报/);
  });

  it('presses once a day: a second tap or another preview sends nothing and says who was told, when and by whom', async () => {
    const firm03 = world.chat('contact03', conversations['WeCom app']('contact03'));
    await officer.say('/月报 催报');
    expect((await officer.shouldSee(/催报/)).text).toMatch(
      /尚需报送的企业3家（其中退回待修改1家），可通知的联系人2人[\s\S]*【催报】贵公司2023年11月月报尚未报送，填报期已于2023年12月11日结束，请尽快补报并说明原因。/,
    );
    expect((await firm03.news()).filter(({ text }) => /催报/u.test(text))).toEqual([]);
    await tap(officer, /尚需报送/, '确认催报');
    await officer.shouldSee(/本次新发送3条催报。/);
    const reminded = (await firm03.news()).filter(({ text }) => /【催报】/u.test(text));
    expect(reminded).toHaveLength(2);
    expect(reminded.map(({ text }) => /示例企业0\d/u.exec(text)?.[0]).sort()).toEqual(['示例企业03', '示例企业04']);
    // Who serves two enterprises is led to the one that is meant.
    const { id: fourth } = await enterpriseNamed(world.database, '示例企业04');
    expect(reminded.find(({ text }) => text.includes('示例企业04'))?.text).toContain(
      `/h5/own-reports/${period}?enterprise=${fourth}`,
    );
    // What was handed back is asked for in its own words.
    expect((await firm01.news()).map(({ text }) => text).join('\n')).toMatch(/【退回】贵公司2023年11月月报“研发费用”/);
    const { detail } = await world.database.client.auditEntry.findFirstOrThrow({ where: { action: 'report.remind' } });
    const { press } = JSON.parse(detail ?? '{}');
    for (const id of [press, '20231229-7K2M9Q4R5T6W']) {
      expect(await answer(officer, `/月报 催报 ${period} 确认 ${id}`)).toMatch(
        /本次新发送0条催报；另有3条今日已发送，未重复发送。[\s\S]*您（10:00）：示例企业01、示例企业03、示例企业04/,
      );
    }
    expect((await firm03.news()).filter(({ text }) => /催报/u.test(text))).toEqual([]);
    // Somebody who speaks for one of them since is told; the others are not told again.
    const { client } = world.database;
    const { personId } = await client.account.findFirstOrThrow({ where: { person: { name: '赵尔' } } });
    const { id: enterpriseId } = await enterpriseNamed(world.database, '示例企业03');
    await client.binding.create({ data: { id: 'newcomer', personId, enterpriseId, recordedAt: new Date() } });
    expect(await answer(officer, `/月报 催报 ${period} 确认 20231228-7K2M9Q4R5T6W`)).toMatch(
      /可通知的联系人3人[\s\S]*今日已催报[\s\S]*您（10:00）：示例企业01、示例企业03、示例企业04[\s\S]*本次将发送1条，今日已发送的3条不再重复发送/,
    );
    await tap(officer, /尚需报送/, '确认催报');
    await officer.shouldSee(/本次新发送1条催报；另有3条今日已发送，未重复发送。/);
    expect((await firm02.news()).filter(({ text }) => /【催报】/u.test(text))).toHaveLength(1);
    await client.binding.delete({ where: { id: 'newcomer' } });
    expect(await answer(officer, '/月报 催报 2023-12')).toMatch(/自2024年1月1日起填报，目前无需催报/);
  });

  it('hands back a report of a period that is over: its enterprise can put it right', async () => {
    expect(await answer(officer, '/月报 退回 示例企业01 2023-10 研发费用 与账面不符')).toMatch(
      /请企业于2024年1月3日前修改[\s\S]*该期填报原至2023年12月11日截止，已对该企业延长至2024年1月3日/,
    );
    expect((await firm01.shouldSee(/【退回】贵公司2023年10月/)).text).toMatch(/请于2024年1月3日前修改/);
    expect(await answer(firm01, '/填报 2023-10 研发17.5万')).toMatch(/研发费用（万元）：17\.50/);
    expect(await answer(officer, '/月报 示例企业01 2023-10')).toMatch(/重新开放至2024年1月3日/);
  });

  it('opens a period again, for one enterprise at once, for all after a question', async () => {
    const openings = () => world.database.client.periodOpening.count({ where: { reason: { not: '退回' } } });
    expect(await answer(officer, '/月报 代填 示例企业02 2023-09 营收300万')).toMatch(/该期填报已截止，请先发送/);
    expect(await answer(officer, '/月报 重开 2023-09 至 2024-01-20 示例企业02 补充历史数据')).toMatch(
      /您已于2023年12月29日 10:00对示例企业02重新开放2023年9月月报，至2024年1月20日24:00/,
    );
    expect((await firm02.shouldSee(/重新开放/)).text).toMatch(/请于2024年1月20日前办理/);
    expect(await answer(officer, '/月报 重开 2023-10 至 2024-01-20 系统故障')).toMatch(/请确认重新开放[\s\S]*全部企业/);
    expect(await openings()).toBe(1);
    await tap(officer, /确认重新开放/, '确认重新开放');
    await officer.shouldSee(/对全部企业重新开放2023年10月月报/);
    expect(await openings()).toBe(2);
    expect((await firm02.shouldSee(/重新开放/)).text).toMatch(/2023年10月/);
    expect(await answer(officer, '/月报 重开 2023-10 至 2023-12-01 系统故障')).toMatch(/截止日2023年12月1日已过/);
    expect(await answer(officer, '/月报 重开 2024-01 至 2024-03-01 系统故障')).toMatch(/无需重新开放/);
  });

  it('fills in for an enterprise, and that is marked and told', async () => {
    await officer.say('/月报 代填 示例企业04 2023-11 营收120 研发8.5万 利润-3万');
    const { text } = await officer.shouldSee(/请核对代填/);
    expect(text).toMatch(/示例企业04[\s\S]*营业收入未写单位，按万元计为120万元，请核对[\s\S]*必填/);
    const both = [
      '营收 120万',
      '研发 8.5万',
      '利润 -3万',
      '税费 1.2万',
      '高新收入 80万',
      '产值 125万',
      '专项资金支出 0万',
    ];
    const words = [
      ...[...both, '发明专利申请 0件', '发明专利授权 0件'].map((one) => `${one}，累计${one.split(' ')[1]}`),
      '职工20人，科技人员6人',
    ].join('；');
    await officer.say(`/月报 代填 示例企业04 2023-11 ${words}`);
    const card = await officer.shouldSee(/请核对代填/);
    expect(card.text).not.toMatch(/须更正/);
    for (let n = 0; n < 6 && !(await hasButton('确认代填')); n += 1) await answerFinding();
    await tap(officer, /请核对代填/, '确认代填');
    expect((await officer.shouldSee(/代示例企业04提交/)).text).toMatch(/您已代示例企业04提交2023年11月月报/);
    const firm03 = world.chat('contact03', conversations['WeCom app']('contact03'));
    const told = await firm03.shouldSee(/已代填/);
    expect(told.text).toMatch(/已根据贵公司的书面申请代为填报[\s\S]*营业收入（万元）：120\.00/);
    const { id } = await reportOf('示例企业04');
    const made = await world.database.client.reportSubmission.findFirstOrThrow({ where: { reportId: id } });
    expect(made).toMatchObject({ onBehalf: true, isLate: true, kind: 'REPORT' });
    expect(await answer(officer, '/月报 示例企业04')).toMatch(/您（2023年12月29日 10:00，代填）/);
    expect(await answer(officer, `/月报 代填确认 ${id} ${made.fromVersion} 重复`)).toMatch(
      /您已于此前代示例企业04提交/,
    );
  });

  async function hasButton(text: string): Promise<boolean> {
    await officer.news();
    const all = await world.emulator.messages({
      as: 'officer',
      conversation: conversations[channel]('officer'),
      after: 0,
    });
    return all.at(-1)?.card?.buttons.some((one) => one.text === text) ?? false;
  }
  /** Says the first reason that is offered. */
  async function answerFinding(): Promise<void> {
    const all = await world.emulator.messages({
      as: 'officer',
      conversation: conversations[channel]('officer'),
      after: 0,
    });
    const first = all.at(-1)?.card?.buttons[0]?.text;
    if (first === undefined) throw new Error(`no reason is offered:\n${all.at(-1)?.text}`);
    await officer.tap(first);
    await officer.shouldSee(/请核对代填|请在下方选择/);
  }

  it.each([
    ['an enterprise that is not there', '/月报 不存在的企业', /没有找到名称含“不存在的企业”的企业/],
    ['one of several', '/月报 通过 示例企业 2023-11', /请写得更完整|请选择/],
    ['an id that is not there', '/月报 通过 7K2M9Q4R5T6W 3', /没有编号为 7K2M9Q4R5T6W 的月报/],
    ['what was not handed in', '/月报 通过 示例企业03', /示例企业03 ?2023年11月月报尚未提交，不能审核/],
    ['a month that is none', '/月报 2023-13', /没有“2023-13”这个月份/],
    ['no figures', '/月报 代填 示例企业03 麻烦帮忙填一下', /没有看懂需要代填的数字/],
    ['two months', '/月报 代填 示例企业03 2023-11 10月营收300万', /请统一后重新发送/],
    ['a list of an enterprise', '/月报 零报 示例企业01', /名单只需写报告期和页码/],
    ['only the verb', '/月报 核实', /请写明企业、报告期和需要核实的内容，例如/],
  ])('is helped on with %s', async (_what, say, expected) => {
    expect(await answer(officer, say)).toMatch(expected);
  });
});

describe.each(groupChannels)('in a group (%s)', (channel) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('nothing is said there', async () => {
    const officer = world.chat('officer', conversations[channel]('officer'));
    await officer.say('/月报 示例企业01');
    expect((await officer.shouldSee(/请在单聊中查询/)).text).not.toMatch(/示例企业|营业收入/);
  });
});
