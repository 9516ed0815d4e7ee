import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hear } from '../../../../src/core/said.ts';
import { exactWan } from '../../../../src/domain/money.ts';
import { builtInSet } from '../../../../src/domain/reports/indicators.ts';
import { readFigures } from '../../../../src/domain/reports/reader/read-figures.ts';

const options = { indicators: builtInSet.indicators, today: '2026-11-05' };
const words = builtInSet.indicators.flatMap(({ label, words }) => [label, ...words]);

/** Pieces of what people type, put together without sense. */
const piece = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(
    ...'、，。；：（）()/|-—~ 0123456789.,百千万亿元人件项个零一二三十两几多余约近超'.split(''),
    ...['本月', '累计', '10月', '1-10月', '去年12月', '上月', '没有', '亏损', '改为', '不是', '从', '均为', '其余'],
    ...[
      '大概',
      '左右',
      '同比增长',
      '%',
      '和上月一样',
      '单位：万元',
      '吗',
      '怎么',
      '我们公司',
      '研发部',
      '2026.10',
      '0475-8230000',
    ],
    ...['发明专利', '授权', '人员：', '专项资金', '到位', '净', '含税', '①', '1.', '￥', 'w', 'k', '👌', '\n', '\t'],
  ),
  fc.string({ maxLength: 3, unit: 'grapheme' }),
);
const nonsense = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('any text', () => {
  it('is read without throwing, and what is taken fits the form', () => {
    fc.assert(
      fc.property(nonsense, (text) => {
        for (const said of [text, hear(text).text]) {
          const reading = readFigures(said, options);
          for (const { key, value } of reading?.figures ?? []) {
            const indicator = builtInSet.indicators.find((one) => one.key === key);
            if (indicator?.unit === 'WAN') expect(value % 10_000n).toBe(0n);
            if (!indicator?.mayBeNegative) expect(value).toBeGreaterThanOrEqual(0n);
          }
          const keys = reading?.figures.map(({ key, of }) => `${key} ${of}`) ?? [];
          expect(new Set(keys).size).toBe(keys.length);
          for (const question of reading?.questions ?? []) expect(question).toMatch(/^[“一消另未].+。$/su);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('gives only figures that stand in it', () => {
    // Without Chinese numerals and 千, 万, 亿, so that each value must stand there as it is.
    const plain = fc.array(
      fc.oneof(
        fc.constantFrom(...words, ' ', '，', '；', '：', '本月', '累计', '人', '件', '改为', '没有', '10月'),
        fc.integer({ min: 11, max: 99_999 }).map(String),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(plain, (pieces) => {
        const text = pieces.join('');
        for (const { value, key } of readFigures(text, options)?.figures ?? []) {
          const unit = builtInSet.indicators.find((one) => one.key === key)?.unit;
          const said = unit === 'WAN' ? exactWan(value) : value.toString();
          if (said !== '0') expect(text).toContain(said.replace('-', ''));
        }
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    '1,',
    '营 ',
    '10月',
    '(',
    '9',
    '营收1,',
    '没有',
    '一',
    '1-',
    '—',
    '多',
    '十',
    '万',
    '改为',
    '营收(',
    '发明专利',
    'a1',
    '?',
  ])('of 20 000 characters of %j, ten times what a message holds, is read', (unit) => {
    // One that goes back over the text again and again at every place, as patterns may, would not come to an end.
    const text = unit.repeat(20_000).slice(0, 20_000);
    expect(() => readFigures(text, options)).not.toThrow();
  });
});

describe('a sentence made of labels, numbers and units', () => {
  const amount = fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.constantFrom('万元', '万', '元', '亿', ',元'));
  const figure = fc.oneof(
    fc.record({ indicator: fc.constantFrom(...builtInSet.indicators.filter(({ unit }) => unit === 'WAN')), amount }),
    fc.record({
      indicator: fc.constantFrom(...builtInSet.indicators.filter(({ unit }) => unit !== 'WAN')),
      count: fc.integer({ min: 0, max: 9999 }),
    }),
  );
  const style = fc.constantFrom(
    ['', '，'],
    [' ', ' '],
    ['：', '；'],
    ['=', ','],
    ['为', '。'],
    ['是', '\n'],
    ['→', '、'],
    ['\t', '\n'],
  );

  /** 分 and how it is written: hundredths of 万元 in several units. */
  function written([hundredths, unit]: readonly [number, string]): { fen: bigint; text: string } {
    const fen = BigInt(hundredths) * 10_000n;
    const decimal = (places: number) => {
      const digits = String(hundredths).padStart(places + 1, '0');
      return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    };
    if (unit === '元') return { fen, text: `${hundredths * 100}元` };
    if (unit === ',元') return { fen, text: `${(hundredths * 100).toLocaleString('en-US')}元` };
    return { fen, text: `${decimal(unit === '亿' ? 6 : 2)}${unit}` };
  }

  it('is read back exactly', () => {
    const figures = fc.uniqueArray(figure, { minLength: 1, maxLength: 8, selector: ({ indicator }) => indicator.key });
    fc.assert(
      fc.property(
        figures,
        style,
        fc.integer({ min: 0, max: 50 }),
        fc.constantFrom('', '10月'),
        (said, [is, and], nth, month) => {
          const parts = said.map((one) => {
            const names = [one.indicator.label, ...one.indicator.words];
            const name = names[nth % names.length] ?? '';
            const unit = { WAN: '', PERSON: '人', PIECE: '件', ITEM: '项' }[one.indicator.unit];
            const { fen, text } =
              'amount' in one ? written(one.amount) : { fen: BigInt(one.count), text: `${one.count}${unit}` };
            return { key: one.indicator.key, value: fen, text: `${name}${is}${text}` };
          });
          const text = `${month}${parts.map((part) => part.text).join(and)}`;
          const reading = readFigures(hear(text).text, options);
          expect(reading, text).toEqual({
            period: month === '' ? null : '2026-10',
            figures: parts.map(({ key, value }) => ({ key, of: 'MONTH', value, isAssumed: false })),
            questions: [],
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
