import {
  type Level,
  levelLabels,
  levels,
  type QualificationType,
  qualificationTypes,
  typeFacts,
  typeSpoken,
} from './qualification.ts';

/** A type as it is said, with the level if one stands before it: `高企`, `市级科技领军企业`. */
export interface Kind {
  type: QualificationType;
  level: Level | null;
}

/** On which levels a type is recognised (domain.md B6), the usual one first; of one level alone it need not be said. */
export const levelsOf: Readonly<Record<QualificationType, readonly [Level, ...Level[]]>> = {
  HNTE: ['NATIONAL'],
  TECH_SME: ['REGION'],
  TECH_LEADER: ['REGION', 'CITY'],
  RND_CENTER: ['REGION', 'CITY'],
  KEY_LAB: ['CITY', 'REGION', 'NATIONAL'],
  BEEF_STATION: ['CITY'],
  PILOT_PLATFORM: ['REGION', 'CITY'],
  TECH_CENTER: ['REGION', 'CITY'],
  NEW_RND_ORG: ['REGION', 'CITY'],
  OTHER: ['ZONE', 'CITY', 'REGION', 'NATIONAL'],
};

/** The type and level that a word means, or null. */
export function kindSpoken(word: string): Kind | null {
  const type = typeSpoken(word);
  return type && { type, level: levels.find((level) => word.startsWith(levelLabels[level])) ?? null };
}

const spoken = qualificationTypes
  .flatMap((type) => (type === 'OTHER' ? [] : [typeFacts[type].label, ...typeFacts[type].spoken]))
  .sort((a, b) => b.length - a.length);
const atTheEnd = new RegExp(
  `^(?<before>.*?)(?<kind>(?:${Object.values(levelLabels).join('|')})?(?:${spoken.join('|')}))$`,
  'u',
);

/** `易统云高企` is an enterprise and a kind; `高企` a kind alone; null where no kind stands at the end. */
export function splitKind(word: string): { before: string; kind: Kind } | null {
  const { before = '', kind = '' } = atTheEnd.exec(word)?.groups ?? {};
  const found = kindSpoken(kind);
  return found && { before, kind: found };
}

/** Every word for a type, the longest first, for patterns. */
export const kindWords: readonly string[] = spoken;
