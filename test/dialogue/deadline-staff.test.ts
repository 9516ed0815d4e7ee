import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said, tapped, texts } from '../helpers/saying.ts';
import { type Chat, conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
let officer: Chat;
let other: Chat;
let contact: Chat;

beforeAll(async () => {
  const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
  world = await startWorld({ emulator: { settings } });
  officer = world.chat('officer', conversations['WeCom app']('officer'));
  other = world.chat('administrator', conversations['DingTalk robot']('administrator'));
  contact = world.chat('contact01', conversations['WeCom app']('contact01'));
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});
/** A member gets no more than thirty messages a minute. */
beforeEach(() => world.emulator.clock.advance(61_000, { jump: true }));

/** The clock rings: what is to be told now is told. */
const ring = () => world.emulator.clock.advance(60_000);
const deadlines = () => world.database.client.deadline.findMany({ orderBy: { number: 'asc' } });

describe('新增截止', () => {
  it.each([
    ['', /名称在前，其余先后不限/],
    ['项目申报 2023-12-28 对象 全部企业 依据 通知', /截止日期已过（2023年12月28日24:00），不能登记为新的截止事项/],
    ['项目申报 2025-02-29 对象 全部企业 依据 通知', /日期“2025-02-29”无效，日历中没有这一天/],
    ['项目申报 2024-01-10 25:00 对象 全部企业 依据 通知', /时间“25:00”不明确/],
    ['项目申报 2024-01-10 依据 通知', /缺少对象/],
    ['项目申报 2024-01-10 对象 待批复科技领军企业 依据 通知', /目前没有涉及任何企业，登记后无人收到提醒，本次未登记/],
    ['项目申报 2024-01-10 对象 无此企业 依据 通知', /对象中的“无此企业”既不是资质类别，也没有找到这样的企业/],
    ['项目申报 2024-01-10 官方 2024-01-08 对象 有效高企 依据 通知', /先后顺序不符/],
  ])('is refused with what is wrong, and nothing is entered: %s', async (line, expected) => {
    const before = await deadlines();
    const answer = await said(officer, `/新增截止 ${line}`.trim());
    expect(answer).toMatch(expected);
    expect(answer).toContain('打开登记页面');
    expect(await deadlines()).toEqual(before);
  });

  it.each<[line: string, expected: RegExp[]]>([
    ['项目申报 2023-12-28 25:00 对象 全部企业', [/时间“25:00”不明确/, /缺少依据/, /截止日期已过（2023年12月28日）/]],
    [
      '项目申报 2023-12-28 对象 无此企业',
      [/缺少依据/, /截止日期已过（2023年12月28日24:00）/, /“无此企业”既不是资质类别/],
    ],
    ['项目申报 2024-01-10 官方 2024-01-08 对象 待批复科技领军企业', [/缺少依据/, /先后顺序不符/, /没有涉及任何企业/]],
    ['项 2月30日 官方 1月8日 依据 通知', [/日期“2月30日”无效/, /缺少对象/, /事项名称应为2至60个字/]],
    ['项目申报 2023-12-28 对象 待批复科技领军企业 依据 通知', [/截止日期已过/, /没有涉及任何企业/]],
  ])('everything that is wrong with one line is told at once: %s', async (line, expected) => {
    const answer = await said(officer, `/新增截止 ${line}`);
    for (const one of expected) expect(answer).toMatch(one);
  });

  it('29 February of a leap year and 24:00 are days like others; everybody is confirmed with the number', async () => {
    const draft = await said(officer, '/新增截止 安全检查 2024-02-29 24:00 对象 全部企业 依据 通知');
    expect(draft).toMatch(/材料到开发区：2024年2月29日24:00（剩余62天）/);
    expect(draft).toMatch(/对象是全部在营企业（64家），请确认确需通知全部企业/);
  });

  it('is read back with whom it concerns, entered once confirmed, and told to those concerned at once', async () => {
    await contact.news();
    const line = '/新增截止 科技项目申报 1月10日 16:00 官方 1月12日 17:00 对象 有效高企 文号 内科字〔2023〕9号';
    const draft = await said(officer, line);
    expect(draft).toMatch(
      /事项：2024年科技项目申报[\s\S]*材料到开发区：2024年1月10日16:00（剩余12天）[\s\S]*文号|内科字〔2023〕9号/,
    );
    expect(draft).toMatch(/目前涉及16家：示例企业01、/);
    expect(draft).toMatch(/登记后将立即通知所涉企业/);
    const before = (await deadlines()).length;
    expect(await tapped(officer, '确认登记')).toMatch(/已登记J-8 2024年科技项目申报，涉及16家，将立即通知所涉企业/);
    expect(await deadlines()).toHaveLength(before + 1);
    await ring();
    const told = await texts(contact);
    expect(told).toMatch(/【截止通知】新增申报事项：2024年科技项目申报（内科字〔2023〕9号）/);
    expect(told).toMatch(/推荐上报：2024年1月12日17:00/);
    // The same line again, by the other officer: it is there.
    expect(await said(other, line)).toMatch(/J-8 2024年科技项目申报此前已登记，内容相同，本次未重复登记/);
    await contact.tap('正在准备');
    expect(await texts(contact)).toMatch(/已记录答复“正在准备”/);
    expect(await said(officer, '/截止 J-8')).toMatch(/未答复15家，正在准备1家/);
  });

  it('what is entered already is offered as a change of it, old → new, and what was not said stays', async () => {
    await contact.news();
    const line = '/新增截止 科技项目申报 1月10日 18:00 对象 有效高企 文号 内科字〔2023〕9号';
    const review = await said(officer, line);
    expect(review).toMatch(/此前已登记，请确认变更：J-8[\s\S]*材料到开发区：2024年1月10日16:00 → 2024年1月10日18:00/);
    expect(review).toMatch(/不重复登记；确认后变更J-8，没有写明的内容不变/);
    expect(review).not.toMatch(/推荐上报：[^\n]* →/);
    expect(review).toMatch(/确认后立即告知所涉企业中尚未办结的16家（其中无联系人可通知\d+家），其后按新的内容提醒/);
    const before = (await deadlines()).length;
    await said(other, '/截止 J-8 改 1月10日 17:30');
    expect(await tapped(officer, '确认变更')).toMatch(/J-8已变更，将立即告知所涉企业/);
    expect(await deadlines()).toHaveLength(before);
    await ring();
    expect(await texts(contact)).toMatch(/【截止变更】[\s\S]*2024年1月10日16:00 → 2024年1月10日18:00/);
    expect(await tapped(other, '确认变更')).toMatch(/J-8在您核对后已有变更，本次未办理/);
    await said(officer, '/截止 J-8 改 1月10日 16:00 原因 时间填写有误');
    await tapped(officer, '确认变更');
    await ring();
  });

  it('what may be another one, or a duty, is pointed out; a report about certificates is no application for them', async () => {
    const draft = await said(officer, '/新增截止 高企统计快报 2024年 2月28日 对象 有效高企 依据 惯例');
    expect(draft).toMatch(/台账视为已办：无，以企业答复为准/);
    expect(draft).toMatch(/已登记相近的事项：J-1 2024年高新技术企业综合统计快报/);
    expect(draft).toMatch(/名称含“统计”：属于报送义务的请加写“报送义务”/);
  });

  it('what was withdrawn and is entered again is told at once, and what nobody can be told in time is said', async () => {
    await said(officer, '/新增截止 往返事项 3月20日 对象 示例企业01 依据 通知');
    const [, no = ''] = /已登记(J-\d+)/u.exec(await tapped(officer, '确认登记')) ?? [];
    await said(officer, `/截止 ${no} 撤销 通知废止`);
    await tapped(officer, '确认撤销');
    await ring();
    await contact.news();
    const draft = await said(officer, '/新增截止 往返事项 3月21日 对象 示例企业01 依据 通知');
    expect(draft).toContain(`同一事项此前已撤销（${no}），已告知企业无需报送，登记后将另行通知所涉企业`);
    const [, again = ''] = /已登记(J-\d+)/u.exec(await tapped(officer, '确认登记')) ?? [];
    await ring();
    expect(await texts(contact)).toMatch(/【截止通知】新增申报事项：2024年往返事项/);
    await said(officer, `/截止 ${again} 撤销 演练结束`);
    await tapped(officer, '确认撤销');
    await ring();
  });

  it('an enterprise is named in words: of several it is asked which', async () => {
    expect(await said(officer, '/新增截止 专题培训 1月20日 对象 示例企业0 依据 通知')).toMatch(
      /与“示例企业0”相符的企业/,
    );
    const draft = await said(officer, '/新增截止 专题培训 1月20日 对象 示例企业01、示例企业02 依据 通知');
    expect(draft).toMatch(/目前涉及2家：示例企业01、示例企业02/);
  });
});

describe('a change', () => {
  it('of the paper is one too, and the reason is read back and told as it was said', async () => {
    await contact.news();
    await said(officer, '/新增截止 专题辅导 3月20日 24:00 对象 示例企业01 依据 惯例');
    const [, no = ''] = /已登记(J-\d+)/u.exec(await tapped(officer, '确认登记')) ?? [];
    await contact.news();
    const review = await said(
      officer,
      `/截止 ${no} 改 3月15日 依据 通知 文号 内科高字〔2024〕8号 原因 通知已下发，以通知为准`,
    );
    for (const line of [
      '材料到开发区：2024年3月20日24:00（预计） → 2024年3月15日24:00',
      '依据：惯例（预计） → 通知',
      '通知文号：未登记 → 内科高字〔2024〕8号',
      '变更原因：通知已下发，以通知为准',
    ]) {
      expect(review).toContain(line);
    }
    await tapped(officer, '确认变更');
    await ring();
    const told = await texts(contact);
    expect(told).toContain('变更原因：通知已下发，以通知为准');
    expect(told).toContain('通知文号：未登记 → 内科高字〔2024〕8号');
    expect(await said(officer, `/截止 ${no} 对象 示例企业01`)).toMatch(/的对象与已登记的相同，无需变更/);
    await said(officer, `/截止 ${no} 撤销 演练结束`);
    await tapped(officer, '确认撤销');
    await ring();
  });

  it('is read back old → new, told to those concerned, and the second officer reads that there was one', async () => {
    await contact.news();
    const preview = await said(officer, '/截止 J-8 改 1月15日 推荐上报 1月17日 上级通知延期');
    expect(preview).toMatch(/材料到开发区：2024年1月10日16:00 → 2024年1月15日16:00/);
    expect(preview).toMatch(/推荐上报：2024年1月12日17:00 → 2024年1月17日17:00/);
    await said(other, '/截止 J-8 改 1月11日');
    expect(await tapped(officer, '确认变更')).toMatch(/J-8已变更，将立即告知所涉企业/);
    await ring();
    expect(await texts(contact)).toMatch(/【截止变更】[\s\S]*材料到开发区：2024年1月10日16:00 → 2024年1月15日16:00/);
    expect(await tapped(other, '确认变更')).toMatch(/J-8在您核对后已有变更，本次未办理/);
  });

  it.each([
    ['改 2023-12-28', /不能改为已经过去的时间（2023年12月28日16:00）/],
    ['改 1月15日', /J-8的内容与已登记的相同，无需变更/],
    ['改 1月20日', /推荐上报时间2024年1月17日17:00早于材料到开发区的时间2024年1月20日16:00，先后顺序不符/],
    ['改 2月30日', /日历中没有这一天/],
    ['改', /请写明新的日期/],
    ['撤销', /请写明撤销的原因/],
    ['免除 示例企业01', /请写明企业和免除的原因/],
    ['免除 示例企业02 已迁出', /J-8目前不涉及示例企业02，无需办理/],
    ['对象 待批复科技领军企业', /目前没有涉及任何企业/],
  ])('is refused with what is wrong: %s', async (step, expected) => {
    const before = await deadlines();
    expect(await said(officer, `/截止 J-8 ${step}`)).toMatch(expected);
    expect(await deadlines()).toEqual(before);
  });

  it('of whom it concerns is counted before and after', async () => {
    expect(await said(officer, '/截止 J-8 对象 示例企业01、示例企业03')).toMatch(
      /涉及企业：有效期内的高新技术企业 → 指定企业2家（示例企业01、示例企业03）[\s\S]*变更后涉及2家：新增0家，减少14家/,
    );
    expect(await tapped(officer, '确认变更')).toMatch(/J-8对象已变更，目前涉及2家/);
  });
});

describe('催报', () => {
  it('goes once a day to who has said nothing, whoever presses; who unsubscribed is left out', async () => {
    const told = world.chat('contact03', conversations['WeCom app']('contact03'));
    await told.news();
    const preview = await said(officer, '/截止 J-8 催报');
    expect(preview).toMatch(/尚未答复的企业1家，可通知的联系人1人[\s\S]*其中1家今日已收到本事项的通知或提醒/);
    expect(await tapped(officer, '确认催报')).toMatch(/本次新发送1条催报/);
    expect(await texts(told)).toMatch(/【截止提醒】2024年科技项目申报[\s\S]*企业：示例企业03/);
    const second = await said(other, '/截止 J-8 催报');
    expect(second).toMatch(/王晨（\d\d:\d\d）：示例企业03[\s\S]*今日均已催报，不再重复发送/);
    expect(await texts(told)).toBe('');
    await said(told, '/退订 申报');
    expect(await said(officer, '/截止 J-8 催报')).toMatch(/其中无联系人可通知1家[\s\S]*请电话催报/);
    await said(told, '/订阅 申报');
  });
});

describe('提醒', () => {
  it('tells what was sent to an enterprise, when, and what it answered; names are masked', async () => {
    const record = await said(officer, '/提醒 记录 示例企业01');
    expect(record).toMatch(
      /J-8 2024年科技项目申报（登记通知）：李\*（企业微信），2023年12月29日 10:\d\d发送，是否已读未知/,
    );
    expect(record).toMatch(/【答复】[\s\S]*正在准备，2023年12月29日/);
    expect(record).not.toContain('李一');
  });

  it('tells what goes out tomorrow and what it costs, by which rules, and tries one out', async () => {
    expect(await said(officer, '/提醒 明天')).toMatch(/2023年12月30日将发送的提醒/);
    expect(await said(officer, '/提醒 规则')).toMatch(
      /截止提醒：截止前30天、15天、7天、3天、1天、当日[\s\S]*系统默认规则/,
    );
    const rules = await said(officer, '/提醒 规则');
    expect(rules).toMatch(/截止提醒中，\{program\}为事项（年度、名称和批次）、\{due\}为截止时间/);
    expect(rules).toMatch(/证书到期提醒中，\{program\}为证书类型、\{due\}为证书有效期止/);
    expect(await said(officer, '/提醒 失败')).toMatch(/未送达的提醒0条/);
    const test = await said(officer, '/提醒 测试');
    expect(test).toMatch(/测试提醒已提交发送/);
    expect(`${test}${await texts(officer)}`).toMatch(/提醒试发[\s\S]*测试事项（无需办理）[\s\S]*仅发送给您本人/);
  });
});

describe('撤销', () => {
  it('is confirmed, told to who was concerned, and closes what was asked', async () => {
    await contact.news();
    expect(await said(officer, '/截止 J-8 撤销 上级通知取消')).toMatch(/请确认撤销[\s\S]*撤销后不能恢复/);
    await said(other, '/截止 J-8 撤销 重复登记');
    expect(await tapped(officer, '确认撤销')).toMatch(/J-8已撤销（上级通知取消），不再提醒/);
    await ring();
    expect(await texts(contact)).toMatch(/【截止撤销】2024年科技项目申报[\s\S]*已撤销：上级通知取消/);
    expect(await tapped(other, '确认撤销')).toMatch(/J-8 2024年科技项目申报已撤销，不能再变更/);
    expect(await said(officer, '/截止 J-8 催报')).toMatch(/已撤销，无需催报/);
    expect(await said(contact, '/截止 J-8 已报送')).toMatch(/已撤销（上级通知取消）/);
    expect(await said(contact, '/截止 J-8')).toContain('已撤销（上级通知取消），无需报送。');
    const seen = await said(officer, '/截止 J-8');
    expect(seen).toMatch(/状态：已撤销（上级通知取消）[\s\S]*材料到开发区：2024年1月15日16:00（已撤销）/);
    expect(seen).not.toMatch(/剩余\d+天/);
    for (const step of ['恢复 示例企业01', '免除 示例企业01 已迁出']) {
      expect(await said(officer, `/截止 J-8 ${step}`)).toContain('已撤销（上级通知取消），无需办理。');
    }
  });
});

it('who is reminded again behind the last step hears nothing by itself, which is said', async () => {
  await said(officer, '/新增截止 今日事项 12月29日 23:00 对象 示例企业01 依据 通知');
  const [, no = ''] = /已登记(J-\d+)/u.exec(await tapped(officer, '确认登记')) ?? [];
  await said(officer, `/截止 ${no} 免除 示例企业01 由集团统一报送`);
  expect(await said(officer, `/截止 ${no} 恢复 示例企业01`)).toContain(
    `截止前已没有提醒日，企业不会再收到提醒，请电话告知，或发送“/截止 ${no} 催报”`,
  );
  await said(officer, `/截止 ${no} 撤销 演练结束`);
  await tapped(officer, '确认撤销');
});

it('one of today is over from its time on, wherever it is listed', async () => {
  await said(officer, '/新增截止 专题申报 12月29日 17:00 对象 示例企业01 依据 通知');
  const [, no = ''] = /已登记(J-\d+)/u.exec(await tapped(officer, '确认登记')) ?? [];
  expect(await said(officer, '/截止')).toMatch(new RegExp(`${no} 2023年专题申报[^\\n]*今日截止`, 'u'));
  expect(await said(contact, '/截止')).toContain('2023年专题申报：2023年12月29日17:00（今日截止）');
  await world.emulator.clock.to('2023-12-29T17:31', { jump: true });
  expect(await said(officer, '/截止')).not.toContain('专题申报');
  expect(await said(contact, '/截止')).not.toContain('专题申报');
  const over = await said(officer, '/截止 已截止');
  expect(over).toMatch(/已截止的事项1项。/);
  expect(over).toMatch(new RegExp(`1. ${no} 2023年专题申报，2023年12月29日17:00：涉及1家，未答复1`, 'u'));
  await officer.tap(no);
  expect(await texts(officer)).toContain(`${no} 2023年专题申报`);
  expect(await said(officer, '/截止')).toContain('已截止的事项请发送“/截止 已截止”');
  const one = await said(officer, `/截止 ${no}`);
  expect(one).toContain('2023年12月29日17:00（已截止）');
  expect(one).not.toContain('今日截止');
  expect(await said(officer, `/截止 ${no} 催报`)).toContain('已截止，不再催报');
});

it('at night it is said when it is told, what waits for tomorrow, and that a press of it goes out at once', async () => {
  await world.emulator.clock.to('2023-12-29T22:05', { jump: true });
  const late = await said(officer, '/新增截止 早间事项 12月30日 8:30 对象 示例企业01 依据 通知');
  expect(late).toMatch(/于2023年12月30日 09:00通知所涉企业[^\n]*届时已过截止时间，企业不会收到通知，请电话告知/);
  await tapped(officer, '确认登记');
  await said(officer, '/截止 J-3 改 5月20日 原因 通知延期');
  await tapped(officer, '确认变更');
  expect(await said(officer, '/提醒 明天')).toMatch(/（变更通知）：\d+家/);
  expect(await said(officer, '/截止 J-3 催报')).toContain('现在是免打扰时间，确认后仍立即发送');
  await contact.news();
  await world.emulator.clock.to('2023-12-30T09:01', { jump: true });
  await ring();
  expect(await texts(contact)).not.toContain('早间事项');
});

describe('免除', () => {
  it('a second time for the same reason is not kept again; another reason replaces it', async () => {
    const kept = () =>
      world.database.client.deadlineAnswer.count({
        where: { kind: 'EXEMPT', reason: { in: ['已迁出', '由上级公司报送'] } },
      });
    expect(await said(officer, '/截止 J-1 免除 示例企业01 已迁出')).toContain('已免除示例企业01，原因：已迁出。');
    expect(await said(other, '/截止 J-1 免除 示例企业01 已迁出')).toContain(
      '此前已免除示例企业01，原因：已迁出，本次未重复记录。',
    );
    expect(await kept()).toBe(1);
    expect(await said(officer, '/截止 J-1 免除 示例企业01 由上级公司报送')).toContain(
      '已免除示例企业01，原因：由上级公司报送（原为免除（已迁出））。',
    );
    expect(await kept()).toBe(2);
  });
});

describe('what is not understood', () => {
  it.each([
    ['/截止 J-1 删除', /截止事项不能删除，需要撤销的请发送“\/截止 J-1 撤销 原因”，确认后告知所涉企业。/],
    [
      '/截止 J-1 取消',
      /没有看懂对J-1的操作。[\s\S]*“\/截止 J-1 改 7月15日”“\/截止 J-1 对象 有效高企、企业简称”“\/截止 J-1 撤销 原因”/,
    ],
  ])('an officer is told what they may do: %s', async (sentence, expected) => {
    const answer = await said(officer, sentence);
    expect(answer).toMatch(expected);
    expect(answer).not.toContain('已报送');
  });

  it('others are told what they may do', async () => {
    const viewer = world.chat('viewer', conversations['WeCom app']('viewer'));
    const answer = await said(viewer, '/截止 J-1 取消');
    expect(answer).toContain('“/截止 J-1”查看其中一项');
    expect(answer).not.toMatch(/撤销|已报送/);
    expect(await said(contact, '/截止 J-1 取消')).toMatch(/“\/截止 J-1 已报送”[\s\S]*“\/截止 证书 已报送”/);
  });
});

it('a number alone is that of a deadline; a list shows the first of its own as the example', async () => {
  expect(await said(officer, '/截止 1')).toContain('J-1 2024年高新技术企业综合统计快报');
  expect(await said(contact, '/截止 3')).toContain('J-3 2024年科技型中小企业信息更新与自评');
  expect(await said(officer, '/截止')).toContain('查看一项请发送“/截止 J-1”。');
  expect(await said(officer, '/截止 高企')).toContain('查看一项的对象和答复情况请发送“/截止 J-1”。');
});

it('who may not change anything reads, and is told so', async () => {
  const viewer = world.chat('viewer', conversations['WeCom app']('viewer'));
  expect(await said(viewer, '/截止')).toMatch(/未到期的截止事项\d+项/);
  expect(await said(viewer, '/提醒 记录 示例企业01')).toMatch(/示例企业01 提醒记录/);
  expect(await said(viewer, '/截止 J-3')).toMatch(/第1页，共\d+页/);
  expect(await tapped(viewer, '下一页')).toMatch(/J-3[\s\S]*第2页，共\d+页/);
  expect(await said(contact, '/截止 J-3 名单')).toMatch(/您的角色不能使用“\/截止 名单”/);
  for (const sentence of [
    '/截止 J-1 催报',
    '/新增截止 项目 1月10日 对象 有效高企',
    '/提醒 重试 0123456789AB',
    '/受理 H-1',
  ]) {
    expect(await said(viewer, sentence)).toMatch(/您的角色不能使用/);
  }
  expect(await said(officer, '/截止 J-1 已报送')).toMatch(/由企业联系人答复/);
  expect(await said(officer, '/提醒 规则')).toContain('查看或修改规则');
  const rules = await said(viewer, '/提醒 规则');
  expect(rules).toContain('截止提醒：截止前30天');
  expect(rules).not.toMatch(/查看或修改规则|reminder-rules/);
});
