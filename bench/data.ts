import { demoWorld } from '../demo/world.ts';
import { createBuilder } from '../prisma/builders.ts';
import type { Client } from '../src/store/database.ts';
import { senderId, senders } from './channels.ts';

/** A thousand enterprises with two qualifications each, and a known contact of each on both platforms. */
export async function writeBenchData(client: Client): Promise<void> {
  const build = createBuilder(new Date('2026-01-01T00:00:00Z'));
  for (let n = 0; n < senders; n += 1) {
    const enterprise = build.enterprise(`示例企业${String(n).padStart(5, '0')}`, { isDemo: true });
    build.qualification(enterprise, {
      type: 'HNTE',
      level: 'NATIONAL',
      certNo: `GR202515${String(n).padStart(6, '0')}`,
      issuedOn: '2025-10-18',
      validTo: '2028-10-18',
      history: [{ status: 'RECOGNIZED', effectiveOn: '2025-10-18' }],
    });
    build.application(enterprise, {
      type: 'KEY_LAB',
      level: 'CITY',
      year: 2026,
      history: [
        { status: 'ZONE_REVIEW', effectiveOn: '2026-03-01' },
        { status: 'PENDING', effectiveOn: '2026-04-01' },
      ],
    });
    build.person(`联系人${n}`, {
      enterprises: [enterprise],
      accounts: [
        { platform: 'wecom', corpId: demoWorld.wecom.corpId, userId: senderId(n) },
        { platform: 'dingtalk', corpId: demoWorld.dingtalk.corpId, userId: senderId(n) },
      ],
    });
  }
  await build.write(client);
  // The AI bot's ids are plain here and known to be.
  const recordedAt = new Date();
  const ids = Array.from({ length: senders }, (_, n) => senderId(n));
  await client.wecomUserId.createMany({ data: ids.map((id) => ({ openUserId: id, userId: id, recordedAt })) });
}
