import { type Level, levels, type QualificationType, qualificationTypes } from './qualification.ts';
import { isInForce, isPending, type Standing } from './standing.ts';

/** So many distinct enterprises of one type and level. */
export interface Count {
  type: QualificationType;
  level: Level;
  enterprises: number;
}

/** Recognised and pending are never added: 待批复 is not 已认定. */
export interface Statistics {
  /** 有效期内 */
  recognised: Count[];
  /** 待批复认定 */
  pending: Count[];
}

/**
 * Counts distinct enterprises by type and level, types in their listed order, higher levels first. What was once
 * recognised and is no longer in force is listed with 0, so that a lapse is seen and not missed.
 */
export function countByType(standings: readonly Standing[]): Statistics {
  const recognised = standings.filter((standing) => standing.kind === 'qualification');
  const pending = standings.filter(isPending);
  return { recognised: tally(recognised, recognised.filter(isInForce)), pending: tally(pending, pending) };
}

/** One row for each type and level in `listed`, with the number of distinct enterprises in `counted`. */
function tally(listed: readonly Standing[], counted: readonly Standing[]): Count[] {
  const enterprises = new Map<string, Set<string>>(listed.map((standing) => [keyOf(standing), new Set()]));
  for (const standing of counted) enterprises.get(keyOf(standing))?.add(standing.enterprise.id);
  return qualificationTypes.flatMap((type) =>
    levels.flatMap((level) => {
      const members = enterprises.get(keyOf({ type, level }));
      return members ? [{ type, level, enterprises: members.size }] : [];
    }),
  );
}

function keyOf({ type, level }: { type: QualificationType; level: Level }): string {
  return `${type} ${level}`;
}
