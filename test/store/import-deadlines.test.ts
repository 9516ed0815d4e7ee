import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import type { SheetKind } from '../../src/domain/workbook/columns.ts';
import { problemText } from '../../src/domain/workbook/problem.ts';
import { changeText, concernedText, unchangedText } from '../../src/domain/workbook/report.ts';
import { createExport } from '../../src/import/export.ts';
import type { ImportResult } from '../../src/import/import-file.ts';
import { createDeadlines } from '../../src/store/deadlines/deadlines.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { type Importing, importing } from '../helpers/importing.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { fullWorkbook, type Rows, rowsBy } from '../helpers/workbooks.ts';

type Content = Partial<Record<SheetKind, Rows>>;

/** Five enterprises: three with a certificate, of which one ends in 2024; one has moved away. */
const zone: Content = {
  enterprises: rowsBy(
    'enterprises',
    { name: '某某科技有限公司', code: '91150500000000019M', industry: '软件业' },
    { name: '另一药业有限公司', industry: '医药业' },
    { name: '第三机械有限公司', industry: '软件业' },
    { name: '第四农业有限公司' },
    { name: '第五贸易有限公司', operatingState: '迁出' },
  ),
  qualifications: rowsBy(
    'qualifications',
    ...[
      ['某某科技有限公司', '2021-11-09', '2024-11-09'],
      ['另一药业有限公司', '2022-11-09', '2025-11-09'],
      ['第三机械有限公司', '2023-11-09', '2026-11-09'],
      ['第五贸易有限公司', '2023-11-09', '2026-11-09'],
    ].map(([enterprise = '', issuedOn = '', validTo = '']) => ({
      ...{ enterprise, type: '高企', level: '国家级', issuedOn, validTo },
    })),
  ),
};

const call = { program: '高新技术企业认定', year: '2024', batch: '2', dueOn: '2024-07-10', basis: '通知' };
const sheet = (...rows: Readonly<Record<string, string>>[]): Content => ({ deadlines: rowsBy('deadlines', ...rows) });

let db: Importing;
beforeEach(async () => {
  db = await importing();
});
afterEach(() => db.drop());

let tick = new Date('2023-12-29T02:00:00Z').getTime();
const officer = () => testDoer(new Date(tick++));
const deadlines = () => {
  const deps = storeDeps(db.database);
  return createDeadlines(deps, createLedger(deps.sql));
};

const apply = async (content: Content, options?: Parameters<Importing['apply']>[1]) =>
  db.apply(await fullWorkbook(content), options);
const problems = ({ report }: ImportResult) => report.problems.map(problemText);
const counted = ({ outcome, report }: ImportResult) => {
  const { added, changed, unchanged } = report.counts.deadlines;
  return [outcome, `${added}/${changed}/${unchanged}`];
};
const concerned = ({ report }: ImportResult) => report.concerned.map(concernedText);

