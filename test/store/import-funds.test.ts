import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import type { Funds } from '../../src/domain/funds/funds.ts';
import type { SheetKind } from '../../src/domain/workbook/columns.ts';
import { problemText } from '../../src/domain/workbook/problem.ts';
import { changeText } from '../../src/domain/workbook/report.ts';
import type { ImportResult } from '../../src/import/import-file.ts';
import { createFunds } from '../../src/store/funds/funds.ts';
import { newBatch, newEntry, wan } from '../helpers/fund-ledger.ts';
import { type Importing, importing } from '../helpers/importing.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';
import { fullWorkbook, type Rows, rowsBy } from '../helpers/workbooks.ts';

const firm = '某某科技有限公司';
const other = '另一药业有限公司';
const transfer = '2023年第二批自治区科技成果转化专项资金';
const reward = '2023年第四批自治区科技创新引导奖励资金（试行）';

let db: Importing;
let funds: Funds;
beforeEach(async () => {
  db = await importing();
  funds = createFunds(storeDeps(db.database));
  await db.apply(await fullWorkbook({ enterprises: [[firm], [other]] }));
});
afterEach(() => db.drop());

let tick = new Date('2023-12-29T02:00:00Z').getTime();
const officer = () => testDoer(new Date(tick++));

type Content = Partial<Record<SheetKind, Rows>>;

/** Batches, projects and entries that keep to every rule. */
const ledger = {
  fundBatches: rowsBy(
    'fundBatches',
    {
      ...{ name: transfer, level: '自治区', category: '科技成果转化专项资金', year: '2023', amount: '362.5' },
      ...{ effectiveOn: '2023-03-01', docNo: '内财科[2023]11号', surplusPolicy: '两年后收回' },
    },
    { name: reward, level: '自治区级', category: '科技创新引导奖励资金', year: '2023年度', amount: '1000000元' },
  ),
  fundProjects: rowsBy(
    'fundProjects',
    {
      ...{ batch: transfer, enterprise: firm, name: '成果转化甲', code: 'ZD-001', leader: '李某', partner: '示例大学' },
      ...{ startsOn: '2023-01-01', endsOn: '2024-12-31', amount: '100', effectiveOn: '2023-04-01', selfRaised: '50.5' },
    },
    { batch: reward, enterprise: other, name: '奖励乙', amount: '20' },
  ),
  fundEntries: rowsBy(
    'fundEntries',
    { batch: transfer, type: '指标调整', amount: '-12.5', effectiveOn: '2023-05-01', docNo: '内财科〔2023〕20号' },
    {
      project: 'zd-001',
      enterprise: firm,
      type: '拨付',
      amount: '60',
      effectiveOn: '2023-06-01',
      docNo: '通财〔2023〕1号',
    },
    { batch: transfer, project: '成果转化甲', type: '到位', amount: '600000元', effectiveOn: '2023-06-10' },
    { project: 'ZD-001', type: '支出', amount: '3.333333', effectiveOn: '2023-07-20', period: '2023-07' },
    { project: 'ZD-001', type: '支出', amount: '80', effectiveOn: '2023-08-20', isAdvance: '是', note: '设备尾款' },
  ),
};

const problems = (result: ImportResult) => result.report.problems.map(problemText);
const counts = ({ report: { counts: all } }: ImportResult) =>
  (['fundBatches', 'fundProjects', 'fundEntries'] as const).map((kind) => {
    const { added, changed, unchanged } = all[kind];
    return `${added}/${changed}/${unchanged}`;
  });

const apply = async (content: Content, options?: Parameters<Importing['apply']>[1]) =>
  db.apply(await fullWorkbook(content), options);

/** All that the ledger holds. */
async function contents() {
  const { client } = db.database;
  return {
    batches: await client.fundBatch.findMany({ orderBy: { number: 'asc' } }),
    projects: await client.fundProject.findMany({ orderBy: { number: 'asc' }, include: { statuses: true } }),
    entries: await client.fundEntry.findMany({ orderBy: [{ effectiveOn: 'asc' }, { type: 'asc' }, { fen: 'asc' }] }),
  };
}

