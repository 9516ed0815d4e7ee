import { describe, expect, it } from 'vitest';
import { judge, phrasings, shown } from './corpus.ts';

/** Read otherwise than their author wanted, for a reason. They count as failures all the same. */
const disputed: Record<string, string> = {
  '主营业务收入300万，税12万': 'the set in force names 主营业务收入 as a word of 营业收入',
  '营收320万？': 'what is heard has no punctuation at its ends, so this is 营收320万',
};

describe('sentences written by somebody who did not know the reader', () => {
  const judged = phrasings.map(judge);
  const failures = judged.filter(({ isRight }) => !isRight);

  it('are read right, at least 98 of 100', () => {
    const share = (judged.length - failures.length) / judged.length;
    console.log(`${(share * 100).toFixed(1)} % of ${judged.length} read right\n${failures.map(shown).join('\n')}`);
    expect(share).toBeGreaterThanOrEqual(0.98);
  });

  it('never give a wrong figure without a question', () => {
    const silent = judged.filter(({ isSilentlyWrong }) => isSilentlyWrong).map(({ phrasing }) => phrasing.say);
    expect(silent.filter((say) => !(say in disputed))).toEqual([]);
  });

  it('are nothing at all where they only chat', () => {
    const chatter = judged.filter(({ phrasing }) => phrasing.expect.kind === 'chatter');
    expect(chatter.filter(({ reading }) => reading !== null).map(shown)).toEqual([]);
    expect(chatter.length).toBeGreaterThan(40);
  });
});
