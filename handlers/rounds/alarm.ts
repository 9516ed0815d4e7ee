import { type AlarmKind, alarmCard } from '../../cards/deadline-alarm.ts';
import type { Round } from './round.ts';

/** Tells staff that somebody has to look, once for a key. */
export async function alarm(
  { stores, doer, bureau, log }: Pick<Round, 'stores' | 'doer' | 'bureau' | 'log'>,
  { what, details, key }: { what: AlarmKind; details: readonly string[]; key: string },
): Promise<void> {
  log.error({ alarm: what, details }, 'reminders need somebody to look');
  const to = await stores.bindings.staff('deadline.manage');
  const card = alarmCard(what, details, { bureau, now: doer.at });
  await stores.bindings.tell({ ...doer, requestId: `${key} ${what}` }, [
    { to, card, purpose: 'reminder.alarm', needs: 'deadline.manage' },
  ]);
}
