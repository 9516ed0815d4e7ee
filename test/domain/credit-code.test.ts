import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeCreditCode, readCreditCode } from '../../src/domain/credit-code.ts';

const example = '91350100M000100Y43';
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The standard's worked example and the demo's synthetic codes (domain.md G5). */
const valid = [
  example,
  '91150500000000019M',
  '91150500000000027G',
  '91150500000000035B',
  '911505000000000436',
  '911505000000000511',
  '9115050000000006XQ',
  '91150500000000078Q',
  '91150500000000086K',
];

/** The check character by its definition, written apart from the program. */
function checkOf(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  const rest = sum % 31;
  return rest === 0 ? '0' : alphabet.charAt(31 - rest);
}

const codes = fc
  .tuple(
    fc.array(fc.constantFrom(...alphabet), { minLength: 2, maxLength: 2 }),
    fc.array(fc.constantFrom(...'0123456789'), { minLength: 6, maxLength: 6 }),
    fc.array(fc.constantFrom(...alphabet), { minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.flat().join(''))
  .map((first17) => first17 + checkOf(first17));

const reasonOf = (text: string) => {
  const read = readCreditCode(text);
  return read.ok ? `accepted ${read.code}` : read.reason;
};

describe('reading a credit code', () => {
  it.each(valid)('%s is valid', (code) => {
    expect(readCreditCode(code)).toEqual({ ok: true, code, warning: null });
  });

  it.each([
    // 286 + 2·10 + 2·30 + 29·28 = 1178 = 38·31: nothing is left, so the check value is 0, not 31.
    ['9115050000000022X0'],
    // 286 + 1·10 + 1·30 + 5·28 = 466 = 15·31 + 1: the greatest check value, 30.
    ['91150500000000115Y'],
    // 286 + 5·10 + 7·30 + 29·28 = 1358 = 43·31 + 25, check value 6; the organisation code's own check is 10 → X.
    ['9115050000000057X6'],
    // Organisation code 00000094: 4·9 + 2·4 = 44 = 4·11, so its check is 11 → 0; and 286 + 9·10 + 4·30 = 496 = 16·31.
    ['911505000000009400'],
  ])('border of the sums: %s', (code) => {
    expect(readCreditCode(code)).toEqual({ ok: true, code, warning: null });
  });

  it.each([
    ['91350100m000100y43'],
    ['  91350100 M000100Y 43 '],
    ['9135-0100-M000100Y-43'],
    ['９１３５０１００Ｍ０００１００Ｙ４３'],
    ['９１３５０１００－ｍ０００１００ｙ　４３'],
    ['\u200b91350100M000100Y43\ufeff'],
  ])('%j is forgiven', (text) => {
    expect(readCreditCode(text)).toEqual({ ok: true, code: example, warning: null });
  });

  it.each([
    ['', /^长度\/字符不合规：.*应为18位，这里是0位/],
    ['91350100M000100Y4', /^长度\/字符不合规：.*这里是17位/],
    ['91350100M000100Y433', /^长度\/字符不合规：.*这里是19位/],
    ['91350100M000100Y4Z', /^长度\/字符不合规：.*“Z”/],
    ['91350100S00010VY4Z', /^长度\/字符不合规：.*“SVZ”/],
    ['91350100M000100Y4②', /^长度\/字符不合规：.*“②”/],
    ['91A50100M000100Y43', /^长度\/字符不合规：.*第3至8位应为数字/],
    ['91350100M000100Y42', /^校验码不符：91350100M000100Y42 /],
    ['91350100M000100Y4Y', /^校验码不符/],
    // Two neighbours changed places.
    ['19350100M000100Y43', /^校验码不符/],
  ])('%j is refused', (text, why) => {
    expect(reasonOf(text)).toMatch(why);
  });

  it('says what O and I may have been and does not put it right', () => {
    expect(reasonOf('9135O1OOM000100Y43')).toBe(
      `长度/字符不合规：统一社会信用代码中没有字母 O、I，是否应为 ${example}？请核对后重新填写。`,
    );
    expect(reasonOf('9I35O1OOM0OOIOOY43')).toContain(`是否应为 ${example}？`);
    // Not a code either way: nothing definite is proposed.
    expect(reasonOf('9135O100M000100Y44')).toBe(
      '长度/字符不合规：统一社会信用代码中没有字母 O、I，请核对是否应为数字 0、1。',
    );
  });

  it('warns where only the organisation code disagrees', () => {
    // 00000001 has the check 9; 8 is wrong there, and the last character is computed from what is written.
    const code = `91150500000000018${checkOf('91150500000000018')}`;
    expect(readCreditCode(code)).toEqual({ ok: true, code, warning: '主体标识码校验不一致' });
  });
});

describe('properties', () => {
  it('whatever is computed by the definition is accepted', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(readCreditCode(code)).toMatchObject({ ok: true, code });
      }),
    );
  });

  it('a code with one character changed is never accepted', () => {
    const anyCharacter = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ号*');
    fc.assert(
      fc.property(codes, fc.nat(17), anyCharacter, (code, at, character) => {
        fc.pre(code.charAt(at) !== character);
        expect(readCreditCode(code.slice(0, at) + character + code.slice(at + 1)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('a code with two neighbours exchanged is never accepted', () => {
    fc.assert(
      fc.property(codes, fc.nat(16), (code, at) => {
        const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
        fc.pre(swapped !== code);
        expect(readCreditCode(swapped).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('reads any text without failing, and what it accepts reads the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), codes), (text) => {
        const read = readCreditCode(text);
        if (read.ok) expect(readCreditCode(read.code)).toEqual(read);
        else expect(read.reason).not.toBe('');
      }),
    );
  });
});

describe('what may have been meant as a code', () => {
  it.each([
    ...valid,
    '91350100M000100Y4',
    '91350100M000100Y4Z33',
    '９１３５０１００Ｍ０００１００Ｙ４３',
    '9135 0100 m000100y43',
  ])('%s', (text) => {
    expect(looksLikeCreditCode(text)).toBe(true);
  });

  it.each([
    '',
    '易统云',
    'yty',
    '13800001234',
    '91350100M00010',
    '示例企业01',
    'internationalization',
    `${example}000`,
  ])('%j is something else', (text) => {
    expect(looksLikeCreditCode(text)).toBe(false);
  });
});
