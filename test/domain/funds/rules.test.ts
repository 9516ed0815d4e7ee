import { describe, expect, it } from 'vitest';
import type { EntryFact } from '../../../src/domain/funds/facts.ts';
import type { Place } from '../../../src/domain/funds/proposal.ts';
import { whyNotEntry, whyNotReversal } from '../../../src/domain/funds/rules.ts';
import { aBatch, anEntry, aProject, aProposal, aReversal, aStatus, wan } from './facts.ts';

const today = '2023-12-29';
const firstDay = aStatus('APPROVED', '2023-01-10');
const totals = { allocated: wan(200), withdrawn: 0n, approved: wan(150), disbursed: wan(120) };

/** 批复 100 (1-10), 拨付 60 (3-1) and 20 (9-1), 到位 60 (3-8), 支出 30 (5) and 10 (8). */
const approve = anEntry('APPROVE', wan(100), '2023-01-10', { docNo: '通科发〔2023〕5号' });
const disburse = anEntry('DISBURSE', wan(60), '2023-03-01', { docNo: '通财科〔2023〕7号' });
const disburseAgain = anEntry('DISBURSE', wan(20), '2023-09-01');
const receive = anEntry('RECEIVE', wan(60), '2023-03-08');
const spendMay = anEntry('SPEND', wan(30), '2023-05-31');
const spendAugust = anEntry('SPEND', wan(10), '2023-08-31', { claimId: 'CLAIM' });
const history = [approve, disburse, disburseAgain, receive, spendMay, spendAugust];

const ofProject = (given: Partial<Place> = {}, entries: readonly EntryFact[] = history): Place => {
  const project = given.project ?? aProject();
  return { batch: project.batch, totals, project, entries, ...given };
};
const ofBatch = (given: Partial<Place> = {}): Place => ({
  batch: aBatch(),
  totals,
  project: null,
  entries: [anEntry('ALLOCATE', wan(200), '2023-01-05', { projectId: null, docNo: '内财科〔2023〕11号' })],
  ...given,
});
const why = (place: Place, ...proposal: Parameters<typeof aProposal>) =>
  whyNotEntry(place, aProposal(...proposal), today);

describe('amounts, days and what an entry is of', () => {
  it.each<[string, Place, Parameters<typeof aProposal>, string | null]>([
    ['zero', ofProject(), ['DISBURSE', 0n, today], '金额不能为零，请核对后重填。'],
    ['negative', ofProject(), ['DISBURSE', -1n, today], '金额不能为负数；如需更正，请冲销原记录。'],
    ['one 分', ofProject(), ['DISBURSE', 1n, today], null],
    ['an adjustment of nothing', ofBatch(), ['ADJUST', 0n, today], '调整金额不能为零；调增填正数，调减填负数。'],
    ['an adjustment upwards', ofBatch(), ['ADJUST', wan(1), today], null],
    ['an adjustment downwards', ofBatch(), ['ADJUST', -wan(1), today], null],
    ['today', ofProject(), ['DISBURSE', wan(1), '2023-12-29'], null],
    [
      'tomorrow',
      ofProject(),
      ['DISBURSE', wan(1), '2023-12-30'],
      '日期2023年12月30日晚于今天（2023年12月29日），请核对后重填。',
    ],
    ['1999', ofBatch(), ['ADJUST', wan(1), '1999-12-31'], '日期1999年12月31日早于2000年，请核对后重填。'],
    ['2000', ofBatch(), ['ADJUST', wan(1), '2000-01-01'], null],
    [
      '下达 of a project',
      ofProject(),
      ['ALLOCATE', wan(1), today],
      '指标下达只能登记在批次上；请指明批次，例如 B-03。',
    ],
    ['到位 of a batch', ofBatch(), ['RECEIVE', wan(1), today], '到位只能登记在项目上；请指明项目，例如 P-12。'],
    ['收回 of a batch', ofBatch(), ['RECOVER', wan(50), today], null],
    [
      'a month that has not come',
      ofProject(),
      ['SPEND', wan(1), '2023-10-15', { period: '2023-11' }],
      '支出月份2023年11月晚于支出日期2023年10月15日，请核对后重填。',
    ],
    ['a month that is over', ofProject(), ['SPEND', wan(1), '2023-12-05', { period: '2023-11' }], null],
    [
      'no month',
      ofProject(),
      ['SPEND', wan(1), today, { period: '2023-13' }],
      '没有看懂支出月份“2023-13”，请写成 2023-11 这样的形式。',
    ],
    [
      'a month of 1999',
      ofProject(),
      ['SPEND', wan(1), today, { period: '1999-12' }],
      '支出月份1999年12月早于2000年，请核对后重填。',
    ],
  ])('%s', (_, place, proposal, reason) => {
    expect(why(place, ...proposal)).toBe(reason);
  });
});

