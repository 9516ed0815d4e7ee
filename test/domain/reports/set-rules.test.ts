import { describe, expect, it } from 'vitest';
import { builtInSet, type Indicator } from '../../../src/domain/reports/indicators.ts';
import { changesBetween, freshKey, mergeSets, problemsOfSet } from '../../../src/domain/reports/set-rules.ts';

const base = builtInSet.indicators;
const withChange = (key: string, change: Partial<Indicator>, of: readonly Indicator[] = base) =>
  of.map((one) => (one.key === key ? { ...one, ...change } : one));
const added: Indicator = {
  ...{ key: 'added1', label: '用电量', unit: 'PIECE', kind: 'FLOW', mayBeNegative: false, words: ['用电'] },
  ...{ asked: ['INDUSTRY'], required: [], note: null },
};

describe('what is wrong with a form', () => {
  it('nothing of the one that is built in', () => {
    expect(problemsOfSet(base)).toEqual([]);
  });

  it.each([
    ['a word of another', { words: ['研发投入'] }, 'words', /说法“研发投入”已用于“研发费用”/u],
    ['however it is written', { words: ['ｒ＆Ｄ'] }, 'words', /已用于“研发费用”/u],
    ['the name of another', { words: ['营业收入'] }, 'words', /说法“营业收入”已用于“营业收入”/u],
    ['an own word twice is no matter', { words: ['出口', '出 口'] }, null, null],
    [
      '必填 of whom nothing is asked',
      { asked: ['HNTE'], required: ['ALL'] },
      'required',
      /必填范围“全部企业”不在填报范围内/u,
    ],
    ['必填 of some where all are asked', { asked: ['ALL'], required: ['HNTE'] }, null, null],
  ] as const)('%s', (_what, change, field, text) => {
    const problems = problemsOfSet(withChange('export', change as Partial<Indicator>));
    if (field === null) return expect(problems).toEqual([]);
    expect(problems).toEqual([{ key: 'export', field, text: expect.stringMatching(text) }]);
  });

  it('a name of another', () => {
    expect(problemsOfSet([...base, { ...added, label: '出口额', words: [] }])).toEqual([
      { key: 'added1', field: 'label', text: expect.stringMatching(/指标名称“出口额”已用于“出口额”/u) },
    ]);
  });
});

describe('what changes', () => {
  it.each([
    ['nothing', base, []],
    ['one is not asked any more', withChange('export', { asked: [], required: [] }), ['“出口额”不再填报。']],
    [
      'asked of others',
      withChange('outputValue', { asked: ['ALL'], required: ['INDUSTRY'] }),
      ['“工业总产值”的填报范围由“工业企业”改为“全部企业”。'],
    ],
    ['a note', withChange('revenue', { note: '不含税' }), ['“营业收入”的口径由“无”改为“不含税”。']],
    ['a word', withChange('export', { words: ['出口'] }), ['“出口额”的说法由“出口、出口交货值”改为“出口”。']],
    ['a new one', [...base, added], ['新增“用电量”（件，本月数（自动累计）），填报范围：工业企业。']],
    ['the order', [base[1], base[0], ...base.slice(2)], ['指标的顺序有调整。']],
  ] as const)('%s', (_what, after, changes) => {
    expect(changesBetween(base, after as readonly Indicator[])).toEqual(changes);
  });
});

describe('two people', () => {
  it('each keeps what they changed, and what both changed stays mine', () => {
    const theirs = withChange('export', { note: '按海关口径' }, withChange('revenue', { note: '含税' }));
    const mine = withChange('revenue', { note: '不含税' }, withChange('staff', { required: ['HNTE'] }));
    const merged = mergeSets(base, { mine, theirs });
    const of = (key: string) => merged.find((one) => one.key === key);
    expect([of('export')?.note, of('revenue')?.note, of('staff')?.required]).toEqual([
      '按海关口径',
      '不含税',
      ['HNTE'],
    ]);
    expect(merged).toHaveLength(base.length);
  });

  it('what they added stays, under its key', () => {
    const theirs = [...base, { ...added, label: '用水量', words: [] }];
    expect(mergeSets(base, { mine: base, theirs })).toEqual(theirs);
  });

  it('my order stays, with what they added behind', () => {
    const mine = [...base].reverse();
    const keys = mergeSets(base, { mine, theirs: [added, ...base] }).map(({ key }) => key);
    expect(keys).toEqual([...mine.map(({ key }) => key), 'added1']);
    expect(mergeSets(base, { mine: base, theirs: mine })).toEqual(mine);
  });
});

it('a key is never used again', () => {
  expect(freshKey(base)).toBe('added1');
  expect(freshKey([...base, added])).toBe('added2');
});
