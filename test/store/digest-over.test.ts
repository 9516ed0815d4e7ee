import { expect, it } from 'vitest';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';

const store = deadlineStore();

async function entered(program: string, due: string, time = '24:00') {
  const { deadline } = await store.deadlines.enter(store.officer(at('2024-05-06')), {
    content: contentOf({ program, batch: null, enterpriseDue: { on: due, at: time }, audience: only('o1') }),
    ...{ announceAt: null, ladderFrom: '2024-05-06' },
  });
  return deadline;
}

/** Of the digest that a ring brings: what stands under each heading, as the names of its deadlines; null: there is none. */
async function toldAt(day: string, time = '08:30') {
  await store.ring(at(day, time), 'DIGEST');
  const digest = (await store.carry(at(day, time))).find(({ card }) => card.title.startsWith('截止事项早报'));
  if (!digest) return null;
  const under = (heading: string) => {
    const block = digest.card.blocks.find((one) => one.kind === 'list' && one.heading?.startsWith(`${heading}（`));
    return block?.kind === 'list' ? block.items.map((item) => /2024年(\S+?)，/u.exec(item)?.[1]) : [];
  };
  return { today: under('今日截止'), soon: under('七日内截止'), over: under('已截止'), text: digest.text };
}

it('the digest tells once what is over, to the minute, on Monday that of the weekend; what was withdrawn not', async () => {
  const firm = await store.plant('o1');
  await entered('周五上午', '2024-05-17', '08:00');
  await entered('周五下午', '2024-05-17', '17:00');
  await entered('周日全天', '2024-05-19');
  await entered('周一上午', '2024-05-20', '08:30');
  const answered = await entered('周一下午', '2024-05-20', '17:00');
  const gone = await entered('已经撤销', '2024-05-18');
  const friday = await toldAt('2024-05-17');
  expect(friday).toMatchObject({ today: ['周五下午'], over: ['周五上午'] });
  await store.deadlines.withdraw(store.officer(at('2024-05-17', '10:00')), {
    ...{ id: gone.id, version: gone.version, reason: '通知作废', announceAt: at('2024-05-17', '10:00') },
  });
  await store.deadlines.answer(store.officer(at('2024-05-20', '08:00')), {
    ...{ subject: `deadline:${answered.id}`, enterprise: firm, kind: 'SUBMITTED', reason: null },
  });
  const monday = await toldAt('2024-05-20');
  expect(monday).toMatchObject({ today: ['周一下午'], soon: [], over: ['周五下午', '周日全天', '周一上午'] });
  expect(monday?.text).toContain('周五下午，2024年5月17日17:00：涉及1家，未答复1');
  // Nothing but what is over is there to tell.
  const tuesday = await toldAt('2024-05-21');
  expect(tuesday).toMatchObject({ today: [], soon: [], over: ['周一下午'] });
  expect(tuesday?.text).toContain('周一下午，2024年5月20日17:00：涉及1家，已报送1，未答复0');
  expect(await toldAt('2024-05-22')).toBeNull();
});

it('of a digest that came late the next one knows what it told', async () => {
  await entered('周四上午', '2024-05-23', '09:00');
  expect(await toldAt('2024-05-23', '09:30')).toMatchObject({ today: [], over: ['周四上午'] });
  expect(await toldAt('2024-05-24')).toBeNull();
});

it('a digest that was interrupted and gone through again leaves nothing untold', async () => {
  await entered('重启之间', '2024-05-27', '10:00');
  expect(await toldAt('2024-05-27', '08:30')).toMatchObject({ today: ['重启之间'] });
  const { client } = store.database;
  const left = { state: 'OPEN', doneAt: null, owner: '', heldUntil: at('2024-05-27', '08:31') };
  await client.slot.update({ where: { key: 'DIGEST 2024-05-27' }, data: left });
  expect(await toldAt('2024-05-27', '14:00')).toBeNull();
  expect(await toldAt('2024-05-28')).toMatchObject({ over: ['重启之间'] });
});

it('after a month without the program what is over since is told all the same', async () => {
  await entered('停机期间', '2024-05-28');
  expect(await toldAt('2024-07-15')).toMatchObject({ over: ['停机期间'] });
});
