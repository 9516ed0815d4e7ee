import { beforeEach, describe, expect, it } from 'vitest';
import { occasions } from '../../handlers/occasions.ts';
import { type Actor, stranger } from '../../src/core/actor.ts';
import type { AuditAction, AuditFact } from '../../src/core/audit.ts';
import { type Answer, type Card, packTap } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import { createDecide } from '../../src/dispatch/decide.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import type { Stores } from '../../src/domain/stores.ts';
import { pagesOf } from '../../src/h5/addresses.ts';
import { textEvent } from '../fixtures/event.ts';
import { fixedClock } from '../helpers/fixed-clock.ts';
import { type MemoryLog, memoryLog } from '../helpers/memory-log.ts';

const card = (title: string, confidential = false): Card => ({ title, blocks: [], confidential });
const officer: Actor = { ...stranger, role: 'officer', personId: 'p1', name: '王晨' };
const contact: Actor = {
  ...stranger,
  role: 'contact',
  personId: 'p2',
  name: '李一',
  enterprises: [{ id: '1', name: '示例企业01' }],
};

/** An intent that understands one word. */
const intent = (
  word: string,
  run: (ctx: Context) => Promise<Answer | null>,
  permission: Permission = 'qualification.ask',
  inGroup: 'answer' | 'privately' | 'refuse' = 'answer',
) =>
  defineIntent<true>({
    id: word,
    command: word,
    permission,
    inGroup,
    examples: [],
    read: (said) => (said.text === word ? true : null),
    run,
  });

const intents = [
  intent('私密', async () => ({ here: card('私密', true) })),
  intent('私选', async () => ({
    here: { ...card('私选', true), buttons: [{ text: '这里', tap: { say: '在哪', answer: 'here' } }] },
  })),
  intent('错话', async () => {
    throw new UserError('日期无效');
  }),
  intent('出错', async () => {
    throw new Error('secret of the database');
  }),
  intent('限局', async () => ({ here: card('限局') }), 'binding.decide'),
  intent('不是我', async () => null),
  intent('在哪', async ({ place }) => ({ here: card(place) })),
  intent(
    '隐私',
    async ({ place, conversation, doer }) => ({
      here: card(`${place} ${conversation}, ${doer.place}`, true),
      audit: [{ action: 'qualification.read', result: 'allowed' }],
    }),
    'qualification.ask',
    'privately',
  ),
  intent(
    '私错',
    async () => {
      throw new UserError('有效期内应报年度为2021年度');
    },
    'qualification.ask',
    'privately',
  ),
  intent(
    '办理',
    async () => {
      done += 1;
      return { here: card('办好') };
    },
    'qualification.ask',
    'refuse',
  ),
  intent('选择', async () => ({
    here: {
      ...card('选择'),
      buttons: [
        { text: '这里', tap: { say: '在哪', answer: 'here' } },
        { text: '单聊', tap: { say: '在哪', answer: 'direct' } },
      ],
    },
  })),
  intent('填表', async ({ form }) => ({
    here: {
      ...card(`填了 ${JSON.stringify(form)}`),
      form: { tap: { say: '填表', answer: 'here' }, submit: '提交', fields: [] },
    },
  })),
  intent('文件', async () => ({ here: card('文件'), attachmentId: 'FILE1' })),
  intent('查看', async () => ({
    here: card('查看', true),
    audit: [{ action: 'qualification.read', result: 'allowed' }],
  })),
];
// No enterprise has any name.
const ledger = { findEnterprises: async () => ({ enterprises: [], total: 0 }) } as Pick<
  Ledger,
  'findEnterprises'
> as Ledger;

let log: MemoryLog;
let audited: AuditFact[];
let changed: AuditAction[];
let owner: string | null;
let again: boolean;
let last: boolean;
let covered: string[];
let done: number;
let cannotRecord: boolean;
beforeEach(() => {
  log = memoryLog();
  audited = [];
  changed = [];
  owner = null;
  again = false;
  last = false;
  covered = [];
  done = 0;
  cannotRecord = false;
});