describe('applying', () => {
  it('writes batches, projects and entries with the next numbers, to the 分', async () => {
    const result = await apply(ledger);
    expect([problems(result), result.outcome, counts(result)]).toEqual([[], 'applied', ['2/0/0', '2/0/0', '5/0/0']]);
    const { batches, projects, entries } = await contents();
    expect(batches).toMatchObject([
      { number: 1, name: transfer, level: 'REGION', category: 'RESULT_TRANSFER', surplusPolicy: 'RECOVER_2Y' },
      { number: 2, name: reward, year: 2023, surplusPolicy: 'KEEP_BY_UNIT', trackSpending: false, importId: null },
    ]);
    expect(projects).toMatchObject([
      { number: 1, name: '成果转化甲', code: 'ZD-001', leader: '李某', endsOn: '2024-12-31', selfRaised: 50_500_000n },
      { number: 2, name: '奖励乙', code: null, selfRaised: 0n },
    ]);
    expect(projects.map(({ statuses }) => statuses.map((one) => [one.status, one.effectiveOn]))).toEqual([
      [['APPROVED', '2023-04-01']],
      [['APPROVED', '2023-12-29']],
    ]);
    expect(entries.map(({ type, fen, docNo, period, dateKnown }) => [type, fen, docNo, period, dateKnown])).toEqual([
      ['ALLOCATE', 362_500_000n, '内财科〔2023〕11号', null, true],
      ['APPROVE', 100_000_000n, null, null, true],
      ['ADJUST', -12_500_000n, '内财科〔2023〕20号', null, true],
      ['DISBURSE', 60_000_000n, '通财〔2023〕1号', null, true],
      ['RECEIVE', 60_000_000n, null, null, true],
      ['SPEND', 3_333_333n, null, '2023-07', true],
      ['SPEND', 80_000_000n, null, '2023-08', true],
      ['ALLOCATE', 100_000_000n, null, null, false],
      ['APPROVE', 20_000_000n, null, null, false],
    ]);
    expect(entries.find(({ note }) => note !== null)?.note).toBe('垫支：设备尾款');
    const [project] = projects;
    expect(entries.find(({ type }) => type === 'RECEIVE')).toMatchObject({
      projectId: project?.id,
      enterpriseId: project?.enterpriseId,
      batchId: project?.batchId,
      recordedById: null,
    });
    const audit = await db.database.client.auditEntry.findMany({ where: { objectType: 'fund-batch' } });
    expect(audit.map(({ action, objectId }) => [action, objectId]).sort()).toEqual(
      batches.map(({ id }) => ['import.apply', id]).sort(),
    );
    // The chat goes on with the next numbers, and finds the keys taken.
    const { batch } = await funds.addBatch(officer(), newId(), newBatch());
    expect(batch.number).toBe(3);
    const again = newEntry({ projectId: project?.id ?? '' }, 'SPEND', wan(1), '2023-07-30');
    await expect(funds.enter(officer(), newId(), again)).rejects.toThrow('2023年7月支出已登记');
  });

  it('the same file twice changes nothing', async () => {
    await apply(ledger);
    const before = await contents();
    const again = await apply(ledger);
    expect([again.outcome, counts(again)]).toEqual(['nothing', ['0/0/2', '0/0/2', '0/0/5']]);
    expect(await contents()).toEqual(before);
  });

  it('the 下达 and 批复 of the other sheets may stand among the entries, and count once', async () => {
    const fundEntries = [
      ...ledger.fundEntries,
      ...rowsBy(
        'fundEntries',
        { batch: transfer, type: '下达', amount: '362.5', effectiveOn: '2023-03-01', docNo: '内财科〔2023〕11号' },
        { project: 'ZD-001', type: '立项批复', amount: '100', effectiveOn: '2023-04-01' },
      ),
    ];
    const first = await apply({ ...ledger, fundEntries });
    expect([problems(first), counts(first)]).toEqual([[], ['2/0/0', '2/0/0', '5/0/2']]);
    expect((await contents()).entries).toHaveLength(9);
    expect((await apply({ ...ledger, fundEntries })).outcome).toBe('nothing');
  });

  it('what was reversed since is not entered a second time by the same file', async () => {
    await apply(ledger);
    const spent = (await contents()).entries.find(({ period }) => period === '2023-07');
    await funds.reverse(officer(), newId(), { entryId: spent?.id ?? '', on: '2023-12-01', reason: '登记有误' });
    const before = await contents();
    const again = await apply(ledger);
    expect([again.outcome, counts(again)[2]]).toEqual(['nothing', '0/0/5']);
    expect(again.report.notes.join()).toContain('“资金明细”表第5行：这一笔已登记并已冲销，没有再次登记');
    expect(await contents()).toEqual(before);
    // In another amount it is entered anew, and found again.
    const fundEntries = rowsBy('fundEntries', {
      project: 'ZD-001',
      type: '支出',
      amount: '3',
      effectiveOn: '2023-07-20',
      isAdvance: '是',
      note: '先行支付',
    });
    expect((await apply({ fundEntries })).outcome).toBe('applied');
    expect((await apply({ fundEntries })).outcome).toBe('nothing');
  });

  it('other words are listed old → new and wait to be agreed to; empty cells say nothing', async () => {
    await apply(ledger);
    const before = await contents();
    const content = {
      fundBatches: rowsBy(
        'fundBatches',
        { number: 'B-01', name: '2023年成果转化（更名）', surplusPolicy: '留用' },
        { name: reward, level: '自治区', trackSpending: '否' },
      ),
      fundProjects: rowsBy(
        'fundProjects',
        {
          ...{ batch: 'b-1', enterprise: firm, name: '成果转化甲（二期）', code: 'ZD-001', leader: '王某' },
          ...{ endsOn: '2025-06-30', selfRaised: '60万元', amount: '100' },
        },
        { number: 'P-02', batch: reward, enterprise: other, name: '奖励乙', code: 'JL-1', goal: '稳定就业' },
      ),
    };
    const unconfirmed = await apply(content, { allowChanges: false });
    expect(problems(unconfirmed)).toEqual([]);
    expect(unconfirmed.outcome).toBe('unconfirmed');
    expect(unconfirmed.report.changes.map(changeText)).toEqual([
      `“资金批次”第2行 B-01 ${transfer} 批次名称：${transfer} → 2023年成果转化（更名）`,
      `“资金批次”第2行 B-01 ${transfer} 结余处理：两年后收回 → 留用`,
      `“资金项目”第2行 ${firm} P-01 成果转化甲 项目名称：成果转化甲 → 成果转化甲（二期）`,
      `“资金项目”第2行 ${firm} P-01 成果转化甲 项目负责人：李某 → 王某`,
      `“资金项目”第2行 ${firm} P-01 成果转化甲 实施期止：2024-12-31 → 2025-06-30`,
      `“资金项目”第2行 ${firm} P-01 成果转化甲 自筹金额：50.5万元 → 60万元`,
      `“资金项目”第3行 ${other} P-02 奖励乙 项目编号：未登记 → JL-1`,
      `“资金项目”第3行 ${other} P-02 奖励乙 绩效目标：未登记 → 稳定就业`,
    ]);
    expect(await contents()).toEqual(before);
    expect((await apply(content)).outcome).toBe('applied');
    expect((await apply(content)).outcome).toBe('nothing');
    const { batches, projects } = await contents();
    expect(batches[0]).toMatchObject({ name: '2023年成果转化（更名）', surplusPolicy: 'KEEP_BY_UNIT', version: 1 });
    expect(projects[1]).toMatchObject({ code: 'JL-1', goal: '稳定就业' });
    // Figures and names are not on record.
    const audit = await db.database.client.auditEntry.findMany({ where: { action: 'import.apply' } });
    expect(JSON.stringify(audit)).not.toMatch(/60万元|50\.5|李某|王某/u);
  });
});

