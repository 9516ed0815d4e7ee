import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../helpers/database.ts';
import { type Deciding, onWecom, startDeciding } from '../helpers/deciding.ts';
import type { wecomUser } from '../helpers/world.ts';

/** What is read and what is refused is on record, whatever the answer looks like. */
let database: Awaited<ReturnType<typeof testDatabase>>;
let bot: Deciding;
beforeAll(async () => {
  database = await testDatabase();
  bot = await startDeciding(database);
});
afterAll(() => database.drop());

/** The rows of one message, in no order: all are of one moment. */
async function recordedBy(who: keyof typeof wecomUser, say: string, groupId?: string) {
  const message = await bot.record(onWecom(who), say, groupId);
  await bot.answer(message);
  return bot.client.auditEntry.findMany({ where: { requestId: message.id } });
}
const inWords = (rows: Awaited<ReturnType<typeof recordedBy>>) =>
  rows.map(({ action, result, role }) => `${role} ${action} ${result}`).sort();

describe('what is read', () => {
  it.each<[keyof typeof wecomUser, string, string]>([
    ['contact01', '资质', 'contact qualification.read allowed'],
    ['officer', '/资质 示例企业01', 'officer qualification.read allowed'],
    ['officer', '/资质 待批复', 'officer qualification.list allowed'],
    ['officer', '/资质 即将到期', 'officer qualification.list allowed'],
    ['officer', '/资质 高新技术企业', 'officer qualification.list allowed'],
    ['viewer', '/资质 统计', 'viewer qualification.list allowed'],
    ['contact01', '/联系人', 'contact contact.read allowed'],
    ['officer', '/联系人 示例企业01', 'officer contact.read allowed'],
    ['officer', '/联系人 示例企业01 完整', 'officer contact.reveal allowed'],
    ['contact01', '/谁看过我们', 'contact access.read allowed'],
    ['administrator', '/审计', 'administrator audit.read allowed'],
    ['administrator', '/审计 示例企业01', 'administrator audit.read allowed'],
    ['administrator', '/成员', 'administrator member.list allowed'],
    ['officer', '/群', 'officer group.list allowed'],
    ['officer', '/绑定申请', 'officer binding.list allowed'],
  ])('%s: %s', async (who, say, expected) => {
    const rows = await recordedBy(who, say);
    expect(inWords(rows)).toEqual([expected]);
    const { personId } = await bot.client.account.findFirstOrThrow({ where: onWecom(who) });
    expect(rows).toMatchObject([{ personId, channel: 'wecom-app', place: 'direct' }]);
  });

  it.each<[string, string]>([
    ['/资质 示例企业01', '示例企业01'],
    ['/联系人 示例企业01', '示例企业01'],
    ['/联系人 示例企业02 完整', '示例企业02'],
  ])('says of which enterprise: %s', async (say, name) => {
    const { enterpriseId } = await bot.client.enterpriseName.findFirstOrThrow({ where: { text: name } });
    expect(await recordedBy('officer', say)).toMatchObject([{ enterpriseId, objectId: enterpriseId }]);
  });

  it('what is public is nobody’s secret', async () => {
    expect(await recordedBy('contact01', '/资质 示例企业02')).toEqual([]);
    expect(await recordedBy('contact01', '/资质 统计')).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each<[keyof typeof wecomUser, string, string[]]>([
    ['contact02', '/联系人 示例企业01', ['contact contact.read denied']],
    ['viewer', '/联系人 示例企业01 完整', ['viewer contact.read allowed', 'viewer contact.reveal denied']],
    ['contact01', '/联系人 示例企业01 完整', ['contact contact.read allowed', 'contact contact.reveal denied']],
    ['contact01', '/联系人 示例企业01 主 1', ['contact binding.rank denied']],
    ['viewer', '/联系人 示例企业01 主 1', ['viewer binding.rank denied']],
    ['contact01', '/解绑 示例企业01 1', ['contact binding.end denied']],
    ['viewer', '/解绑 示例企业01 1', ['viewer binding.end denied']],
    ['agent', '/解绑 确认 示例企业01 1', ['agent binding.end denied']],
    ['contact01', '/谁看过我们 示例企业02', ['contact access.read denied']],
    ['contact01', '/资质 示例企业02 2023-01-01', ['contact qualification.read denied']],
    ['contact01', '/资质 统计 2024-12-31', ['contact qualification.read denied']],
    ['officer', '/审计', ['officer command.denied denied']],
    ['viewer', '/链接 示例企业01 李一', ['viewer command.denied denied']],
    ['administrator', '/成员 移除 何敏', ['administrator member.change denied']],
    ['contact01', '/关联 ABCD1234', ['contact account.join denied']],
    ['stranger', '/资质 示例企业01', ['stranger command.denied denied']],
  ])('%s: %s', async (who, say, expected) => {
    expect(inWords(await recordedBy(who, say))).toEqual(expected);
  });

  it('is refused again where the answer got lost, and not taken for done', async () => {
    const message = await bot.record(onWecom('viewer'), '/解绑 示例企业01 1');
    const first = await bot.answer(message);
    expect(first.here?.title).toBe('没有权限');
    expect(await bot.answer(message, true)).toEqual(first);
  });

  it('changes nothing', async () => {
    const { client } = bot;
    expect(await client.binding.count({ where: { OR: [{ endedAt: { not: null } }, { rank: { not: null } }] } })).toBe(
      0,
    );
    expect(await client.person.count({ where: { staffRole: 'ADMINISTRATOR' } })).toBe(1);
    expect(await client.accessLink.count()).toBe(0);
  });
});

it('what is private and asked in a group is recorded as refused there and as read one-to-one', async () => {
  expect(inWords(await recordedBy('officer', '/资质 待批复', 'wecom-group-1'))).toEqual([
    'officer qualification.list allowed',
    'officer qualification.read denied',
  ]);
});

it('a binding is ended by its own number once it is to be confirmed, not by its place in the list', async () => {
  const open = () => bot.client.binding.count({ where: { endedAt: null } });
  const before = await open();
  await bot.say(onWecom('officer'), '/解绑 确认 示例企业01 1');
  expect(await open()).toBe(before);
  const { personId } = await bot.client.account.findFirstOrThrow({ where: onWecom('contact01') });
  const { id } = await bot.client.binding.findFirstOrThrow({ where: { personId } });
  await bot.say(onWecom('officer'), `/解绑 确认 示例企业01 ${id.toLowerCase()}`);
  expect(await open()).toBe(before - 1);
  // Who spoke for it is told, and nobody else.
  const jobs = await bot.client.job.findMany({ where: { state: 'waiting' } });
  expect(jobs.map(({ event }) => JSON.parse(event).sender)).toEqual([onWecom('contact01')]);
});