function decide(event: Partial<InboundEvent>, actor = officer) {
  const bureau = { name: '科技局', tel: '0475-8000000' };
  const run = createDecide({
    intents,
    occasions,
    findActor: async () => actor,
    works: [
      {
        name: 'wrong',
        permission: 'qualification.ask',
        run: async () => Promise.reject(new UserError('不是 .xlsx 文件')),
      },
      { name: 'broken', permission: 'qualification.ask', run: async () => Promise.reject(new Error('no disk')) },
      { name: 'theirs', permission: 'member.manage', run: async () => ({ here: card('做好') }) },
    ],
    stores: { ledger } as Stores,
    changesOf: async () => changed,
    cover: async (ref) => void covered.push(ref),
    stateOf: async (id) => (id === 'CARD1' ? '已提交' : null),
    ownerOf: async () => owner,
    recordAudit: async (_doer, facts) => {
      if (cannotRecord) throw new Error('no audit');
      audited.push(...facts);
    },
    bureau,
    pages: pagesOf('https://bot.example'),
    clock: fixedClock(),
    log,
  });
  return run({ ...textEvent, ...event }, textEvent.sender, 'REF1', {
    again,
    last,
    fetchFile: async () => Buffer.from(''),
  });
}

const says = (text: string, place: 'direct' | 'group' = 'direct'): Partial<InboundEvent> => ({
  place,
  happening: { kind: 'text', text },
});
const taps = (code: string, place: 'direct' | 'group' = 'direct'): Partial<InboundEvent> => ({
  place,
  happening: { kind: 'tap', code },
});

describe('on the way out', () => {
  it.each(['私密', '私选'])('a private card is stopped in a group, whatever the handler did (%s)', async (say) => {
    const { here } = await decide(says(say, 'group'));
    expect(here?.title).toBe('暂时无法答复');
    expect(here?.blocks).toEqual([{ kind: 'text', text: expect.stringContaining('REF1') }]);
    expect(log.text()).toContain('confidential card for a group');
  });

  it('and goes out one-to-one', async () => {
    expect((await decide(says('私密'))).here?.title).toBe('私密');
    expect((await decide(says('单聊 私密', 'group'))).direct?.title).toBe('私密');
  });
});

describe('a card whose matter is settled', () => {
  const close = (liveCardId: string) => decide({ happening: { kind: 'close-card', liveCardId } });

  it('says what has become of it', async () => {
    expect(await close('CARD1')).toEqual({ tapped: { state: '已提交', forAll: true } });
  });

  it('says nothing where that is over', async () => {
    expect(await close('CARD2')).toEqual({});
  });
});

describe('a form that cannot be taken as it is', () => {
  const fill = (say: string) =>
    decide({ happening: { kind: 'tap', code: packTap({ say, answer: 'here' }), values: {} } });

  it.each(['错话', '出错'])('stays as it is (%s)', async (say) => {
    expect((await fill(say)).tapped).toMatchObject({ forAll: false, formStays: true });
    expect((await decide(taps(packTap({ say, answer: 'here' })))).tapped?.formStays).toBeUndefined();
  });
});

describe('what goes wrong', () => {
  it('by the person is told to them', async () => {
    expect(JSON.stringify(await decide(says('错话')))).toContain('日期无效');
    expect(log.lines).toEqual([]);
  });

  it('by us is an apology with a reference, the cause is in the log alone', async () => {
    const answer = JSON.stringify(await decide(says('出错')));
    expect(answer).toContain('REF1');
    expect(answer).not.toContain('secret');
    expect(log.text()).toContain('secret of the database');
  });
});

describe('an intent', () => {
  it('of another role is not there', async () => {
    expect((await decide(says('限局'))).here?.title).toBe('限局');
    expect((await decide(says('限局'), contact)).here?.title).toBe('没有看懂');
  });

  it('may find out that something else was meant', async () => {
    expect((await decide(says('不是我'))).here?.title).toBe('没有看懂');
  });
});

describe('单聊', () => {
  it.each(['单聊 在哪', '请单聊 在哪', '单聊，在哪', '单聊在哪'])(
    'in a group sends the answer one-to-one (%s)',
    async (text) => {
      const { here, direct } = await decide(says(text, 'group'));
      expect([here?.title, direct?.title]).toEqual(['请看单独答复', 'direct']);
    },
  );

  it('changes nothing one-to-one', async () => {
    expect(await decide(says('单聊 在哪'))).toEqual({ here: card('direct') });
  });

  it('alone is not understood, where it was said', async () => {
    const { here, direct } = await decide(says('单聊', 'group'));
    expect([here?.title, direct]).toEqual(['没有看懂', undefined]);
  });
});