describe('the totals of a batch', () => {
  it.each<[string, Place, Parameters<typeof aProposal>, string | null]>([
    // 200 are there, 150 approved.
    ['批复 up to it', ofProject(), ['APPROVE', wan(50), today], null],
    [
      '批复 beyond it by one 分',
      ofProject(),
      ['APPROVE', wan(50) + 1n, today],
      '批次各项目批复合计将为2000000.01元，超过批次指标200万元（下达±调整−收回指标），超出0.01元；请核对金额，或先登记指标调整。',
    ],
    [
      '批复 beyond it',
      ofProject({ totals: { ...totals, withdrawn: wan(30) } }),
      ['APPROVE', wan(42.5), today],
      '批次各项目批复合计将为192.5万元，超过批次指标170万元（下达±调整−收回指标），超出22.5万元；请核对金额，或先登记指标调整。',
    ],
    [
      '拨付 beyond it',
      ofProject({ totals: { ...totals, allocated: wan(125) } }),
      ['DISBURSE', wan(10), today],
      '批次各项目拨付合计将为130万元，超过批次指标125万元（下达±调整−收回指标），超出5万元；请核对金额，或先登记指标调整。',
    ],
    ['收回指标 down to what is approved', ofBatch(), ['RECOVER', wan(50), today], null],
    [
      '收回指标 below it',
      ofBatch(),
      ['RECOVER', wan(60), today],
      '指标收回后批次指标为140万元，低于已批复的150万元，差10万元；请减少金额，或先冲销相应的立项批复。',
    ],
    ['调减 down to what is approved', ofBatch(), ['ADJUST', -wan(50), today], null],
    [
      '调减 below it by one 分',
      ofBatch(),
      ['ADJUST', -wan(50) - 1n, today],
      '指标调整后批次指标为1499999.99元，低于已批复的150万元，差0.01元；请减少金额，或先冲销相应的立项批复。',
    ],
    [
      '调减 below what is paid',
      ofBatch(),
      ['ADJUST', -wan(90), today],
      '指标调整后批次指标为110万元，低于已拨付的120万元，差10万元；请减少金额，或先冲销相应的拨付和立项批复。',
    ],
    [
      '调减 below nothing',
      ofBatch({ totals: { ...totals, approved: 0n, disbursed: 0n } }),
      ['ADJUST', -wan(201), today],
      '指标调整后批次指标为-1万元，不能小于零；请减少金额，或先冲销相应的指标收回或调减。',
    ],
  ])('%s', (_, place, proposal, reason) => {
    expect(why(place, ...proposal)).toBe(reason);
  });
});

describe('批复, 拨付, 到位 follow each other', () => {
  it.each<[string, readonly EntryFact[], Parameters<typeof aProposal>, string | null]>([
    ['拨付 up to 批复', history, ['DISBURSE', wan(20), today], null],
    [
      '拨付 beyond 批复',
      history,
      ['DISBURSE', wan(25), today],
      '截至2023年12月29日，拨付累计将为105万元，超过立项批复累计100万元，超出5万元；请核对金额和日期，或先登记立项批复。',
    ],
    ['拨付 on the day of 批复', [approve], ['DISBURSE', wan(20), '2023-01-10'], null],
    [
      '拨付 the day before',
      [approve],
      ['DISBURSE', wan(20), '2023-01-09'],
      '拨付日期2023年1月9日早于首次立项批复日期2023年1月10日；请核对日期，或先补登立项批复。',
    ],
    [
      '拨付 before a 批复 of unknown day',
      [{ ...approve, effectiveOn: '2023-12-29', dateKnown: false }],
      ['DISBURSE', wan(20), '2023-01-09'],
      null,
    ],
    ['到位 up to 拨付', history, ['RECEIVE', wan(20), '2023-09-01'], null],
    [
      '到位 the day before the second 拨付',
      history,
      ['RECEIVE', wan(20), '2023-08-31'],
      '截至2023年8月31日，到位累计将为80万元，超过拨付累计60万元，超出20万元；请核对金额和日期，或先登记拨付。',
    ],
    ['到位 on the day of the first 拨付', [approve, disburse], ['RECEIVE', wan(60), '2023-03-01'], null],
    [
      '到位 before the first 拨付',
      [approve, disburse],
      ['RECEIVE', wan(60), '2023-02-28'],
      '到位日期2023年2月28日早于首次拨付日期2023年3月1日；请核对日期，或先补登拨付。',
    ],
    ['到位 without 拨付', [approve], ['RECEIVE', wan(60), today], '该项目尚无拨付记录，不能登记到位；请先登记拨付。'],
    [
      '到位 of an earlier day, when all that was paid has come in by now',
      [...history, anEntry('RECEIVE', wan(20), '2023-09-02')],
      ['RECEIVE', 1n, '2023-09-01'],
      '截至2023年9月2日，到位累计将为800000.01元，超过拨付累计80万元，超出0.01元；请核对金额和日期，或先登记拨付。',
    ],
  ])('%s', (_, entries, proposal, reason) => {
    expect(why(ofProject({}, entries), ...proposal)).toBe(reason);
  });
});

