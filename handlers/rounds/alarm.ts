import { type AlarmKind, alarmCard } from '../../cards/deadline-alarm.ts';
import type { ChannelName, Sender } from '../../src/core/event.ts';
import { platformLabels, platformOf } from '../../src/core/event.ts';
import { systemDoer } from '../../src/core/system-doer.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import type { Round } from './round.ts';

/** Tells staff that somebody has to look, once for a key. @param by where they are told if they are there */
export async function alarm(
  { stores, doer, bureau, log }: Pick<Round, 'stores' | 'doer' | 'bureau' | 'log'>,
  { what, details, key, by }: { what: AlarmKind; details: readonly string[]; key: string; by?: Sender['platform'] },
): Promise<void> {
  log.error({ alarm: what, details }, 'reminders need somebody to look');
  const to = await stores.bindings.staff('deadline.manage', by);
  const card = alarmCard(what, details, { bureau, now: doer.at });
  await stores.bindings.tell({ ...doer, requestId: `${key} ${what}` }, [
    { to, card, purpose: 'reminder.alarm', needs: 'deadline.manage' },
  ]);
}

/** What a platform refuses altogether (an address, a secret, a right, a quota), once a day of each, through the other platform. */
export async function tellTrouble(
  of: Pick<Round, 'stores' | 'bureau' | 'log'>,
  {
    channel,
    trouble,
    code,
    at,
    isNew,
  }: { channel: ChannelName; trouble: string; code: string; at: Date; isNew: boolean },
): Promise<void> {
  if (!isNew) return;
  const platform = platformOf(channel);
  const by = platform === 'wecom' ? 'dingtalk' : 'wecom';
  const what = trouble === 'quota' ? 'quota' : 'platform-refuses';
  const details = [`${platformLabels[platform]}：错误码 ${code}`];
  try {
    await alarm({ ...of, doer: systemDoer(at) }, { what, details, key: `${platform} ${dateOf(at)}`, by });
  } catch (error) {
    // The metric and the log tell of it as well.
    of.log.error({ err: error }, 'could not tell of the trouble');
  }
}
