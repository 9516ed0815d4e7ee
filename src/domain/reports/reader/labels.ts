import type { Indicator } from '../indicators.ts';
import { Dictionary } from './dictionary.ts';
import { furtherWords } from './further-words.ts';

/** A word of one indicator; of several where staff gave two the same. */
export interface Meaning {
  word: string;
  indicators: readonly Indicator[];
}

/** Names without blanks and case, as they are heard. */
function tidy(word: string): string {
  return word.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}

/** What the form in force calls its indicators (domain.md D4), staff's own included. */
export interface Labels {
  words: Dictionary<Meaning>;
  /** Beginnings and ends of words (发明专利 … 授权): they mean something beside each other. */
  parts: Dictionary<string>;
  /** What a part means behind another word of the same topic: 授权 after 发明专利申请. */
  joined(topics: readonly string[], part: string): Meaning | null;
  /** The indicator that a word or its topic stands for if this is what is counted: 研发 with 人, 技术合同 with 万元. */
  byUnit(word: string, unit: readonly Indicator['unit'][]): Indicator | null;
  /** The indicators whose words begin so: what a topic without more may mean. */
  candidates(topic: string): readonly Indicator[];
}

/** A form is read many times before it changes. */
const known = new WeakMap<readonly Indicator[], Labels>();

export function labelsOf(indicators: readonly Indicator[]): Labels {
  const labels = known.get(indicators) ?? buildLabels(indicators);
  known.set(indicators, labels);
  return labels;
}

function buildLabels(indicators: readonly Indicator[]): Labels {
  const owners = new Map<string, Indicator[]>();
  const claim = (indicator: Indicator, said: string) => {
    const word = tidy(said);
    const others = owners.get(word) ?? [];
    if (word !== '' && !others.includes(indicator)) owners.set(word, [...others, indicator]);
  };
  for (const indicator of indicators) {
    claim(indicator, indicator.label);
    claim(indicator, tidy(indicator.label).replace(/\([^)]*\)/gu, ''));
    for (const word of indicator.words) claim(indicator, word);
  }
  const own = new Set(owners.keys());
  for (const indicator of indicators) {
    for (const word of furtherWords[indicator.key]?.split(' ') ?? []) if (!own.has(tidy(word))) claim(indicator, word);
  }

  const words = new Dictionary<Meaning>();
  const parts = new Dictionary<string>();
  const beginning = new Map<string, Set<Indicator>>();
  for (const [word, meant] of owners) words.add(word, { word, indicators: meant });
  for (const [word, meant] of owners) {
    for (let cut = 2; cut < word.length; cut += 1) {
      const [head, tail] = [word.slice(0, cut), word.slice(cut)];
      parts.add(head, head);
      if (tail.length > 1) parts.add(tail, tail);
      const known = beginning.get(head) ?? new Set();
      for (const indicator of meant) known.add(indicator);
      beginning.set(head, known);
    }
  }
  const get = (word: string) => {
    const meant = owners.get(word);
    return meant ? { word, indicators: meant } : null;
  };
  return {
    words,
    parts,
    joined(topics, part) {
      for (const topic of topics) {
        for (let cut = topic.length; cut >= 2; cut -= 1) {
          const meaning = get(tidy(topic.slice(0, cut)) + part);
          if (meaning) return meaning;
        }
      }
      return null;
    },
    byUnit(word, unit) {
      const fits = (indicator: Indicator) => unit.includes(indicator.unit);
      const longer = [...(beginning.get(word) ?? [])].filter(fits);
      if (longer.length > 0) return longer.length === 1 ? (longer[0] ?? null) : null;
      for (let cut = word.length - 1; cut >= 2; cut -= 1) {
        const found = (owners.get(word.slice(0, cut)) ?? []).filter(fits);
        if (found.length === 1) return found[0] ?? null;
      }
      return null;
    },
    candidates: (topic) => [...(owners.get(topic) ?? []), ...(beginning.get(topic) ?? [])],
  };
}
