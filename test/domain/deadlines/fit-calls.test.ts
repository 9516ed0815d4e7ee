import { describe, expect, it } from 'vitest';
import { callsOf, fitCalls } from '../../../src/domain/deadlines/fit-calls.ts';
import type { ValuedMailing } from '../../../src/domain/deadlines/promises.ts';

const card = (title: string) => ({ title, blocks: [], confidential: true });
const merge = (those: readonly ValuedMailing[]) => card(those.map(({ line }) => line).join('+'));

/** One mailing to people of these numbers on DingTalk, and of `wecom` on WeCom. */
function mailing(name: string, value: number, people: readonly number[], wecom: readonly number[] = []): ValuedMailing {
  const reader = (platform: 'wecom' | 'dingtalk') => (n: number) => ({
    ...{ subject: `deadline:${name}` as const, enterpriseId: `e${n}`, personId: `p${n}`, occasion: 'LADDER' as const },
    ...{ sendOn: '2024-05-07', leads: [3], step: 'MAIN' as const },
    to: { platform, corpId: platform, userId: `p${n}` },
  });
  const readers = [...people.map(reader('dingtalk')), ...wecom.map(reader('wecom'))];
  return { card: card(name), purpose: 'deadline.reminder', readers, value, line: name };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** What is said to how many, and what else goes along. */
const said = (mailings: readonly ValuedMailing[]) =>
  mailings.map(({ card, readers }) => `${card.title}: ${readers.length}`).toSorted();

describe('a day’s mailings and the calls that are left', () => {
  it.each([
    [0, 0],
    [1, 1],
    [20, 1],
    [21, 2],
    [400, 20],
  ])('%i readers on DingTalk take %i calls, on WeCom none', (readers, calls) => {
    expect(callsOf(mailing('a', 1, range(1, readers), range(1, 50)))).toBe(calls);
  });

  it('leaves everything as it is where it fits', () => {
    const mailings = [mailing('a', 1, range(1, 20)), mailing('b', 2, range(1, 20))];
    expect(fitCalls(mailings, 2, merge)).toEqual({ mailings, merged: 0, leftOut: [] });
  });

  it('first lets what is worth least travel together, and no more than is needed', () => {
    const mailings = [mailing('a', 1, range(1, 40)), mailing('b', 2, range(1, 40)), mailing('c', 3, range(1, 40))];
    const fitted = fitCalls(mailings, 4, merge);
    expect(said(fitted.mailings)).toEqual(['a+b: 40', 'c: 40']);
    expect(fitted).toMatchObject({ merged: 40, leftOut: [] });
    const [both] = fitted.mailings.filter(({ line }) => line === 'a；b');
    expect(both?.readers[0]).toMatchObject({
      subject: 'deadline:a',
      also: [{ subject: 'deadline:b', personId: 'p1' }],
    });
  });

  it('who is told of one of them only is told of that alone', () => {
    const mailings = [mailing('a', 1, range(1, 40)), mailing('b', 2, range(21, 60))];
    // 1–20 a, 21–40 both, 41–60 b: three calls instead of four.
    expect(said(fitCalls(mailings, 3, merge).mailings)).toEqual(['a+b: 20', 'a: 20', 'b: 20']);
  });

  it('then leaves out what is worth least, on the platform that counts calls alone', () => {
    const mailings = [
      mailing('a', 1, range(1, 20), [90, 91]),
      mailing('b', 2, range(21, 40)),
      mailing('c', 3, range(41, 60)),
    ];
    const fitted = fitCalls(mailings, 1, merge);
    expect(said(fitted.mailings)).toEqual(['a: 2', 'c: 20']);
    expect(fitted.leftOut.map(({ line, readers }) => [line, readers.length])).toEqual([
      ['a', 20],
      ['b', 20],
    ]);
  });

  it('what cannot travel with others is never merged', () => {
    const mailings = [{ ...mailing('a', 1, range(1, 20)), line: null }, mailing('b', 2, range(1, 20))];
    const fitted = fitCalls(mailings, 1, merge);
    expect(said(fitted.mailings)).toEqual(['b: 20']);
    expect(fitted).toMatchObject({ merged: 0, leftOut: [{ line: 'a' }] });
  });
});