describe('applying', () => {
  it('enters each deadline with the next number, whom it concerns and when they are told, as the form does', async () => {
    const result = await apply({
      ...zone,
      ...sheet(
        {
          ...{ ...call, officialOn: '2024-07-17', officialAt: '18:00', noticeNo: '内科高字[2024]8号', basis: '' },
          ...{ url: 'https://kjt.example.gov.cn/8', audience: '当年到期高企', include: '第四农业有限公司' },
        },
        // Its day is so near that steps of the ladder are missed: those concerned are told at once.
        {
          ...{
            program: '火炬统计年报',
            year: '2023',
            kind: '报送义务',
            dueOn: '2024-01-10',
            dueAt: '16:00',
            basis: '惯例',
          },
          ...{ audience: '有效高新技术企业', industries: '软件业', exempt: '91150500000000019M' },
        },
      ),
    });
    expect([problems(result), counted(result)]).toEqual([[], ['applied', '2/0/0']]);
    // The enterprises and certificates of the same file count.
    expect(concerned(result)).toEqual([
      '“截止事项”第2行 2024年高新技术企业认定第二批（新增，材料到开发区2024年7月10日24:00）：当年到期的高新技术企业；另含1家（第四农业有限公司），涉及2家；按提醒规则逐次提醒',
      '“截止事项”第3行 2023年火炬统计年报（新增，材料到开发区2024年1月10日16:00）：有效期内的高新技术企业；行业：软件业；免除1家（某某科技有限公司），涉及1家；导入后通知这些企业',
    ]);
    const [first, second, ...more] = await deadlines().list({});
    expect(more).toEqual([]);
    expect(second).toMatchObject({
      ...{ number: 1, program: '高新技术企业认定', year: 2024, batch: 2, kind: 'CALL', basis: 'NOTICE', version: 1 },
      ...{ enterpriseDue: { on: '2024-07-10', at: '24:00' }, officialDue: { on: '2024-07-17', at: '18:00' } },
      ...{ noticeNo: '内科高字〔2024〕8号', url: 'https://kjt.example.gov.cn/8', isWithdrawn: false },
      settledBy: { kind: 'application', type: 'HNTE' },
    });
    expect(first).toMatchObject({ number: 2, kind: 'DUTY', basis: 'CUSTOM', ladderFrom: '2023-12-29' });
    const [entered] = await deadlines().changes(first?.id ?? '');
    expect(entered).toMatchObject({
      kind: 'ENTER',
      version: 1,
      before: null,
      announceAt: new Date('2023-12-29T02:00:00Z'),
    });
    expect((await deadlines().changes(second?.id ?? ''))[0]).toMatchObject({ kind: 'ENTER', announceAt: null });
    const audit = await db.database.client.auditEntry.findMany({ where: { objectType: 'deadline' } });
    expect(audit.map(({ action, objectId }) => [action, objectId]).sort()).toEqual(
      [first, second].map((one) => ['import.apply', one?.id]).sort(),
    );
    // Who types one goes on with the next number, and finds what the file entered.
    const { isWithdrawn: _w, id: _i, number: _n, version: _v, ladderFrom, ...content } = second ?? (await never());
    const again = { content, announceAt: null, ladderFrom };
    expect(await deadlines().enter(officer(), again)).toMatchObject({ is: 'known', deadline: { number: 1 } });
    const third = { ...again, content: { ...content, batch: 3 } };
    expect(await deadlines().enter(officer(), third)).toMatchObject({ is: 'done', deadline: { number: 3 } });
  });

  it('the same sheet twice changes nothing, in another order of its words either; nor once the day is over', async () => {
    await apply(zone);
    const rows = sheet(
      { ...call, audience: '有效高企、当年到期高企', include: '第四农业有限公司、某某科技有限公司' },
      { program: '项目申报', year: '2024', dueOn: '2024-01-02', basis: '惯例', audience: '有效高企' },
    );
    await apply(rows);
    const before = await contents();
    expect(counted(await apply(rows))).toEqual(['nothing', '0/0/2']);
    const turned = sheet({
      ...call,
      audience: '当年到期高企，有效高企',
      include: '91150500000000019M\n第四农业有限公司',
    });
    expect(counted(await apply(turned))).toEqual(['nothing', '0/0/1']);
    await db.database.client.deadline.updateMany({
      where: { program: '项目申报' },
      data: { year: 2023, enterpriseDue: '2023-12-20', openKey: '项目申报 2023 ' },
    });
    const over = sheet({ program: '项目申报', year: '2023', dueOn: '2023-12-20', basis: '惯例', audience: '有效高企' });
    expect(counted(await apply(over))).toEqual(['nothing', '0/0/1']);
    expect((await contents()).changes).toEqual(before.changes);
  });

  it('another day is a change: old → new, to be told, and what was promised of the old day does not go out', async () => {
    await apply({ ...zone, ...sheet({ ...call, dueAt: '16:00', audience: '有效高企' }) });
    const [known] = await deadlines().list({});
    const { client } = db.database;
    const [one] = await client.enterprise.findMany();
    const promise = { subject: `deadline:${known?.id}`, enterpriseId: one?.id ?? '', sendOn: '2024-07-09' };
    await client.reminder.create({
      data: {
        ...{ id: newId(), ...promise, occasion: 'LADDER', leads: '1', step: 'MAIN', platform: 'wecom', corpId: 'c' },
        ...{ userId: 'u', state: 'PLANNED', plannedAt: new Date(), personId: (await person()).id },
      },
    });
    const moved = sheet({ ...call, dueOn: '2024-07-15', basis: '' });
    const unconfirmed = await apply(moved, { allowChanges: false });
    expect(counted(unconfirmed)).toEqual(['unconfirmed', '0/1/0']);
    expect(unconfirmed.report.changes.map(changeText)).toEqual([
      '“截止事项”第2行 J-1 2024年高新技术企业认定第二批 材料到开发区：2024年7月10日16:00 → 2024年7月15日16:00',
    ]);
    expect(concerned(unconfirmed)[0]).toMatch(/变更，材料到开发区2024年7月15日16:00.*涉及3家；导入后通知这些企业/u);
    expect(await deadlines().changes(known?.id ?? '')).toHaveLength(1);
    expect(counted(await apply(moved))).toEqual(['applied', '0/1/0']);
    const [, change] = await deadlines().changes(known?.id ?? '');
    expect(change).toMatchObject({
      ...{ kind: 'CHANGE', version: 2, announceAt: new Date('2023-12-29T02:00:00Z') },
      before: { enterpriseDue: { on: '2024-07-10', at: '16:00' } },
      after: {
        enterpriseDue: { on: '2024-07-15', at: '16:00' },
        audience: known?.audience,
        settledBy: known?.settledBy,
      },
    });
    expect(await deadlines().find(1)).toMatchObject({ version: 2, enterpriseDue: { on: '2024-07-15', at: '16:00' } });
    expect(await client.reminder.findMany()).toMatchObject([{ state: 'DROPPED' }]);
    expect(counted(await apply(moved))).toEqual(['nothing', '0/0/1']);
  });

  it('other enterprises in the same number are a change as well', async () => {
    const named = (include: string) => sheet({ ...call, include });
    await apply({ ...zone, ...named('某某科技有限公司、另一药业有限公司、第三机械有限公司') });
    await apply({ enterprises: rowsBy('enterprises', { name: '第六矿业有限公司' }) });
    const [all, others] = [
      '某某科技有限公司、另一药业有限公司、第三机械有限公司、第四农业有限公司',
      '某某科技有限公司、另一药业有限公司、第三机械有限公司、第六矿业有限公司',
    ];
    await apply(named(all));
    const { report } = await apply(named(others));
    expect(report.changes).toMatchObject([
      {
        column: '涉及企业',
        before: '指定企业4家',
        after: '指定企业4家（列入第六矿业有限公司，不再列入第四农业有限公司）',
      },
    ]);
  });

  it('one that was withdrawn is entered anew, and the preview says so', async () => {
    await apply({ ...zone, ...sheet({ ...call, audience: '有效高企' }) });
    const [known] = await deadlines().list({});
    const of = { id: known?.id ?? '', version: 1, reason: '通知撤回', announceAt: new Date('2023-12-29T03:00:00Z') };
    await deadlines().withdraw(officer(), of);
    const result = await apply(sheet({ ...call, audience: '有效高企' }));
    expect(counted(result)).toEqual(['applied', '1/0/0']);
    expect(result.report.notes.join()).toMatch(/第2行：J-1 2024年高新技术企业认定第二批此前已撤销，将重新登记/);
    expect(await deadlines().list({})).toMatchObject([{ number: 2 }]);
  });

  it('by the official day alone, material is due five workdays before it', async () => {
    const result = await apply({
      ...zone,
      ...sheet({ ...call, dueOn: '', officialOn: '2024-07-17', audience: '有效高企' }),
    });
    expect(result.report.notes.join()).toMatch(
      /第2行：没有填写材料到开发区日期，按推荐上报前5个工作日，即2024年7月10日24:00登记/,
    );
    expect(await deadlines().list({})).toMatchObject([{ enterpriseDue: { on: '2024-07-10', at: '24:00' } }]);
  });
});

