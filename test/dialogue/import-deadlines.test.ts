import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Browsing, browse, type Seen } from '../helpers/browsing.ts';
import { signIn } from '../helpers/sign-in.ts';
import { fullWorkbook, rowsBy } from '../helpers/workbooks.ts';
import { type Chat, conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
let officer: Chat;
let contact: Chat;
let other: Chat;
beforeAll(async () => {
  const settings = { wecomApp: { memberRates: false }, dingtalkApi: { callsPerSecond: 0 } };
  world = await startWorld({ emulator: { settings } });
  officer = world.chat('officer', conversations['DingTalk robot']('officer'));
  contact = world.chat('contact01', conversations['WeCom app']('contact01'));
  other = world.chat('contact02', conversations['WeCom app']('contact02'));
});
afterAll(async () => {
  expect(world.remarks()).toEqual([]);
  await world.stop();
});
/** A member gets no more than thirty messages a minute. */
beforeEach(() => world.emulator.clock.advance(61_000, { jump: true }));

/** The clock rings: what is to be told now is told. */
const ring = () => world.emulator.clock.advance(60_000);
const deadline = () => world.database.client.deadline.findFirst({ where: { program: '科技项目申报' } });
const texts = async (chat: Chat) => (await chat.news()).map(({ text }) => text).join('\n');

const call = {
  ...{ program: '科技项目申报', year: '2024', dueOn: '2024-01-10', dueAt: '16:00', officialOn: '2024-01-12' },
  ...{ noticeNo: '内科字〔2023〕9号', include: '示例企业01', exempt: '示例企业02', audience: '' },
};
const fileOf = (row: Readonly<Record<string, string>>) =>
  fullWorkbook({ deadlines: rowsBy('deadlines', { ...call, ...row }) });

async function send(bytes: Buffer): Promise<void> {
  await officer.news();
  const extra = { fileName: '截止事项.xlsx', contentBase64: bytes.toString('base64') };
  await officer.say('', { kind: 'file', extra });
}

it('in the chat: the preview says whom it concerns, and once it is confirmed they are told', async () => {
  await contact.news();
  await other.news();
  await send(await fileOf({}));
  await officer.shouldSee(
    /请确认导入[\s\S]*截止事项：新增 1 项[\s\S]*“截止事项”第2行 2024年科技项目申报（新增，材料到开发区2024年1月10日16:00）：指定企业1家（示例企业01）；免除1家（示例企业02），涉及1家；导入后通知这些企业/,
  );
  expect(await deadline()).toBeNull();
  await officer.tap('确认导入');
  await officer.shouldSee(/导入完成/);
  expect(await deadline()).toMatchObject({ version: 1, recordedById: expect.any(String) });
  await ring();
  expect(await texts(contact)).toMatch(
    /【截止通知】新增申报事项：2024年科技项目申报（内科字〔2023〕9号）[\s\S]*推荐上报：2024年1月12日24:00/,
  );
  expect(await texts(other)).toBe('');
  await send(await fileOf({}));
  await officer.shouldSee(/没有需要导入的内容[\s\S]*截止事项：新增 0 项，变更 0 项，无变化 1 项/);
});

it('another day in the same sheet is shown and told old → new; what was answered stays', async () => {
  await contact.tap('正在准备');
  await texts(contact);
  await send(await fileOf({ dueOn: '2024-01-11', dueAt: '' }));
  await officer.shouldSee(
    /涉及1家；导入后通知这些企业[\s\S]*变更1处[\s\S]*第2行 J-\d+ 2024年科技项目申报 材料到开发区：2024年1月10日16:00 → 2024年1月11日16:00/,
  );
  await officer.tap('确认导入');
  await officer.shouldSee(/导入完成/);
  await ring();
  const told = await texts(contact);
  expect(told).toMatch(/【截止变更】/);
  expect(told).toMatch(/2024年1月10日16:00 → 2024年1月11日16:00/);
  const number = (await deadline())?.number;
  await officer.say(`/截止 J-${number}`);
  await officer.shouldSee(/正在准备[^\d]*1/);
  await send(await fileOf({ dueOn: '2024-01-11', dueAt: '' }));
  await officer.shouldSee(/没有需要导入的内容/);
});

it('is refused whole with row and column; and there is nobody to be told of it', async () => {
  const before = await world.database.client.deadline.count();
  const wrong = rowsBy(
    'deadlines',
    { program: '项目甲', year: '2024', dueOn: '2024-02-29', dueAt: '24:00', basis: '通知', audience: '有效高企' },
    { program: '项目乙', year: '2023', dueOn: '2023-12-28', basis: '通知', audience: '有效高企' },
    { program: '项目丙', year: '2025', dueOn: '2025-02-29', basis: '通知', audience: '有效高企' },
    { program: '项目丁', year: '2024', dueOn: '2024-03-01', basis: '通知', audience: '待批复科技领军企业' },
  );
  await send(await fullWorkbook({ deadlines: wrong }));
  await officer.shouldSee(
    /3处需要改正[\s\S]*第4行“材料到开发区日期”：没有“2025-02-29”这一天[\s\S]*第3行“材料到开发区日期”：截止日期已过[\s\S]*第5行“对象”：[^\n]*没有企业列入名单/,
  );
  expect(await world.database.client.deadline.count()).toBe(before);
});

it('an export goes round', async () => {
  await officer.news();
  await officer.say('/导出 截止事项');
  await officer.shouldSee(/截止事项共\d+行/);
  const exported = (await officer.news()).find(({ file }) => file);
  const response = await fetch(`${world.emulator.url}/emulator/files/${exported?.file?.id}`);
  await send(Buffer.from(await response.arrayBuffer()));
  await officer.shouldSee(/没有需要导入的内容[\s\S]*截止事项：新增 0 项，变更 0 项，无变化 8 项/);
});

/** Follows the progress page until it leads on. */
async function settled(who: Browsing, seen: Seen): Promise<Seen> {
  let at = await who.follow(seen);
  for (let looks = 0; looks < 200 && /http-equiv="refresh"/u.test(at.html); looks += 1) {
    await world.app.idle();
    await new Promise((resolve) => setTimeout(resolve, 50));
    at = await who.follow(await who.get(who.lastPath()));
  }
  return at;
}

it('on the page: everybody is confirmed with the number', async () => {
  const who = browse(world.botUrl);
  await signIn(world, 'officer', 'wecom', who);
  const bytes = await fileOf({ ...{ program: '安全检查', include: '', exempt: '', audience: '全部企业' }, dueAt: '' });
  const csrf = (await who.get('/h5/import')).field('csrf');
  const upload = await who.postFile('/h5/import', { csrf }, { name: '截止.xlsx', bytes });
  const checked = await settled(who, upload);
  expect(checked.text).toMatch(
    /请确认导入.*截止事项涉及的企业（1项）.*2024年安全检查（新增）.*全部企业.*涉及全部在营企业共64家，请核对；导入后通知这些企业.*确认导入/su,
  );
  const done = await settled(who, await who.post(`${who.lastPath()}/apply`, { csrf: checked.field('csrf') }));
  expect(done.text).toMatch(/导入完成.*截止事项：新增 1 项/su);
  expect(done.text).not.toContain('导入后通知');
  expect(await world.database.client.deadline.findFirst({ where: { program: '安全检查' } })).toMatchObject({
    year: 2024,
  });
});

it('a contact cannot: what they send is taken for figures', async () => {
  const before = await world.database.client.deadline.count();
  const chat = world.chat('contact01', conversations['DingTalk robot']('contact01'));
  const bytes = await fileOf({ program: '私自登记' });
  const extra = { fileName: '截止事项.xlsx', contentBase64: bytes.toString('base64') };
  await chat.say('', { kind: 'file', extra });
  await chat.shouldSee(/已收到月报表格/);
  expect(await world.database.client.deadline.count()).toBe(before);
});
