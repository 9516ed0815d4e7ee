import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sender } from '../../src/core/event.ts';
import { digestOf, seal } from '../../src/core/sealed.ts';
import { createEnqueue } from '../../src/store/notices.ts';
import { testDatabase } from '../helpers/database.ts';
import { doerOf, lookAt, type Trail, testKeys, trailOf } from '../helpers/trail.ts';

const account: Sender = { platform: 'wecom', corpId: 'ww1', userId: 'liyi' };
const other: Sender = { platform: 'wecom', corpId: 'ww1', userId: 'zhaoer' };
const mobile = '13812345678';
const at = new Date('2023-12-29T02:00:00Z');
const day = 24 * 60 * 60_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let trail: Trail;
beforeEach(async () => {
  database = await testDatabase();
  trail = trailOf(database);
});
afterEach(() => database.drop());

/** 李一 with everything that can be kept of a person, and 赵尔 who has nothing to do with them. */
async function people(): Promise<void> {
  const { client } = database;
  await client.enterprise.create({ data: { id: 'FIRM', recordedAt: at } });
  for (const [id, name, { userId }] of [
    ['LIYI', '李一', account],
    ['ZHAOER', '赵尔', other],
  ] as const) {
    const mobileSealed = seal(testKeys.data, mobile);
    const mobileDigest = digestOf(testKeys.digest, 'mobile', mobile);
    await client.person.create({
      data: { id, name, mobileSealed, mobileDigest, staffRole: 'OFFICER', recordedAt: at },
    });
    await client.account.create({ data: { id: `A-${id}`, ...account, userId, personId: id } });
    await client.binding.create({
      data: { id: `B-${id}`, personId: id, enterpriseId: 'FIRM', rank: 'MAIN', recordedAt: at },
    });
    await client.bindingRequest.create({
      data: {
        id: `R-${id}`,
        personId: id,
        enterpriseId: 'FIRM',
        claimedName: name,
        askedFrom: JSON.stringify({ ...account, userId }),
        state: 'PENDING',
        openKey: `${id} FIRM`,
        requestedAt: at,
      },
    });
    await client.conversationChoice.create({
      data: { personId: id, conversation: 'wecom-app', enterpriseId: 'FIRM', chosenOn: '2023-12-29' },
    });
    const expiresAt = new Date(at.getTime() + day);
    await client.accessLink.create({
      data: { id: `L-${id}`, personId: id, createdById: 'X', codeDigest: 'C', expiresAt, recordedAt: at },
    });
    await client.webSession.create({
      data: { id: `S-${id}`, tokenDigest: id, personId: id, via: 'LINK', expiresAt, recordedAt: at },
    });
    await client.attachment.create({
      data: { id: `F-${id}`, name: 'x', bytes: Buffer.from(name), personId: id, recordedAt: at },
    });
    await client.fundDraft.create({
      data: { id: `D-${id}`, personId: id, content: JSON.stringify({ note: name }), expiresAt, recordedAt: at },
    });
    await client.accountJoin.create({
      data: { id: `J-${id}`, codeDigest: id, accountId: `A-${id}`, state: 'CODE', expiresAt, recordedAt: at },
    });
    const report = JSON.stringify({ changes: [{ subject: name }] });
    await client.import.create({
      data: { id: `I-${id}`, state: 'CHECKED', digest: 'x', personId: id, report, recordedAt: at },
    });
    const tries = { count: 1, expiresAt };
    await client.attemptCount.createMany({
      data: [
        { key: `bind ${JSON.stringify(['wecom', 'ww1', userId])}`, ...tries },
        { key: `codes of ${id}`, ...tries },
      ],
    });
    const ofCard = {
      subject: 'report:R1',
      channel: 'wecom-app',
      handle: JSON.stringify({ toUser: userId }),
      sentAt: at,
    };
    await client.liveCard.create({
      data: { id: `L-${id}`, card: `${id}@app`, platform: 'wecom', corpId: 'ww1', userId, ...ofCard },
    });
    await client.wecomUserId.create({ data: { openUserId: `open-${id}`, userId, recordedAt: at } });
  }
}

