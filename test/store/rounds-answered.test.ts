import { expect, it } from 'vitest';
import { certificateSubject, deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

const store = deadlineStore();

async function entered(program: string, firm: string, on: string, when: Date) {
  const { deadline } = await store.deadlines.enter(store.officer(when), {
    content: contentOf({ program, enterpriseDue: { on, at: '24:00' }, audience: only(firm) }),
    ...{ announceAt: null, ladderFrom: '2024-01-01' },
  });
  return deadline;
}

/** What the digest of a morning says of answers; null: there is none. */
async function answersTold(day: string): Promise<string | null> {
  await store.ring(at(day, '08:30'), 'DIGEST');
  const digest = (await store.carry(at(day, '08:59'))).find(({ card }) => card.title.startsWith('截止事项早报'));
  return digest ? digest.text.slice(digest.text.indexOf('未送达')) : null;
}

it('the digest tells each answer once: where nothing is near, where it is over, and of certificates', async () => {
  const firm = await store.plant('d1', { hnte: '2024-12-01' });
  const far = await entered('远期事项', firm.id, '2024-06-28', at('2024-03-01'));
  const over = await entered('近期事项', firm.id, '2024-03-11', at('2024-03-01'));
  const answer = (subject: Parameters<typeof store.deadlines.answer>[1]['subject'], when: Date) =>
    store.deadlines.answer(store.officer(when), { subject, enterprise: firm, kind: 'PREPARING', reason: null });
  await store.ring(at('2024-03-12', '08:30'), 'DIGEST');
  await answer(deadlineSubject(over.id), at('2024-03-12', '10:00'));
  expect(await answersTold('2024-03-13')).toContain('近期事项');
  await answer(deadlineSubject(far.id), at('2024-03-14', '08:10'));
  expect(await answersTold('2024-03-14')).toContain('远期事项');
  expect(await answersTold('2024-03-15')).toBeNull();
  await answer(certificateSubject(`cert-${firm.id}`), at('2024-03-15', '10:00'));
  expect(await answersTold('2024-03-18')).toContain('高新技术企业证书');
});

it('a day that is moved near is not told to the backup contact of who is preparing', async () => {
  const [silent, preparing] = [
    await store.plant('s1', { backup: ['wecom'] }),
    await store.plant('p1', { backup: ['wecom'] }),
  ];
  const content = contentOf({
    ...{ program: '提前事项', enterpriseDue: { on: '2024-05-24', at: '24:00' } },
    audience: only(silent.id, preparing.id),
  });
  const when = { announceAt: null, ladderFrom: '2024-05-06' };
  const { deadline } = await store.deadlines.enter(store.officer(at('2024-05-06')), { content, ...when });
  const { id, version } = deadline;
  await store.deadlines.answer(store.officer(at('2024-05-07')), {
    ...{ subject: deadlineSubject(id), enterprise: preparing, kind: 'PREPARING', reason: null },
  });
  const moved = { ...content, enterpriseDue: { on: '2024-05-10', at: '24:00' } };
  const now = at('2024-05-08', '10:00');
  await store.deadlines.change(store.officer(now), {
    ...{ id, version, content: moved, reason: null, announceAt: now, ladderFrom: '2024-05-08' },
  });
  await store.ring(now);
  const told = (await store.carry(now)).filter(({ text }) => text.includes('截止变更')).map(({ to }) => to);
  expect(told.sort()).toEqual(['backup-s1', 'main-p1', 'main-s1']);
});

it('more are asked for at once than one statement may name', async () => {
  const ids = Array.from({ length: 1200 }, (_, n) => `nobody${n}`);
  expect((await store.promises.contacts(ids)).size).toBe(0);
  expect(await store.deadlines.answers(ids.map(certificateSubject))).toEqual([]);
});
