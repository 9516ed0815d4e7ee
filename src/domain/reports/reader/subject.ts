import type { Indicator } from '../indicators.ts';
import { one } from './digits.ts';
import type { Labels, Meaning } from './labels.ts';
import type { Quantity } from './quantity.ts';
import { ask } from './questions.ts';

/** What a number is said of. */
export interface Subject {
  /** The word of the label, or the topic that more than one label begins with. */
  word: string;
  /** null: a topic alone (发明专利, 专项资金) */
  meaning: Meaning | null;
  start: number;
  end: number;
  /** 营业收入（万元） */
  unit: string | null;
  /** Text stands before or behind that makes something else of it: 净利润, 研发补助. */
  isAltered: boolean;
  /** Beginning of that text, for what is read back. */
  from: number;
  /** Something unknown stands between it and the end of its clause. */
  hasRemark: boolean;
  /** A word of the funds' own commands stands behind it: 专项资金到位. */
  isOfFunds: boolean;
  isLoss: boolean;
  /** 亏损 was said of it by another name: 上月亏了，利润25万. */
  wasLoss: boolean;
  /** The label was closed by a colon: what comes next is its value. */
  isClosed: boolean;
}

export function subjectOf(
  word: string,
  meaning: Meaning | null,
  place: { start: number; end: number },
  from: number | null,
): Subject {
  return {
    word,
    meaning,
    start: place.start,
    end: place.end,
    unit: null,
    isAltered: from !== null,
    from: from ?? place.start,
    hasRemark: false,
    isOfFunds: false,
    isLoss: false,
    wasLoss: false,
    isClosed: false,
  };
}

export interface Context {
  labels: Labels;
  /** The figures said are of people: 人员：职工46，研发8 */
  isOfPeople: boolean;
  /** The figure before was one of people, so that 研发8 may be one too. */
  isBehindPeople: boolean;
}

export type Picked = { indicator: Indicator } | { question: string };

/** Which indicator is meant, where the unit decides: 研发有11个人, 技术合同150万元, 科技12人. */
export function indicatorFor(subject: Subject, quantity: Quantity, said: string, context: Context): Picked {
  const { labels } = context;
  const { word, meaning } = subject;
  const { measure } = quantity;
  if (meaning === null) {
    const people = measure === 'PERSON' || (context.isOfPeople && measure === 'BARE');
    const indicator = people ? labels.byUnit(word, ['PERSON']) : null;
    return indicator ? { indicator } : { question: ask.ambiguous(said, labels.candidates(word)) };
  }
  const [indicator, ...others] = meaning.indicators;
  if (!indicator) return { question: ask.altered(said) };
  if (others.length > 0) {
    const fits = meaning.indicators.filter(({ unit }) => isFitting(unit, quantity));
    return fits.length === 1 && fits[0]
      ? { indicator: fits[0] }
      : { question: ask.ambiguous(said, meaning.indicators) };
  }
  const { unit } = indicator;
  const isAmount = measure === 'MONEY' || measure === 'LARGE';
  if (isAmount && unit !== 'WAN') return { indicator: longer(labels, word, ['WAN']) ?? indicator };
  if (measure === 'PERSON' && unit !== 'PERSON') return { indicator: longer(labels, word, ['PERSON']) ?? indicator };
  if (measure !== 'BARE' || quantity.scaled === null || quantity.scaled === 0n) return { indicator };
  if (unit === 'WAN' && quantity.scaled % one === 0n) {
    const people = longer(labels, word, ['PERSON']);
    if (people && context.isOfPeople) return { indicator: people };
    if (people && context.isBehindPeople) return { question: ask.ambiguous(said, [indicator, people]) };
  }
  if ((unit === 'ITEM' || unit === 'PIECE') && subject.unit === null) {
    const amount = longer(labels, word, ['WAN']);
    if (amount) return { question: ask.ambiguous(said, [indicator, amount]) };
  }
  return { indicator };
}

function isFitting(unit: Indicator['unit'], { measure }: Quantity): boolean {
  switch (measure) {
    case 'MONEY':
    case 'LARGE':
      return unit === 'WAN';
    case 'PERSON':
      return unit === 'PERSON';
    case 'PIECE':
      return unit === 'PIECE';
    case 'ITEM':
      return unit === 'ITEM';
    default:
      return true;
  }
}

/** Only what begins with the word: 研发 → 研发人员, never back from 研发人员 to 研发. */
function longer(labels: Labels, word: string, units: readonly Indicator['unit'][]): Indicator | null {
  const found = labels.byUnit(word, units);
  const begins = found && labels.candidates(word).includes(found);
  return begins ? found : null;
}
