import { describe, expect, it } from 'vitest';
import { deadlinePages } from '../helpers/deadline-pages.ts';
import { formOf } from '../helpers/form-of.ts';
import { testDoer } from '../helpers/stores.ts';

const pages = deadlinePages();
const { as, plant, client, store, named, now } = pages;
const who = () => pages.who;
const address = '/h5/deadlines/new';

/** What an officer types of a deadline for everybody with a valid 高企 certificate. */
const typed = {
  ...{ program: '高新技术企业认定', year: '2024', batch: '1', kind: 'CALL', basis: 'NOTICE' },
  ...{ dueOn: '2024-05-10', dueAt: '17:00', officialOn: '2024-05-17', officialAt: '' },
  ...{ noticeNo: '内科发高字[2024]6号', url: 'https://example.org/notice' },
  ...{ q1Type: 'HNTE', q1Level: '', q1State: 'VALID' },
};
const form = async (at = address) => formOf(await who().get(at), 'deadline-form');
const send = (fields: Record<string, string>, step: string, at = address) => who().post(at, { ...fields, step });
const only = async () => {
  const [deadline, ...others] = await store().list({});
  expect(others).toEqual([]);
  return deadline;
};

describe('entering a deadline', () => {
  it('shows who is concerned and what they will be told before anything is saved', async () => {
    await as('officer');
    const review = await send({ ...(await form()), ...typed }, 'review');
    expect(review.status).toBe(200);
    for (const text of [
      '材料到开发区 2024年5月10日17:00',
      '推荐上报 2024年5月17日24:00',
      '涉及企业（16家） 示例企业01',
      '登记后不另行通知',
      '2024年4月10日：剩余30天，09:00起发送',
      '2024年4月30日：剩余10天（提前7天的提醒遇休息日，提前至该日）',
      '2024年5月10日：截止当天',
      '将于2024年5月10日17:00截止（剩余30天）',
      '文号按规范写法记为“内科发高字〔2024〕6号”',
      '企业办理后台账中会有“高新技术企业申报已提交”的记录',
    ]) {
      expect(review.text).toContain(text);
    }
    const last = '本批为目前登记的本年度最后一批';
    expect(review.text).not.toContain(last);
    expect((await send({ ...(await form()), ...typed, batch: '2' }, 'review')).text).toContain(last);
    expect(await client().deadline.count()).toBe(0);
  });

  it('is saved by the second step, once, with the steps that are to come', async () => {
    await as('officer');
    const fields = { ...(await form()), ...typed, settledBy: 'application:HNTE' };
    const done = await who().follow(await send(fields, 'confirm'));
    expect(done.text).toMatch(/2024年高新技术企业认定第一批 J-1，剩余126天 已登记。/u);
    const again = await who().follow(await send(fields, 'confirm'));
    expect(again.text).toContain('该事项此前已登记，本次没有重复登记。');
    expect(await only()).toMatchObject({
      ...{ program: '高新技术企业认定', year: 2024, batch: 1, kind: 'CALL', basis: 'NOTICE', ladderFrom: '2024-01-05' },
      ...{ enterpriseDue: { on: '2024-05-10', at: '17:00' }, officialDue: { on: '2024-05-17', at: '24:00' } },
      ...{ noticeNo: '内科发高字〔2024〕6号', settledBy: { kind: 'application', type: 'HNTE' } },
    });
  });

  it('of what somebody else entered otherwise shows the difference, and keeps what was typed', async () => {
    const known = await plant({ batch: 1 });
    await as('officer');
    // Before it is confirmed, and where somebody was quicker.
    expect((await send({ ...(await form()), ...typed }, 'review')).status).toBe(409);
    const seen = await send({ ...(await form()), ...typed }, 'confirm');
    expect(seen.status).toBe(409);
    expect(seen.text).toContain(`已登记为J-${known.number}`);
    expect(seen.text).toContain('材料到开发区由“2024年7月5日24:00”改为“2024年5月10日17:00”');
    expect(formOf(seen, 'deadline-form')).toMatchObject(typed);
    expect(await client().deadline.count()).toBe(1);
  });

  it('is of the year of its day where none is written; what may be the same matter, or was withdrawn, is pointed out', async () => {
    const withdrawn = await plant({ batch: 1 });
    await store().withdraw(testDoer(now()), { id: withdrawn.id, version: 1, reason: '废止', announceAt: now() });
    const near = await plant({ batch: null, year: 2023 });
    await as('officer');
    expect((await form()).year).toBe('');
    const review = await send({ ...(await form()), ...typed, year: '' }, 'review');
    expect(review.text).toContain('事项 2024年高新技术企业认定第一批');
    expect(review.text).toContain(`已登记相近的事项：J-${near.number} 2023年高新技术企业认定`);
    expect(review.text).toContain(`同一事项此前已撤销（J-${withdrawn.number}），已告知企业无需报送`);
    expect(review.text).toContain('确认后通知涉及的企业（2024年1月5日 10:00）');
  });

  it('is told at once where steps are missed', async () => {
    await as('officer');
    const fields = { ...(await form()), ...typed, dueOn: '2024-01-19', officialOn: '2024-01-22' };
    const review = await send(fields, 'review');
    expect(review.text).toContain('确认后通知涉及的企业（2024年1月5日 10:00）');
    expect(review.text).toMatch(/通知内容 【截止通知】新增申报事项：2024年高新技术企业认定第一批/u);
    await send(fields, 'confirm');
    const deadline = await only();
    const [change] = await store().changes(deadline?.id ?? '');
    expect(change).toMatchObject({ kind: 'ENTER', announceAt: now() });
  });

  it('is of whoever is named, found or exempted by name', async () => {
    await as('officer');
    const names = { q1Type: '', q1Level: '', q1State: '', include: '示例企业01、示例企业02，示例企业03', exempt: '' };
    const review = await send({ ...(await form()), ...typed, ...names }, 'review');
    expect(review.text).toContain('涉及企业（3家） 示例企业01 示例企业02 示例企业03');
    const less = await send({ ...(await form()), ...typed, exempt: '示例企业01' }, 'review');
    expect(less.text).toContain('涉及企业（15家）');
    expect(less.text).toContain('有效期内的高新技术企业；免除1家（示例企业01）');
    const wrong = await send({ ...(await form()), ...typed, include: '示例企业、没有的公司' }, 'review');
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/“示例企业”有多家企业符合：.*请填写全称/u);
    expect(wrong.text).toContain('“没有的公司”没有找到');
    expect(formOf(wrong, 'deadline-form')).toMatchObject({ ...typed, include: '示例企业、没有的公司' });
  });

  it('for everybody it asks for the number', async () => {
    await as('officer');
    const fields = { ...(await form()), ...typed, q1Type: '', q1State: '', everybody: '1' };
    const review = await send(fields, 'review');
    const [, count = ''] = /已核对：对象为全部企业，共(\d+)家/u.exec(review.text) ?? [];
    expect(Number(count)).toBeGreaterThan(16);
    for (const everybodyCount of ['', '1']) {
      const refused = await send({ ...fields, everybodyCount }, 'confirm');
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('请先勾选确认企业数')]);
      expect(formOf(refused, 'deadline-review')).toMatchObject({ program: typed.program, everybody: '1' });
    }
    expect(await client().deadline.count()).toBe(0);
    expect((await send({ ...fields, everybodyCount: count }, 'confirm')).status).toBe(303);
  });

  it('going back keeps what was typed', async () => {
    await as('officer');
    const review = await send({ ...(await form()), ...typed, 'group.G3': '1' }, 'review');
    const back = await send(formOf(review, 'deadline-review'), 'back');
    expect(formOf(back, 'deadline-form')).toMatchObject({ ...typed, 'group.G3': '1' });
  });

  it.each([
    ['no name', { program: '' }, /请填写事项名称/u],
    ['a year that is none', { year: '24' }, /请填写四位数的年度/u],
    ['a batch that is none', { batch: '首' }, /批次“首”不是有效的批次/u],
    ['no day', { dueOn: '' }, /请填写材料到开发区日期/u],
    ['an hour that there is not', { dueAt: '25:00' }, /材料到开发区时间“25:00”不正确/u],
    ['an hour without a day', { officialOn: '', officialAt: '9:00' }, /填写了推荐上报时间，请一并填写日期/u],
    ['a day that is over', { dueOn: '2024-01-04' }, /截止日期已过（2024年1月4日17:00）/u],
    ['an official day before it', { officialOn: '2024-05-09' }, /早于材料到开发区的时间/u],
    ['an address that is none', { url: 'javascript:alert(1)' }, /链接应以 http/u],
    ['half of a rule', { q1State: '' }, /请选择第1行的资质状态/u],
    ['nobody chosen', { q1Type: '', q1State: '' }, /没有选择对象/u],
    ['a rule that nobody fits', { q1Type: 'NEW_RND_ORG' }, /目前没有企业列入名单，不能登记/u],
    ['everybody and some', { everybody: '1' }, /已选择全部企业，不能再选择某一类企业/u],
  ])('%s is refused, with everything kept', async (_what, over, why) => {
    await as('officer');
    const fields: Record<string, string> = { ...(await form()), ...typed, ...over };
    for (const step of ['review', 'confirm']) {
      const seen = await send(fields, step);
      expect(seen.status).toBe(400);
      expect(seen.text).toMatch(why);
      expect(formOf(seen, 'deadline-form')).toMatchObject({ ...typed, ...over });
    }
    expect(await client().deadline.count()).toBe(0);
  });

  it('everything that is wrong is told at once', async () => {
    await as('officer');
    const wrong = {
      dueOn: '2024-01-04',
      dueAt: '25:00',
      officialOn: '2024-01-02',
      basis: '',
      url: 'kjt',
      q1Type: 'NEW_RND_ORG',
    };
    const { text } = await send({ ...(await form()), ...typed, ...wrong }, 'review');
    expect(text).toMatch(/时间“25:00”不正确/u);
    expect(text).toMatch(/请选择依据/u);
    expect(text).toMatch(/截止日期已过（2024年1月4日）/u);
    expect(text).toMatch(/先后顺序不符/u);
    expect(text).toMatch(/链接应以 http/u);
    expect(text).toMatch(/没有企业列入名单/u);
  });

  it('more rows come as rows are filled in', async () => {
    await as('officer');
    const rows = { q2Type: 'TECH_SME', q2State: 'VALID', q3Type: 'KEY_LAB', q3State: 'VALID' };
    const back = await send({ ...(await form()), ...typed, ...rows }, 'back');
    expect(formOf(back, 'deadline-form')).toMatchObject({ ...rows, q4Type: '' });
  });
});