it('what the figures of days that are past are computed by stays as it is registered', async () => {
  await apply(ledger);
  const before = await contents();
  const wrong = await apply({
    fundBatches: rowsBy('fundBatches', {
      ...{ name: reward, level: '中央', category: '其他', year: '2024', trackSpending: '是' },
    }),
  });
  expect(problems(wrong)).toEqual(
    ['级次', '类别', '年度', '是否核算支出'].map((column) =>
      expect.stringMatching(new RegExp(`第2行“${column}”：已登记为“.+”，历史数据按它计算，不能修改`, 'u')),
    ),
  );
  expect(await contents()).toEqual(before);
});

/** One batch of 100万元, one project of 60万元, 40万元 paid out and 30万元 received. */
const small = {
  fundBatches: rowsBy('fundBatches', {
    ...{ name: '甲批次', level: '市', category: '其他', year: '2023', amount: '100' },
    ...{ effectiveOn: '2023-01-10', docNo: '通财〔2023〕9号' },
  }),
  fundProjects: rowsBy('fundProjects', {
    ...{ batch: '甲批次', enterprise: firm, name: '甲项目', code: 'A1', amount: '60', effectiveOn: '2023-02-01' },
  }),
  fundEntries: rowsBy(
    'fundEntries',
    { project: 'A1', type: '拨付', amount: '40', effectiveOn: '2023-03-01', docNo: '拨〔2023〕1号' },
    { project: 'A1', type: '到位', amount: '30', effectiveOn: '2023-03-10' },
    { project: 'A1', type: '支出', amount: '10', effectiveOn: '2023-04-20' },
  ),
};
const batch = { name: '乙批次', level: '市', category: '其他', year: '2023', amount: '100' };
const project = { batch: '甲批次', enterprise: firm, name: '乙项目', amount: '10' };
const entry = { project: 'A1', type: '支出', amount: '1', effectiveOn: '2023-05-01' };
const how =
  '金额和日期、文号不能在此更改：追加或调减请在“资金明细”表中登记指标调整，登记有误的请在对话或网页中冲销后重新登记。';

