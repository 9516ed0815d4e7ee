import type { CalendarDate } from '../calendar.ts';
import { type DueRead, joinDigits, readDue, readRound, readTime, readVague } from './due-words.ts';
import { type DayLabel, type DayRead, gatherDays } from './said-days.ts';

/** What a value stands behind. */
const labelWords = {
  截止: '截止',
  截止日期: '截止',
  截止时间: '截止',
  企业截止: '截止',
  报送: '截止',
  推荐上报: '推荐上报',
  推荐上报日期: '推荐上报',
  推荐上报时间: '推荐上报',
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

/** `内科高字〔2024〕`: by the year in brackets one knows the number of a paper. */
const aPaper = String.raw`[〔[({（【]\d{4}[〕\])}）】]`;
const paper = new RegExp(aPaper, 'u');
/** Behind it nothing more of the number comes. */
const wholePaper = /[〕\])}）】]\D{0,6}\d+号?$|号$/u;
const labelled = new RegExp(`^(${Object.keys(labelWords).join('|')})(?::(.*)|(\\d.*|通知|惯例|.*${aPaper}.*))?$`, 'u');

/** `对象有效高企`, where a name is no longer to be expected. */
const gluedAudience = /^(对象)(.+)$/u;

/** Whether a word is the number of a paper, or begins one. */
export const isOfPaper = (word: string): boolean => paper.test(word);

/**
 * Cuts a sentence word by word, facts in any order. Of a new deadline its name stands first; of a change the words that are no
 * fact are the reason, and from there on only what is a label with its value is one: `因7月18日停电` stays what it is. Of a
 * change that was read back and confirmed everything behind 原因 is the reason as it was shown.
 */
export function partsOf(text: string, today: CalendarDate, of: 'new' | 'change' | 'confirmed'): Parts {
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
  /** 月底 in front may belong to the name, or be meant for the day. */
  let vagueName: DueRead | null = null;

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
    if (of !== 'new' && label !== null && !goesOn(label, values.get(label) ?? [], word)) label = null;
    const said = of === 'new' ? readRound(word) : null;
    if (said) takeRound(word, said);
    else if (of === 'new' && (word === '义务' || word === '报送义务')) {
      isDuty = true;
      label = null;
    } else if (label !== null) {
      values.get(label)?.push(word);
      if (isWhole(label, word)) label = null;
    } else if (values.has('依据') && !values.has('文号') && isOfPaper(word)) {
      // 依据 通知 内科高字〔2024〕8号
      values.set('文号', [word]);
      label = isWhole('文号', word) ? null : '文号';
    } else if (of !== 'new') {
      isReason = true;
      reason.push(word, gap);
    } else if (hasBegun) problems.push(`没有看懂“${word}”。`);
    else program.push(word);
  };

  const take = (word: string, gap: string) => {
    const vague = readVague(word);
    if (vague && of === 'new' && !hasBegun) vagueName ??= vague;
    const isDay = of === 'new' ? hasBegun : !days.read.截止;
    const day = vague ? (days.isAwaited() || isDay ? vague : null) : readDue(word, today);
    const time = readTime(word);
    if (!day && !time) return takeOther(word, gap);
    label = null;
    if (day) days.takeDay(word, day);
    else if (time) days.takeTime(word, time);
  };

  const takeLabel = ({ name, label: led, value }: Led, gap: string) => {
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
    const next = words[n + 1]?.word ?? '';
    const place: Place = of === 'new' ? (hasBegun ? 'facts' : 'name') : isReason ? 'reason' : 'change';
    const led = ledBy(word, place);
    const isVerbatim = of === 'confirmed' && isReason;
    const isDueSaid = days.read.截止 !== null;
    if (led && !isVerbatim && isLabel(led, { next, place, isDueSaid, today })) {
      hasBegun = true;
      days.miss();
      // 7月10日 截止: said behind it as well.
      const isBehind = led.name === '截止' && led.value === '' && days.isSaid('截止') && !readDue(next, today);
      if (!isBehind) takeLabel(led, gap);
    } else if (isReason) reason.push(word, gap);
    else {
      const before = program.length;
      take(word, gap);
      if (program.length === before) hasBegun = true;
    }
  }
  days.miss();
  if (vagueName && !days.read.截止 && !days.read.推荐上报) days.takeDay('', vagueName);
  for (const [name, some] of values) {
    if (some.length > 0) continue;
    problems.push(`“${name}”后面没有内容。`);
    blamed.add(name);
    values.delete(name);
  }
  return {
    program: joined(program),
    reason: reason.join('').replace(/[\s,;、]+$/u, '') || null,
    ...round,
    due: days.read.截止,
    official: days.read.推荐上报,
    isDuty,
    values: Object.fromEntries([...values].map(([name, some]) => [name, some.join(' ')])),
    ...{ problems, remarks, blamed },
  };
}

/** Where a word stands: in a new deadline's name or behind it, in a change or in its reason. */
type Place = 'name' | 'facts' | 'change' | 'reason';

interface Led {
  name: string;
  label: Label;
  /** What stands in one word with it. */
  value: string;
}

function ledBy(word: string, place: Place): Led | null {
  const [, name, ...behind] = labelled.exec(word) ?? (place === 'facts' ? gluedAudience.exec(word) : null) ?? [];
  if (name === undefined) return null;
  const label = labelWords[name as keyof typeof labelWords];
  return { name, label, value: behind.find((one) => one !== undefined && one !== '') ?? '' };
}

/** Whether a word that may be a label is one where it stands, by what stands behind it: names and reasons have such words too. */
function isLabel(
  { name, label, value }: Led,
  {
    next,
    place,
    isDueSaid,
    today,
  }: { next: string; place: Place /** The first day was said before. */; isDueSaid: boolean; today: CalendarDate },
): boolean {
  const behind = value || next;
  const isOfDay = label === '截止' || label === '推荐上报';
  const isDay = readDue(behind, today) !== null || readVague(behind) !== null;
  switch (place) {
    case 'name':
      if (label === '原因' || name === '推荐') return false;
      return !isOfDay || isDay;
    case 'facts':
      return label !== '原因' && (name !== '推荐' || isDay);
    case 'reason':
      return isOfDay ? isDay && (label === '推荐上报' || !isDueSaid) : fits(label, behind);
    case 'change': {
      if (label === '原因' || label === '对象' || label === '行业') return true;
      // Nothing of its own stands behind it: that is told.
      const isBare = behind === '' || (value === '' && ledBy(next, place) !== null);
      return isBare || (isOfDay ? isDay || readTime(behind) !== null : fits(label, behind));
    }
  }
}

/** Whether a value is one of that label. */
function fits(label: Label, value: string): boolean {
  switch (label) {
    case '依据':
      return value === '通知' || value === '惯例' || isOfPaper(value);
    case '文号':
      return isOfPaper(value);
    case '链接':
      // An address that is none is told so.
      return /^[\x21-\x7e]+$/u.test(value);
    default:
      return false;
  }
}

/** Whether a word is the value of a label, or goes on with it: in a change what is not is the reason. */
function goesOn(label: ValueLabel, before: readonly string[], word: string): boolean {
  if (label === '对象' || label === '行业') return true;
  return before.length === 0 ? fits(label, word) : /^第?\d+号?$/u.test(word);
}

/** Whether a value ends with that word: 依据 and 链接 are one, a number of a paper may have blanks in it. */
function isWhole(label: ValueLabel, word: string): boolean {
  if (label === '依据' || label === '链接') return true;
  return label === '文号' && wholePaper.test(word);
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
