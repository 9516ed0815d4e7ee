import { announce } from './announce.ts';
import { callLists } from './call-lists.ts';
import { checkSent } from './check-sent.ts';
import { digest } from './digest.ts';
import { remind } from './remind.ts';
import { remindReports } from './remind-reports.ts';
import type { Round } from './round.ts';
import { tellGroups } from './tell-groups.ts';

/**
 * What the clock begins, in the order in which it is looked after at each ring. Each finds out by itself whether its time has
 * come, and is done once whoever rings and however often (Slot).
 */
export const rounds: readonly { name: string; run(round: Round, now: Date): Promise<void> }[] = [
  { name: 'announcements', run: announce },
  { name: 'reminders', run: remind },
  { name: 'reports owed', run: remindReports },
  { name: 'lists for the telephone', run: callLists },
  { name: 'lines to groups', run: tellGroups },
  { name: 'digest', run: digest },
  { name: 'check of what was sent', run: checkSent },
];

export type { Round };