describe('against what is registered', () => {
  const cases: [string, Content, string[]][] = [
    [
      'another amount, day or document of a batch',
      {
        fundBatches: rowsBy('fundBatches', {
          name: '甲批次',
          amount: '120',
          effectiveOn: '2023-01-11',
          docNo: '通财〔2023〕8号',
        }),
      },
      [
        `“资金批次”表第2行“下达金额”：已登记的下达金额是100万元，与文件中的120万元不同。${how}`,
        `“资金批次”表第2行“下达日期”：已登记的下达日期是2023-01-10，与文件中的2023-01-11不同。${how}`,
        `“资金批次”表第2行“资金文号”：已登记的下达文号是通财〔2023〕9号，与文件中的通财〔2023〕8号不同。${how}`,
      ],
    ],
    [
      'another amount of a project',
      { fundProjects: rowsBy('fundProjects', { ...project, name: '甲项目', amount: '61' }) },
      [
        `“资金项目”表第2行“批复金额”：已登记的批复金额是60万元，与文件中的61万元不同。${how.replace('指标调整', '立项批复')}`,
      ],
    ],
    [
      'numbers that nothing has',
      {
        fundBatches: rowsBy('fundBatches', { ...batch, number: 'B-09' }),
        fundProjects: rowsBy('fundProjects', { ...project, number: 'P-9' }),
        fundEntries: rowsBy('fundEntries', { ...entry, id: 'ABC' }, { ...entry, project: 'P-77' }),
      },
      [
        '“资金批次”表第2行“批次编号”：没有批次 B-09。新批次的编号请留空，由系统编号。',
        '“资金项目”表第2行“系统编号”：没有项目 P-09。新项目的系统编号请留空，由系统编号。',
        '“资金明细”表第2行“明细编号”：该项目没有编号为“ABC”的明细。新的明细请将编号留空。',
      ],
    ],
    [
      'a batch or project that is not there',
      {
        fundProjects: rowsBy('fundProjects', { ...project, batch: '丙批次' }),
        fundEntries: rowsBy('fundEntries', { ...entry, project: '', batch: 'B-05', type: '指标调整' }),
      },
      [
        '“资金项目”表第2行“批次”：批次“丙批次”没有登记，也不在本文件的“资金批次”表中。',
        '“资金明细”表第2行“批次”：批次“B-05”没有登记，也不在本文件的“资金批次”表中。',
      ],
    ],
    [
      'another enterprise’s project, another batch’s',
      {
        fundProjects: rowsBy('fundProjects', { ...project, code: 'A1', enterprise: other }),
        fundEntries: rowsBy('fundEntries', { ...entry, enterprise: other }, { ...entry, enterprise: '没有的公司' }),
      },
      [
        `“资金项目”表第2行“企业全称或信用代码”：P-01 的承担单位是“${firm}”，不是“${other}”。`,
        `“资金明细”表第2行“企业全称或信用代码”：项目“A1”不是“${other}”承担的项目，请核对。`,
        '“资金明细”表第3行“企业全称或信用代码”：“没有的公司”没有登记，也不在本文件的“企业”表中。',
      ],
    ],
    [
      'projects of more than the batch, each with its row',
      {
        fundProjects: rowsBy(
          'fundProjects',
          { ...project, amount: '40' },
          { ...project, name: '丙项目', amount: '0.01' },
        ),
      },
      [
        '“资金项目”表第3行：批次各项目批复合计将为100.01万元，超过批次指标100万元（下达±调整−收回指标），超出0.01万元；请核对金额，或先登记指标调整。',
      ],
    ],
    [
      'paid out more than approved, received more than paid out, spent more than received',
      {
        fundEntries: rowsBy(
          'fundEntries',
          { ...entry, type: '拨付', amount: '20.01' },
          { ...entry, type: '到位', amount: '10.01' },
          { ...entry, amount: '20.01' },
        ),
      },
      [
        '“资金明细”表第2行：截至2023年5月1日，拨付累计将为60.01万元，超过立项批复累计60万元，超出0.01万元；请核对金额和日期，或先登记立项批复。',
        '“资金明细”表第3行：截至2023年5月1日，到位累计将为40.01万元，超过拨付累计40万元，超出0.01万元；请核对金额和日期，或先登记拨付。',
        '“资金明细”表第4行：支出大于到位：截至2023年5月1日，到位30万元，已支出和收回10万元，本次20.01万元，超出0.01万元；请核对金额和日期，确属垫支的，请注明垫支并写明说明。',
      ],
    ],
    [
      'spent before it was received, a month twice, a document twice, a batch reduced below what is approved',
      {
        fundEntries: rowsBy(
          'fundEntries',
          { ...entry, effectiveOn: '2023-03-09' },
          { ...entry, period: '2023年4月' },
          { ...entry, type: '拨付', docNo: '拨[2023]1号' },
          { batch: 'B-01', type: '指标调整', amount: '-40.01', effectiveOn: '2023-06-01' },
        ),
      },
      [
        '“资金明细”表第2行：支出日期2023年3月9日早于首次到位日期2023年3月10日，到位之前不能登记支出；请核对日期，确属垫支的，请注明垫支并写明说明。',
        expect.stringMatching(
          /^“资金明细”表第3行：P-01 的2023年4月支出已登记10万元（2023年12月29日导入），每月只登记一次/u,
        ),
        expect.stringMatching(
          /^“资金明细”表第4行：文号“拨〔2023〕1号”已用于 P-01 的拨付40万元（2023年3月1日），不能重复登记/u,
        ),
        expect.stringMatching(/^“资金明细”表第5行：指标调整后批次指标为59.99万元，低于已批复的60万元，差0.01万元/u),
      ],
    ],
    [
      'a document of another batch, entries in the wrong place, a type that does not go by table',
      {
        fundBatches: rowsBy('fundBatches', { ...batch, docNo: '通财（2023）9号' }),
        fundEntries: rowsBy(
          'fundEntries',
          { ...entry, type: '指标下达' },
          { batch: '甲批次', type: '拨付', amount: '1', effectiveOn: '2023-06-01' },
        ),
      },
      [
        expect.stringMatching(/^“资金批次”表第2行：文号“通财〔2023〕9号”已用于 B-01 的指标下达100万元/u),
        expect.stringMatching(/^“资金明细”表第2行：指标下达只能登记在批次上/u),
        expect.stringMatching(/^“资金明细”表第3行：拨付只能登记在项目上/u),
      ],
    ],
    [
      'a new batch or project without what it needs',
      {
        fundBatches: rowsBy('fundBatches', { name: '丙批次' }),
        fundProjects: rowsBy(
          'fundProjects',
          { ...project, amount: '' },
          { ...project, name: '丁', startsOn: '2023-05-01', endsOn: '2023-04-01' },
        ),
        fundEntries: rowsBy('fundEntries', { ...entry, effectiveOn: '' }),
      },
      [
        '“资金批次”表第2行“级次”：新批次必须填写。',
        '“资金批次”表第2行“类别”：新批次必须填写。',
        '“资金批次”表第2行“年度”：新批次必须填写。',
        '“资金批次”表第2行“下达金额”：新批次必须填写。',
        '“资金项目”表第2行“批复金额”：新项目必须填写。',
        '“资金项目”表第3行“实施期起”：实施期结束日期2023年4月1日早于实施期开始日期2023年5月1日，请核对后重填。',
        '“资金明细”表第2行“日期”：必须填写。',
      ],
    ],
  ];
  it.each(cases)('%s: refused with the row, and nothing is written', async (_, content, expected) => {
    expect(problems(await apply(small))).toEqual([]);
    const before = await contents();
    const result = await apply(content);
    expect(problems(result)).toEqual(expected);
    expect(result.outcome).toBe('problems');
    expect(await contents()).toEqual(before);
  });

  it('an entry by its number is only compared', async () => {
    await apply(small);
    const spent = (await contents()).entries.find(({ type }) => type === 'SPEND');
    const same = { id: spent?.id ?? '', project: 'P-01', type: '支出', amount: '10', effectiveOn: '' };
    expect((await apply({ fundEntries: rowsBy('fundEntries', same) })).outcome).toBe('nothing');
    const changed = { ...same, amount: '11' };
    expect(problems(await apply({ fundEntries: rowsBy('fundEntries', changed, same) }))).toEqual([
      '“资金明细”表第2行“金额”：与已登记的支出不同。明细登记后不能更改，登记有误的请在对话或网页中冲销后重新登记；新的一笔请将明细编号留空。',
      `“资金明细”表第3行“明细编号”：与第2行重复。`,
    ]);
  });
});