describe('whom it concerns is agreed to', () => {
  it('where it is everybody, it waits for a word', async () => {
    await apply(zone);
    const rows = sheet({ ...call, audience: '全部企业' });
    const waiting = await apply(rows, { allowChanges: false });
    expect(counted(waiting)).toEqual(['unconfirmed', '1/0/0']);
    expect(concerned(waiting)).toEqual([expect.stringContaining('全部企业，涉及全部在营企业共4家，请核对；')]);
    expect(await deadlines().list({})).toEqual([]);
    expect(counted(await apply(rows))).toEqual(['applied', '1/0/0']);
  });

  it('who agreed to a number did not agree to another one', async () => {
    await apply(zone);
    const bytes = await fullWorkbook(sheet({ ...call, audience: '全部企业' }));
    const { report } = await db.check(bytes);
    await apply({ enterprises: rowsBy('enterprises', { name: '第六矿业有限公司' }) });
    const stale = await db.apply(bytes, { agreed: report.digest });
    expect(counted(stale)[0]).toBe('stale');
    expect(concerned(stale)[0]).toContain('共5家');
    expect((await db.apply(bytes, { agreed: stale.report.digest })).outcome).toBe('applied');
  });

  it('the file counts as it will be: who moves away by it is not concerned', async () => {
    await apply(zone);
    const enterprises = rowsBy('enterprises', { name: '第三机械有限公司', operatingState: '迁出' });
    const result = await apply({ enterprises, ...sheet({ ...call, audience: '有效高企' }) });
    expect(concerned(result)[0]).toContain('涉及2家');
  });
});