describe('支出 and 收回 within 到位', () => {
  const advance = '确属垫支的，请注明垫支并写明说明';
  it.each<[string, readonly EntryFact[], Parameters<typeof aProposal>, string | null]>([
    // 60 have come in, 40 are spent.
    ['支出 up to it', history, ['SPEND', wan(20), '2023-12-01'], null],
    [
      '支出 beyond it by one 分',
      history,
      ['SPEND', wan(20) + 1n, '2023-12-01'],
      `支出大于到位：截至2023年12月1日，到位60万元，已支出和收回40万元，本次200000.01元，超出0.01元；请核对金额和日期，${advance}。`,
    ],
    [
      'as 垫支 without a note',
      history,
      ['SPEND', wan(30), '2023-12-01', { isAdvance: true, note: ' ' }],
      '垫支须写明说明，请填写后再提交。',
    ],
    [
      'as 垫支 with one',
      history,
      ['SPEND', wan(30), '2023-12-01', { isAdvance: true, note: '企业先行垫付设备款' }],
      null,
    ],
    [
      'an earlier 支出 that a later one leaves no room for',
      [...history, anEntry('SPEND', wan(20), '2023-11-30')],
      ['SPEND', wan(1), '2023-10-31'],
      `支出大于到位：截至2023年11月30日，到位60万元，已支出和收回60万元，本次1万元，超出1万元；请核对金额和日期，${advance}。`,
    ],
    [
      'before the first 到位',
      history,
      ['SPEND', wan(1), '2023-03-07'],
      `支出日期2023年3月7日早于首次到位日期2023年3月8日，到位之前不能登记支出；请核对日期，${advance}。`,
    ],
    ['on its day', history, ['SPEND', wan(1), '2023-03-08'], null],
    [
      'without any 到位',
      [approve, disburse],
      ['SPEND', wan(1), '2023-12-01'],
      `该项目尚无资金到位，不能登记支出；请先登记到位，${advance}。`,
    ],
    ['收回 of what is left', history, ['RECOVER', wan(20), today], null],
    [
      '收回 of more',
      history,
      ['RECOVER', wan(25), today],
      '收回25万元大于该项目余额20万元（截至2023年12月29日），超出5万元；请核对金额和日期。',
    ],
    ['支出冲销 of what was spent', history, ['SPEND_REVERSAL', wan(40), today], null],
    [
      '支出冲销 of more',
      history,
      ['SPEND_REVERSAL', wan(41), today],
      '冲销41万元大于该项目净支出40万元（截至2023年12月29日），超出1万元；请核对金额和日期。',
    ],
    [
      '支出冲销 before it was spent',
      history,
      ['SPEND_REVERSAL', wan(31), '2023-06-30'],
      '冲销31万元大于该项目净支出30万元（截至2023年6月30日），超出1万元；请核对金额和日期。',
    ],
  ])('%s', (_, entries, proposal, reason) => {
    expect(why(ofProject({}, entries), ...proposal)).toBe(reason);
  });

  it('a 垫支 that was agreed to does not stand in the way of the 到位 that makes up for it', () => {
    const overspent = [...history, anEntry('SPEND', wan(30), '2023-11-30')];
    expect(why(ofProject({}, overspent), 'RECEIVE', wan(5), '2023-12-01')).toBeNull();
    expect(why(ofProject({}, overspent), 'SPEND', wan(1), '2023-12-01')).toMatch(/^支出大于到位：/);
  });

  it('of a reward: no 支出, but 收回 of what came in', () => {
    const project = aProject({ batch: aBatch({ number: 6, category: 'INNOVATION_REWARD', trackSpending: false }) });
    const place = ofProject({ project }, [approve, disburse, receive]);
    const none = (what: string) => `批次 B-06 为奖励性资金，不核算支出，无需登记${what}。`;
    expect(why(place, 'SPEND', wan(1), today)).toBe(none('支出'));
    expect(why(place, 'SPEND_REVERSAL', wan(1), today)).toBe(none('支出冲销'));
    expect(why(place, 'KEEP', wan(1), today)).toBe(none('结余留用'));
    expect(why(place, 'RECOVER', wan(60), today)).toBeNull();
    expect(why(place, 'RECOVER', wan(61), today)).toBe(
      '收回61万元大于该项目已到位未收回的资金60万元（截至2023年12月29日），超出1万元；请核对金额和日期。',
    );
  });
});

