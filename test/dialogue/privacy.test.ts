import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  conversations,
  directChannels,
  groupChannels,
  type PersonId,
  startWorld,
  type World,
} from '../helpers/world.ts';

/**
 * Who sees what, where (domain.md G1), for the rows of which the product holds data. `own`, `foreign`, `staff`: whether it is
 * told one-to-one to a contact of that enterprise, to one of another, to the bureau; in a group the group column beats all.
 */
interface Row {
  what: string;
  about: string;
  /** An enterprise of which there is nothing of the kind: in a group the answer about it must read the same. */
  without: string;
  say: (name: string) => string;
  /** Gives it away. */
  secret: RegExp;
  group: boolean;
  own: boolean;
  foreign: boolean;
  staff: boolean;
}

const rows: readonly Row[] = [
  {
    what: 'a recognised qualification',
    about: '示例企业01',
    without: '示例企业18',
    say: (name) => `/资质 ${name} 高新技术企业`,
    secret: /国家级|高新技术企业.*有效|有效.*高新技术企业/su,
    group: true,
    own: true,
    foreign: true,
    staff: true,
  },
  {
    what: 'when a certificate runs out, and its number',
    about: '示例企业01',
    without: '示例企业18',
    say: (name) => `/资质 ${name}`,
    secret: /GR20\d\d|有效期至|剩余|20\d\d年\d+月\d+日到期/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
  {
    what: 'a pending application',
    about: '示例企业02',
    without: '示例企业27',
    say: (name) => `/资质 ${name}`,
    secret: /待批复|已推荐|申报/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
  {
    what: 'a contact',
    about: '示例企业01',
    without: '示例企业30',
    say: (name) => `/联系人 ${name}`,
    secret: /李[*＊一]/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
  {
    what: 'what was approved of special funds',
    about: '示例企业02',
    without: '示例企业18',
    say: (name) => `/资金 ${name}`,
    secret: /批复|80\.00|P-03/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
  {
    what: 'the balance and the spending of special funds',
    about: '示例企业01',
    without: '示例企业18',
    say: (name) => `/资金 ${name}`,
    secret: /余额：|支出：|15\.25|14\.75/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
  {
    what: 'what was reported of special funds and not confirmed',
    about: '示例企业01',
    without: '示例企业02',
    say: (name) => `${name}的专项资金还剩多少`,
    secret: /自报|3\.15/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
  {
    what: 'the movements of a project, and their documents',
    about: '示例企业01',
    without: '示例企业18',
    say: () => '/资金 明细 P-01',
    secret: /示科计|示财拨|拨付|\d万元/u,
    group: false,
    own: true,
    foreign: false,
    staff: true,
  },
];

const ownOf: Record<string, PersonId> = { 示例企业01: 'contact01', 示例企业02: 'contact02' };
const foreignTo: Record<string, PersonId> = { 示例企业01: 'contact02', 示例企业02: 'contact01' };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
// A member gets no more than thirty messages a minute (企业微信 90312).
beforeEach(() => world.emulator.clock.advance(60_000));
afterAll(async () => {
  // The one refusal that was asked for.
  expect(world.remarks().filter((remark) => !/81013|staffId.notExisted/u.test(remark))).toEqual([]);
  await world.stop();
});

async function answerTo(person: PersonId, channel: keyof typeof conversations, say: string): Promise<string> {
  const chat = world.chat(person, conversations[channel](person));
  await chat.news();
  await chat.say(say);
  return (await chat.news()).map(({ text }) => text).join('\n');
}

const who = [
  ['own', (row: Row) => ownOf[row.about] ?? 'contact01', (row: Row) => row.own],
  ['foreign', (row: Row) => foreignTo[row.about] ?? 'contact02', (row: Row) => row.foreign],
  ['staff', (): PersonId => 'officer', (row: Row) => row.staff],
  ['stranger', (): PersonId => 'stranger', () => false],
] as const;

describe.each(rows)('$what', (row) => {
  describe.each(who)('%s', (kind, personOf, mayDirectly) => {
    it.each(directChannels)(`${mayDirectly(row) ? 'is told' : 'is not told'} one-to-one, %s`, async (channel) => {
      const text = await answerTo(personOf(row), channel, row.say(row.about));
      expect(text).not.toBe('');
      expect([text, row.secret.test(withoutEcho(text, row))]).toEqual([text, mayDirectly(row)]);
    });

    it.each(groupChannels)('%s', async (channel) => {
      const expected = kind !== 'stranger' && row.group;
      const text = await answerTo(personOf(row), channel, row.say(row.about));
      expect(text).not.toBe('');
      expect([text, row.secret.test(withoutEcho(text, row))]).toEqual([text, expected]);
    });
  });

  it.each(groupChannels)('%s: the answer does not show whether there is any', async (channel) => {
    if (row.group) return;
    const about = await answerTo('officer', channel, row.say(row.about));
    const without = await answerTo('officer', channel, row.say(row.without));
    const bare = (text: string, name: string) => text.replaceAll(name, '某企业').replaceAll(/流水号 \w+/gu, '');
    if (/^\/(?:联系人|资金) /u.test(row.say(''))) expect(bare(about, row.about)).toBe(bare(without, row.without));
    else expect(row.secret.test(withoutEcho(without, row))).toBe(false);
  });
});

/** The offer to answer one-to-one names what is only said there; that is no answer. */
function withoutEcho(text: string, row: Row): string {
  return text
    .replaceAll(/有效期、申报进度等[^\n]*/gu, '')
    .replaceAll(row.say(row.about).slice(1), '')
    .replaceAll(/暂不能查询[^\n]*/gu, '');
}

describe.each(groupChannels)('a private question in %s', (channel) => {
  const inbox = channel.startsWith('WeCom') ? 'WeCom app' : 'DingTalk robot';
  const api = channel.startsWith('WeCom') ? 'message/send' : 'oToMessages/batchSend';
  const neutral = /该信息涉及企业经营数据，请在单聊中查询。答复将单独发送给您。/u;

  it.each([
    ['contact01', '/联系人', /李[*＊]/u],
    ['officer', '/资质 待批复', /示例企业02/u],
    ['officer', '/资质 易统云 2023-06-01', /易统云/u],
    ['contact01', '专项资金还剩多少', /15\.25万元/u],
    ['officer', '/资金 2023', /1007\.05/u],
  ] as const)('of %s: %s', async (person, say, answer) => {
    const group = world.chat(person, conversations[channel](person));
    const direct = world.chat(person, conversations[inbox](person));
    await direct.news();
    await group.say(say);
    await direct.shouldSee(answer);
    const seen = (await group.news()).map(({ text }) => text).join('\n');
    expect(seen).toMatch(neutral);
    expect(seen).not.toMatch(answer);
  });

  it('stays unanswered where nothing reaches the asker: the group gets no more than the line', async () => {
    const group = world.chat('contact01', conversations[channel]('contact01'));
    const platform = channel.startsWith('WeCom') ? 'wecom-api' : 'dingtalk-api';
    await fetch(`${world.emulator.url}/emulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'api-error',
        channel: platform,
        path: api,
        errcode: 81013,
        code: 'staffId.notExisted',
        status: 400,
      }),
    });
    await group.say('/联系人');
    const seen = (await group.news()).map(({ text }) => text).join('\n');
    expect(seen).toMatch(neutral);
    expect(seen).not.toMatch(/李[*＊]/u);
    const pending = await (await fetch(`${world.emulator.url}/emulator/faults`)).json();
    expect(JSON.stringify(pending)).not.toContain(api);
  });
});

describe('whose whole name and number', () => {
  it.each(directChannels)('staff see masked, and each look at the whole is recorded, %s', async (channel) => {
    const { client } = world.database;
    expect(await answerTo('officer', channel, '/联系人 示例企业01')).not.toContain('李一');
    const before = await client.auditEntry.count({ where: { action: 'contact.reveal' } });
    expect(await answerTo('officer', channel, '/联系人 示例企业01 完整')).toContain('李一');
    expect(await client.auditEntry.count({ where: { action: 'contact.reveal' } })).toBe(before + 1);
  });

  it('is masked for colleagues too, who cannot ask for the whole', async () => {
    expect(await answerTo('contact01', 'WeCom app', '/联系人 示例企业01 完整')).not.toContain('李一');
  });
});

it('what was asked for and refused is recorded as refused', async () => {
  const { client } = world.database;
  const denied = await client.auditEntry.findMany({ where: { result: 'denied' } });
  const seen = new Set(denied.map(({ action, place }) => `${action} ${place}`));
  expect(seen).toContain('contact.read direct');
  expect(seen).toContain('fund.read direct');
});