describe('refused whole', () => {
  it.each<[row: Readonly<Record<string, string>>, problem: string]>([
    [
      { dueOn: '2023-12-28', year: '2023' },
      '“材料到开发区日期”：截止日期已过（2023年12月28日24:00），不能登记为新的截止事项',
    ],
    [{ dueOn: '2023-12-29', dueAt: '09:59', year: '2023' }, '“材料到开发区日期”：截止日期已过'],
    [{ dueOn: '2024-07-10', dueAt: '0:00' }, '“材料到开发区日期”：截止时间2024年7月10日00:00容易误读'],
    [{ dueOn: '2026-12-30', year: '2026' }, '“材料到开发区日期”：截止日期2026年12月30日距今超过2年'],
    [{ dueOn: '2024-07-10', year: '2022' }, '“年度”：年度2022年与截止日期2024年7月10日不符'],
    [{ officialOn: '2024-07-09' }, '“推荐上报日期”：推荐上报时间2024年7月9日24:00早于材料到开发区的时间'],
    [{ officialAt: '18:00' }, '“推荐上报日期”：填写了时间，请一并填写日期。'],
    [{ dueOn: '' }, '“材料到开发区日期”：新事项必须填写日期，或者填写推荐上报日期。'],
    [{ basis: '' }, '“依据”：新事项必须填写“通知”或者“惯例”。'],
    [{ url: 'kjt.example.gov.cn' }, '“通知网址”：链接应以 http:// 或者 https:// 开头'],
    [{ program: '申' }, '“事项名称”：事项名称应为2至60个字'],
    [{ batch: '0' }, '“批次”：批次应为1至99的整数'],
    [{ audience: '' }, '“对象”：没有选择对象'],
    [{ audience: '全部企业、有效高企' }, '“对象”：已选择全部企业，不能再选择某一类企业'],
    [{ audience: '有效市级高新技术企业' }, '“对象”：高新技术企业没有市级'],
    [{ audience: '待批复科技领军企业' }, '“对象”：按所选条件，目前没有企业列入名单，不能登记。'],
    [{ audience: '', include: '第五贸易有限公司' }, '“对象”：按所选条件，目前没有企业列入名单'],
    [{ industries: '软件业；医药' }, '“行业”：没有登记为“医药”行业的企业，请核对写法。'],
    [{ include: '无此企业有限公司' }, '“逐家列入的企业”：“无此企业有限公司”没有登记，也不在本文件的“企业”表中。'],
    [{ include: '某某科技有限公司', exempt: '91150500000000019M' }, '“对象”：同一家企业不能既指定又免除。'],
  ])('%o', async (row, problem) => {
    const sound = { ...call, program: '项目申报', audience: '有效高企' };
    const result = await apply({ ...zone, ...sheet(sound, { ...call, audience: '有效高企', ...row }) });
    expect([result.outcome, problems(result)]).toEqual([
      'problems',
      [expect.stringContaining(`“截止事项”表第3行${problem}`)],
    ]);
    expect([await deadlines().list({}), await db.database.client.enterprise.count()]).toEqual([[], 0]);
  });

  it('with everything that is wrong with every line', async () => {
    const wrong = { ...call, year: '2023', dueOn: '2023-12-28', audience: '待批复科技领军企业' };
    const result = await apply({
      ...zone,
      ...sheet({ ...wrong, dueAt: '25:00', basis: '' }, { ...wrong, program: '项目申报', basis: '据说' }),
    });
    const told = problems(result).join('\n');
    for (const expected of [
      '第2行“材料到开发区时间”：时间“25:00”不明确',
      '第2行“依据”：新事项必须填写',
      '第2行“材料到开发区日期”：截止日期已过（2023年12月28日）',
      '第2行“对象”：按所选条件，目前没有企业列入名单',
      '第3行“依据”：',
      '第3行“材料到开发区日期”：截止日期已过（2023年12月28日24:00）',
      '第3行“对象”：按所选条件，目前没有企业列入名单',
    ]) {
      expect(told).toContain(expected);
    }
    expect(problems(result)).toHaveLength(7);
  });

  it('the same deadline twice in one sheet', async () => {
    const row = { ...call, audience: '有效高企' };
    const result = await apply({ ...zone, ...sheet(row, { ...row, dueOn: '2024-07-11' }) });
    expect(problems(result)).toEqual(['“截止事项”表第3行“事项名称”：与第2行是同一事项、年度和批次，请只写一行。']);
  });

  it('a change to a day that is over', async () => {
    await apply({ ...zone, ...sheet({ ...call, audience: '有效高企' }) });
    const result = await apply(sheet({ ...call, year: '2024', dueOn: '2023-12-01' }));
    expect(problems(result)[0]).toContain('不能改为已经过去的时间（2023年12月1日24:00）');
  });

  it('where other sheets are wrong, it is not said besides that nobody is concerned', async () => {
    const enterprises = rowsBy('enterprises', { name: '某某科技有限公司', code: '123', industry: '软件业' });
    const result = await apply({ enterprises, ...sheet({ ...call, audience: '有效高企', industries: '软件业' }) });
    expect(problems(result)).toEqual([expect.stringContaining('“企业”表第2行“统一社会信用代码”')]);
  });
});