describe('changing a deadline', () => {
  const at = ({ number }: { number: number }) => `/h5/deadlines/${number}/form`;

  it('begins with what stands, shows old and new, and who comes in and goes out', async () => {
    const deadline = await plant();
    await as('officer');
    const fields = await form(at(deadline));
    expect(fields).toMatchObject({
      ...{ program: '高新技术企业认定', year: '2024', batch: '2', dueOn: '2024-07-05', dueAt: '24:00', version: '1' },
      ...{ officialOn: '2024-07-10', officialAt: '17:00', q1Type: 'HNTE', q1State: 'VALID' },
    });
    const over = { dueOn: '2024-07-08', reason: '上级通知延期', include: '示例企业02', exempt: '示例企业01' };
    const review = await send({ ...fields, ...over }, 'review', at(deadline));
    for (const text of [
      '材料到开发区由“2024年7月5日24:00”改为“2024年7月8日24:00”',
      '修改原因：上级通知延期',
      '其中新列入（1家） 示例企业02',
      '不再涉及（1家） 示例企业01',
      '确认后通知现在和此前涉及的企业（2024年1月5日 10:00）',
      '【截止变更】2024年高新技术企业认定第二批有变更',
    ]) {
      expect(review.text).toContain(text);
    }
    const done = await who().follow(await send({ ...fields, ...over }, 'confirm', at(deadline)));
    expect(done.text).toContain('已修改。');
    const changes = await store().changes(deadline.id);
    expect(changes.at(-1)).toMatchObject({ kind: 'CHANGE', version: 2, reason: '上级通知延期', announceAt: now() });
    const { audience } = (await store().findById(deadline.id)) ?? {};
    expect(audience).toMatchObject({
      include: [(await named('示例企业02')).id],
      exempt: [(await named('示例企业01')).id],
    });
  });

  it('of whom alone it concerns nobody is told, while nobody has missed a step', async () => {
    const deadline = await plant();
    await as('officer');
    const fields = { ...(await form(at(deadline))), include: '示例企业02' };
    expect((await send(fields, 'review', at(deadline))).text).toContain('登记后不另行通知');
    await send(fields, 'confirm', at(deadline));
    expect((await store().changes(deadline.id)).at(-1)).toMatchObject({ kind: 'AUDIENCE', announceAt: null });
    expect((await store().findById(deadline.id))?.ladderFrom).toBe(deadline.ladderFrom);
  });

  it('of two officers the second is shown by whom and what, and keeps what was typed', async () => {
    const deadline = await plant();
    await as('officer');
    const fields = await form(at(deadline));
    const { person } = await client().account.findFirstOrThrow({
      where: { userId: 'hemin' },
      include: { person: true },
    });
    await store().change(testDoer(now(), { personId: person.id }), {
      ...{ id: deadline.id, version: 1, reason: null, announceAt: now(), ladderFrom: '2024-01-05' },
      content: { ...deadline, noticeNo: '内科高字〔2024〕9号' },
    });
    const over = { dueOn: '2024-07-08', reason: '上级通知延期' };
    for (const step of ['review', 'confirm']) {
      const seen = await send({ ...fields, ...over }, step, at(deadline));
      expect(seen.status).toBe(409);
      expect(seen.text).toMatch(/该事项已由何敏于2024年1月5日 10:00修改，本次没有保存/u);
      expect(seen.text).toContain('通知文号由“内科高字〔2024〕8号”改为“内科高字〔2024〕9号”');
      expect(formOf(seen, 'deadline-form')).toMatchObject({ ...over, version: '2' });
    }
    expect((await store().findById(deadline.id))?.version).toBe(2);
  });

  it('without a change nothing is saved; another of the same name and batch is pointed out', async () => {
    const first = await plant();
    const second = await plant({ batch: 3 });
    await as('officer');
    const same = await send(await form(at(first)), 'confirm', at(first));
    expect([same.status, same.text]).toEqual([400, expect.stringContaining('内容没有改动')]);
    const known = await send({ ...(await form(at(second))), batch: '2' }, 'confirm', at(second));
    expect([known.status, known.text]).toEqual([
      409,
      expect.stringContaining(`已登记为J-${first.number}，本次没有保存`),
    ]);
  });

  it('one that is withdrawn cannot be changed', async () => {
    const deadline = await plant();
    await as('officer');
    const fields = await form(at(deadline));
    await store().withdraw(testDoer(now()), { id: deadline.id, version: 1, reason: '废止', announceAt: now() });
    const seen = await send({ ...fields, dueOn: '2024-07-08' }, 'confirm', at(deadline));
    expect([seen.status, seen.text]).toEqual([409, expect.stringMatching(/撤销，不能修改/u)]);
  });
});
