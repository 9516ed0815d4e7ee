import { describe, expect, it } from 'vitest';
import { InboundEventSchema } from '../../src/core/event.ts';
import { deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import { createMailingBook } from '../../src/store/deadlines/mailing-book.ts';
import { at, contentOf, deadlineStore, only } from '../helpers/deadline-store.ts';
import { storeDeps } from '../helpers/stores.ts';

/** 2024-05-10 with the ladder of domain.md E2; Labour Day moves its step of seven days to 04-30. */
const due = { on: '2024-05-10', at: '24:00' };

describe('the ladder of a deadline', () => {
  const store = deadlineStore();

  it('reminds on the days of its ladder, once each, whoever rings and however often', async () => {
    const { id } = await store.plant('e1');
    const entered = await store.deadlines.enter(store.officer(at('2024-03-01')), {
      content: contentOf({ enterpriseDue: due, audience: only(id) }),
      announceAt: null,
      ladderFrom: '2024-03-01',
    });
    expect(entered.is).toBe('done');
    const told: string[] = [];
    for (let day = at('2024-04-01'); day <= at('2024-05-12'); day = new Date(day.getTime() + 86_400_000)) {
      const date = new Date(day.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
      for (const time of ['08:59', '09:00', '09:01', '15:00']) await store.ring(at(date, time), 'LADDER');
      const arrived = await store.carry(at(date, '20:00'));
      told.push(...arrived.map(({ to, text }) => `${date} ${to} ${/剩余\d+天|今日截止/u.exec(text)?.[0]}`));
    }
    expect(told).toEqual([
      '2024-04-10 main-e1 剩余30天',
      '2024-04-25 main-e1 剩余15天',
      // Seven days before is a holiday; the text says the true days.
      '2024-04-30 main-e1 剩余10天',
      '2024-05-07 main-e1 剩余3天',
      '2024-05-09 main-e1 剩余1天',
      '2024-05-10 main-e1 今日截止',
    ]);
    const kept = await store.deadlines.remindersOf('e1', 10);
    expect(kept.map(({ sendOn, leads, state, step }) => [sendOn, leads, state, step])).toEqual([
      ['2024-05-10', [0], 'ACCEPTED', 'MAIN'],
      ['2024-05-09', [1], 'ACCEPTED', 'MAIN'],
      ['2024-05-07', [3], 'ACCEPTED', 'MAIN'],
      ['2024-04-30', [7], 'ACCEPTED', 'MAIN'],
      ['2024-04-25', [15], 'ACCEPTED', 'MAIN'],
      ['2024-04-10', [30], 'ACCEPTED', 'MAIN'],
    ]);
  });
});

describe('what ends a ladder, and what escalates it', () => {
  const store = deadlineStore();

  it.each([
    { name: 'silence', answer: null, days: { '2024-05-07': ['main-', 'backup-'], '2024-05-10': ['main-', 'backup-'] } },
    { name: '已报送', answer: 'SUBMITTED', days: { '2024-05-07': [], '2024-05-10': [] } },
    { name: '今年不报', answer: 'NOT_THIS_YEAR', days: { '2024-05-07': [], '2024-05-10': [] } },
    { name: '免除', answer: 'EXEMPT', days: { '2024-05-07': [], '2024-05-10': [] } },
    { name: '正在准备', answer: 'PREPARING', days: { '2024-05-07': ['main-'], '2024-05-10': ['main-'] } },
    { name: '需要帮助', answer: 'HELP', days: { '2024-05-07': ['main-'], '2024-05-10': ['main-'] } },
    {
      name: '恢复提醒',
      answer: 'REOPENED',
      days: { '2024-05-07': ['main-', 'backup-'], '2024-05-10': ['main-', 'backup-'] },
    },
  ] as const)('$name', async ({ name, answer, days }) => {
    const enterprise = await store.plant(name, { backup: ['wecom'] });
    const entered = await store.deadlines.enter(store.officer(at('2024-03-01')), {
      content: contentOf({ program: name, enterpriseDue: due, audience: only(enterprise.id) }),
      announceAt: null,
      ladderFrom: '2024-05-05',
    });
    const subject = `deadline:${entered.deadline.id}` as const;
    if (answer) {
      const by = store.officer(at('2024-05-06'));
      await store.deadlines.answer(by, { subject, enterprise, kind: answer, reason: null });
    }
    // Each deadline of this table is looked at by itself: the slots of the days are taken back.
    await store.database.client.slot.deleteMany();
    for (const [date, who] of Object.entries(days)) {
      await store.ring(at(date), 'LADDER');
      const arrived = await store.carry(at(date, '20:00'));
      const own = arrived.filter(({ text }) => text.includes(name)).map(({ to }) => to);
      expect(own.toSorted(), date).toEqual([...who].map((one: string) => `${one}${name}`).toSorted());
    }
  });
});

describe('a day that is changed while it is promised', () => {
  const store = deadlineStore();

  it('what a round read just before the day was changed, and promised just after, does not go out', async () => {
    const { id } = await store.plant('race');
    const entered = await store.deadlines.enter(store.officer(at('2024-05-01')), {
      content: contentOf({ program: '同时变更', enterpriseDue: due, audience: only(id) }),
      announceAt: null,
      ladderFrom: '2024-05-01',
    });
    const promise = (text: string, now: Date, sendOn: string) =>
      store.promises.plan(
        [
          {
            card: { title: text, blocks: [], confidential: true },
            purpose: 'deadline.reminder',
            readers: [
              {
                ...{ subject: deadlineSubject(entered.deadline.id), enterpriseId: id, personId: `main-${id}` },
                ...{ occasion: 'LADDER', sendOn, leads: [3], step: 'MAIN' },
                to: { platform: 'wecom', corpId: 'wecom', userId: `main-${id}` },
              },
            ],
          },
        ],
        { from: now, spreadMs: 0, cardsAtMost: 0, now },
      );
    const changedAt = new Date(at('2024-05-07').getTime() + 500);
    await store.deadlines.change(store.officer(changedAt), {
      ...{ id: entered.deadline.id, version: entered.deadline.version, reason: null },
      content: contentOf({ program: '同时变更', enterpriseDue: { on: '2024-05-17', at: '24:00' }, audience: only(id) }),
      ...{ announceAt: at('2024-05-07', '21:00'), ladderFrom: '2024-05-07' },
    });
    await promise('原日期', at('2024-05-07'), '2024-05-07');
    await promise('新日期', at('2024-05-14'), '2024-05-14');
    const texts = async (now: Date) => (await store.carry(now)).map(({ card }) => card.title);
    expect(await texts(at('2024-05-07', '09:30'))).toEqual([]);
    expect(await texts(at('2024-05-14', '09:30'))).toEqual(['新日期']);
    const kept = await store.deadlines.remindersOf(id, 2);
    expect(kept.map(({ sendOn, state, why }) => [sendOn, state, why])).toEqual([
      ['2024-05-14', 'ACCEPTED', null],
      ['2024-05-07', 'DROPPED', 'withdrawn'],
    ]);
  });
});

describe('days on which nobody was running', () => {
  const store = deadlineStore();

  it('makes good with one message what can be made good, and drops with a note what is over', async () => {
    const { id } = await store.plant('e1');
    const enter = (program: string, on: string) =>
      store.deadlines.enter(store.officer(at('2024-03-01')), {
        content: contentOf({ program, enterpriseDue: { on, at: '24:00' }, audience: only(id) }),
        announceAt: null,
        ladderFrom: '2024-03-01',
      });
    await enter('仍在期内', '2024-05-10');
    await enter('已经过期', '2024-05-08');
    await store.ring(at('2024-04-26'), 'LADDER');
    expect(await store.carry(at('2024-04-26', '20:00'))).toEqual([]);
    // Off from 04-27 to 05-08: steps of 7 and 3 days of the first, everything of the second.
    await store.ring(at('2024-05-09', '10:20'), 'LADDER');
    const arrived = await store.carry(at('2024-05-09', '20:00'));
    expect(arrived.map(({ to, text }) => [to, /剩余\d+天/u.exec(text)?.[0]])).toEqual([['main-e1', '剩余1天']]);
    const [kept] = await store.deadlines.remindersOf('e1', 1);
    expect(kept).toMatchObject({ sendOn: '2024-05-09', leads: [7, 3, 1] });
    const slots = await store.promises.slotsOf('2024-05-09');
    expect(slots).toMatchObject([{ kind: 'LADDER', state: 'DONE', planned: 1, note: '已过期未提醒：J-2' }]);
    expect(await store.promises.slotsOf('2024-05-03')).toMatchObject([{ state: 'MERGED', note: '并入2024-05-09' }]);
  });

  it.each([
    ['nobody carried', async () => null],
    [
      'was tried in vain',
      async (id: string) => {
        const { client } = store.database;
        const job = await client.job.findFirstOrThrow({ where: { state: 'waiting', event: { contains: id } } });
        const { happening } = InboundEventSchema.parse(JSON.parse(job.event));
        const book = createMailingBook(storeDeps(store.database));
        if (happening.kind === 'mail') await book.begin(job.id, happening.readers, at('2024-05-10', '20:30'));
        // Taken up again in the very minute of the next day's round.
        await client.job.update({ where: { id: job.id }, data: { state: 'running' } });
        return job.id;
      },
    ],
  ])('a message that %s in its day is said anew the next, with the days that are left then', async (what, tried) => {
    const { id } = await store.plant(what);
    await store.database.client.slot.deleteMany();
    await store.deadlines.enter(store.officer(at('2024-05-09', '10:00')), {
      content: contentOf({ program: what, enterpriseDue: { on: '2024-05-25', at: '24:00' }, audience: only(id) }),
      announceAt: null,
      ladderFrom: '2024-05-09',
    });
    await store.ring(at('2024-05-10'), 'LADDER');
    const job = await tried(id);
    await store.ring(at('2024-05-11'), 'LADDER');
    if (job) await store.database.client.job.update({ where: { id: job }, data: { state: 'waiting' } });
    const arrived = await store.carry(at('2024-05-11', '20:00'));
    expect(arrived.map(({ to, text }) => [to, /剩余\d+天/u.exec(text)?.[0]])).toEqual([[`main-${id}`, '剩余14天']]);
    await store.ring(at('2024-05-12'), 'LADDER');
    expect(await store.carry(at('2024-05-12', '20:00'))).toEqual([]);
  });

  it('a clock that goes back plans nothing twice', async () => {
    await store.ring(at('2024-05-09', '11:00'), 'LADDER');
    await store.ring(at('2024-05-08', '10:00'), 'LADDER');
    expect(await store.carry(at('2024-05-12', '20:00'))).toEqual([]);
  });
});

describe('what staff enter, change and withdraw', () => {
  const store = deadlineStore();
  const announced = async (now: Date) => {
    await store.ring(now, 'LADDER');
    return (await store.carry(now)).map(({ to, text }) => `${to} ${/【[^】]+】/u.exec(text)?.[0]}`);
  };

  it('tells a short notice at once, a change with old and new, and a withdrawal to who was told', async () => {
    const { id } = await store.plant('e1');
    await store.plant('e2');
    const entered = await store.deadlines.enter(store.officer(at('2024-05-09', '10:00')), {
      content: contentOf({ enterpriseDue: { on: '2024-05-14', at: '24:00' }, audience: only(id) }),
      announceAt: at('2024-05-09', '10:00'),
      ladderFrom: '2024-05-09',
    });
    expect(await announced(at('2024-05-09', '09:59'))).toEqual([]);
    expect(await announced(at('2024-05-09', '10:00'))).toEqual(['main-e1 【截止通知】']);
    expect(await announced(at('2024-05-09', '10:01'))).toEqual([]);
    const { deadline } = entered;
    const changed = await store.deadlines.change(store.officer(at('2024-05-10', '09:30')), {
      ...{ id: deadline.id, version: 1, reason: '通知延期', announceAt: at('2024-05-10', '09:30') },
      content: { ...contentOf({ enterpriseDue: { on: '2024-05-20', at: '24:00' }, audience: only(id, 'e2') }) },
      ladderFrom: '2024-05-10',
    });
    expect(changed).toMatchObject({ is: 'done', deadline: { version: 2 } });
    // To whom it is new it is told as new.
    const told = await (async () => {
      await store.ring(at('2024-05-10', '09:31'), 'CALLS');
      const arrived = await store.carry(at('2024-05-10', '09:31'));
      return arrived.sort((a, b) => (a.to < b.to ? -1 : 1));
    })();
    expect(told.map(({ to }) => to)).toEqual(['main-e1', 'main-e2']);
    expect(told[0]?.text).toContain('2024年5月14日24:00 → 2024年5月20日24:00');
    expect(told[1]?.text).toContain('【截止通知】新增申报事项');
    expect(told[1]?.text).not.toContain('→');
    // The second of two officers sees what the first did.
    const late = await store.deadlines.withdraw(store.officer(at('2024-05-10', '09:40')), {
      ...{ id: deadline.id, version: 1, reason: '通知取消', announceAt: at('2024-05-10', '09:40') },
    });
    expect(late).toMatchObject({ is: 'stale', deadline: { version: 2 } });
    await store.deadlines.withdraw(store.officer(at('2024-05-10', '09:41')), {
      ...{ id: deadline.id, version: 2, reason: '通知取消', announceAt: at('2024-05-10', '09:41') },
    });
    expect((await announced(at('2024-05-10', '09:41'))).toSorted()).toEqual([
      'main-e1 【截止撤销】',
      'main-e2 【截止撤销】',
    ]);
    expect(await announced(at('2024-05-17', '09:00'))).toEqual([]);
    const answered = await store.deadlines.answer(store.officer(at('2024-05-17')), {
      ...{ subject: `deadline:${deadline.id}`, enterprise: { id, name: '示例e1' }, kind: 'SUBMITTED', reason: null },
    });
    expect(answered.is).toBe('withdrawn');
  });
});

describe('a certificate', () => {
  const store = deadlineStore();

  it('tells of a certificate anew where the message did not leave in its day', async () => {
    const { id } = await store.plant('late-certificate', { hnte: '2024-10-17' });
    await store.ring(at('2024-07-17'), 'LADDER');
    await store.ring(at('2024-07-18'), 'LADDER');
    const arrived = await store.carry(at('2024-07-18', '20:00'));
    expect(arrived.map(({ to, text }) => [to, /剩余\d+天/u.exec(text)?.[0]])).toEqual([[`main-${id}`, '剩余91天']]);
  });
});

describe('certificates, monthly reports and staff', () => {
  const store = deadlineStore();

  it('tells of a certificate 12, 6, 3 and 1 months before its last day, on workdays', async () => {
    await store.plant('cert', { hnte: '2025-08-31' });
    const told: string[] = [];
    // Of the days of its ladder and those beside them: 2024-08-31 is a Saturday, 2025-05-31 the Dragon Boat holiday.
    for (const day of [
      '2024-08-29',
      '2024-08-30',
      '2024-08-31',
      '2025-02-28',
      '2025-05-30',
      '2025-07-31',
      '2025-08-29',
    ]) {
      await store.database.client.slot.deleteMany();
      await store.ring(at(day), 'LADDER');
      told.push(
        ...(await store.carry(at(day, '20:00'))).map(({ to, text }) => `${day} ${to} ${text.includes('GR-cert')}`),
      );
    }
    expect(told).toEqual([
      '2024-08-30 main-cert true',
      '2025-02-28 main-cert true',
      '2025-05-30 main-cert true',
      '2025-07-31 main-cert true',
    ]);
  });

  it('reminds who owes a monthly report by its own ladder, and gives staff their lists', async () => {
    await store.plant('owes', { backup: ['dingtalk'] });
    const told: string[] = [];
    for (let day = 1; day <= 20; day += 1) {
      const date = `2024-07-${String(day).padStart(2, '0')}`;
      await store.ring(at(date), 'REPORTS');
      const arrived = await store.carry(at(date, '20:00'));
      told.push(
        ...arrived.filter(({ to }) => !to.endsWith('cert')).map(({ to, card }) => `${date} ${to} ${card.title}`),
      );
    }
    // June 2024: the window is open from Monday 1 July to Wednesday 10 July.
    expect(told.toSorted()).toEqual([
      '2024-07-05 main-owes 2024年6月月报催报',
      '2024-07-08 main-owes 2024年6月月报催报',
      '2024-07-10 backup-owes 2024年6月月报催报',
      '2024-07-10 main-owes 2024年6月月报催报',
      '2024-07-11 backup-owes 2024年6月月报催报',
      '2024-07-11 main-owes 2024年6月月报催报',
      '2024-07-11 officer1 2024年6月月报逾期名单',
      '2024-07-15 officer1 2024年6月月报电话催报名单',
    ]);
  });

  it('gives the officer the list for the telephone on the last workday before the day, and a digest in the morning', async () => {
    await store.deadlines.enter(store.officer(at('2024-09-01')), {
      content: contentOf({
        program: '电话名单',
        enterpriseDue: { on: '2024-09-16', at: '24:00' },
        audience: only('owes'),
      }),
      announceAt: null,
      ladderFrom: '2024-09-16',
    });
    const told: string[] = [];
    // 16 September is a holiday, Saturday 14 a make-up workday: that is the last one before.
    for (const date of ['2024-09-13', '2024-09-14', '2024-09-15']) {
      await store.ring(at(date, '08:30'), 'DIGEST');
      await store.ring(at(date, '09:00'), 'CALLS');
      const arrived = await store.carry(at(date, '20:00'));
      told.push(...arrived.map(({ to, card, text }) => `${date} ${to} ${card.title} ${text.includes('示例owes')}`));
    }
    expect(told).toEqual([
      '2024-09-13 officer1 截止事项早报（2024年9月13日） false',
      '2024-09-14 officer1 截止事项早报（2024年9月14日） false',
      '2024-09-14 officer1 电话提醒名单：J-1 true',
    ]);
  });

  it('raises the alarm when something was due and nothing left, and when a year has no table of holidays', async () => {
    await store.deadlines.enter(store.officer(at('2024-10-01')), {
      content: contentOf({
        program: '无人发送',
        enterpriseDue: { on: '2024-10-23', at: '24:00' },
        audience: only('owes'),
      }),
      announceAt: null,
      ladderFrom: '2024-10-01',
    });
    await store.database.client.slot.deleteMany();
    await store.ring(at('2024-10-08'), 'LADDER');
    await store.ring(at('2024-10-08', '10:00'), 'CHECK');
    const alarms = (await store.carry(at('2024-10-08', '10:00'))).filter(({ to }) => to === 'officer1');
    expect(alarms.map(({ card }) => card.title)).toEqual(['今日提醒未发出']);
    for (const date of ['2029-01-03', '2029-01-04', '2029-02-01']) await store.ring(at(date, '10:00'), 'CHECK');
    const holidays = await store.carry(at('2029-02-01', '10:00'));
    expect(holidays.map(({ card, text }) => [card.title, /2029年/u.test(text)])).toEqual([
      ['缺少节假日安排', true],
      ['缺少节假日安排', true],
    ]);
  });
});

describe('a deadline that is changed again', () => {
  const store = deadlineStore();

  it('is told twice on one day; an audience alone takes nothing back; nothing goes out by night', async () => {
    const { id } = await store.plant('e1');
    await store.plant('e2');
    const { deadline } = await store.deadlines.enter(store.officer(at('2024-03-01')), {
      content: contentOf({ enterpriseDue: { on: '2024-06-28', at: '24:00' }, audience: only(id) }),
      announceAt: null,
      ladderFrom: '2024-03-01',
    });
    const change = (version: number, time: string, on: string, isTold = true, whom = [id]) =>
      store.deadlines.change(store.officer(at('2024-05-06', time)), {
        ...{ id: deadline.id, version, reason: null, ladderFrom: '2024-05-06' },
        announceAt: isTold ? at('2024-05-06', time) : null,
        content: contentOf({ enterpriseDue: { on, at: '24:00' }, audience: only(...whom) }),
      });
    const told = async (time: string) => {
      await store.ring(at('2024-05-06', time), 'CALLS');
      return (await store.carry(at('2024-05-06', time))).map(({ to, text }) => `${to} ${/→ (\S+)/u.exec(text)?.[1]}`);
    };
    await change(1, '10:00', '2024-07-20');
    expect(await told('10:00')).toEqual(['main-e1 2024年7月20日24:00']);
    await change(2, '10:05', '2024-07-18');
    expect(await told('10:05')).toEqual(['main-e1 2024年7月18日24:00']);
    await change(3, '20:30', '2024-07-19');
    await change(4, '20:31', '2024-07-19', false, [id, 'e2']);
    // The program was down until eleven at night: it is told in the morning, and the audience's change does not hide it.
    expect(await told('23:00')).toEqual([]);
    await store.ring(at('2024-05-07', '08:00'), 'CALLS');
    const morning = await store.carry(at('2024-05-07', '08:00'));
    expect(morning.map(({ to, text }) => `${to} ${/【[^】]*】/u.exec(text)?.[0]}`).toSorted()).toEqual([
      'main-e1 【截止变更】',
      'main-e2 【截止通知】',
    ]);
  });
});
