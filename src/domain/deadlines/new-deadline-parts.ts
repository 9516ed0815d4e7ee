import type { CalendarDate } from '../calendar.ts';
import { type DueRead, joinDigits, readDue, readRound, readTime } from './due-words.ts';

/** What a value stands behind. */
const labelWords = {
  截止: '截止',
  企业截止: '截止',
  报送: '截止',
  推荐上报: '推荐上报',
  上报: '推荐上报',
  官方: '推荐上报',
  对象: '对象',
  行业: '行业',
  依据: '依据',
  文号: '文号',
  链接: '链接',
  网址: '链接',
} as const;
export type Label = (typeof labelWords)[keyof typeof labelWords];

/** By what the second day is announced. */
export const officialWords = Object.entries(labelWords).flatMap(([word, label]) =>
  label === '推荐上报' ? [word] : [],
);

/** Of each of the two there is one day. */
export function secondDay(word: string, isOfficial: boolean): string {
  return isOfficial
    ? `日期“${word}”是第二个推荐上报日期。`
    : `日期“${word}”是第二个材料到开发区的日期，推荐上报的日期请写在“推荐上报”之后。`;
}

/** `on` null: it was said and not understood. `at` null: no time was said; `unclear`: one that was not understood. */
export type Day = { on: CalendarDate | null; at: string | null };
export const unclear = 'unclear';

/** A sentence cut into what it says; `problems`: what was not understood, or was said twice. */
export interface Parts {
  program: string;
  year: number | null;
  batch: number | null;
  due: Day | null;
  official: Day | null;
  isDuty: boolean;
  values: Readonly<Partial<Record<Label, string>>>;
  problems: readonly string[];
}

const labelled = new RegExp(`^(${Object.keys(labelWords).join('|')})(?::(.*)|(\\d.*|通知|惯例))?$`, 'u');

/** The programme stands first, everything else in any order. One pass over the words. */
export function partsOf(text: string, today: CalendarDate): Parts {
  const program: string[] = [];
  const values = new Map<Label, string[]>();
  const problems: string[] = [];
  let round: { year: number | null; batch: number | null } = { year: null, batch: null };
  let isDuty = false;
  let hasBegun = false;
  let label: Label | null = null;
  const days: Record<'截止' | '推荐上报', Day | null> = { 截止: null, 推荐上报: null };
  /** The day that a time behind it belongs to. */
  let last: '截止' | '推荐上报' | null = null;

  const takeDay = (word: string, read: DueRead) => {
    const which = label === '推荐上报' ? '推荐上报' : '截止';
    label = null;
    if ('problem' in read) {
      problems.push(read.problem);
      // It was said, though not understood: that it is missing is not said too.
      days[which] ??= { on: read.day, at: unclear };
    } else if (days[which]) {
      problems.push(secondDay(word, which === '推荐上报'));
    } else {
      days[which] = { on: read.on, at: read.at };
      last = which;
    }
  };

  const takeTime = (word: string, read: NonNullable<ReturnType<typeof readTime>>) => {
    const day = last && days[last];
    if ('problem' in read) {
      problems.push(read.problem);
      if (last && day) days[last] = { ...day, at: unclear };
    } else if (!last || !day || day.at !== null) problems.push(`时间“${word}”前面没有日期，请写在日期之后。`);
    else days[last] = { ...day, at: read.at };
    label = null;
  };

  const take = (word: string) => {
    const day = readDue(word, today);
    if (day) return takeDay(word, day);
    const time = readTime(word);
    if (time) return takeTime(word, time);
    const said = readRound(word);
    if (said) {
      if ((said.year !== null && round.year !== null) || (said.batch !== null && round.batch !== null)) {
        problems.push(`“${word}”处年度或者批次写了不止一个，请只写一个。`);
      }
      round = { year: round.year ?? said.year, batch: round.batch ?? said.batch };
      label = null;
    } else if (word === '义务' || word === '报送义务') {
      isDuty = true;
      label = null;
    } else if (label !== null && label !== '截止' && label !== '推荐上报') {
      values.get(label)?.push(word);
      return;
    } else if (!hasBegun) {
      program.push(word);
      return;
    } else {
      problems.push(`没有看懂“${word}”。`);
    }
  };

  for (const word of wordsOf(text)) {
    const [, name, ...behind] = labelled.exec(word) ?? [];
    const value = behind.find((one) => one !== undefined && one !== '') ?? '';
    if (name === undefined) {
      const before = program.length;
      take(word);
      if (program.length === before) hasBegun = true;
      continue;
    }
    hasBegun = true;
    label = labelWords[name as keyof typeof labelWords];
    last = null;
    if (label !== '截止' && label !== '推荐上报') {
      if (values.has(label)) problems.push(`“${name}”写了不止一次，请只写一次。`);
      else values.set(label, []);
    }
    if (value !== '') take(value);
  }
  for (const [name, words] of values) if (words.length === 0) problems.push(`“${name}”后面没有内容。`);
  return {
    program: joined(program),
    ...round,
    due: days.截止,
    official: days.推荐上报,
    isDuty,
    values: Object.fromEntries([...values].map(([name, words]) => [name, words.join(' ')])),
    problems,
  };
}

/** Parted by blanks, commas and semicolons; an address keeps its own. */
function wordsOf(text: string): string[] {
  return joinDigits(text)
    .split(/\s+/u)
    .flatMap((word) => (/^(?:链接:|网址:)?https?:/iu.test(word) ? [word] : word.split(/[,;]+/u)))
    .filter(Boolean);
}

/** Chinese is written without blanks; between Latin words they stay. */
function joined(words: readonly string[]): string {
  return words.join(' ').replace(/(?<=[^\w]) | (?=[^\w])/gu, '');
}
