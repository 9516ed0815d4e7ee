import { announce } from './announce.ts';
import { callLists } from './call-lists.ts';
import { checkSent } from './check-sent.ts';
import { createDailies, type Daily } from './daily.ts';
import { digest } from './digest.ts';
import { reading } from './reading.ts';
import { remind } from './remind.ts';
import { remindReports } from './remind-reports.ts';
import type { Round } from './round.ts';
import { tellGroups } from './tell-groups.ts';

/** What is done once a day, in the order in which it is looked after. */
const dailies: readonly Daily[] = [remind, remindReports, callLists, tellGroups, reading, digest, checkSent];

/**
 * What the clock begins: to be looked after at each ring. What staff entered or changed is told as soon as its time has come;
 * everything else is done once a day.
 */
export function createRounds(only: readonly Daily['kind'][] = dailies.map(({ kind }) => kind)) {
  const goThrough = createDailies(dailies.filter(({ kind }) => only.includes(kind)));
  return async (round: Round, now: Date): Promise<void> => {
    try {
      await announce(round, now);
    } catch (error) {
      round.log.error({ err: error }, 'changes of deadlines not looked after');
    }
    await goThrough(round, now);
  };
}
