import { beforeEach, describe, expect, it } from 'vitest';
import { occasions } from '../../handlers/occasions.ts';
import { type Actor, stranger } from '../../src/core/actor.ts';
import type { AuditAction, AuditFact } from '../../src/core/audit.ts';
import { type Card, packTap } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import type { InboundEvent } from '../../src/core/event.ts';
import { createDecide } from '../../src/dispatch/decide.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import type { Stores } from '../../src/domain/stores.ts';
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
  run: (ctx: Context) => Promise<{ here: Card } | null>,
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
  intent('错话', async () => {
    throw new UserError('日期无效');
  }),
  intent('出错', async () => {
    throw new Error('secret of the database');
  }),
  intent('限局', async () => ({ here: card('限局') }), 'binding.decide'),
  intent('不是我', async () => null),
  intent('在哪', async ({ place }) => ({ here: card(place) })),
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
beforeEach(() => {
  log = memoryLog();
  audited = [];
  changed = [];
  owner = null;
  again = false;
});

function decide(event: Partial<InboundEvent>, actor = officer) {
  const bureau = { name: '科技局', tel: '0475-8000000' };
  const run = createDecide({
    intents,
    occasions,
    findActor: async () => actor,
    works: [],
    stores: { ledger } as Stores,
    changesOf: async () => changed,
    ownerOf: async () => owner,
    recordAudit: async (_doer, facts) => void audited.push(...facts),
    bureau,
    clock: fixedClock(),
    log,
  });
  return run({ ...textEvent, ...event }, textEvent.sender, 'REF1', {
    again,
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
  it('a private card is stopped in a group, whatever the handler did', async () => {
    const { here } = await decide(says('私密', 'group'));
    expect(here?.title).toBe('暂时无法答复');
    expect(here?.blocks).toEqual([{ kind: 'text', text: expect.stringContaining('REF1') }]);
    expect(log.text()).toContain('confidential card for a group');
  });

  it('and goes out one-to-one', async () => {
    expect((await decide(says('私密'))).here?.title).toBe('私密');
    expect((await decide(says('单聊 私密', 'group'))).direct?.title).toBe('私密');
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

  it('on a button of another release is told to be out of date', async () => {
    const { here, tapped } = await decide(taps('approve:17'));
    expect([here?.title, tapped?.state]).toEqual(['按钮已失效', '已失效']);
  });

  it('of a stranger is answered like anything a stranger says', async () => {
    const { here } = await decide(taps(packTap({ say: '私密', answer: 'here' })), stranger);
    expect(here?.title).toBe('尚未绑定');
  });
});