describe('a tap', () => {
  it('asks where the card stands', async () => {
    const { here, tapped } = await decide(taps(packTap({ say: '在哪', answer: 'here' }), 'group'));
    expect([here?.title, tapped]).toEqual(['group', { state: '已选择', forAll: true, said: '在哪' }]);
  });

  it('asks one-to-one from a group, and the card says so to who tapped', async () => {
    const { here, direct, tapped } = await decide(taps(packTap({ say: '在哪', answer: 'direct' }), 'group'));
    expect([here, direct?.title, tapped]).toEqual([undefined, 'direct', { state: '已发到单聊', forAll: false }]);
  });

  it('for one-to-one is answered in place where the card is one-to-one already', async () => {
    const { here, direct } = await decide(taps(packTap({ say: '在哪', answer: 'direct' })));
    expect([here?.title, direct]).toEqual(['direct', undefined]);
  });

  it('hands over what was filled in, and nothing where no form was', async () => {
    const code = packTap({ say: '填表', answer: 'here' });
    const filled = await decide({ happening: { kind: 'tap', code, values: { revenue: '320' } } });
    expect(filled.here?.title).toBe('填了 {"revenue":"320"}');
    expect(filled.tapped).toEqual({ state: '已提交', forAll: true, said: '填表' });
    expect((await decide(taps(code))).here?.title).toBe('填了 null');
    expect((await decide(says('填表'))).here?.title).toBe('填了 null');
  });

  it('on a button of another release is told to be out of date', async () => {
    const { here, tapped } = await decide(taps('approve:17'));
    expect([here?.title, tapped?.state]).toEqual(['按钮已失效', '已失效']);
  });

  it('of a stranger is answered like anything a stranger says', async () => {
    const { here } = await decide(taps(packTap({ say: '私密', answer: 'here' })), stranger);
    expect(here?.title).toBe('尚未绑定');
  });
});

describe('in a group', () => {
  it('what is private gets the neutral line there and its answer one-to-one, in that conversation', async () => {
    const { here, direct } = await decide(says('隐私', 'group'));
    expect([here?.title, direct?.title]).toEqual(['请在单聊中查询', 'direct wecom-app, direct']);
    expect(audited).toMatchObject([{ action: 'qualification.read', result: 'allowed' }]);
  });

  it.each(['私错', '单聊 私错'])('what is wrong with it is said one-to-one as well (%s)', async (text) => {
    const { here, direct } = await decide(says(text, 'group'));
    expect(JSON.stringify(here)).not.toContain('2021');
    expect(direct).toMatchObject({ title: '请核对', blocks: [{ text: '有效期内应报年度为2021年度' }] });
  });

  it('what was read apart is on record as read one-to-one', async () => {
    await decide(says('单聊 查看', 'group'));
    expect(audited).toMatchObject([{ action: 'qualification.read', place: 'direct' }]);
  });

  it('what is to be done one-to-one is not done', async () => {
    const { here, direct } = await decide(says('/办理', 'group'));
    expect([here?.title, direct, done]).toEqual(['请在单聊中办理', undefined, 0]);
    await decide(says('/办理'));
    expect(done).toBe(1);
  });

  it('a stranger is not answered apart: who is not known may be out of reach', async () => {
    const { here, direct } = await decide(says('单聊 隐私', 'group'), stranger);
    expect([here?.title, direct]).toEqual(['尚未绑定', undefined]);
  });

  it('a choice is for who asked', async () => {
    const theirs = packTap({ say: '在哪', answer: 'here', for: 'p9' });
    expect(await decide(taps(theirs, 'group'))).toMatchObject({ tapped: { state: '非本人卡片', forAll: false } });
    expect(audited).toMatchObject([{ action: 'command.denied', result: 'denied' }]);
    const own = packTap({ say: '在哪', answer: 'here', for: 'p1' });
    const { here: form } = await decide(says('填表', 'group'));
    expect(form?.form?.tap.for).toBe(officer.personId);
    expect((await decide(taps(own, 'group'))).here?.title).toBe('group');
    // Wherever the card got to.
    expect(await decide(taps(theirs))).toMatchObject({ tapped: { state: '非本人卡片' } });
  });

  it('a choice says whose it is, and what is answered one-to-one is anybody’s', async () => {
    const buttons = (await decide(says('选择', 'group'))).here?.buttons;
    expect(buttons?.map(({ tap }) => tap)).toEqual([
      { say: '在哪', answer: 'here', for: 'p1' },
      { say: '在哪', answer: 'direct' },
    ]);
    expect((await decide(says('选择'))).here?.buttons?.map(({ tap }) => tap.for)).toEqual([undefined, undefined]);
  });
});

