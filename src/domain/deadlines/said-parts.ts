import type { CalendarDate } from '../calendar.ts';
import { isWebAddress } from './deadline-rules.ts';
import { joinDigits, readDue, readRound, readTime } from './due-words.ts';
import { type DayLabel, type DayRead, gatherDays } from './said-days.ts';

/** What a value stands behind. */
const labelWords = {
  截止: '截止',
  企业截止: '截止',
  报送: '截止',
  推荐上报: '推荐上报',
  官方推荐: '推荐上报',
  推荐: '推荐上报',
  上报: '推荐上报',
  官方: '推荐上报',
  对象: '对象',
  行业: '行业',
  依据: '依据',
  文号: '文号',
  链接: '链接',
  网址: '链接',
  原因: '原因',
  变更原因: '原因',
} as const;
export type Label = (typeof labelWords)[keyof typeof labelWords];
type ValueLabel = Exclude<Label, DayLabel | '原因'>;

/** A sentence cut into what it says. */
export interface Parts {
  /** Of a new deadline the words in front: what it is called. */
  program: string;
  /** Of a change what is no fact of it: why. Null: nothing was said. */
  reason: string | null;
  year: number | null;
  batch: number | null;
  due: DayRead | null;
  official: DayRead | null;
  isDuty: boolean;
  values: Readonly<Partial<Record<ValueLabel, string>>>;
  /** What was not understood, or was said twice; of one mistake one. */
  problems: readonly string[];
  /** What was not said and is taken so. */
  remarks: readonly string[];
  /** Labels of which is said already that their value is missing or wrong. */
  blamed: ReadonlySet<Label>;
}

const labelled = new RegExp(`^(${Object.keys(labelWords).join('|')})(?::(.*)|(\\d.*|通知|惯例))?$`, 'u');
/** `内科高字〔2024〕8号`: what ends so is whole. */
const numberOfPaper = /[〔[({（【].*\d{4}.*\d+号$|号$/u;

/**
 * Cuts a sentence word by word, facts in any order. Of a new deadline its name stands first; of a change the words that are no
 * fact are the reason, and from there on only what is a label with its value is one: `因7月18日停电` stays what it is.
 */
export function partsOf(text: string, today: CalendarDate, of: 'new' | 'change'): Parts {
  const program: string[] = [];
  /** With what parts them: commas of a reason stay. */
  const reason: string[] = [];
  const values = new Map<ValueLabel, string[]>();
  const problems: string[] = [];
  const remarks: string[] = [];
  const blamed = new Set<Label>();
  let round: { year: number | null; batch: number | null } = { year: null, batch: null };
  let isDuty = false;
  let hasBegun = false;
  let isReason = false;
  /** What the next words are the value of. */
  let label: ValueLabel | null = null;
  const days = gatherDays({ problems, remarks });

  const takeRound = (word: string, said: NonNullable<ReturnType<typeof readRound>>) => {
    if ((said.year !== null && round.year !== null) || (said.batch !== null && round.batch !== null)) {
      problems.push(`“${word}”处年度或者批次写了不止一个，请只写一个。`);
    }
    round = { year: round.year ?? said.year, batch: round.batch ?? said.batch };
    label = null;
  };

  /** A word that is neither a day nor a time. */
  const takeOther = (word: string, gap: string) => {
    days.miss();
    const said = of === 'new' ? readRound(word) : null;
    if (said) takeRound(word, said);
    else if (of === 'new' && (word === '义务' || word === '报送义务')) {
      isDuty = true;
      label = null;
    } else if (label !== null) {
      values.get(label)?.push(word);
      if (isWhole(label, word)) label = null;
    } else if (values.has('依据') && !values.has('文号') && numberOfPaper.test(word)) {
      // 依据 通知 内科高字〔2024〕8号
      values.set('文号', [word]);
    } else if (of === 'change') {
      isReason = true;
      reason.push(word, gap);
    } else if (hasBegun) problems.push(`没有看懂“${word}”。`);
    else program.push(word);
  };

  const take = (word: string, gap: string) => {
    const [day, time] = [readDue(word, today), readTime(word)];
    if (!day && !time) return takeOther(word, gap);
    label = null;
    if (day) days.takeDay(word, day);
    else if (time) days.takeTime(word, time);
  };

  const takeLabel = ({ name, label: led, value }: NonNullable<ReturnType<typeof ledBy>>, gap: string) => {
    days.part();
    label = null;
    isReason = led === '原因';
    if (led === '原因') {
      if (value !== '') reason.push(value, gap);
      return;
    }
    if (led === '截止' || led === '推荐上报') days.await(led);
    else {
      label = led;
      if (values.has(led)) problems.push(`“${name}”写了不止一次，请只写一次。`);
      else values.set(led, []);
    }
    if (value !== '') take(value, gap);
  };

  const words = wordsOf(text);
  for (const [n, { word, gap }] of words.entries()) {
    const led = ledBy(word, of);
    const next = words[n + 1]?.word ?? '';
    if (isReason && !(led && fits(led.label, led.value || next, today))) {
      reason.push(word, gap);
      continue;
    }
    if (!led) {
      const before = program.length;
      take(word, gap);
      if (program.length === before) hasBegun = true;
      continue;
    }
    hasBegun = true;
    days.miss();
    const isBehind = days.isSaid(led.label) && led.value === '' && !readDue(next, today);
    if (!isBehind) takeLabel(led, gap);
  }
  days.miss();
  for (const [name, some] of values) {
    if (some.length > 0) continue;
    problems.push(`“${name}”后面没有内容。`);
    blamed.add(name);
    values.delete(name);
  }
  return {
    program: joined(program),
    reason: reason.join('').trim() || null,
    ...round,
    due: days.read.截止,
    official: days.read.推荐上报,
    isDuty,
    values: Object.fromEntries([...values].map(([name, some]) => [name, some.join(' ')])),
    ...{ problems, remarks, blamed },
  };
}

/** A label, and what stands in one word with it. Of a new deadline there is no reason. */
function ledBy(word: string, of: 'new' | 'change'): { name: string; label: Label; value: string } | null {
  const [, name, ...behind] = labelled.exec(word) ?? [];
  if (name === undefined) return null;
  const label = labelWords[name as keyof typeof labelWords];
  if (label === '原因' && of === 'new') return null;
  return { name, label, value: behind.find((one) => one !== undefined && one !== '') ?? '' };
}

/** Whether a label within a reason is one, by what stands behind it. */
function fits(label: Label, value: string, today: CalendarDate): boolean {
  switch (label) {
    case '推荐上报':
      return readDue(value, today) !== null;
    case '依据':
      return value === '通知' || value === '惯例';
    case '文号':
      return numberOfPaper.test(value);
    case '链接':
      return isWebAddress(value);
    default:
      return false;
  }
}

/** Whether a value ends with that word: 依据 and 链接 are one, a number of a paper may have blanks in it. */
function isWhole(label: ValueLabel, word: string): boolean {
  if (label === '依据' || label === '链接') return true;
  return label === '文号' && numberOfPaper.test(word);
}

/** Parted by blanks, commas and semicolons; an address keeps its own. `gap`: what parts it from the next. */
function wordsOf(text: string): { word: string; gap: string }[] {
  const words = joinDigits(text).matchAll(/((?:(?:链接|网址):)?https?:\S+|[^\s,;]+)([\s,;]*)/giu);
  return [...words].map(([, word = '', gap = '']) => ({ word, gap }));
}

/** Chinese is written without blanks; between Latin words they stay. */
function joined(words: readonly string[]): string {
  return words.join(' ').replace(/(?<=[^\w]) | (?=[^\w])/gu, '');
}
