import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chat, conversations, directChannels, startWorld, type World } from '../helpers/world.ts';

/** 2024-01-01 is a day off: the month opens on Tuesday the 2nd, and closes on the 10th. */
const opening = '2024-01-02T08:59';

describe.each(directChannels)('what a contact reports, %s', (channel) => {
  let world: World;
  let contact: Chat;
  /** Where the bureau's word arrives. */
  let inbox: Chat;

  beforeAll(async () => {
    world = await startWorld({ emulator: { clock: { start: opening, mode: 'frozen' } } });
    contact = world.chat('contact02', conversations[channel]('contact02'));
    inbox = world.chat('contact02', conversations['WeCom app']('contact02'));
  });
  afterAll(async () => {
    expect(world.remarks().filter((one) => !/documented are 1024/u.test(one))).toEqual([]);
    await world.stop();
  });

  const submitted = () => world.database.client.reportSubmission.count({ where: { report: { period: '2023-12' } } });
  const figures = async () => {
    const rows = await world.database.client.reportValue.findMany({
      where: { submission: { report: { period: '2023-12' } } },
      orderBy: [{ submission: { number: 'desc' } }, { key: 'asc' }],
    });
    const [latest] = rows;
    return Object.fromEntries(
      rows
        .filter(({ submissionId }) => submissionId === latest?.submissionId)
        .map(({ key, month, total, isCarried }) => [key, [Number(month), total === null ? null : Number(total), isCarried]]),
    );
  };
  const tap = async (card: RegExp, button: string) => {
    await contact.news();
    await contact.tapOn(new RegExp(`${card.source}|请在下方选择|待说明|可以提交|待补充`, 'u'), button);
  };

  it('at nine of the first workday the open month is told, once', async () => {
    expect((await inbox.news()).filter(({ text }) => /月报/u.test(text))).toEqual([]);
    await world.emulator.clock.advance(60_000);
    const { text } = await inbox.shouldSee(/2023年12月月报/);
    expect(text).toMatch(/示例企业022023年12月月报开始填报。请于2024年1月10日24:00前填报/);
    expect(text).toMatch(/必填：营业收入、高新技术产品（服务）收入|必填：营业收入/);
    await inbox.news();
    await world.emulator.clock.advance(5 * 60_000);
    expect((await inbox.news()).filter(({ text }) => /开始填报/u.test(text))).toEqual([]);
  });

  it('figures in words are read back with everything that is found, and nothing is handed in', async () => {
    await contact.say('12月营收1046.05万 研发64.85');
    const { text } = await contact.shouldSee(/请核对2023年12月月报/);
    expect(text).toMatch(/研发费用未写单位，按万元计为64\.85万元/);
    expect(text).toMatch(/营业收入（万元）：1046\.05，累计/);
    expect(text).toMatch(/期末从业人员（职工总数）（人）：\d+（沿用上月，未确认）/);
    expect(text).toMatch(/须更正后才能提交/);
    expect(await submitted()).toBe(0);
  });
});