it('a sheet with nothing but its header is not called the same as what is registered', async () => {
  const empty = await apply({ deadlines: rowsBy('deadlines') });
  expect([empty.outcome, unchangedText(empty.report)]).toEqual(['nothing', '“截止事项”表没有填写内容']);
  await apply(zone);
  const beside = await apply({ ...zone, deadlines: rowsBy('deadlines') });
  expect(unchangedText(beside.report)).toBe('“截止事项”表没有填写内容，其余与已登记的内容一致');
  expect(unchangedText((await apply(zone)).report)).toBe('文件与已登记的内容一致');
});

it('an export goes round', async () => {
  await apply({
    ...zone,
    ...sheet(
      {
        ...call,
        officialOn: '2024-07-17',
        noticeNo: '内科高字〔2024〕8号',
        audience: '当年到期高企、G1、没有重点实验室',
      },
      {
        ...{ program: '统计年报', year: '2023', kind: '报送义务', dueOn: '2024-03-31', dueAt: '17:00', basis: '惯例' },
        ...{ audience: '有效高企', industries: '软件业', include: '第四农业有限公司', exempt: '某某科技有限公司' },
      },
    ),
  });
  const before = await contents();
  const { id } = await person();
  const made = await createExport(storeDeps(db.database)).export(testDoer(officer().at, { personId: id }), {
    ...{ kind: 'deadlines', whole: true },
  });
  const file = await db.database.client.attachment.findUniqueOrThrow({ where: { id: made.attachmentId } });
  expect(made.rows).toBe(2);
  expect(counted(await db.apply(Buffer.from(file.bytes)))).toEqual(['nothing', '0/0/2']);
  expect(await contents()).toEqual(before);
});

/** Everything there is of deadlines. */
async function contents() {
  const { client } = db.database;
  return {
    deadlines: await client.deadline.findMany({ orderBy: { number: 'asc' } }),
    changes: await client.deadlineChange.findMany({ orderBy: { id: 'asc' } }),
  };
}

function person() {
  return db.database.client.person.create({ data: { id: newId(), name: '王某', recordedAt: officer().at } });
}

function never(): never {
  throw new Error('there is none');
}
