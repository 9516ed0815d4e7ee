import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { said, texts } from '../helpers/saying.ts';
import { type Chat, conversations, groupChannels, startWorld, type World } from '../helpers/world.ts';

/** The demo's year 2024: J-1 快报 and J-7 年报 of valid 高企, J-3 of 科小, J-4 to J-6 the batches of 高企. */
let world: World;
let contact: Chat;
let agent: Chat;
let officer: Chat;

beforeAll(async () => {
  const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
  world = await startWorld({ emulator: { settings } });
  contact = world.chat('contact01', conversations['WeCom app']('contact01'));
  agent = world.chat('agent', conversations['WeCom app']('agent'));
  officer = world.chat('officer', conversations['WeCom app']('officer'));
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});

/** A member gets no more than thirty messages a minute. */
beforeEach(() => world.emulator.clock.advance(61_000, { jump: true }));

/** Everything that is answered. */
const answers = () =>
  world.database.client.deadlineAnswer.findMany({
    orderBy: { recordedAt: 'asc' },
    select: { kind: true, reason: true },
  });
const kept = async (action: string) => world.database.client.auditEntry.count({ where: { action, result: 'allowed' } });

describe('what concerns an enterprise', () => {
  it('is listed with the days that are left and the own answer, and opened by its button', async () => {
    const list = await said(contact, '/截止');
    expect(list).toContain('示例企业01 截止事项');
    expect(list).toContain('J-1 2024年高新技术企业综合统计快报：2024年1月17日24:00（预计，剩余19天），未答复');
    expect(list).toMatch(
      /【证书有效期】\s+1\. 自治区级科技型中小企业（\d+）：有效期至2024年3月31日，剩余93天，不发到期提醒\s+2\. 国家级高新技术企业（GR\d+）：有效期至2024年9月16日，剩余262天，未答复/,
    );
    expect(list).toContain('答复证书到期提醒请发送“/截止 证书 已报送”。');
    await contact.tap('J-1');
    const one = await texts(contact);
    expect(one).toMatch(/企业：示例企业01[\s\S]*推荐上报：2024年1月19日24:00（预计）[\s\S]*本企业：未答复/);
    expect(await kept('deadline.read')).toBeGreaterThan(1);
  });

  it('a plain question is answered: one that is meant whole, several as a list, none in a sentence', async () => {
    expect(await said(contact, '高企第二批什么时候截止')).toMatch(
      /J-5 2024年高新技术企业认定第二批[\s\S]*2024年7月10日24:00/,
    );
    expect(await said(contact, '高企什么时候截止')).toMatch(
      /J-4[\s\S]*J-5[\s\S]*J-6[\s\S]*涉及贵公司的事项和答复请发送/,
    );
    const staffs = await said(officer, '/截止 高企');
    expect(staffs).toMatch(/J-4[\s\S]*J-5[\s\S]*J-6[\s\S]*查看一项的对象和答复情况请发送/);
    expect(staffs).not.toContain('贵公司');
    expect(await said(contact, '中试平台什么时候截止')).toContain('目前没有登记“中试平台”的截止时间，以正式通知为准');
  });
});

