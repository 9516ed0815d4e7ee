import { describe, expect, it } from 'vitest';
import type { Answer, Card } from '../../../src/core/card.ts';
import type { InboundEvent } from '../../../src/core/event.ts';
import { createEventChannel } from '../../../src/platforms/dingtalk/event-channel.ts';
import { createRobotChannel } from '../../../src/platforms/dingtalk/robot-channel.ts';

const noCall = () => Promise.reject(new Error('no call expected'));
const maker = { make: noCall, costs: () => [] };
const options = { maker, fetchFile: noCall, readState: noCall, corpId: 'ding1', robotCode: 'robot' };
const channel = createRobotChannel({ ...options, cards: { templateId: 'template', routeKey: 'route' } });
const withoutCards = createRobotChannel({ ...options, cards: null });
const sender = { platform: 'dingtalk', corpId: 'ding1', userId: 'staff1' } as const;
const words: Card = { title: '资质', blocks: [{ kind: 'text', text: '有效。' }], confidential: false };
const card: Card = { ...words, buttons: [{ text: '第1家', tap: { say: '资质 示例企业01', answer: 'here' } }] };

const eventIn = (place: InboundEvent['place'], handle: object = {}): InboundEvent => ({
  channel: 'dingtalk-robot',
  key: 'k',
  sender,
  place,
  happening: { kind: 'text', text: '资质' },
  handle: { conversationId: 'cid', staffId: 'staff1', ...handle },
});
const planOf = (event: InboundEvent, answer: Answer, from = channel) =>
  from.plan(event, answer, { sender, late: true, ref: 'REF' });
const plan = (place: InboundEvent['place'], answer: Answer) => planOf(eventIn(place), answer);
const file = { api: 'file', staffId: 'staff1', attachmentId: 'A1', ref: 'REF' };

describe('the id of a card', () => {
  it.each([
    ['direct', 'd-REF'],
    ['group', 'g-REF'],
  ] as const)('is the job’s, so that a retry is known for one (%s)', (place, outTrackId) => {
    expect(plan(place, { here: card }).calls).toMatchObject([{ api: 'card', body: { outTrackId } }]);
    expect(plan(place, { here: card })).toEqual(plan(place, { here: card }));
  });

  it('differs between the two cards of one answer', () => {
    const ids = plan('direct', { here: card, direct: card }).calls.map(
      (call) => (call as { body: { outTrackId: string } }).body.outTrackId,
    );
    expect(ids).toEqual(['d-REF', 'p-REF']);
  });
});

describe('an answer one-to-one from a group', () => {
  it('is a card where it has buttons, in the chat with the robot', () => {
    expect(plan('group', { direct: card }).calls).toMatchObject([
      {
        api: 'card',
        body: { openSpaceId: 'dtv1.card//IM_ROBOT.staff1' },
        otherwise: [{ api: 'say', to: { staffId: 'staff1' } }],
      },
    ]);
  });

  it('is words where it has none', () => {
    expect(plan('group', { direct: words }).calls).toMatchObject([{ api: 'say', to: { staffId: 'staff1' } }]);
  });

  it('brings its file after the words, and none to people whom nothing reaches', () => {
    expect(plan('group', { here: words, direct: words, attachmentId: 'A1' }).calls).toMatchObject([
      { api: 'say', to: { conversationId: 'cid' } },
      { api: 'say', to: { staffId: 'staff1' } },
      file,
    ]);
    const event = eventIn('group');
    const { staffId: _, ...handle } = event.handle;
    expect(planOf({ ...event, handle }, { direct: words, attachmentId: 'A1' }).calls).toEqual([]);
  });
});

describe('speaking first', () => {
  const reach = (to: object) => channel.reach?.({ ...sender, ...to });

  it.each([
    [{ platform: 'wecom' }],
    [{ corpId: 'ding2' }],
    [{ userId: '' }],
    [{ userId: 'union:u1' }],
    [{ userId: 'opaque:$:LWCP_v1:$x' }],
  ])('reaches nobody but a member: %j', (to) => {
    expect(reach(to)).toBeNull();
  });

  it('needs nothing but the staff id', () => {
    expect(reach({})).toEqual({ channel: 'dingtalk-robot', handle: { staffId: 'staff1' } });
  });

  const told = (answer: Answer, from = channel) => {
    const reached = reach({});
    if (!reached) throw new Error('not reached');
    const happening = { kind: 'entered' } as const;
    return planOf({ ...reached, key: 'k', sender, place: 'direct', happening }, answer, from).calls;
  };

  it('is a card where it has buttons', () => {
    expect(told({ here: card })).toMatchObject([
      {
        api: 'card',
        body: { outTrackId: 'd-REF', openSpaceId: 'dtv1.card//IM_ROBOT.staff1' },
        otherwise: [{ api: 'say', to: { staffId: 'staff1' } }],
      },
    ]);
  });

  it('is words where there are no buttons, or no cards', () => {
    const said = { api: 'say', title: '资质', text: expect.stringContaining('有效。'), to: { staffId: 'staff1' } };
    expect(told({ here: words })).toEqual([said]);
    expect(told({ here: card }, withoutCards)).toEqual([said]);
  });

  it('brings a file', () => {
    expect(told({ here: words, attachmentId: 'A1' })).toMatchObject([{ api: 'say' }, file]);
  });
});

