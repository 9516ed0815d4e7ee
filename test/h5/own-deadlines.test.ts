import { describe, expect, it } from 'vitest';
import { deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { deadlinePages } from '../helpers/deadline-pages.ts';
import { formOf } from '../helpers/form-of.ts';
import { testDoer } from '../helpers/stores.ts';
import { conversations } from '../helpers/world.ts';

const pages = deadlinePages();
const { as, plant, client, store, named, now } = pages;
const who = () => pages.who;
const list = '/h5/own-deadlines';
const at = ({ number }: { number: number }) => `${list}/${number}`;
const formAt = async (address: string) => formOf(await who().get(address), 'panel answer-form');
const mine = async () => (await named('示例企业01')).id;
const answersOf = async (deadline: { id: string }) => store().answers([deadlineSubject(deadline.id)], await mine());

describe('what concerns an enterprise', () => {
  it('its contact sees it with days left and its answer, and nothing that does not', async () => {
    const deadline = await plant({ basis: 'CUSTOM' });
    await plant({ program: '重点实验室申报', audience: { ...deadline.audience, exempt: [await mine()] } });
    await as('contact01');
    const seen = await who().get(list);
    expect(seen.text).toMatch(
      /未截止（1项） 2024年高新技术企业认定第二批 未答复 J-\d+，申报，2024年7月5日24:00（预计），剩余182天/u,
    );
    expect(seen.text).not.toContain('重点实验室');
    expect(seen.text).toMatch(
      /证书有效期 答复证书到期提醒，请在聊天中发送“\/截止 证书 已报送”.*自治区级科技型中小企业（\d+） ?不发到期提醒 ?有效期至2024年3月31日，剩余86天.*国家级高新技术企业（GR\d+） ?未答复 ?有效期至2024年9月16日，剩余255天/u,
    );
    const denied = { action: 'deadline.read', result: 'denied' };
    expect(await client().auditEntry.count({ where: { ...denied, result: 'allowed' } })).toBeGreaterThan(0);
    const foreign = await named('示例企业02');
    for (const one of [list, at(deadline)]) {
      const before = await client().auditEntry.count({ where: denied });
      expect((await who().get(`${one}?enterprise=${foreign.id}`)).status).toBe(403);
      expect(await client().auditEntry.count({ where: denied })).toBe(before + 1);
    }
  });

  it('who speaks for several is led to the one that an address names, also by the login', async () => {
    const deadline = await plant();
    const enterprise = await named('示例企业04');
    const address = `${at(deadline)}?enterprise=${enterprise.id}`;
    expect((await who().get(address)).location).toBe(`/h5/login?to=ownDeadline-${deadline.number}-${enterprise.id}`);
    await as('contact03');
    expect((await who().get(list)).location).toBe('/h5?to=ownDeadlines');
    expect((await who().get(address)).text).toContain(`示例企业04，J-${deadline.number}`);
    expect((await who().get(list)).text).toContain('示例企业04');
  });

  it('staff have no enterprise of their own', async () => {
    await as('officer');
    expect((await who().get(list)).location).toBe('/h5');
    expect((await who().post(`${list}/calendar`, { do: 'open' })).status).toBe(403);
    expect(await client().calendarFeed.count()).toBe(0);
  });
});

describe('an answer', () => {
  it.each([
    ['SUBMITTED', '已记录答复“已报送”。本事项不再提醒'],
    ['PREPARING', '已记录答复“正在准备”。截止前仍按期提醒'],
  ])('%s is kept and says what follows', async (kind, said) => {
    const deadline = await plant();
    await as('contact01');
    const done = await who().post(at(deadline), { ...(await formAt(at(deadline))), kind });
    expect((await who().follow(done)).text).toContain(said);
    expect(await answersOf(deadline)).toMatchObject([{ kind, reason: null, seq: 1, by: { name: '李一' } }]);
  });

  it('今年不报 needs a reason; what was chosen stays', async () => {
    const deadline = await plant();
    await as('contact01');
    expect((await who().get(at(deadline))).text).not.toContain('可不填');
    const fields = { ...(await formAt(at(deadline))), kind: 'NOT_THIS_YEAR' };
    const bare = await who().post(at(deadline), fields);
    expect([bare.status, bare.text]).toEqual([400, expect.stringContaining('答复“今年不报”请填写原因')]);
    expect(formOf(bare, 'panel answer-form').kind).toBe('NOT_THIS_YEAR');
    const long = await who().post(at(deadline), { ...fields, reason: '长'.repeat(201) });
    expect([long.status, long.text]).toEqual([400, expect.stringContaining('请控制在200字以内')]);
    expect(await answersOf(deadline)).toEqual([]);
    const done = await who().post(at(deadline), { ...fields, reason: '暂不具备条件' });
    expect((await who().follow(done)).text).toContain('今年不报（暂不具备条件）');
    for (const kind of ['', 'EXEMPT', 'REOPENED']) {
      const seen = await who().post(at(deadline), { ...(await formAt(at(deadline))), kind });
      expect([seen.status, seen.text]).toEqual([400, expect.stringContaining('请选择答复')]);
    }
  });

  it('需要帮助 opens a request, tells agents, and shows who took it and by when', async () => {
    const deadline = await plant();
    await as('contact01');
    const agent = pages.world.chat('agent', conversations['WeCom app']('agent'));
    const done = await who().post(at(deadline), { ...(await formAt(at(deadline))), kind: 'HELP' });
    expect((await who().follow(done)).text).toMatch(/代办申请 H-\d+ 待受理，代办员应于2024年1月8日前受理/u);
    expect((await agent.news()).map(({ text }) => text).join()).toMatch(
      /示例企业01申请代办：2024年高新技术企业认定第二批/u,
    );
    const [request] = await store().openHelp(await mine());
    const { id: personId } = await client().person.findFirstOrThrow({ where: { name: '钱远' } });
    await store().takeHelp(testDoer(now(), { personId }), {
      number: request?.number ?? 0,
      dueOn: '2024-02-01',
      tell: () => [],
    });
    expect((await who().get(at(deadline))).text).toMatch(
      /办理中，经办人：钱远，2024年1月5日 10:00受理，拟于2024年2月1日前办结/u,
    );
  });

  it('已报送 closes the request that nobody has taken, and says so', async () => {
    const deadline = await plant();
    await as('contact01');
    await who().post(at(deadline), { ...(await formAt(at(deadline))), kind: 'HELP' });
    const done = await who().post(at(deadline), { ...(await formAt(at(deadline))), kind: 'SUBMITTED' });
    const shown = (await who().follow(done)).text;
    expect(shown).toMatch(/已记录答复“已报送”。[^<]*代办申请H-\d+随之办结。/u);
    expect(shown).not.toContain('代办员应于');
  });

  it('of a colleague meanwhile is shown, and not overwritten', async () => {
    const deadline = await plant();
    await as('contact01');
    const fields = { ...(await formAt(at(deadline))), kind: 'NOT_THIS_YEAR', reason: '暂不具备条件' };
    const subject = deadlineSubject(deadline.id);
    const enterprise = await named('示例企业01');
    await store().answer(testDoer(now()), { subject, enterprise, kind: 'SUBMITTED', reason: null });
    const seen = await who().post(at(deadline), fields);
    expect([seen.status, seen.text]).toEqual([409, expect.stringContaining('贵公司的答复已由')]);
    expect(formOf(seen, 'panel answer-form')).toMatchObject({
      kind: 'NOT_THIS_YEAR',
      reason: '暂不具备条件',
      seen: '1',
    });
    expect(await answersOf(deadline)).toMatchObject([{ kind: 'SUBMITTED' }]);
  });

  it('is not taken of what is withdrawn, exempted, or of no concern', async () => {
    const deadline = await plant();
    const enterprise = await named('示例企业01');
    await as('contact01');
    const fields = { ...(await formAt(at(deadline))), kind: 'SUBMITTED' };
    const other = await plant({
      program: '重点实验室申报',
      audience: { ...deadline.audience, exempt: [enterprise.id] },
    });
    const foreign = await who().post(at(other), fields);
    expect([foreign.status, foreign.text]).toEqual([409, expect.stringContaining('目前不涉及贵公司，无需答复')]);
    expect(foreign.html).not.toContain('answer-form');
    const subject = deadlineSubject(deadline.id);
    await store().answer(testDoer(now()), { subject, enterprise, kind: 'EXEMPT', reason: '已停产' });
    expect((await who().get(at(deadline))).html).not.toContain('answer-form');
    expect((await who().post(at(deadline), { ...fields, seen: '1' })).status).toBe(409);
    await store().withdraw(testDoer(now()), { id: deadline.id, version: 1, reason: '通知已废止', announceAt: now() });
    const seen = await who().get(at(deadline));
    expect(seen.text).toMatch(/该事项已于2024年1月5日 10:00撤销，无需报送，也无需答复。原因：通知已废止/u);
    expect(seen.html).not.toContain('answer-form');
    const late = await who().post(at(deadline), fields);
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('无需答复，本次没有记录')]);
    expect(await answersOf(deadline)).toMatchObject([{ kind: 'EXEMPT' }]);
  });

  it('behind the day only that it was handed in can be said', async () => {
    const deadline = await plant({ enterpriseDue: { on: '2024-01-05', at: '09:00' }, officialDue: null });
    await as('contact01');
    expect((await who().get(list)).text).toMatch(/未截止（0项）.*已截止（最近1项） .*2024年1月5日09:00，已截止/u);
    const seen = (await who().get(at(deadline))).text;
    expect(seen).toContain('已截止');
    expect(seen).not.toContain('今日截止');
    const fields = await formAt(at(deadline));
    const refused = await who().post(at(deadline), { ...fields, kind: 'PREPARING' });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('只能答复“已报送”')]);
    expect((await who().post(at(deadline), { ...fields, kind: 'SUBMITTED' })).status).toBe(303);
  });

  it('for another enterprise is refused, on record', async () => {
    const deadline = await plant();
    await as('contact01');
    const fields = { ...(await formAt(at(deadline))), kind: 'SUBMITTED' };
    const denied = { action: 'deadline.answer', result: 'denied' };
    const before = await client().auditEntry.count({ where: denied });
    for (const enterprise of [(await named('示例企业03')).id, 'x', '']) {
      expect((await who().post(at(deadline), { ...fields, enterprise })).status).toBe(403);
    }
    expect(await client().auditEntry.count({ where: denied })).toBe(before + 3);
    expect((await who().post(at(deadline), { ...fields, csrf: 'x' })).status).toBe(403);
    expect(await client().deadlineAnswer.count()).toBe(0);
  });
});

describe('subscriptions', () => {
  it('the optional kinds go off and on, for oneself only', async () => {
    await as('contact01');
    const seen = await who().get(list);
    expect(seen.text).toMatch(/申报通知 已订阅 退订 .*报送义务提醒 必收，不能退订 月报提醒 必收，不能退订/u);
    const off = await who().follow(await who().post(`${list}/subscriptions`, { kind: 'CALL', want: 'off' }));
    expect(off.text).toMatch(/已退订。.*申报通知 已退订 订阅/u);
    expect(await client().reminderOptOut.count()).toBe(1);
    await who().post(`${list}/subscriptions`, { kind: 'CALL', want: 'on' });
    expect(await client().reminderOptOut.count()).toBe(0);
    for (const fields of [{ kind: 'DUTY', want: 'off' }, { kind: 'CALL', want: 'x' }, {}] as Record<string, string>[]) {
      expect((await who().post(`${list}/subscriptions`, fields)).status).toBe(400);
    }
    expect(await client().reminderOptOut.count()).toBe(0);
  });
});
