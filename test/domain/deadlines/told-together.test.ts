import { expect, it } from 'vitest';
import type { DeadlineChange } from '../../../src/domain/deadlines/deadline.ts';
import { toldTogether } from '../../../src/domain/deadlines/told-together.ts';
import { contentOf, only } from '../../helpers/deadline-store.ts';

const content = (on: string, ...whom: string[]) =>
  contentOf({ enterpriseDue: { on, at: '24:00' }, audience: only(...whom) });
let version = 1;
const change = (
  before: DeadlineChange['before'],
  after: DeadlineChange['after'],
  of: Partial<DeadlineChange> = {},
): DeadlineChange => ({
  ...{ version: ++version, kind: 'CHANGE', before, after, reason: null, announceAt: null, by: null },
  ...{ recordedAt: new Date('2024-05-09T14:00:00Z'), ...of },
});
const [a, b, c] = [content('2024-05-10', 'E1'), content('2024-05-20', 'E1'), content('2024-05-30', 'E1', 'E2')];

it('several changes are told from what is known, with all their reasons, by the last one’s version', () => {
  const last = change(b, c, { kind: 'AUDIENCE', reason: '补充' });
  expect(toldTogether([change(a, b, { reason: '延期' }), change(b, b, { reason: '延期' }), last])).toEqual({
    ...last,
    before: a,
    reason: '延期；补充',
  });
  expect(toldTogether([last])).toEqual(last);
});

it('of what was entered meanwhile nothing is known', () => {
  expect(toldTogether([change(null, a, { kind: 'ENTER' }), change(a, b)])).toMatchObject({
    kind: 'CHANGE',
    before: null,
  });
});

it('what was changed and changed back is told from what it was in between, by the audience that is known', () => {
  expect(toldTogether([change(a, b), change(b, a)])).toMatchObject({ before: b });
  const wider = { ...a, audience: only('E1', 'E2') };
  const changes = [change(a, b), change(b, a), change(a, wider, { kind: 'AUDIENCE' })];
  expect(toldTogether(changes)).toMatchObject({ before: { enterpriseDue: b.enterpriseDue, audience: a.audience } });
});

it('a withdrawal has its own reason', () => {
  const withdrawn = change(b, null, { kind: 'WITHDRAW', reason: '废止' });
  expect(toldTogether([change(a, b, { reason: '延期' }), withdrawn])).toEqual({ ...withdrawn, before: a });
});