describe('a link', () => {
  const linked: Card = { ...words, link: { text: '查看', url: 'https://bot.example/h5/a?b=1' } };
  const markdown = '[查看](https://bot.example/h5/a?b=1)';

  it('stands in the words', () => {
    expect(plan('direct', { here: linked }).calls).toMatchObject([{ text: expect.stringContaining(markdown) }]);
  });

  it('stands in a card', () => {
    const { calls } = plan('direct', { here: { ...card, ...linked, buttons: card.buttons ?? [] } });
    expect(calls).toMatchObject([
      { body: { cardData: { cardParamMap: { content1: expect.stringContaining(markdown) } } } },
    ]);
  });
});

describe('a form', () => {
  const fill: Card = {
    ...words,
    form: {
      tap: { say: '/填报', answer: 'here' },
      submit: '提交',
      fields: [{ name: 'revenue', label: '营收', kind: 'number' }],
    },
    insteadOfForm: '请发送：营收320万。',
    subject: 'report:R1',
  };
  const cardParamMap = { form: expect.stringContaining('营收'), form_btn_text: '提交', content1: '有效。' };

  it('is a card one-to-one, remembered by what it is about', () => {
    const live = {
      card: 'd-REF',
      subject: 'report:R1',
      channel: 'dingtalk-card',
      handle: { outTrackId: 'd-REF', staffId: 'staff1' },
    };
    expect(plan('direct', { here: fill }).calls).toMatchObject([
      {
        body: { cardData: { cardParamMap } },
        otherwise: [{ text: expect.stringContaining('请发送：营收320万。') }],
        live,
      },
    ]);
    expect(plan('group', { direct: fill }).calls).toMatchObject([{ body: { cardData: { cardParamMap } } }]);
  });

  it('is words where others would see it, and where there are no cards', () => {
    const said = { api: 'say', text: expect.stringContaining('请发送：营收320万。') };
    expect(plan('group', { here: fill }).calls).toMatchObject([said]);
    expect(plan('group', { here: { ...fill, buttons: card.buttons ?? [] } }).calls).toMatchObject([
      {
        body: {
          cardData: { cardParamMap: { form_btn_text: '', content1: expect.stringContaining('请发送：营收320万。') } },
        },
      },
    ]);
    expect(planOf(eventIn('direct'), { here: fill }, withoutCards).calls).toMatchObject([said]);
  });

  it('says which fields had no room', () => {
    const fields = Array.from({ length: 60 }, (_, n) => ({
      name: `f${n}`,
      label: `指标${n}`,
      kind: 'number' as const,
    }));
    const large = { ...fill, form: { tap: { say: '/填报', answer: 'here' as const }, submit: '提交', fields } };
    const [call] = plan('direct', { here: large }).calls as {
      body: { cardData: { cardParamMap: { content1: string } } };
    }[];
    expect(call?.body.cardData.cardParamMap.content1).toMatch(/以下各项未列入：.*指标59。请发送：营收320万。/u);
  });
});

describe('a file that came', () => {
  it('is fetched by the code of its event', async () => {
    const asked: unknown[] = [];
    const fetchFile = async (...given: unknown[]) => {
      asked.push(given);
      return Buffer.from('x');
    };
    const fetching = createRobotChannel({ ...options, fetchFile, cards: null });
    await fetching.fetchFile?.(eventIn('direct', { downloadCode: 'D' }), 5);
    await fetching.fetchFile?.(eventIn('direct'), 5);
    expect(asked).toEqual([
      ['D', 5],
      [undefined, 5],
    ]);
  });
});

it('an event is answered to nobody', async () => {
  const events = createEventChannel();
  expect(events.plan(eventIn('direct'), { here: words }, { sender, late: false, ref: 'REF' })).toEqual({
    inline: null,
    calls: [],
  });
  expect(events.decideWithinMs).toBe(0);
  await expect(events.send({})).rejects.toThrow('nobody');
  expect(await events.identify(sender)).toBe(sender);
});