describe('within the file', () => {
  const cases: [string, Content, string[]][] = [
    [
      'twice the same batch, project, line',
      {
        ...small,
        fundBatches: [...small.fundBatches, ...rowsBy('fundBatches', { ...batch, name: '甲 批次' })],
        fundProjects: [...small.fundProjects, ...rowsBy('fundProjects', { ...project, name: '又一', code: 'a1' })],
      },
      ['“资金批次”表第3行“批次名称”：与第2行是同一批次。', '“资金项目”表第3行“项目名称”：与第2行是同一项目。'],
    ],
    [
      'twice the same line',
      { ...small, fundEntries: [...small.fundEntries, ...small.fundEntries.slice(1, 2)] },
      ['“资金明细”表第5行“金额”：与第3行完全相同；确为两笔的，请填写各自的文号或日期以便区分。'],
    ],
    [
      'a document twice, a month twice',
      {
        ...small,
        fundBatches: [...small.fundBatches, ...rowsBy('fundBatches', { ...batch, docNo: '通财[2023]9号' })],
        fundEntries: [
          ...small.fundEntries,
          ...rowsBy(
            'fundEntries',
            { project: 'A1', type: '拨付', amount: '1', effectiveOn: '2023-03-02', docNo: '拨【2023】1号' },
            { ...entry, effectiveOn: '2023-04-30' },
          ),
        ],
      },
      [
        '“资金批次”表第3行“资金文号”：与第2行使用同一文号“通财〔2023〕9号”，同一下达文号只能用于一个批次，请核对。',
        '“资金明细”表第5行“文号”：与第2行使用同一文号“拨〔2023〕1号”，同一文号对同一项目（批次）的同一类型只能用一次，请核对。',
        '“资金明细”表第6行“所属月份”：与第4行都是“甲项目”2023年4月的支出，每月只登记一笔，请核对。',
      ],
    ],
    [
      'what only follows from a line that is refused is not told',
      { ...small, fundProjects: rowsBy('fundProjects', { ...project, name: '甲项目', code: 'A1', amount: '100.01' }) },
      [
        '“资金项目”表第2行：批次各项目批复合计将为100.01万元，超过批次指标100万元（下达±调整−收回指标），超出0.01万元；请核对金额，或先登记指标调整。',
      ],
    ],
    [
      'nor what belongs to a line that cannot be read',
      { ...small, fundBatches: rowsBy('fundBatches', { ...batch, name: '甲批次', amount: '很多' }) },
      ['“资金批次”表第2行“下达金额”：没有看懂金额“很多”，请写成 20万元 或 200000元 这样的形式。'],
    ],
    [
      'new things are called by their rows in the rules’ sentences',
      {
        ...small,
        fundEntries: rowsBy(
          'fundEntries',
          { ...entry, type: '结余留用' },
          { ...entry, project: '', batch: '甲批次', type: '到位' },
        ),
      },
      [
        expect.stringMatching(/^“资金明细”表第2行：项目截至2023年5月1日为/u),
        '“资金明细”表第3行：到位只能登记在项目上；请指明项目，例如 P-12。',
      ],
    ],
  ];
  it.each(cases)('%s', async (_, content, expected) => {
    const result = await apply(content);
    expect(problems(result)).toEqual(expected);
    expect(await contents()).toEqual({ batches: [], projects: [], entries: [] });
  });
});
