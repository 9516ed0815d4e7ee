import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditAction, AuditFact } from '../../src/core/audit.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import type { AuditTrail } from '../../src/domain/audit-trail.ts';
import { createAuditTrail } from '../../src/store/audit-trail.ts';
import { createChangesOf, recordSent } from '../../src/store/record-audit.ts';
import { testDatabase } from '../helpers/database.ts';
import { doerOf, type Trail, trailOf } from '../helpers/trail.ts';

const hourMs = 60 * 60_000;
const part = { page: 1, size: 50 };

let database: Awaited<ReturnType<typeof testDatabase>>;
let trail: Trail;
let reading: AuditTrail;
beforeEach(async () => {
  database = await testDatabase();
  trail = trailOf(database);
  reading = createAuditTrail(database.client);
});
afterEach(() => database.drop());

const say = (fact: AuditFact, at = trail.clock.now()) => trail.record(doerOf(at), [fact]);
const at = (time: string) => new Date(`${time}+08:00`);

describe('what an enterprise is told of who looked', () => {
  const look = (action: AuditAction, enterpriseId: string | null, result: AuditFact['result'] = 'allowed') =>
    say({ action, result, ...(enterpriseId === null ? {} : { enterpriseId }) });

  it('is every look at it that was let through, and how often lists of all were looked at', async () => {
    for (const action of ['qualification.read', 'contact.read', 'contact.reveal', 'export'] as const) {
      await look(action, 'FIRM');
      await look(action, 'OTHER');
      await look(action, 'FIRM', 'denied');
    }
    await look('access.read', 'FIRM');
    await look('qualification.list', null);
    await look('export', null);
    await look('qualification.list', null, 'denied');
    const { rows, total, lists } = await reading.looksAt('FIRM', part);
    expect(rows.map(({ action }) => action).sort()).toEqual([
      'contact.read',
      'contact.reveal',
      'export',
      'qualification.read',
    ]);
    expect([total, lists]).toEqual([4, 2]);
  });
});

describe('the trail narrowed down', () => {
  it('to a day is that day of the bureau, to the millisecond', async () => {
    for (const [objectId, time] of [
      ['before', '2023-12-28T23:59:59.999'],
      ['first', '2023-12-29T00:00:00.000'],
      ['last', '2023-12-29T23:59:59.999'],
      ['after', '2023-12-30T00:00:00.000'],
    ] as const) {
      await say({ action: 'qualification.list', result: 'allowed', enterpriseId: objectId }, at(time));
    }
    const { rows, total } = await reading.entries({ on: '2023-12-29' }, part);
    expect(total).toBe(2);
    expect(rows.map((row) => row.at.toISOString())).toEqual(['2023-12-29T15:59:59.999Z', '2023-12-28T16:00:00.000Z']);
  });

  it('to what did not succeed is what was refused and what failed', async () => {
    for (const result of ['allowed', 'denied', 'failed'] as const) await say({ action: 'message.send', result });
    const { rows } = await reading.entries({ refused: true }, part);
    expect(rows.map(({ result }) => result).sort()).toEqual(['denied', 'failed']);
  });
});

describe('what became of a message', () => {
  const event = (happening: InboundEvent['happening']): InboundEvent => ({
    channel: 'wecom-app',
    key: 'k',
    sender: { platform: 'wecom', corpId: 'ww1', userId: 'liyi' },
    place: 'direct',
    happening,
    handle: {},
  });
  const card = { title: '绑定已通过', blocks: [{ kind: 'text' as const, text: '示例企业01' }], confidential: true };
  const told = event({
    kind: 'deliver',
    card,
    purpose: 'binding.result',
    attachmentId: null,
    personId: null,
    needs: null,
    enterpriseId: null,
  });

  it.each([
    [true, 'allowed'],
    [false, 'failed'],
  ])('is on record (%s: %s), with its title and no more of it', async (taken, result) => {
    await recordSent(trail.record, { jobId: 'JOB', event: told, taken }, trail.clock.now());
    const rows = await database.client.auditEntry.findMany();
    expect(rows).toMatchObject([
      { action: 'message.send', result, role: 'system', personId: null, objectId: 'JOB', requestId: 'JOB' },
    ]);
    expect(JSON.parse(rows[0]?.detail ?? '{}')).toEqual({
      to: told.sender,
      purpose: 'binding.result',
      title: '绑定已通过',
    });
  });

  it('that answers somebody is recorded as what it read, not as a message', async () => {
    const asked = event({ kind: 'text', text: '资质' });
    await recordSent(trail.record, { jobId: 'JOB', event: asked, taken: true }, trail.clock.now());
    expect(await database.client.auditEntry.count()).toBe(0);
  });
});

it('what a message has changed is what it was let do, within two days', async () => {
  const changesOf = createChangesOf(database.sql, () => trail.clock.now());
  const ago = (hours: number) => new Date(trail.clock.now().getTime() - hours * hourMs);
  const did = (action: AuditAction, result: AuditFact['result'], hours: number, requestId = 'REQ') =>
    trail.record(doerOf(ago(hours), { requestId }), [{ action, result }]);
  await did('binding.end', 'allowed', 1);
  await did('binding.end', 'allowed', 2);
  await did('binding.rank', 'denied', 1);
  await did('qualification.read', 'allowed', 1);
  await did('group.end', 'allowed', 49);
  await did('group.change', 'allowed', 1, 'ANOTHER');
  expect(await changesOf('REQ')).toEqual(['binding.end']);
});
