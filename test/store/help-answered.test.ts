import { describe, expect, it } from 'vitest';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import { type Deadline, deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import type { HelpRequest } from '../../src/domain/deadlines/help.ts';
import type { AnswerKind } from '../../src/domain/deadlines/reminders.ts';
import { at, contentOf, deadlineStore } from '../helpers/deadline-store.ts';

const store = deadlineStore();
const now = at('2024-03-04', '10:00');

async function planted(name: string) {
  const enterprise = await store.plant(name);
  const content = contentOf({ program: `事项${name}`, batch: null, enterpriseDue: { on: '2024-03-07', at: '24:00' } });
  const when = { announceAt: null, ladderFrom: '2024-03-01' };
  const { deadline } = await store.deadlines.enter(store.officer(at('2024-03-01')), { content, ...when });
  return { enterprise, deadline };
}
type Of = { enterprise: EnterpriseRef; deadline: Deadline };

async function answer({ enterprise, deadline }: Of, kind: AnswerKind, tellClosed?: (request: HelpRequest) => never[]) {
  const help = { topic: deadline.program, acceptBy: '2024-03-05', tell: () => [] };
  const done = await store.deadlines.answer(store.officer(now), {
    ...{ subject: deadlineSubject(deadline.id), enterprise, kind, reason: kind === 'NOT_THIS_YEAR' ? '停产' : null },
    ...(kind === 'HELP' ? { help } : {}),
    ...(tellClosed ? { tellClosed } : {}),
  });
  if (done.is !== 'done') throw new Error('withdrawn');
  return done;
}
const numberOf = (done: { help: HelpRequest | null }) => done.help?.number ?? 0;
const take = (number: number) => store.deadlines.takeHelp(store.officer(now), { number, dueOn: null, tell: () => [] });
const closings = (objectId: string | undefined) =>
  store.database.client.auditEntry.count({ where: { action: 'help.close', objectId: objectId ?? '' } });

it('a request whose matter has ended is not late in the digest any more', async () => {
  const of = await planted('digest');
  const number = numberOf(await answer(of, 'HELP'));
  const taken = { number, dueOn: '2024-03-05', tell: () => [] };
  await store.deadlines.takeHelp(store.officer(now), taken);
  const line = async (day: string) => {
    await store.ring(at(day, '08:30'), 'DIGEST');
    const [digest] = (await store.carry(at(day, '08:59'))).filter(({ card }) => card.title.includes('早报'));
    return digest?.text.split('\n').find((one) => one.includes(`H-${number} `));
  };
  expect(await line('2024-03-06')).toMatch(/计划2024年3月5日前办结（已逾期）$/);
  await answer(of, 'SUBMITTED');
  expect(await line('2024-03-07')).toMatch(/计划2024年3月5日前办结，企业已答复“已报送”，请办结$/);
});

describe('a request that nobody has taken', () => {
  it.each([
    ['SUBMITTED', '企业已答复“已报送”'],
    ['NOT_THIS_YEAR', '企业已答复“今年不报”'],
    ['EXEMPT', '本局已免除该事项'],
  ] as const)('is closed with %s, and opened anew by the next', async (kind, note) => {
    const of = await planted(`open-${kind}`);
    const number = numberOf(await answer(of, 'HELP'));
    const told: number[] = [];
    const done = await answer(of, kind, (request) => {
      told.push(request.number);
      return [];
    });
    expect(done.help).toMatchObject({ number, state: 'CLOSED', note, closedAt: now });
    expect([told, await closings(done.help?.id)]).toEqual([[number], 1]);
    expect(await store.deadlines.openHelp(of.enterprise.id)).toEqual([]);
    expect((await answer(of, kind)).help).toBeNull();
    expect(numberOf(await answer(of, 'HELP'))).toBeGreaterThan(number);
  });

  it('stays where another answer is given, and where another enterprise or another matter is answered', async () => {
    const of = await planted('stays');
    const number = numberOf(await answer(of, 'HELP'));
    await answer(of, 'PREPARING');
    await answer({ ...of, enterprise: (await planted('other-firm')).enterprise }, 'SUBMITTED');
    await answer({ ...of, deadline: (await planted('other-matter')).deadline }, 'SUBMITTED');
    expect(await store.deadlines.openHelp(of.enterprise.id)).toMatchObject([{ number, state: 'OPEN', ended: null }]);
  });

  it('is either taken or closed, whoever is faster', async () => {
    const of = await planted('race');
    const number = numberOf(await answer(of, 'HELP'));
    const [taken, done] = await Promise.all([take(number), answer(of, 'SUBMITTED')]);
    const request = await store.deadlines.findHelp(number);
    expect(request?.state).toBe(taken ? 'TAKEN' : 'CLOSED');
    expect(done.help).toMatchObject({ number, state: request?.state });
  });
});

describe('a request that an agent has', () => {
  it('stays theirs to close, and tells what has ended the matter as long as that holds', async () => {
    const of = await planted('taken');
    const number = numberOf(await answer(of, 'HELP'));
    await take(number);
    const done = await answer(of, 'SUBMITTED');
    expect(done.help).toMatchObject({ number, state: 'TAKEN', ended: 'SUBMITTED', note: null });
    expect(await closings(done.help?.id)).toBe(0);
    expect(await store.deadlines.findHelp(number)).toMatchObject({ ended: 'SUBMITTED' });
    await answer(of, 'REOPENED');
    expect(await store.deadlines.openHelp(of.enterprise.id)).toMatchObject([{ state: 'TAKEN', ended: null }]);
    expect(numberOf(await answer(of, 'HELP'))).toBe(number);
  });
});

it('an answer from before closes a request that was left open when it is said again', async () => {
  const of = await planted('left');
  const number = numberOf(await answer(of, 'HELP'));
  await answer(of, 'SUBMITTED');
  const openKey = `${of.enterprise.id} ${deadlineSubject(of.deadline.id)}`;
  const left = { state: 'OPEN', closedAt: null, note: null, openKey };
  await store.database.client.helpRequest.update({ where: { number }, data: left });
  expect(await store.deadlines.findHelp(number)).toMatchObject({ state: 'OPEN', ended: 'SUBMITTED' });
  const done = await answer(of, 'SUBMITTED');
  expect(done.help).toMatchObject({ number, state: 'CLOSED' });
});