describe('after the end of a project', () => {
  const ended = (status: 'TERMINATED' | 'REVOKED') =>
    ofProject({ project: aProject({ statuses: [firstDay, aStatus(status, '2023-10-08')] }) });
  it.each([
    ['TERMINATED', 'DISBURSE', '终止', '拨付'],
    ['REVOKED', 'DISBURSE', '撤销', '拨付'],
    ['TERMINATED', 'RECEIVE', '终止', '到位'],
    ['TERMINATED', 'APPROVE', '终止', '立项批复'],
  ] as const)('%s: no %s', (status, type, ended_, what) => {
    const reason = `该项目已于2023年10月8日${ended_}，此后不能再登记${what}；请核对日期，如需追回资金，请登记收回。`;
    expect(why(ended(status), type, wan(1), '2023-10-08')).toBeNull();
    expect(why(ended(status), type, wan(1), '2023-10-09')).toBe(reason);
  });
  it('收回 is what follows', () => {
    expect(why(ended('TERMINATED'), 'RECOVER', wan(20), today)).toBeNull();
  });
});

describe('结余留用', () => {
  const passed = [firstDay, aStatus('ACCEPTED', '2023-10-08')];
  const keep = (given: Parameters<typeof aProject>[0], fen = wan(20), on = today, entries = history) =>
    why(ofProject({ project: aProject(given) }, entries), 'KEEP', fen, on);
  it('of what is left, after a passed acceptance', () => {
    expect(keep({ statuses: passed })).toBeNull();
    expect(keep({ statuses: passed }, wan(20), '2023-10-08')).toBeNull();
    expect(keep({ statuses: passed }, wan(20) + 1n)).toBe(
      '结余留用200000.01元大于截至2023年12月29日的结余20万元（已扣除留用的0万元），超出0.01元；请核对金额。',
    );
    expect(keep({ statuses: passed }, wan(15), today, [...history, anEntry('KEEP', wan(10), '2023-11-01')])).toBe(
      '结余留用15万元大于截至2023年12月29日的结余10万元（已扣除留用的10万元），超出5万元；请核对金额。',
    );
  });
  it('not before it, and not where it failed', () => {
    const reason = (status: string, on: string) =>
      `项目截至${on}为“${status}”，尚未验收通过，不能登记结余留用；请先登记验收结论。`;
    expect(keep({ statuses: passed }, wan(20), '2023-10-07')).toBe(reason('实施中', '2023年10月7日'));
    expect(keep({ statuses: [firstDay, aStatus('FAILED', '2023-10-08')] })).toBe(
      reason('验收不通过', '2023年12月29日'),
    );
  });
  it('not where the batch has it given back', () => {
    expect(keep({ statuses: passed, batch: aBatch({ surplusPolicy: 'RECOVER_ALL' }) })).toBe(
      '批次 B-03 的结余处理方式为“收回”，不能登记结余留用；请按规定登记收回。',
    );
  });
});