describe('an answer', () => {
  it('says what it does to the reminders, and a second one what it changes', async () => {
    await said(contact, '/截止 J-1');
    await contact.tap('正在准备');
    expect(await texts(contact)).toContain(
      '已记录答复“正在准备”。截止前仍按期提醒，不再提醒备用联系人，也不再电话提醒。',
    );
    expect(await said(contact, '已报送 J-1')).toContain(
      '已记录答复“已报送”（原为“正在准备”）。本事项不再提醒，以开发区科技局收到的材料为准。',
    );
    expect(await said(contact, '/截止 J-1 已报送')).toContain('此前已答复“已报送”，未重复记录。');
    expect((await answers()).map(({ kind }) => kind)).toEqual(['PREPARING', 'SUBMITTED']);
  });

  it('is said by the card of it, wherever the answer was given', async () => {
    await said(contact, '/截止 J-2');
    const cards = async () => {
      const conversation = conversations['WeCom app']('contact01');
      const messages = await world.emulator.messages({ as: 'contact01', conversation, after: 0, waitMs: 0 });
      return messages.flatMap(({ card }) => (card && JSON.stringify(card).includes('J-2') ? [card] : []));
    };
    expect(await cards()).toMatchObject([{ buttons: [{ enabled: true }, {}, {}, {}] }]);
    await said(contact, '/截止 J-2 正在准备');
    await world.app.idle();
    await world.emulator.idle();
    expect((await cards())[0]).toMatchObject({ replacedText: '已答复正在准备' });
  });

  it('今年不报 asks for the reason first; of a duty it says who looks at it', async () => {
    const asked = await said(contact, '/截止 J-7 今年不报');
    expect(asked).toMatch(/答复“今年不报”请说明原因，本次尚未记录/);
    expect(await answers()).toHaveLength(3);
    await contact.tap('企业停产');
    const done = await texts(contact);
    expect(done).toContain('已记录答复“今年不报：企业停产”。本事项不再提醒；如改变计划，可重新答复。');
    expect(done).toContain('该事项属于报送义务，原因由本局核实。');
    expect(done).toContain('本企业：今年不报（企业停产）');
    expect((await answers()).at(-1)).toEqual({ kind: 'NOT_THIS_YEAR', reason: '企业停产' });
  });

  it('is given to the end of a certificate too, by the button of its card', async () => {
    const { id } = await world.database.client.qualification.findFirstOrThrow({
      where: { type: 'HNTE', enterprise: { names: { some: { text: '示例企业01' } } } },
    });
    expect(await said(contact, `/截止 证书${id} 正在准备`)).toMatch(/高新技术企业证书到期[\s\S]*已记录答复“正在准备”/);
    expect(await said(contact, `/截止 证书${id} 今年不报`)).toMatch(/答复“今年不报”请说明原因，本次尚未记录/);
    const other = await world.database.client.qualification.findFirstOrThrow({
      where: { type: 'HNTE', enterprise: { names: { some: { text: '示例企业05' } } } },
    });
    const of5 = await said(contact, `/截止 证书${other.id} 正在准备`);
    expect(of5).toContain('没有找到贵公司的这份证书');
    expect(await said(contact, '/截止 证书0123456789AB 正在准备')).toBe(of5);
  });

  it.each([
    ['/截止 J-99 已报送', '没有编号为J-99的截止事项'],
    ['/截止 J-1 企业0123456789AB 已报送', '您目前不能代表该企业答复，本次未办理'],
    ['/截止 J-1 改 1月20日', '您的角色不能使用“/截止 改”'],
    ['/截止 J-1 撤回', '您的角色不能使用“/截止 撤销”'],
    ['已报送', '请选择答复“已报送”的事项，本次尚未记录'],
    [`/截止 J-2 今年不报 ${'长'.repeat(201)}`, '原因请控制在200字以内，本次未记录'],
  ])('is not kept where it is not clear or not theirs: %.30s', async (sentence, expected) => {
    const before = (await answers()).length;
    expect(await said(contact, sentence)).toContain(expected);
    expect(await answers()).toHaveLength(before);
  });

  it('of several enterprises it is asked which, and it is kept for that one only', async () => {
    const several = world.chat('contact03', conversations['DingTalk robot']('contact03'));
    expect(await said(several, '/截止 J-1 已报送')).toMatch(/J-1涉及您绑定的企业共 2 家，请选择/);
    const before = (await answers()).length;
    await several.tap('第2家');
    expect(await texts(several)).toMatch(/已记录答复“已报送”[\s\S]*示例企业04/);
    expect(await answers()).toHaveLength(before + 1);
  });
});

