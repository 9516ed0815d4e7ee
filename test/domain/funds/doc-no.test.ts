import { describe, expect, it } from 'vitest';
import { docNoKey, readDocNo } from '../../../src/domain/funds/doc-no.ts';

describe('a document number is stored with 〔〕 around the year', () => {
  it.each([
    ['内财科〔2023〕11号', '内财科〔2023〕11号', false],
    ['内财科[2023]11号', '内财科〔2023〕11号', true],
    ['内财科(2023)11号', '内财科〔2023〕11号', true],
    ['内财科（2023）11号', '内财科〔2023〕11号', true],
    ['内财科【2023】11号', '内财科〔2023〕11号', true],
    ['内财科［２０２３］１１号', '内财科〔2023〕11号', true],
    [' 内财科 〔2023〕 11 号 ', '内财科〔2023〕11号', true],
    // Other brackets are part of the name.
    ['通科发（试行）〔2023〕5号', '通科发（试行）〔2023〕5号', false],
    ['凭证 0031', '凭证0031', true],
  ])('%s', (typed, docNo, tidied) => {
    expect(readDocNo(typed)).toEqual({ ok: true, docNo, tidied });
  });

  it('is at most 60 characters long', () => {
    expect(readDocNo('号'.repeat(60))).toMatchObject({ ok: true });
    expect(readDocNo('号'.repeat(61))).toEqual({ ok: false, reason: '文号共61个字，超过60个字，请核对后重填。' });
  });

  it.each([
    ['', '文号不能为空，请填写文号，例如 内财科〔2023〕11号。'],
    ['  ', '文号不能为空，请填写文号，例如 内财科〔2023〕11号。'],
    ['——', '“——”不是文号，请填写文号，例如 内财科〔2023〕11号。'],
    ['内财科\u0007', '文号中有无法识别的字符，请重新填写。'],
  ])('refuses %j', (typed, reason) => {
    expect(readDocNo(typed)).toEqual({ ok: false, reason });
  });
});

it.each(['内财科〔2023〕11号', '内财科[2023]11号', '内财科(2023) 11号', '内财科【2023】１１号', '内财科（2023）11号'])(
  '%s is the same number',
  (typed) => {
    expect(docNoKey(typed)).toBe('内财科〔2023〕11号');
  },
);
