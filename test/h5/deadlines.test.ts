import { describe, expect, it } from 'vitest';
import { deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { deadlinePages } from '../helpers/deadline-pages.ts';
import { testDoer } from '../helpers/stores.ts';

const pages = deadlinePages();
const { as, plant, client, store, named, now } = pages;
const who = () => pages.who;
const address = '/h5/deadlines';
const at = ({ number }: { number: number }) => `${address}/${number}`;

describe('who sees deadlines', () => {
  it('a contact sees none of the pages for staff, and that is on record', async () => {
    const deadline = await plant();
    await as('contact01');
    const before = await client().auditEntry.count({ where: { action: 'command.denied' } });
    const all = [address, at(deadline), `${address}/new`, `${at(deadline)}/form`, '/h5/reminder-rules'];
    for (const one of all) expect((await who().get(one)).status).toBe(403);
    expect(await client().auditEntry.count({ where: { action: 'command.denied' } })).toBe(before + all.length);
  });

  it('marks whom nobody reaches', async () => {
    const deadline = await plant();
    const enterprise = await named('示例企业01');
    await as('officer');
    const row = async () => /示例企业01 未答复(?: 无法通知)?/u.exec((await who().get(at(deadline))).text)?.[0];
    expect(await row()).toBe('示例企业01 未答复');
    await client().binding.updateMany({ where: { enterpriseId: enterprise.id }, data: { endedAt: now() } });
    expect(await row()).toBe('示例企业01 未答复 无法通知');
  });

  it.each(['viewer', 'agent'] as const)('%s reads them and changes none', async (person) => {
    const deadline = await plant();
    await as(person);
    const list = await who().get(address);
    expect(list.text).toContain('2024年高新技术企业认定第二批');
    expect(list.text).not.toContain('登记截止事项');
    const one = await who().get(at(deadline));
    expect(one.text).not.toContain('撤销事项');
    expect(one.text.includes('最近一次提醒')).toBe(person === 'viewer');
    expect((await who().get(`${at(deadline)}/form`)).status).toBe(403);
    for (const path of ['withdraw', 'exempt', 'reopen']) {
      expect((await who().post(`${at(deadline)}/${path}`, { version: '1', reason: '改期' })).status).toBe(403);
    }
    expect((await store().findById(deadline.id))?.isWithdrawn).toBe(false);
  });

  it('leads there after the login', async () => {
    const { number } = await plant();
    expect((await who().get(`${address}/${number}`)).location).toBe(`/h5/login?to=deadline-${number}`);
    expect((await who().get(`${address}/${number}/form`)).location).toBe(`/h5/login?to=deadlineForm-${number}`);
  });
});

describe('the list', () => {
  it('tells days left, what goes by custom, and how many have answered', async () => {
    const deadline = await plant({ basis: 'CUSTOM' });
    const enterprise = await named('示例企业01');
    const subject = deadlineSubject(deadline.id);
    await store().answer(testDoer(now()), { subject, enterprise, kind: 'SUBMITTED', reason: null });
    await as('officer');
    const seen = await who().get(address);
    expect(seen.text).toMatch(/2024年7月5日24:00（预计） 剩余182天 2024年7月10日17:00（预计） 1\/16家，未答复15家/u);
  });

  it('is cut by what is coming, over and withdrawn, and by name', async () => {
    await plant({ program: '科技型中小企业评价' });
    await plant({ program: '重点实验室申报', enterpriseDue: { on: '2024-01-04', at: '17:00' } });
    const third = await plant({ program: '科技领军企业认定' });
    await store().withdraw(testDoer(now()), { id: third.id, version: 1, reason: '改期', announceAt: now() });
    await as('officer');
    const list = async (query: string) => (await who().get(`${address}${query}`)).text;
    expect(await list('')).toContain('未截止：1项');
    expect(await list('?list=past')).toMatch(/已截止：1项.*重点实验室申报.*已截止1天/u);
    expect(await list('?list=withdrawn')).toMatch(/已撤销：1项.*科技领军企业认定/u);
    expect(await list('?q=重点')).toContain('未截止，名称含“重点”：0项');
  });

  it('one of today is over from its time on', async () => {
    await plant({ program: '科技型中小企业评价', enterpriseDue: { on: '2024-01-05', at: '09:00' } });
    const later = await plant({ program: '重点实验室申报', enterpriseDue: { on: '2024-01-05', at: '17:00' } });
    await as('officer');
    const list = async (query: string) => (await who().get(`${address}${query}`)).text;
    expect(await list('')).toMatch(/未截止：1项.*重点实验室申报.*今天截止/u);
    expect(await list('?list=past')).toMatch(/已截止：1项.*科技型中小企业评价.*2024年1月5日09:00 已截止 /u);
    expect((await who().get(at(later))).text).toContain('今天截止');
  });
});

describe('one deadline', () => {
  it('shows facts, days, history and how each enterprise stands', async () => {
    const deadline = await plant();
    await store().change(testDoer(now()), {
      ...{ id: deadline.id, version: 1, reason: '上级通知延期', announceAt: now(), ladderFrom: '2024-01-05' },
      content: { ...deadline, enterpriseDue: { on: '2024-07-08', at: '17:00' } },
    });
    const enterprise = await named('示例企业01');
    const subject = deadlineSubject(deadline.id);
    const help = { topic: '材料准备', acceptBy: '2024-01-08', tell: () => [] };
    await store().answer(testDoer(now()), { subject, enterprise, kind: 'HELP', reason: null, help });
    await as('officer');
    const seen = await who().get(at(deadline));
    for (const text of [
      '材料到开发区 2024年7月8日17:00',
      '2024年7月8日，当天 待提醒',
      '材料到开发区由“2024年7月5日24:00”改为“2024年7月8日17:00”',
      '原因：上级通知延期',
      '需要帮助（1）',
    ]) {
      expect(seen.text).toContain(text);
    }
    expect(seen.text).toMatch(
      /未办结的代办申请（1件） H-\d+ 示例企业01：材料准备 待受理，代办员应于2024年1月8日前受理/u,
    );
    const open = await who().get(`${at(deadline)}?list=OPEN`);
    expect(open.text).toContain('未答复：15家');
    expect(open.text).not.toMatch(/示例企业01 未答复/u);
  });

  it('exempts an enterprise with a reason and takes it back', async () => {
    const deadline = await plant();
    const enterprise = await named('示例企业01');
    await as('officer');
    await who().get(`${at(deadline)}?of=${enterprise.id}`);
    const bare = await who().post(`${at(deadline)}/exempt`, { enterprise: enterprise.id, reason: ' ' });
    expect([bare.status, bare.text]).toEqual([400, expect.stringContaining('请填写免除原因')]);
    const done = await who().post(`${at(deadline)}/exempt`, { enterprise: enterprise.id, reason: '已停产' });
    expect((await who().follow(done)).text).toMatch(/已免除，不再提醒该企业。.*免除：已停产（2024年1月5日 10:00）/u);
    const again = await who().post(`${at(deadline)}/reopen`, { enterprise: enterprise.id, reason: '恢复生产' });
    expect((await who().follow(again)).text).toMatch(/已恢复提醒。.*示例企业01 答复 未答复/u);
    const kinds = await client().auditEntry.count({ where: { action: 'deadline.exempt', result: 'allowed' } });
    expect(kinds).toBeGreaterThanOrEqual(2);
    expect((await who().post(`${at(deadline)}/exempt`, { enterprise: 'x', reason: '已停产' })).status).toBe(400);
  });

  it('shows what was sent to an enterprise, and that reading is not known where no platform tells', async () => {
    const deadline = await plant();
    const enterprise = await named('示例企业01');
    const person = await client().person.findFirstOrThrow({ where: { name: '李一' } });
    const promise = {
      ...{
        subject: deadlineSubject(deadline.id),
        enterpriseId: enterprise.id,
        personId: person.id,
        occasion: 'LADDER',
      },
      ...{ leads: '30', step: 'MAIN', corpId: 'x', userId: 'liyi', plannedAt: now() },
    };
    const sent = { state: 'ACCEPTED', acceptedAt: now() };
    await client().reminder.createMany({
      data: [
        { ...promise, ...sent, id: 'R1', sendOn: '2024-01-03', platform: 'wecom' },
        { ...promise, ...sent, id: 'R2', sendOn: '2024-01-04', platform: 'dingtalk', readKey: 'k', readAt: now() },
        { ...promise, id: 'R3', sendOn: '2024-01-05', platform: 'wecom', state: 'DROPPED', why: 'opted-out' },
      ],
    });
    await as('viewer');
    const seen = await who().get(`${at(deadline)}?of=${enterprise.id}`);
    expect(seen.text).toMatch(/2024年1月3日 按期提醒，主联系人，企业微信 已发送（2024年1月5日 10:00），是否已读未知/u);
    expect(seen.text).toMatch(/2024年1月4日 按期提醒，主联系人，钉钉 已发送（[^）]*），已读（2024年1月5日 10:00）/u);
    expect(seen.text).toMatch(/未发送：接收人已退订/u);
    expect(seen.text).not.toContain('李一');
  });

  it('is withdrawn with a reason; of two officers the second is told by whom', async () => {
    const deadline = await plant();
    await as('officer');
    const first = await who().get(at(deadline));
    const version = first.field('version');
    const bare = await who().post(`${at(deadline)}/withdraw`, { version, reason: '' });
    expect([bare.status, bare.text]).toEqual([400, expect.stringContaining('请填写撤销原因')]);
    const done = await who().post(`${at(deadline)}/withdraw`, { version, reason: '通知已废止' });
    const seen = await who().follow(done);
    expect(seen.text).toMatch(/已撤销，将告知已通知的企业。.*王晨撤销 原因：通知已废止/u);
    expect(seen.text).not.toContain('撤销事项');
    const second = await who().post(`${at(deadline)}/withdraw`, { version, reason: '通知已废止' });
    expect([second.status, second.text]).toEqual([
      409,
      expect.stringContaining('该事项已由王晨于2024年1月5日 10:00撤销，本次没有办理'),
    ]);
    const enterprise = await named('示例企业01');
    const late = await who().post(`${at(deadline)}/exempt`, { enterprise: enterprise.id, reason: '已停产' });
    expect(late.status).toBe(409);
    expect((await who().get(`${at(deadline)}/form`)).status).toBe(409);
  });

  it('changed meanwhile, it is not withdrawn, and the reason stays', async () => {
    const deadline = await plant();
    await as('officer');
    const version = (await who().get(at(deadline))).field('version');
    const content = { ...deadline, noticeNo: null };
    await store().change(testDoer(now()), {
      ...{ id: deadline.id, version: 1, content, reason: null, announceAt: null, ladderFrom: '2024-01-05' },
    });
    const seen = await who().post(`${at(deadline)}/withdraw`, { version, reason: '通知已废止' });
    expect(seen.status).toBe(409);
    expect(seen.html).toContain('value="通知已废止"');
    expect((await store().findById(deadline.id))?.isWithdrawn).toBe(false);
  });

  it('one that there is not is not found', async () => {
    await as('officer');
    for (const number of ['999', 'x']) expect((await who().get(`${address}/${number}`)).status).toBe(404);
  });
});

it('a form of another site does nothing', async () => {
  const deadline = await plant();
  await as('officer');
  await who().get(at(deadline));
  const fields = { version: '1', reason: '通知已废止', csrf: 'x' };
  expect((await who().post(`${at(deadline)}/withdraw`, fields)).status).toBe(403);
  expect((await store().findById(deadline.id))?.isWithdrawn).toBe(false);
});