/** Everything that is stored, as text. */
async function everything(): Promise<string> {
  const { client } = database;
  const tables = [
    client.person,
    client.account,
    client.binding,
    client.bindingRequest,
    client.conversationChoice,
    client.accessLink,
    client.webSession,
    client.accountJoin,
    client.wecomUserId,
    client.auditEntry,
    client.job,
    client.attemptCount,
    client.import,
    client.fundDraft,
    client.liveCard,
  ] as unknown as { findMany(): Promise<object[]> }[];
  const rows = await Promise.all(tables.map((table) => table.findMany()));
  return JSON.stringify(rows.flat(), (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}

const erase = (personId = 'LIYI') =>
  trail.erasure.erase(doerOf(trail.clock.now(), { personId: 'ADMIN', role: 'administrator' }), personId);

describe('what is kept of a person', () => {
  beforeEach(people);

  it('is gone, and nobody else’s', async () => {
    expect(await erase()).toBe('LIYI');
    const { client } = database;
    expect(await client.person.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { id: 'LIYI', name: null, mobileSealed: null, mobileDigest: null, staffRole: null, erasedAt: expect.any(Date) },
      { id: 'ZHAOER', name: '赵尔', mobileSealed: expect.any(String), staffRole: 'OFFICER', erasedAt: null },
    ]);
    expect((await client.account.findMany()).map(({ id }) => id)).toEqual(['A-ZHAOER']);
    expect((await client.accountJoin.findMany()).map(({ id }) => id)).toEqual(['J-ZHAOER']);
    expect((await client.conversationChoice.findMany()).map(({ personId }) => personId)).toEqual(['ZHAOER']);
    expect((await client.attachment.findMany()).map(({ id }) => id)).toEqual(['F-ZHAOER']);
    expect(await client.import.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { state: 'DISCARDED', report: '{"changes":[{"subject":"已删除"}]}' },
      { state: 'CHECKED', report: '{"changes":[{"subject":"赵尔"}]}' },
    ]);
    const attempts = await client.attemptCount.findMany({ orderBy: { key: 'asc' } });
    expect(attempts.map(({ key }) => key)).toEqual(['bind ["wecom","ww1","zhaoer"]', 'codes of ZHAOER']);
    expect((await client.wecomUserId.findMany()).map(({ userId }) => userId)).toEqual(['zhaoer']);
    const ended = { endedAt: trail.clock.now() };
    expect(await client.binding.findMany({ orderBy: { id: 'asc' } })).toMatchObject([ended, { endedAt: null }]);
    expect(await client.webSession.findMany({ orderBy: { id: 'asc' } })).toMatchObject([ended, { endedAt: null }]);
    expect(await client.accessLink.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { revokedAt: trail.clock.now(), codeDigest: null },
      { revokedAt: null, codeDigest: 'C' },
    ]);
    expect(await client.bindingRequest.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { state: 'REJECTED', openKey: null, claimedName: null, decidedAt: trail.clock.now() },
      { state: 'PENDING', openKey: 'ZHAOER FIRM', claimedName: '赵尔' },
    ]);
    expect(await everything()).not.toMatch(/李一|liyi/);
    expect(await everything()).toMatch(/赵尔/);
  });

  it('nor are the tries of any of their accounts and former records', async () => {
    const { client } = database;
    const second = { platform: 'dingtalk', corpId: 'ding1', userId: 'manager7' };
    await client.account.create({ data: { id: 'A-2', ...second, personId: 'LIYI', recordedAt: at } });
    await client.person.create({ data: { id: 'FORMER', mergedIntoId: 'LIYI', recordedAt: at } });
    const tries = { count: 1, expiresAt: new Date(at.getTime() + day) };
    for (const key of [
      'bind ["dingtalk","ding1","manager7"]',
      'bind ["dingtalk","ding2","manager7"]',
      'login of FORMER',
    ]) {
      await client.attemptCount.create({ data: { key, ...tries } });
    }
    await erase();
    const left = (await client.attemptCount.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key);
    expect(left).toEqual(['bind ["dingtalk","ding2","manager7"]', 'bind ["wecom","ww1","zhaoer"]', 'codes of ZHAOER']);
  });

  it('a job that was done not long ago stays, so that its redelivery is known', async () => {
    const { client } = database;
    const job = async (id: string, hours: number) => {
      const finishedAt = new Date(trail.clock.now().getTime() - hours * 60 * 60_000);
      const event = { channel: 'wecom-app', key: id, sender: account, place: 'direct', handle: {}, text: '李一' };
      const row = { id, key: id, channel: 'wecom-app', state: 'done', owner: '', dueAt: at, recordedAt: at };
      await client.job.create({ data: { ...row, event: JSON.stringify(event), finishedAt } });
    };
    await job('RECENT', 23);
    await job('OLD', 25);
    await erase();
    expect(await client.job.findMany()).toMatchObject([
      { id: 'RECENT', key: 'RECENT', state: 'done', event: expect.not.stringMatching(/李一|liyi/) },
    ]);
  });

  it('nobody by that id: nothing is done', async () => {
    expect(await erase('NOBODY')).toBeNull();
    expect(await database.client.auditEntry.count()).toBe(0);
  });

  it('jobs keep no word of it; what waits for others goes on', async () => {
    const enqueue = createEnqueue(() => ({ channel: 'wecom-app', handle: {} }));
    const card = (text: string) => ({ title: 'x', blocks: [{ kind: 'text' as const, text }], confidential: true });
    const { client } = database;
    await client.$transaction((tx) =>
      enqueue.notices(
        tx,
        [
          { to: account, card: card('to them'), purpose: 'x' },
          { to: other, card: card('李一 waits'), purpose: 'x' },
          { to: other, card: card('李一 told'), purpose: 'x' },
          { to: other, card: card('something else'), purpose: 'x' },
        ],
        { requestId: 'REQUEST', now: at },
      ),
    );
    const idOf = async (text: string) =>
      (await client.job.findFirstOrThrow({ where: { event: { contains: text } } })).id;
    const told = await idOf('李一 told');
    const toThem = await idOf('to them');
    await client.job.update({
      where: { id: told },
      data: { state: 'done', finishedAt: at, plan: '{"to":"\\"liyi\\""}' },
    });
    const [waiting, elsewhere] = [await idOf('李一 waits'), await idOf('something else')];
    await erase();
    const rows = new Map((await client.job.findMany()).map((job) => [job.id, job]));
    expect(rows.get(told)).toMatchObject({ state: 'done', plan: null, event: expect.not.stringContaining('李一') });
    expect(rows.get(toThem)).toMatchObject({ state: 'done', event: expect.not.stringContaining('to them') });
    // An officer is still told; it goes when it has been.
    expect(rows.get(waiting)).toMatchObject({ state: 'waiting', event: expect.stringContaining('李一') });
    expect(rows.get(elsewhere)).toMatchObject({ state: 'waiting', event: expect.stringContaining('something else') });
    trail.clock.advance(2 * day);
    await client.person.update({ where: { id: 'LIYI' }, data: { name: '李一' } });
    await client.job.update({ where: { id: told }, data: { event: JSON.stringify({ sender: null, text: '李一' }) } });
    await erase();
    expect(await client.job.findUnique({ where: { id: told } })).toBeNull();
  });
});

