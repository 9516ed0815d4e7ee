import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InboundEvent } from '../../src/core/event.ts';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onWecom, startDeciding } from '../helpers/deciding.ts';
import { plantFunds } from '../helpers/plant-funds.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let deciding: Deciding;

beforeAll(async () => {
  database = await testDatabase();
  deciding = await startDeciding(database);
  await plantFunds(database.client);
});
afterAll(() => database.drop());

/** What waits to be told for this purpose. */
async function waiting(purpose: string) {
  const jobs = await deciding.client.job.findMany({ where: { state: 'waiting' } });
  return jobs
    .map(({ id, event }) => ({ id, event: JSON.parse(event) as InboundEvent }))
    .filter(({ event: { happening } }) => happening.kind === 'deliver' && happening.purpose === purpose);
}

async function enterpriseId(name: string): Promise<string> {
  const found = await deciding.client.enterpriseName.findFirstOrThrow({ where: { kind: 'FULL', text: name } });
  return found.enterpriseId;
}

const [officer, contact] = [onWecom('officer'), onWecom('contact01')];

it.each([
  ['fund.claim.decide', '示例企业01'],
  ['application.progress', '示例企业01'],
])('%s reaches who speaks for %s, and nobody whose binding ended meanwhile', async (purpose, name) => {
  if (purpose === 'fund.claim.decide') {
    await deciding.say(contact, '/资金 到位 P-01 5万 2023-11-20');
    const { id } = await deciding.client.fundDraft.findFirstOrThrow();
    await deciding.say(contact, `/资金 确认 ${id}`);
    await deciding.say(officer, `/资金 退回自报 ${id} 金额与凭证不符`);
  } else {
    await deciding.say(officer, `/申报 ${name} 市级重点实验室 2023年`);
  }
  const id = await enterpriseId(name);
  const told = await waiting(purpose);
  expect(told.length).toBeGreaterThan(0);
  for (const { event } of told) expect(event.happening).toMatchObject({ enterpriseId: id });
  const [one] = told;
  if (!one) throw new Error('nobody is told');
  expect((await deciding.answer(one)).here).toBeDefined();
  const now = new Date('2023-12-29T03:00:00Z');
  await deciding.client.binding.updateMany({ where: { enterpriseId: id }, data: { endedAt: now } });
  expect((await deciding.answer(one)).here).toBeUndefined();
  await deciding.client.binding.updateMany({ where: { enterpriseId: id, endedAt: now }, data: { endedAt: null } });
});