describe('a document number, a month', () => {
  it('is used once for one project and type, however it is written', () => {
    expect(why(ofProject(), 'DISBURSE', wan(1), today, { docNo: '通财科[2023] 7号' })).toBe(
      '文号“通财科[2023] 7号”已用于 P-12 的拨付60万元（2023年3月1日），不能重复登记；请核对文号，如需更正，请先冲销原记录。',
    );
    expect(why(ofProject(), 'RECEIVE', wan(1), today, { docNo: '通财科〔2023〕7号' })).toBeNull();
    expect(why(ofProject(), 'DISBURSE', wan(1), today, { docNo: '通财科〔2023〕8号' })).toBeNull();
  });
  it('is free again once the entry is reversed', () => {
    const entries = [approve, disburse, aReversal(disburse, '2023-04-01')];
    expect(why(ofProject({}, entries), 'DISBURSE', wan(60), today, { docNo: '通财科〔2023〕7号' })).toBeNull();
  });
  it('of a 下达 stands for one batch', () => {
    const entry = anEntry('ALLOCATE', wan(50), '2023-05-01', { projectId: null });
    const proposal = aProposal('ALLOCATE', wan(1), today, { docNo: '内财科〔2023〕12号' });
    expect(whyNotEntry(ofBatch(), proposal, today, { entry, label: 'B-02' })).toBe(
      '文号“内财科〔2023〕12号”已用于 B-02 的指标下达50万元（2023年5月1日），不能重复登记；请核对文号，如需更正，请先冲销原记录。',
    );
    expect(whyNotEntry(ofBatch(), proposal, today)).toBeNull();
  });
  it('has one spending, whose source is said', () => {
    const again = (period: string) => why(ofProject(), 'SPEND', wan(1), today, { period });
    const [known, step] = ['（王晨于2023年5月31日登记）', '每月只登记一次；如需更正，请先冲销原记录再重新登记。'];
    expect(again('2023-05')).toBe(`P-12 的2023年5月支出已登记30万元${known}，${step}`);
    expect(again('2023-08')).toBe(`P-12 的2023年8月支出已登记10万元（企业自报，王晨于2023年8月31日确认），${step}`);
    expect(again('2023-06')).toBeNull();
    const imported = [approve, disburse, receive, { ...spendMay, recordedBy: null }];
    expect(why(ofProject({}, imported), 'SPEND', wan(1), today, { period: '2023-05' })).toContain(
      '（2023年5月31日导入）',
    );
    const reversed = [...history, aReversal(spendMay, '2023-12-01')];
    expect(why(ofProject({}, reversed), 'SPEND', wan(1), today, { period: '2023-05' })).toBeNull();
  });
});

describe('冲销', () => {
  const reverse = (original: EntryFact, on = today, entries: readonly EntryFact[] = history, reason = '登记有误') =>
    whyNotReversal(ofProject({}, entries), original, { on, reason }, today);

  it('once, with a reason, and not of a reversal', () => {
    const reversal = aReversal(spendMay, '2023-12-01');
    const entries = [...history, reversal];
    expect(reverse(spendMay)).toBeNull();
    expect(reverse(spendMay, today, entries)).toBe('该记录已于2023年12月1日冲销，不能再次冲销；请查看冲销后的明细。');
    expect(reverse(reversal, today, entries)).toBe('冲销记录不能再冲销；如冲销有误，请重新登记一笔。');
    expect(reverse(spendMay, today, history, ' ')).toBe('请写明冲销原因后再提交。');
  });

  it.each([
    ['2023-05-30', '冲销日期2023年5月30日早于原记录日期2023年5月31日，请核对后重填。'],
    ['2023-05-31', null],
    ['2023-12-30', '日期2023年12月30日晚于今天（2023年12月29日），请核对后重填。'],
  ])('on %s', (on, reason) => {
    expect(reverse(spendMay, on)).toBe(reason);
  });

  it('not of what is used: says what comes first', () => {
    expect(reverse(receive)).toBe(
      '该笔到位已被使用：冲销后到位为0万元，小于支出与收回合计40万元，差40万元；请先冲销2023年8月31日支出10万元、2023年5月31日支出30万元。',
    );
    expect(reverse(disburse)).toBe('冲销后拨付为20万元，小于到位60万元，差40万元；请先冲销2023年3月8日到位60万元。');
    expect(reverse(disburseAgain)).toBeNull();
    expect(reverse(approve)).toBe(
      '冲销后立项批复为0万元，小于拨付80万元，差80万元；请先冲销2023年9月1日拨付20万元、2023年3月1日拨付60万元。',
    );
  });

  it('not of a 支出 of which a part was taken back already', () => {
    const part = anEntry('SPEND_REVERSAL', -wan(5), '2023-09-30');
    expect(reverse(spendMay, today, [approve, disburse, receive, spendMay, part])).toBe(
      '冲销30万元大于该项目净支出25万元（截至2023年12月29日），超出5万元；请先冲销2023年9月30日支出冲销5万元。',
    );
    // That part itself is no reversal of a whole entry: it can be taken back.
    expect(reverse(part, today, [...history, part])).toBeNull();
  });

  it('of a 下达 only down to what is approved, of a 调减 always', () => {
    const allocation = anEntry('ALLOCATE', wan(60), '2023-02-01', { projectId: null });
    const cut = anEntry('ADJUST', -wan(60), '2023-02-01', { projectId: null });
    const place = ofBatch({ entries: [allocation, cut] });
    const of = (original: EntryFact) => whyNotReversal(place, original, { on: today, reason: '有误' }, today);
    expect(of(allocation)).toBe('冲销后批次指标为140万元，低于已批复的150万元，差10万元；请先冲销相应的立项批复。');
    expect(of(cut)).toBeNull();
  });
});
