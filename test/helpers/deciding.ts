import { demoWorld } from '../../demo/world.ts';
import { intents, works } from '../../handlers/index.ts';
import { occasions } from '../../handlers/occasions.ts';
import { writeDemoData } from '../../prisma/demo-data.ts';
import type { Answer } from '../../src/core/card.ts';
import type { InboundEvent, Sender } from '../../src/core/event.ts';
import { newId } from '../../src/core/ids.ts';
import { createDecide } from '../../src/dispatch/decide.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import type { Exchange } from '../../src/domain/exchange.ts';
import { pagesOf } from '../../src/h5/addresses.ts';
import { coverEvent } from '../../src/store/cover-event.ts';
import type { Database } from '../../src/store/database.ts';
import { createJobStore } from '../../src/store/jobs.ts';
import { findActor } from '../../src/store/people.ts';
import { createChangesOf, createRecordAudit } from '../../src/store/record-audit.ts';
import { createStores } from '../../src/store/stores.ts';
import { fixedClock } from './fixed-clock.ts';
import { freePacer } from './free-pacer.ts';
import { memoryLog } from './memory-log.ts';
import { storeDeps } from './stores.ts';
import { wecomUser } from './world.ts';

const { wecom, dingtalk } = demoWorld;

/** The people of the demo, as each platform knows them. */
export const onWecom = (person: keyof typeof wecomUser): Sender => ({
  platform: 'wecom',
  corpId: wecom.corpId,
  userId: wecomUser[person],
});
export const onDingtalk = (person: keyof typeof wecomUser): Sender => ({
  platform: 'dingtalk',
  corpId: dingtalk.corpId,
  userId: `ding-${wecomUser[person]}`,
});

export type Deciding = Awaited<ReturnType<typeof startDeciding>>;

const noPicture = async () => new Uint8Array();

/** Everything that decides, with the real stores and the people of the demo, and no platform. */
export async function startDeciding(database: Database) {
  await writeDemoData(database.client, { wecom: wecom.corpId, dingtalk: dingtalk.corpId });
  const { client, sql } = database;
  const [clock, log] = [fixedClock(), memoryLog()];
  const deps = storeDeps(database);
  const jobs = createJobStore(database, 'test');
  const stores = createStores({
    ...deps,
    clock,
    techSmeValidTo: 'NEXT_MAR_31',
    groupWays: {
      pushers: [{ kinds: ['dingtalk-group'], push: async () => undefined, costs: () => [] }],
      pacer: freePacer,
      apiUrls: ['https://qyapi.weixin.qq.com'],
    },
    exchange: {} as Exchange,
    charts: { funds: noPicture, reportProgress: noPicture, reportHistory: noPicture, reportTrends: noPicture },
    monthlyCalls: async () => null,
    linkAddress: (id) => `https://bureau.example/h5/l/${id}`,
  });
  const decide = createDecide({
    intents,
    works,
    occasions,
    findActor: (sender, conversation) => findActor(sql, sender, { conversation, today: dateOf(clock.now()) }),
    stores,
    recordAudit: createRecordAudit(sql, deps.keys),
    changesOf: createChangesOf(sql, () => clock.now()),
    cover: (ref) => coverEvent(client, ref),
    stateOf: async () => null,
    ownerOf: async () => null,
    bureau: { name: '科技局', tel: '0475-8000000' },
    pages: pagesOf('https://bot.example'),
    clock,
    log,
  });

  /** A message as it is recorded, before anything is decided. */
  async function record(sender: Sender, text: string, groupId?: string): Promise<{ id: string; event: InboundEvent }> {
    const [id, now] = [newId(), clock.now()];
    const event: InboundEvent = {
      channel: sender.platform === 'wecom' ? 'wecom-app' : 'dingtalk-robot',
      key: id,
      sender,
      ...(groupId === undefined ? { place: 'direct' } : { place: 'group', groupId }),
      happening: { kind: 'text', text },
      handle: {},
    };
    await jobs.record({ id, event, now, heldUntil: now });
    return { id, event };
  }

  /** Decides it as its job has it by now. */
  async function answer({ id, event }: { id: string; event: InboundEvent }, again = false): Promise<Answer> {
    const kept = await jobs.find(event.key);
    const fetchFile = async () => Buffer.from('');
    return decide(kept?.event ?? event, event.sender, id, { again, last: false, fetchFile });
  }

  return {
    client,
    clock,
    log,
    jobs,
    stores,
    record,
    answer,
    say: async (sender: Sender, text: string, groupId?: string) => answer(await record(sender, text, groupId)),
  };
}
