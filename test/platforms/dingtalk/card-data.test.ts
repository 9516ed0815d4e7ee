import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { sayings } from '../../../src/platforms/dingtalk/call.ts';
import { cardParams, usedCardParams } from '../../../src/platforms/dingtalk/card-data.ts';
import { noForm } from '../../../src/platforms/dingtalk/form.ts';
import { anyCard, facts } from '../any-card.ts';

const used = { state: '已选择', ref: 'REF' };
const bytes = (text: string) => Buffer.byteLength(text);
const card: Card = { title: '资质', blocks: [{ kind: 'text', text: '有效期内 1 家。' }], confidential: false };

describe('DingTalk', () => {
  it('keeps every value of a card within 1024 bytes, or says it in words', () => {
    fc.assert(
      fc.property(anyCard, (any) => {
        const params = cardParams(any, 'REF');
        if (params === null) return;
        for (const value of Object.values(params)) {
          expect(typeof value).toBe('string');
          expect(bytes(value)).toBeLessThanOrEqual(1024);
        }
        const shown = Object.values(params).join('\n').replaceAll('\n', '');
        for (const fact of facts(any)) expect(shown).toContain(fact.replaceAll('\n', ''));
      }),
    );
  });

  it('leaves a used card as it is, but for its state, when the answer is too long for it', () => {
    const long: Card = {
      ...card,
      blocks: [{ kind: 'list', items: Array.from({ length: 60 }, () => '一'.repeat(40)) }],
    };
    expect(usedCardParams(long, used)).toEqual({
      params: { ...noForm, buttons: '[]', status: '已选择' },
      complete: false,
      becomes: 'used',
    });
    expect(usedCardParams(card, used)).toMatchObject({
      complete: true,
      params: { title: card.title, status: '已选择' },
    });
  });

  it('has the next choice on a used card, if the answer is one', () => {
    const choice: Card = { ...card, buttons: [{ text: '同意', tap: { say: '/同意', answer: 'here' } }] };
    expect(usedCardParams(choice, used)).toEqual({
      params: cardParams(choice, 'REF'),
      complete: true,
      becomes: 'next',
    });
    const tooMuch = { ...choice, buttons: [{ text: '同意', tap: { say: '一'.repeat(400), answer: 'here' as const } }] };
    expect(usedCardParams({ ...tooMuch, insteadOfButtons: '请发送同意。' }, used)).toMatchObject({
      complete: true,
      params: { buttons: '[]', status: '已选择', content1: expect.stringContaining('请发送同意。') },
    });
  });

  it('splits what clients would not render', () => {
    const parts = sayings('标题', '一行字\n'.repeat(2000), { to: { staffId: 'a' } });
    expect(parts.length).toBeGreaterThan(1);
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(3500);
    expect(parts.map(({ text }) => text).join('\n')).toBe('一行字\n'.repeat(2000));
  });
});