describe('the audit trail', () => {
  const detailsOf = async () =>
    (await database.client.auditEntry.findMany({ orderBy: { at: 'asc' } })).map(
      ({ action, detail, salt, personId, objectId }) =>
        [action, personId, objectId, detail === null && salt === null ? 'erased' : 'kept'].join(' '),
    );

  beforeEach(async () => {
    await people();
    const say = async (facts: Parameters<Trail['record']>[1][number], doer: Parameters<typeof doerOf>[1]) => {
      await trail.record(doerOf(trail.clock.now(), doer), [facts]);
      trail.clock.advance(1_000);
    };
    await say(lookAt('FIRM'), { personId: 'LIYI', account });
    await say(lookAt('FIRM'), { personId: 'ZHAOER', account: other });
    // Before anybody knew who they are.
    await say({ action: 'command.denied', result: 'denied' }, { personId: null, account });
    await say(
      { action: 'account.leave', result: 'allowed', objectType: 'person', objectId: 'X', detail: { deep: [account] } },
      { personId: null, account: null },
    );
    await say(
      { action: 'binding.end', result: 'allowed', objectType: 'person', objectId: 'LIYI', detail: { reason: '李一' } },
      { personId: 'ZHAOER', account: other },
    );
    await say(
      { action: 'binding.approve', result: 'allowed', objectType: 'binding-request', objectId: 'R-LIYI' },
      { personId: 'ZHAOER', account: other },
    );
    await say(
      { action: 'import.apply', result: 'allowed', objectId: 'FIRM', detail: { changes: [{ objectId: 'LIYI' }] } },
      { personId: 'X', account: other },
    );
    // The same user id in another organisation is somebody else.
    await say(lookAt('FIRM'), { personId: 'X', account: { ...account, corpId: 'ww2' } });
  });

  it.each(['sealed', 'unsealed', 'half sealed'])('loses what tells of them and stays whole (%s)', async (how) => {
    if (how === 'sealed') await trail.sealer.sealNow();
    if (how === 'half sealed') {
      await trail.record(doerOf(new Date('2023-12-28T00:00:00Z'), { personId: 'LIYI', account }), [lookAt('FIRM')]);
      await trail.sealer.sealNow();
      await trail.record(doerOf(new Date('2023-12-28T00:00:00Z'), { personId: 'LIYI', account }), [lookAt('FIRM')]);
    }
    await erase();
    const details = await detailsOf();
    expect(details.slice(how === 'half sealed' ? 2 : 0)).toEqual([
      'qualification.read LIYI FIRM erased',
      'qualification.read ZHAOER FIRM kept',
      'command.denied   erased',
      'account.leave  X erased',
      'binding.end ZHAOER LIYI erased',
      'binding.approve ZHAOER R-LIYI erased',
      'import.apply X FIRM erased',
      'qualification.read X FIRM kept',
      'person.erase ADMIN LIYI kept',
    ]);
    expect(await trail.findings()).toEqual([]);
    await trail.sealer.sealNow();
    expect(await trail.verify()).toMatchObject({ findings: [], unsealed: 0 });
  });

  it('a further row blanked by hand is found all the same', async () => {
    await erase();
    await trail.sealer.sealNow();
    const { id, seq } = await database.client.auditEntry.findFirstOrThrow({ where: { personId: 'ZHAOER' } });
    await database.client.auditEntry.update({ where: { id }, data: { detail: null, salt: null } });
    expect(await trail.findings()).toEqual([{ kind: 'erased', seq, id }]);
  });

  it('an erasure whose own record is gone or changed excuses nothing', async () => {
    await erase();
    await trail.sealer.sealNow();
    const where = { action: 'person.erase' };
    await database.client.auditEntry.updateMany({ where, data: { detail: null, salt: null } });
    const kinds = (await trail.findings()).map(({ kind }) => kind);
    expect(kinds).toEqual(Array.from({ length: 7 }, () => 'erased'));
  });

  it('nor does one that was made to name more than it erased', async () => {
    await erase();
    await trail.sealer.sealNow();
    const { client } = database;
    const erasure = await client.auditEntry.findFirstOrThrow({ where: { action: 'person.erase' } });
    const further = await client.auditEntry.findFirstOrThrow({ where: { personId: 'ZHAOER', detail: { not: null } } });
    await client.auditEntry.update({ where: { id: further.id }, data: { detail: null, salt: null } });
    const { erased } = JSON.parse(erasure.detail ?? '{}') as { erased: string[] };
    const detail = JSON.stringify({ erased: [...erased, further.id] });
    await client.auditEntry.update({ where: { id: erasure.id }, data: { detail } });
    const findings = await trail.findings();
    expect(findings).toContainEqual({ kind: 'detail', seq: erasure.seq, id: erasure.id });
    expect(findings).toContainEqual({ kind: 'erased', seq: further.seq, id: further.id });
  });

  it('rows of one millisecond: the erasure still comes behind what it erased', async () => {
    await database.client.auditEntry.deleteMany();
    const now = trail.clock.now();
    await trail.record(
      doerOf(now, { personId: 'LIYI', account }),
      Array.from({ length: 30 }, () => lookAt('FIRM')),
    );
    await erase();
    await trail.sealer.sealNow();
    expect(await trail.findings()).toEqual([]);
    const last = await database.client.auditEntry.findFirst({ orderBy: { seq: 'desc' } });
    expect(last?.action).toBe('person.erase');
  });

  it('who erased somebody may be erased too', async () => {
    await erase('ZHAOER');
    await erase('LIYI');
    const doer = doerOf(trail.clock.now(), { personId: 'LIYI', account });
    await database.client.person.create({ data: { id: 'ADMIN', name: '管理', recordedAt: at } });
    await trail.erasure.erase(doer, 'ADMIN');
    await trail.sealer.sealNow();
    expect(await trail.findings()).toEqual([]);
    expect(await everything()).not.toMatch(/李一|liyi"[^}]*ww1|赵尔|zhaoer/);
    // What outlives them all names nobody but by opaque ids.
    const records = await database.client.auditEntry.findMany({ where: { action: 'person.erase' } });
    expect(records.map(({ detail }) => Object.keys(JSON.parse(detail ?? '{}')))).toEqual([
      ['erased'],
      ['erased'],
      ['erased'],
    ]);
  });

  it('again, for what came in meanwhile', async () => {
    await erase();
    await trail.record(doerOf(trail.clock.now(), { personId: 'LIYI', account }), [lookAt('FIRM')]);
    await erase();
    await trail.sealer.sealNow();
    expect(await trail.findings()).toEqual([]);
    expect((await detailsOf()).filter((line) => line.endsWith('kept') && line.includes('read LIYI'))).toEqual([]);
  });

  it('what was done under a record that was merged into theirs goes with it', async () => {
    await database.client.person.create({ data: { id: 'FORMER', mergedIntoId: 'LIYI', recordedAt: at } });
    await trail.record(doerOf(at, { personId: 'FORMER', account }), [lookAt('FIRM')]);
    await trail.record(doerOf(at, { personId: 'FORMER', account: null, channel: 'h5' }), [lookAt('FIRM')]);
    expect(await erase('FORMER')).toBe('LIYI');
    expect((await detailsOf()).filter((line) => line.includes('FORMER'))).toEqual([
      'qualification.read FORMER FIRM erased',
      'qualification.read FORMER FIRM erased',
    ]);
  });

  it('retention after an erasure, and an erasure after retention', async () => {
    await erase();
    await trail.sealer.sealNow();
    await trail.retention().prune(new Date('2027-01-10T00:00:00Z'));
    await erase('ZHAOER');
    await trail.sealer.sealNow();
    expect(await trail.findings()).toEqual([]);
  });
});
