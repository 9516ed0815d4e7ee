import { type Audience, audiences, type Indicator, indicatorKinds, units } from '../domain/reports/indicators.ts';
import { addPeriods, isPeriod, type Period } from '../domain/reports/period.ts';
import { freshKey, problemsOfSet } from '../domain/reports/set-rules.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';

/** A form of indicators as it came back. */
export interface SetReading {
  /** Without what is added. */
  indicators: readonly Indicator[];
  /** With it: what is saved. */
  all: readonly Indicator[];
  fromPeriod: Period | null;
  problems: readonly FieldProblem[];
}

/** From the month that was over last on, a year ahead. */
export function periodsOffered(earliest: Period): Period[] {
  return Array.from({ length: 13 }, (_, months) => addPeriods(earliest, months));
}

/**
 * Reads what came back of a form that was drawn from `base`. Key, name, unit and kind of what is there are not asked for and
 * stay, whatever stands in the form: what was reported stays comparable.
 * @param values of one indicator `a.<key>.<audience>` asked, `q.<key>.<audience>` required, `n.<key>` note, `w.<key>` words,
 * `p.<key>` place; of a new one the same with `new` for its key, and its name, unit and kind
 */
export function readSetForm(values: Values, base: readonly Indicator[], earliest: Period): SetReading {
  const problems: FieldProblem[] = [];
  const read = base.map((indicator, place): Placed => {
    const { key } = indicator;
    // Not on the form, somebody has added it since: as it is.
    if (values[`w.${key}`] === undefined) return { indicator, place: place + 1 };
    const typed = readFields(values, key, indicator.label, problems);
    return { indicator: { ...indicator, ...typed }, place: readPlace(values, key, indicator.label, problems) };
  });
  const indicators = inOrder(read);
  const added = readAdded(values, base, problems);
  const all = added ? [...indicators, added] : indicators;
  const keyOf = (key: string) => (key === added?.key ? 'new' : key);
  const fields = { label: 'l', words: 'w', required: 'q' } as const;
  problems.push(
    ...problemsOfSet(all).map(({ key, field, text }) => ({ field: `${fields[field]}.${keyOf(key)}`, text })),
  );
  const from = values.from ?? '';
  const fromPeriod = isPeriod(from) && periodsOffered(earliest).includes(from) ? from : null;
  if (fromPeriod === null) problems.push({ field: 'from', text: '请选择从哪个月份的月报开始使用。' });
  return { indicators, all, fromPeriod, problems };
}

interface Placed {
  indicator: Indicator;
  place: number;
}

function inOrder(placed: readonly Placed[]): Indicator[] {
  return [...placed].sort((a, b) => a.place - b.place).map(({ indicator }) => indicator);
}

const notAtMost = { note: 100, word: 20, words: 30, label: 30 } as const;

function tidy(text: string | undefined): string {
  return (text ?? '').replace(/\s+/gu, ' ').trim();
}

function readFields(
  values: Values,
  key: string,
  label: string,
  problems: FieldProblem[],
): Pick<Indicator, 'asked' | 'required' | 'note' | 'words'> {
  const checked = (what: string): Audience[] => audiences.filter((one) => values[`${what}.${key}.${one}`] === '1');
  const note = tidy(values[`n.${key}`]);
  if ([...note].length > notAtMost.note) {
    problems.push({ field: `n.${key}`, text: `“${label}”的口径请控制在${notAtMost.note}字以内。` });
  }
  const words = [
    ...new Set(
      tidy(values[`w.${key}`])
        .split(/[、,，;；]/u)
        .map(tidy)
        .filter(Boolean),
    ),
  ];
  const long = words.find((word) => [...word].length > notAtMost.word);
  if (long !== undefined) {
    problems.push({
      field: `w.${key}`,
      text: `“${label}”的说法“${long.slice(0, notAtMost.word)}…”请控制在${notAtMost.word}字以内。`,
    });
  }
  if (words.length > notAtMost.words) {
    problems.push({ field: `w.${key}`, text: `“${label}”的说法最多${notAtMost.words}个。` });
  }
  const asked = checked('a');
  // Taken out: of nobody it can be required.
  return { asked, required: asked.length === 0 ? [] : checked('q'), note: note === '' ? null : note, words };
}

function readPlace(values: Values, key: string, label: string, problems: FieldProblem[]): number {
  const typed = tidy(values[`p.${key}`]).normalize('NFKC');
  if (/^\d{1,3}(?:\.\d)?$/u.test(typed)) return Number(typed);
  problems.push({ field: `p.${key}`, text: `“${label}”的顺序请填写数字，例如 3。` });
  return 0;
}

/** Null: nothing is added. */
function readAdded(values: Values, base: readonly Indicator[], problems: FieldProblem[]): Indicator | null {
  const label = tidy(values['l.new']);
  const typed = readFields(values, 'new', label || '新增指标', problems);
  const isEmpty = label === '' && typed.asked.length === 0 && typed.words.length === 0 && typed.note === null;
  if (isEmpty) return null;
  if (label === '') problems.push({ field: 'l.new', text: '请填写新增指标的名称。' });
  if ([...label].length > notAtMost.label) {
    problems.push({ field: 'l.new', text: `指标名称请控制在${notAtMost.label}字以内。` });
  }
  if (typed.asked.length === 0) problems.push({ field: 'a.new', text: '请勾选新增指标的填报范围。' });
  const unit = units.find((one) => one === values['u.new']);
  const kind = indicatorKinds.find((one) => one === values['k.new']);
  if (!unit || !kind) problems.push({ field: 'u.new', text: '请选择新增指标的单位和类型。' });
  return {
    ...{ key: freshKey(base), label: label || '新增指标', unit: unit ?? 'WAN', kind: kind ?? 'FLOW' },
    ...{ mayBeNegative: values['m.new'] === '1', ...typed },
  };
}

/** The fields as they stand for a set: what the form is drawn with. */
export function setValues(indicators: readonly Indicator[]): Record<string, string> {
  return Object.fromEntries(
    indicators.flatMap(({ key, asked, required, note, words }, place): [string, string][] => [
      ...asked.map((one): [string, string] => [`a.${key}.${one}`, '1']),
      ...required.map((one): [string, string] => [`q.${key}.${one}`, '1']),
      [`n.${key}`, note ?? ''],
      [`w.${key}`, words.join('、')],
      [`p.${key}`, String(place + 1)],
    ]),
  );
}

/** What was typed of a new one, by itself: it goes along where the rest is merged. */
export function addedValues(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => /^(?:[lnwukm]|[aq])\.new(?:\.|$)/u.test(name)));
}
