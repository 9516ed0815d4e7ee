import { type Kind, kindSpoken } from '../kind-spoken.ts';
import { levelLabels, levels, typeFacts } from '../qualification.ts';
import { type Audience, type PriorityGroup, priorityGroupLabels, priorityGroups } from './audience.ts';

/** Whom words name: by rule, and enterprises by what they were called, which the ledger has to find. */
export interface AudienceSaid {
  audience: Pick<Audience, 'everybody' | 'anyOf'>;
  names: readonly string[];
}

type Rule = Audience['anyOf'][number];

const all = new Set(['全部企业', '全部', '所有企业', '全体企业']);
const groupWords = new Map<string, readonly PriorityGroup[]>([
  ...['三类企业', '三类重点企业', '重点企业'].map((word) => [word, priorityGroups] as const),
  ...priorityGroups.flatMap((group) => [
    [group.toLowerCase(), [group]] as const,
    [priorityGroupLabels[group], [group]] as const,
  ]),
  ['存量企业', ['G2']],
]);

const states = [
  ['EXPIRES_IN_YEAR', /^(?:当年|今年|事项年度内)到期的?(?<kind>.+)$|^(?<before>.+?)(?:当年|今年|事项年度内)?到期$/u],
  ['PENDING', /^待批复的?(?<kind>.+)$|^(?<before>.+?)待批复$/u],
  ['NONE', /^(?:没有有效的?|没有|尚无|无|非)(?<kind>.+)$/u],
  ['VALID', /^有效(?:期内)?的?(?<kind>.+)$|^(?<before>.+)$/u],
] as const;

/** Words as they stand behind 对象, parted by blanks, commas or 、. What means no rule is taken for an enterprise's name. */
export function readAudience(text: string): AudienceSaid {
  const anyOf: Rule[] = [];
  const names: string[] = [];
  let everybody = false;
  for (const word of text.split(/[\s,;、]+/u).filter(Boolean)) {
    const rules = rulesSaid(word);
    if (all.has(word)) everybody = true;
    else if (rules.length === 0) names.push(word);
    else anyOf.push(...rules);
  }
  const known = new Map(anyOf.map((rule) => [JSON.stringify(rule), rule]));
  return { audience: { everybody, anyOf: [...known.values()] }, names: [...new Set(names)] };
}

function rulesSaid(word: string): Rule[] {
  // 科技型中小企业 is a group's label as well: what is said is the certificate, which G1 is narrower than.
  const qualification = qualificationSaid(word);
  if (qualification) return [qualification];
  return (groupWords.get(word.toLowerCase()) ?? []).map((group) => ({ kind: 'group', group }));
}

function qualificationSaid(word: string): Rule | null {
  for (const [state, pattern] of states) {
    const found = pattern.exec(word)?.groups;
    const kind = kindSpoken(found?.kind ?? found?.before ?? '') ?? otherSaid(found?.kind ?? '');
    if (kind) return { kind: 'qualification', ...kind, state };
  }
  return null;
}

/** 其他 means the type only behind a state: `有效其他`, `待批复市级其他`. Alone it is said of much else. */
function otherSaid(word: string): Kind | null {
  const level = levels.find((one) => word === `${levelLabels[one]}${typeFacts.OTHER.label}`);
  return level || word === typeFacts.OTHER.label ? { type: 'OTHER', level: level ?? null } : null;
}