describe('the record', () => {
  it('is there before the answer leaves, and what cannot be recorded is not said', async () => {
    expect((await decide(says('查看'))).here?.title).toBe('查看');
    expect(audited).toMatchObject([{ action: 'qualification.read', result: 'allowed' }]);
    cannotRecord = true;
    expect((await decide(says('查看'))).here?.title).toBe('暂时无法答复');
  });

  it.each([
    ['contact', contact, '没有权限'],
    ['stranger', stranger, '尚未绑定'],
  ])('holds what a %s may not do', async (_who, actor, title) => {
    expect((await decide(says('/限局'), actor)).here?.title).toBe(title);
    expect(audited).toEqual([{ action: 'command.denied', result: 'denied', detail: { command: '限局' } }]);
  });
});

describe('decided again after a crash', () => {
  it('a change that was made is not made again', async () => {
    again = true;
    changed = ['binding.approve'];
    const { here } = await decide(says('办理'));
    expect([here?.title, done]).toEqual(['已办理', 0]);
    expect(JSON.stringify(here)).toContain('同意绑定');
  });

  it('nor by the button that made it', async () => {
    again = true;
    changed = ['binding.approve'];
    const { here } = await decide(taps(packTap({ say: '办理', answer: 'here' })));
    expect([here?.title, done]).toEqual(['已办理', 0]);
  });

  it('what was not made is made', async () => {
    again = true;
    expect((await decide(says('办理'))).here?.title).toBe('办好');
  });
});

describe('a file', () => {
  it.each([
    ['p1', '文件'],
    [null, '文件'],
    ['p2', '暂时无法答复'],
  ])('of %s: %s', async (whose, title) => {
    owner = whose;
    expect((await decide(says('文件'))).here?.title).toBe(title);
  });
});

describe('something to tell', () => {
  const told = (
    personId: string | null,
    needs: string | null,
    enterpriseId: string | null = null,
  ): Partial<InboundEvent> => ({
    happening: {
      ...{ kind: 'deliver', card: card('告知', true), attachmentId: null, purpose: 'x' },
      ...{ personId, needs, enterpriseId },
    },
  });

  it.each([
    ['p1', null, officer, '告知'],
    ['p1', 'binding.decide', officer, '告知'],
    [null, null, stranger, '告知'],
    ['p2', null, officer, undefined],
    ['p1', 'member.manage', officer, undefined],
    ['p1', 'of another release', officer, undefined],
    ['p2', 'binding.decide', contact, undefined],
  ])('to %s who needs %s', async (personId, needs, actor, title) => {
    const { here } = await decide(told(personId, needs), actor);
    expect(here?.title).toBe(title);
    expect(audited.map(({ action, result }) => [action, result])).toEqual(title ? [] : [['message.send', 'denied']]);
  });

  it.each([
    ['1', contact, '告知'],
    // Whose binding ended meanwhile, though they speak for another enterprise still.
    ['2', contact, undefined],
    ['1', { ...contact, enterprises: [] }, undefined],
    ['1', stranger, undefined],
  ])('of enterprise %s to its own people', async (enterpriseId, actor, title) => {
    const { here } = await decide(told(null, null, enterpriseId), actor);
    expect(here?.title).toBe(title);
    expect(audited.map(({ action, result }) => [action, result])).toEqual(title ? [] : [['message.send', 'denied']]);
  });

  it('with somebody’s file goes to nobody else', async () => {
    owner = 'p2';
    const happening = { ...told(null, null).happening, attachmentId: 'FILE1' } as InboundEvent['happening'];
    await expect(decide({ happening }, stranger)).rejects.toThrow('a file of somebody else');
    expect((await decide({ happening }, contact)).attachmentId).toBe('FILE1');
  });

  it('is not replaced by an apology', async () => {
    cannotRecord = true;
    await expect(decide(told('p2', null))).rejects.toThrow('no audit');
  });
});

it('a secret that was said is covered, whoever said it and whatever came of it; nothing else is touched', async () => {
  await decide(says('在哪'));
  expect(covered).toEqual([]);
  for (const text of ['/群 1 推送 webhook https://example.com/send?key=12345678', '出错 key=12345678']) {
    await decide(says(text), stranger);
  }
  expect(covered).toEqual(['REF1', 'REF1']);
});

describe('long work', () => {
  const work = (name: string): Partial<InboundEvent> => ({ happening: { kind: 'work', work: name, args: {} } });

  it('tells what is wrong by the person at once', async () => {
    expect(JSON.stringify((await decide(work('wrong'))).here)).toContain('不是 .xlsx 文件');
  });

  it('is tried again where it is our failure, and in the end that is told', async () => {
    await expect(decide(work('broken'))).rejects.toThrow('no disk');
    last = true;
    expect((await decide(work('broken'))).here?.title).toBe('暂时无法答复');
  });

  it('is not done for who may not any more', async () => {
    expect((await decide(work('theirs'))).here?.title).toBe('没有权限');
  });
});