describe('a deadline that cannot be answered', () => {
  it('does not concern the enterprise: what everybody may know, and whom to ask', async () => {
    const other = world.chat('contact02', conversations['WeCom app']('contact02'));
    const answer = await said(other, '/截止 J-1 已报送');
    expect(answer).toContain('该事项目前不涉及贵公司，无需答复，本次未记录');
    expect(answer).toContain('材料到开发区：2024年1月17日24:00');
    expect(answer).not.toContain('本企业');
  });

  it('was withdrawn: its old card says so', async () => {
    await said(contact, '/截止 J-3');
    await said(officer, '/截止 J-3 撤销 上级通知取消');
    await officer.tap('确认撤销');
    await officer.news();
    await contact.tap('已报送');
    expect(await texts(contact)).toContain(
      'J-3 2024年科技型中小企业信息更新与自评已撤销（上级通知取消），无需报送，也无需答复，本次未记录。',
    );
  });

  it('was exempted for the enterprise, and is answered again once it is taken back', async () => {
    await said(officer, '/截止 J-6 免除 示例企业01 已提交材料');
    expect(await said(contact, '/截止 J-6 正在准备')).toContain('本局已免除贵公司的此事项，无需答复，本次未记录。');
    expect(await said(officer, '/截止 J-6 恢复 示例企业01')).toContain(
      '已恢复提醒示例企业01（原为免除（已提交材料））',
    );
    expect(await said(contact, '/截止 J-6 正在准备')).toContain('已记录答复“正在准备”。');
    expect(await said(officer, '/截止 J-6 恢复 示例企业01')).toContain('没有停止提醒，无需恢复');
  });
});

