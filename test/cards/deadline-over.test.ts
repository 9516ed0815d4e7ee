import { expect, it } from 'vitest';
import { ownOverCard } from '../../cards/deadline-own.ts';
import { publicDeadlinesCard } from '../../cards/deadline-public.ts';
import { staffDeadlinesCard } from '../../cards/deadline-staff.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import { enterpriseWord } from '../../src/domain/reports/own-request.ts';
import { deadlineOf } from '../helpers/deadlines.ts';

const now = new Date('2024-08-01T02:00:00Z');
const enterprise = { id: '0123456789AB', name: '示例企业01' };
/** The newest first. */
const over = Array.from({ length: 12 }, (_, n) => deadlineOf({ number: 20 - n, program: `事项${n + 1}`, batch: null }));
const own = over.map((deadline) => ({ deadline, standing: { enterprise, state: 'SUBMITTED' as const, answer: null } }));
const says = (card: ReturnType<typeof ownOverCard>) => card.buttons?.map(({ tap }) => tap.say);

it('a contact reads what is over by pages, and goes on where they are', () => {
  const page = (wanted: number) =>
    ownOverCard({ enterprise, deadlines: own }, { now, page: 'https://x/h5/own-deadlines', wanted });
  const word = enterpriseWord(enterprise.id);
  expect(drawPlain(page(1))).toMatch(
    /1\. J-20 2024年事项1：2024年7月5日24:00（已截止），已报送[\s\S]*10\. J-11[\s\S]*第1页，共2页。未到期的事项请发送“\/截止”。/,
  );
  expect(says(page(1))).toEqual([
    ...[20, 19, 18, 17, 16].map((n) => `截止 ${word} J-${n}`),
    `截止 ${word} 已截止 第2页`,
  ]);
  expect(drawPlain(page(2))).toMatch(/11\. J-10[\s\S]*12\. J-9/);
  expect(says(page(2))).toEqual([`截止 ${word} J-10`, `截止 ${word} J-9`]);
  expect(drawPlain(ownOverCard({ enterprise, deadlines: [] }, { now, page: 'https://x', wanted: 1 }))).toContain(
    '目前没有涉及贵公司的已截止事项。',
  );
});

it('staff go on by its sentence too', () => {
  const rows = over.slice(0, 10).map((deadline) => {
    return {
      deadline,
      concerned: 2,
      counts: new Map([['SUBMITTED', 1] as const, ['OPEN', 1] as const]),
      unreachable: 0,
    };
  });
  const of = { list: 'over', wanted: 1, total: 12, offset: 0 } as const;
  const card = staffDeadlinesCard(rows, of, { now, page: 'https://x/h5/deadlines', manages: true });
  expect(drawPlain(card)).toMatch(
    /已截止的事项12项，第1页，共2页。[\s\S]*J-20 2024年事项1，2024年7月5日24:00：涉及2家，已报送1，未答复1\n/,
  );
  expect(says(card)?.at(-1)).toBe('截止 已截止 第2页');
  expect(drawPlain(card)).not.toContain('/新增截止');
});

it('a group reads the newest of them', () => {
  const text = drawPlain(publicDeadlinesCard(over, { now, reader: 'group', title: '已截止的事项', list: 'over' }));
  expect(text).toMatch(
    /1\. J-20 2024年事项1：材料到开发区2024年7月5日24:00（已截止）[\s\S]*另有2项，时间较早，未列出。/,
  );
});
