import { type Audience, audienceLabels, type Indicator, indicatorKindLabels, unitLabels } from './indicators.ts';

/** What is wrong with one indicator of a form, beside the field where it is put right. */
export interface SetProblem {
  key: string;
  field: 'label' | 'words' | 'required';
  text: string;
}

const normal = (word: string) => word.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();

/** Everything that is wrong with a form at once: words that mean two things, and 必填 of whom nothing is asked. */
export function problemsOfSet(indicators: readonly Indicator[]): SetProblem[] {
  const owners = new Map<string, Indicator>();
  const problems: SetProblem[] = [];
  const claim = (indicator: Indicator, word: string, field: SetProblem['field']) => {
    const known = owners.get(normal(word));
    if (known && known !== indicator) {
      const text =
        field === 'label'
          ? `指标名称“${word}”已用于“${known.label}”，请换一个名称。`
          : `说法“${word}”已用于“${known.label}”，填报时无法区分，请删去或换一个说法。`;
      problems.push({ key: indicator.key, field, text });
    } else owners.set(normal(word), indicator);
  };
  // Labels first: a word must not take another indicator's name, whatever their order.
  for (const indicator of indicators) claim(indicator, indicator.label, 'label');
  for (const indicator of indicators) for (const word of indicator.words) claim(indicator, word, 'words');
  for (const { key, label, asked, required } of indicators) {
    const beyond = asked.includes('ALL') ? [] : required.filter((audience) => !asked.includes(audience));
    if (beyond.length === 0) continue;
    const who = beyond.map((audience) => audienceLabels[audience]).join('、');
    problems.push({ key, field: 'required', text: `“${label}”的必填范围“${who}”不在填报范围内，请一并勾选填报范围。` });
  }
  return problems;
}

/** What differs between two forms, a sentence each: read before it is confirmed, and kept as history. */
export function changesBetween(before: readonly Indicator[], after: readonly Indicator[]): string[] {
  const old = new Map(before.map((one) => [one.key, one]));
  const now = new Map(after.map((one) => [one.key, one]));
  const changes = after.flatMap((indicator) => {
    const was = old.get(indicator.key);
    return was ? changesOf(was, indicator) : [addedText(indicator)];
  });
  // Of those that were asked and still are.
  const stays = ({ key }: Indicator) => [old, now].every((one) => (one.get(key)?.asked.length ?? 0) > 0);
  const order = (indicators: readonly Indicator[]) =>
    indicators
      .filter(stays)
      .map(({ key }) => key)
      .join();
  return [...changes, ...(order(before) === order(after) ? [] : ['指标的顺序有调整。'])];
}

function addedText({ label, unit, kind, asked }: Indicator): string {
  return `新增“${label}”（${unitLabels[unit]}，${indicatorKindLabels[kind]}），填报范围：${audienceText(asked)}。`;
}

function changesOf(was: Indicator, now: Indicator): string[] {
  const about = `“${now.label}”`;
  if (was.asked.length > 0 && now.asked.length === 0) return [`${about}不再填报。`];
  const list = (words: readonly string[]) => (words.length === 0 ? '无' : words.join('、'));
  const differs = (one: readonly string[], other: readonly string[]) => list(one) !== list(other);
  return [
    ...(differs(was.asked, now.asked)
      ? [`${about}的填报范围由“${audienceText(was.asked)}”改为“${audienceText(now.asked)}”。`]
      : []),
    ...(differs(was.required, now.required)
      ? [`${about}的必填范围由“${audienceText(was.required)}”改为“${audienceText(now.required)}”。`]
      : []),
    ...(was.note === now.note ? [] : [`${about}的口径由“${was.note ?? '无'}”改为“${now.note ?? '无'}”。`]),
    ...(differs(was.words, now.words) ? [`${about}的说法由“${list(was.words)}”改为“${list(now.words)}”。`] : []),
  ];
}

export function audienceText(audience: readonly Audience[]): string {
  return audience.length === 0 ? '无' : audience.map((one) => audienceLabels[one]).join('、');
}

/**
 * Two people changed the same form: what `mine` left as it was in `base` is as in `theirs`. What both changed stays mine,
 * for me to look at. Nothing is new in `mine`: what is added gets its key when it is saved.
 */
export function mergeSets(
  base: readonly Indicator[],
  { mine, theirs }: { mine: readonly Indicator[]; theirs: readonly Indicator[] },
): Indicator[] {
  const was = new Map(base.map((one) => [one.key, one]));
  const ours = new Map(mine.map((one) => [one.key, one]));
  const pick = <K extends keyof Indicator>(field: K, key: string, other: Indicator): Indicator[K] => {
    const [before, own] = [was.get(key), ours.get(key)];
    if (!before || !own) return other[field];
    return JSON.stringify(own[field]) === JSON.stringify(before[field]) ? other[field] : own[field];
  };
  const merged = theirs.map((other) => ({
    ...other,
    asked: pick('asked', other.key, other),
    required: pick('required', other.key, other),
    note: pick('note', other.key, other),
    words: pick('words', other.key, other),
  }));
  const keys = (indicators: readonly Indicator[]) => indicators.map(({ key }) => key);
  if (keys(mine).join() === keys(base).join()) return merged;
  const places = new Map(keys(mine).map((key, place) => [key, place]));
  return merged.sort((a, b) => (places.get(a.key) ?? mine.length) - (places.get(b.key) ?? mine.length));
}

/** A key that no indicator has or ever had. */
export function freshKey(indicators: readonly Pick<Indicator, 'key'>[]): string {
  const used = new Set(indicators.map(({ key }) => key));
  for (let number = 1; ; number += 1) if (!used.has(`added${number}`)) return `added${number}`;
}