describe('a request for a 代办员', () => {
  const asked = async (matter: string) =>
    /代办申请(H-\d+)/u.exec(await said(contact, `/截止 ${matter} 需要帮助`))?.[1] ?? '';
  const cardOf = async (no: string) => {
    await world.app.idle();
    await world.emulator.idle();
    const conversation = conversations['WeCom app']('agent');
    const messages = await world.emulator.messages({ as: 'agent', conversation, after: 0, waitMs: 0 });
    return messages.flatMap(({ card }) => (card && JSON.stringify(card).includes(no) ? [card] : []))[0];
  };

  it('is told to staff, taken by the first of two, and the enterprise hears by whom and until when', async () => {
    await agent.news();
    expect(await said(contact, '/截止 J-5 需要帮助')).toMatch(
      /代办申请H-1已登记，代办员将于2024年1月2日前受理并联系贵公司；截止前仍按期提醒/,
    );
    expect(await texts(agent)).toMatch(
      /【代办申请】示例企业01申请代办：2024年高新技术企业认定第二批。请于2024年1月2日前受理/,
    );
    expect(await said(agent, '/受理 H-1 2023-12-28')).toContain('计划办结日期2023年12月28日已过');
    expect(await said(agent, '/受理 H-1 2月30日')).toContain('日历中没有这一天');
    expect(await said(agent, '/受理 H-99')).toContain('没有编号为H-99的代办申请');
    await contact.news();
    expect(await said(agent, '/受理 H-1 1月5日')).toContain(
      '您已受理H-1，计划2024年1月5日前办结。已通知该企业联系人1人。',
    );
    expect(await texts(contact)).toMatch(/代办申请H-1[\s\S]*已由钱远受理，计划于2024年1月5日前办结/);
    expect(await cardOf('H-1')).toMatchObject({ replacedText: '已受理' });
    expect(await said(agent, '/受理 H-1 1月8日')).toContain('H-1的计划办结日期已改为2024年1月8日。');
    expect(await texts(contact)).toMatch(/代办申请H-1[\s\S]*计划于2024年1月8日前办结/);
    expect(await kept('help.plan')).toBe(1);
    expect(await said(officer, '/受理 H-1 1月9日')).toMatch(/钱远已于2023年12月29日 10:\d\d受理该申请，本次未办理。/);
    expect(await said(agent, '/办结 H-1 已提交申报材料')).toContain('您已办结H-1');
    expect(await texts(contact)).toMatch(/已办结：已提交申报材料/);
    expect(await said(officer, '/办结 H-1')).toMatch(
      /该申请已于2023年12月29日 10:\d\d办结，本次未办理；需补充说明的请直接联系企业。/,
    );
  });

  it('“找代办员” asks what with; a topic opens one, the same again finds it', async () => {
    expect(await said(contact, '找代办员')).toMatch(/请写明需要协助的事项/);
    expect(await said(contact, '帮我申报高企')).toMatch(/代办申请H-2已登记[\s\S]*高企申报，待受理/);
    expect(await said(contact, '/代办 高企申报')).toContain('该事项已有未办结的代办申请H-2，本次未重复登记');
    expect(await said(contact, '/代办 科小材料')).toMatch(/代办申请H-3已登记[\s\S]*科小材料，待受理，代办员将于/);
    expect(await said(officer, '/代办')).toMatch(/共2件，其中待受理2件[\s\S]*H-2 示例企业01：高企申报，待受理/);
  });

  it('that nobody has taken ends with 已报送: its card says so, nobody is told, and the next is another', async () => {
    const no = await asked('J-4');
    expect(await cardOf(no)).toMatchObject({ buttons: [{ enabled: true }, {}] });
    await agent.news();
    const closed = await kept('help.close');
    expect(await said(contact, '/截止 J-4 已报送')).toMatch(
      new RegExp(`以开发区科技局收到的材料为准。代办申请${no}随之办结。`, 'u'),
    );
    expect(await kept('help.close')).toBe(closed + 1);
    expect(await cardOf(no)).toMatchObject({ replacedText: '已办结' });
    // No message but the one that has changed.
    expect(await texts(agent)).toMatch(new RegExp(`^代办申请 ${no}\\n[^\\n]*\\n\\[已办结\\]$`, 'u'));
    expect(await said(agent, `/受理 ${no}`)).toMatch(/该申请已于[^\n]*办结，本次未办理[\s\S]*说明：企业已答复“已报送”/);
    expect(await asked('J-4')).not.toBe(no);
  });

  it('that an agent has stays theirs to close, and is marked', async () => {
    const no = await asked('J-4');
    await said(agent, `/受理 ${no} 1月5日`);
    expect(await said(contact, '/截止 J-4 今年不报 暂不具备条件')).toContain(`代办申请${no}由代办员办结。`);
    expect(await said(officer, '/代办')).toMatch(
      new RegExp(`${no} 示例企业01：[^\\n]*计划2024年1月5日前办结，企业已答复“今年不报”，请办结`, 'u'),
    );
    expect(await said(agent, `/代办 ${no}`)).toContain('答复：企业已答复“今年不报”，请办结');
    await contact.news();
    await said(agent, `/办结 ${no}`);
    expect(await texts(contact)).toContain('已办结');
  });

  it('ends with 免除 too, and then the enterprise hears that nobody will come', async () => {
    const no = await asked('J-5');
    expect(await said(officer, '/截止 J-5 免除 示例企业01 已提交材料')).toContain(
      `代办申请${no}随之办结。已通知该企业联系人1人。`,
    );
    expect(await texts(contact)).toMatch(new RegExp(`代办申请${no}[^\\n]*已办结：本局已免除该事项`, 'u'));
    await said(officer, '/截止 J-5 恢复 示例企业01');
  });
});

