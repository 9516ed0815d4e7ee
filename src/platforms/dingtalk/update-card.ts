import type { CallQuota } from '../../core/call-quota.ts';
import { createInSequence } from '../../core/in-sequence.ts';
import type { Log } from '../../core/log.ts';
import type { Call } from './call.ts';
import type { DingtalkClient } from './client.ts';
import { paths } from './paths.ts';

/** Cards whose last update is remembered: more than are changed between a failed update and its last try. */
const remembered = 5000;
/** From this part of the month's calls on, what nobody waits for is left out (README). */
const spareUpTo = 0.9;

type Update = Extract<Call, { api: 'update-card' }>;

/**
 * Changes a card for everybody who sees it. The platform knows no order of updates (钉钉 卡片更新): those of one card go one
 * after the other, and what is older than what the card says already stays out.
 * @throws PlatformError
 */
export function createUpdateCard(options: {
  client: Pick<DingtalkClient, 'call'>;
  quota: CallQuota;
  log: Log;
}): (update: Update) => Promise<void> {
  const { client, quota, log } = options;
  const inSequence = createInSequence();
  const latest = new Map<string, number>();

  return ({ body, at, spare }) =>
    inSequence(body.outTrackId, async () => {
      if ((latest.get(body.outTrackId) ?? 0) > at) return;
      if (spare && (await quota.used()) >= spareUpTo) {
        log.info({}, 'card left as it is, to spare calls');
        return;
      }
      await client.call('PUT', paths.update, body);
      if (latest.size >= remembered) latest.clear();
      latest.set(body.outTrackId, at);
    });
}
