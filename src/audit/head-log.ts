import type { Log } from '../core/log.ts';
import { dateOf, timeOf } from '../domain/calendar.ts';
import type { Client } from '../store/database.ts';
import type { Sealer } from './sealer.ts';

/**
 * Writes the chain's end into the log, once an hour. The log is kept elsewhere than the database: who cuts rows off its end
 * and moves the head back is found by comparing with a line of the log (`npm run admin -- verify-audit --head`).
 */
export function createHeadLog(options: { client: Client; sealer: Pick<Sealer, 'sealNow'>; log: Log }) {
  const { client, sealer, log } = options;
  let loggedIn: string | undefined;

  return {
    name: 'audit head',
    async run(now: Date): Promise<void> {
      const hour = `${dateOf(now)} ${timeOf(now).slice(0, 2)}`;
      if (hour === loggedIn) return;
      await sealer.sealNow();
      const head = await client.auditHead.findUnique({ where: { id: 1 } });
      loggedIn = hour;
      if (!head || head.seq === 0n) return;
      log.info({ seq: Number(head.seq), mac: head.mac }, 'audit head');
    },
  };
}