describe('subscriptions and the calendar', () => {
  it('what may be unsubscribed is, what may not is said', async () => {
    expect(await said(contact, '/退订 申报')).toMatch(/您已退订申报通知[\s\S]*申报通知：已退订/);
    expect(await said(contact, '/退订 申报')).toContain('申报通知此前已退订，无需重复办理');
    for (const word of ['月报', '报送', '义务']) {
      expect(await said(contact, `/退订 ${word}`)).toMatch(/本次未退订。报送义务类事项[\s\S]*不能退订/);
    }
    await said(contact, '/订阅');
    await contact.tap('订阅申报提醒');
    expect(await texts(contact)).toMatch(/您已订阅申报通知[\s\S]*申报通知：已订阅/);
    expect(await said(officer, '/退订 申报')).toContain('您没有绑定企业，无需订阅或退订');
  });

  it('the address stays the same until it is renewed, and ends when it is stopped', async () => {
    const address = async (sentence: string) => /calendar\/\w+/u.exec(await said(contact, sentence))?.[0];
    const first = await address('/日历');
    expect(first).toBeDefined();
    expect(await address('/日历')).toBe(first);
    const second = await address('/日历 更换');
    expect(second).not.toBe(first);
    expect(await said(contact, '/日历 停用')).toContain('日历地址已停用');
    expect(await said(contact, '/日历 停用')).toContain('目前没有开通日历订阅，无需停用');
    expect(await kept('feed.open')).toBe(2);
  });
});

describe.each(groupChannels)('in a group (%s)', (channel) => {
  it('there is what everybody may know, whoever asks, and nothing is answered or done', async () => {
    const asking = world.chat('officer', conversations[channel]());
    const list = await said(asking, '/截止');
    expect(list).toMatch(
      /近期截止事项[\s\S]*J-1 2024年高新技术企业综合统计快报：材料到开发区2024年1月17日24:00（预计，剩余19天）/,
    );
    expect(list).not.toMatch(/示例企业|未答复|涉及\d+家/);
    expect(await said(asking, '高企第二批什么时候截止')).toMatch(/J-5[\s\S]*2024年7月10日24:00/);
    const before = (await answers()).length;
    for (const sentence of ['/截止 J-1 已报送', '/截止 J-1 催报']) {
      expect(await said(asking, sentence)).toMatch(/请在单聊中办理/);
    }
    expect(await answers()).toHaveLength(before);
  });
});

it('after the day only 已报送 is still kept; who does not speak for an enterprise any more gets nothing', async () => {
  await world.emulator.clock.to('2024-01-18T10:00', { jump: true });
  await contact.news();
  expect(await said(contact, '/截止 J-1 正在准备')).toMatch(
    /该事项已于2024年1月17日24:00（预计）截止，不再提醒，本次答复未记录/,
  );
  expect(await said(contact, '/截止 J-1 已报送')).toContain('此前已答复“已报送”');
  expect(await said(contact, '/截止')).toContain('已截止的事项请发送“/截止 已截止”');
  const over = await said(contact, '/截止 已截止');
  expect(over).toMatch(/示例企业01 已截止的事项[\s\S]*J-1 2024年高新技术企业综合统计快报[^\n]*已截止[^\n]*，已报送/);
  expect(over).not.toContain('J-2');
  await contact.tap('J-1');
  expect(await texts(contact)).toMatch(/企业：示例企业01[\s\S]*本企业：已报送/);
  const other = world.chat('contact02', conversations['WeCom app']('contact02'));
  expect(await said(other, '/截止 历史')).toContain('没有涉及贵公司的已截止事项');
  const several = world.chat('contact03', conversations['WeCom app']('contact03'));
  expect(await said(several, '/截止 已截止')).toMatch(/请选择企业/);
  await several.tap('第2家');
  expect(await texts(several)).toMatch(/示例企业04 已截止的事项[\s\S]*J-1/);
  const inGroup = await said(world.chat('officer', conversations['WeCom AI bot in a group']()), '/截止 已截止');
  expect(inGroup).toMatch(/已截止的事项[\s\S]*J-1 2024年高新技术企业综合统计快报：材料到开发区2024年1月17日24:00/);
  expect(inGroup).not.toMatch(/示例企业|未答复|涉及\d+家/);
  const { personId } = await world.database.client.account.findFirstOrThrow({ where: { userId: 'liyi' } });
  await world.database.client.binding.updateMany({ where: { personId }, data: { endedAt: new Date() } });
  for (const sentence of ['/截止', '/日历', '/截止 J-1 已报送']) {
    expect(await said(contact, sentence)).toMatch(/尚未绑定/);
  }
});
