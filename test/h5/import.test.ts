import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { xlsxBytes } from '../../src/documents/write-xlsx.ts';
import { type Browsing, browse, type Seen } from '../helpers/browsing.ts';
import { plantLink } from '../helpers/plant-link.ts';
import { signIn } from '../helpers/sign-in.ts';
import { conversations, type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  await world.emulator.clock.advance(60_000);
  who = browse(world.botUrl);
});

const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);
const client = () => world.database.client;

function workbook(rows: string[][], name = '企业'): Promise<Buffer> {
  const [headers = [], ...rest] = rows;
  return xlsxBytes([{ name, columns: headers.map((header) => ({ header, width: 20 })), rows: rest }]);
}

async function upload(bytes: Buffer, name = '导入.xlsx', browser = who): Promise<Seen> {
  const csrf = (await browser.get('/h5/import')).field('csrf');
  return browser.postFile('/h5/import', { csrf }, { name, bytes });
}

/** Follows the progress page until it leads on. */
async function settled(seen: Seen, browser = who): Promise<Seen> {
  let at = await browser.follow(seen);
  for (let looks = 0; looks < 200 && /http-equiv="refresh"/u.test(at.html); looks += 1) {
    await world.app.idle();
    await new Promise((resolve) => setTimeout(resolve, 50));
    at = await browser.follow(await browser.get(browser.lastPath()));
  }
  return at;
}

const rows = (action: string) =>
  client().auditEntry.findMany({ where: { action, channel: 'h5' }, select: { result: true, role: true, place: true } });

describe('an officer', () => {
  it('imports what the check found new, and it is there', async () => {
    await as('officer');
    expect((await who.get('/h5')).text).toMatch(/导入/);
    const file = await workbook([
      ['企业全称', '行业'],
      ['网页甲科技有限公司', '农业'],
    ]);
    const checked = await settled(await upload(file));
    expect(checked.text).toMatch(/请确认导入.*企业：新增 1 家，变更 0 家/u);
    expect(await client().enterpriseName.count({ where: { text: '网页甲科技有限公司', importId: null } })).toBe(0);
    const done = await settled(await who.post(`${who.lastPath()}/apply`, {}));
    expect(done.text).toMatch(/导入完成.*企业：新增 1 家/u);
    const chat = world.chat('officer', conversations['WeCom app']('officer'));
    await chat.say('/资质 网页甲科技有限公司');
    await chat.shouldSee(/没有登记在册的资质记录/);
    expect(await rows('import.check')).toEqual([{ result: 'allowed', role: 'officer', place: 'web' }]);
    expect(
      (await client().auditEntry.findMany({ where: { action: 'import.apply' } })).map(({ channel }) => channel),
    ).toEqual(['h5']);
    // Again, by hand: nothing twice.
    const again = await settled(await who.post(`${who.lastPath()}/apply`, {}));
    expect(again.text).toMatch(/导入完成/);
    expect((await settled(await upload(file))).text).toMatch(/没有需要导入的内容/);
  });

  it('sees old and new of what would change, and may give it up', async () => {
    await as('officer');
    const file = await workbook([
      ['企业全称', '行业'],
      ['示例企业07', '制造业'],
    ]);
    const checked = await settled(await upload(file));
    expect(checked.text).toMatch(/变更1处.*企业第2行 示例企业07 行业 未登记 制造业/u);
    const given = await settled(await who.post(`${who.lastPath()}/discard`, {}));
    expect(given.text).toMatch(/已放弃导入/);
    const late = await settled(await who.post(`${who.lastPath()}/apply`, {}));
    expect(late.text).toMatch(/已放弃导入/);
    expect((await client().enterprise.findMany({ where: { industry: '制造业' } })).length).toBe(0);
  });

  it('reads what is wrong by sheet, row and column, page by page', async () => {
    await as('officer');
    const wrong = Array.from({ length: 60 }, (_none, n) => [`网页错${n}有限公司`, '9135']);
    const checked = await settled(await upload(await workbook([['企业全称', '统一社会信用代码'], ...wrong])));
    expect(checked.text).toMatch(/文件需要改正.*没有写入任何数据.*60处.*企业 2 统一社会信用代码/u);
    expect(checked.text).toMatch(/第1页，共2页/);
    expect(checked.html).not.toContain('/apply');
    expect((await who.get(`${who.lastPath()}?page=2`)).text).toMatch(/企业 61 统一社会信用代码/u);
    expect(await client().enterpriseName.count({ where: { text: { startsWith: '网页错' } } })).toBe(0);
  });

  it('gets the empty workbook', async () => {
    await as('officer');
    const seen = await who.get('/h5/import/template');
    expect(seen.status).toBe(200);
    expect(seen.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(seen.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('导入模板.xlsx')}`,
    );
    expect(seen.html.startsWith('PK')).toBe(true);
  });

  it('is told when the registered data changed after the check', async () => {
    await as('officer');
    const file = await workbook([
      ['企业全称', '行业'],
      ['示例企业08', '林业'],
    ]);
    await settled(await upload(file));
    const path = who.lastPath();
    const { enterpriseId } = await client().enterpriseName.findFirstOrThrow({ where: { text: '示例企业08' } });
    await client().enterprise.update({ where: { id: enterpriseId }, data: { industry: '渔业' } });
    const stale = await settled(await who.post(`${path}/apply`, {}));
    expect(stale.text).toMatch(/已登记的数据有变化，本次没有写入.*渔业 林业/u);
    expect((await settled(await who.post(`${path}/apply`, {}))).text).toMatch(/导入完成/);
  });
});

describe('a file that is none', () => {
  it.each([
    ['text with the name of a workbook', Buffer.from('企业全称,信用代码'), '不是.xlsx', /不是 \.xlsx 文件/],
    ['empty', Buffer.alloc(0), '空.xlsx', /没有完成检查|不是 \.xlsx 文件/],
    ['of another kind', Buffer.from('x'), '图.png', /只能上传用于导入的/],
    ['without a name', Buffer.from('x'), '', /请选择填好的/],
  ])('%s is said to be none', async (_name, bytes, name, text) => {
    await as('officer');
    const seen = await settled(await upload(bytes, name));
    expect([seen.status, seen.text]).toEqual([400, expect.stringMatching(text)]);
    expect(seen.text).toMatch(/流水号/);
  });

  it('of more than 20 MB is not taken in', async () => {
    await as('officer');
    const seen = await upload(Buffer.alloc(20 * 2 ** 20 + 1), '大.xlsx');
    expect([seen.status, seen.text]).toEqual([400, expect.stringContaining('文件超过 20 MB')]);
    expect(await client().attachment.count({ where: { name: '大.xlsx' } })).toBe(0);
  });

  it('whose length is not said, and has no end, is not taken in either', async () => {
    await as('officer');
    await who.get('/h5/import');
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'content-type': 'multipart/form-data; boundary=x', 'transfer-encoding': 'chunked' };
    const text = await new Promise<string>((resolve, reject) => {
      const outgoing = request(`${world.botUrl}/h5/import`, { method: 'POST', headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.on('end', () => {
          outgoing.destroy();
          resolve(body);
        });
      });
      outgoing.on('error', reject);
      const piece = Buffer.alloc(2 ** 20);
      const more = () => {
        if (!outgoing.destroyed) outgoing.write(piece, () => setImmediate(more));
      };
      more();
    });
    expect(text).toContain('文件超过 20 MB');
  });

  it.each([
    ['not multipart', 'application/x-www-form-urlencoded', 'a=b'],
    ['without its boundary', 'multipart/form-data', 'x'],
    ['with nothing in it', 'multipart/form-data; boundary=x', '--x--\r\n'],
    [
      'broken',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n',
    ],
  ])('a form %s is refused', async (_name, type, body) => {
    await as('officer');
    await who.get('/h5/import');
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${world.botUrl}/h5/import`, {
      method: 'POST',
      headers: { cookie, 'content-type': type },
      body,
    });
    expect(answer.status).toBe(400);
  });
});

describe('nobody else', () => {
  it.each(['viewer', 'agent', 'contact01'] as const)('%s imports', async (person) => {
    await as(person);
    expect((await who.get('/h5')).text).not.toMatch(/导入/);
    const before = (await rows('command.denied')).length;
    for (const path of ['/h5/import', '/h5/import/template', '/h5/import/none', '/h5/import/file/none']) {
      expect((await who.get(path)).status).toBe(403);
    }
    expect((await rows('command.denied')).length).toBe(before + 4);
    const csrf = (await who.get('/h5')).field('csrf');
    const file = await workbook([['企业全称'], ['网页乙有限公司']]);
    expect((await who.postFile('/h5/import', { csrf }, { name: 'a.xlsx', bytes: file })).status).toBe(403);
    expect(await client().attachment.count({ where: { name: 'a.xlsx' } })).toBe(0);
  });

  it('whom a link let in imports, whatever they are', async () => {
    const link = await plantLink(client(), { name: '王晨', now: new Date(world.emulator.clock.now()) });
    await who.get(`/h5/l/${link.token}/code`);
    await who.post(`/h5/l/${link.token}/code`, { code: link.code });
    expect((await who.get('/h5/import')).location).toBe('/h5/login?to=import');
  });

  it('sees another officer’s import; an administrator does', async () => {
    await as('officer');
    const file = await workbook([['企业全称'], ['网页丙有限公司']]);
    await settled(await upload(file));
    const path = who.lastPath();
    await client().person.updateMany({ where: { name: '孙岚' }, data: { staffRole: 'OFFICER' } });
    const other = browse(world.botUrl);
    await as('viewer', other);
    expect((await other.get(path)).status).toBe(404);
    await other.get('/h5/import');
    expect((await other.post(`${path}/apply`, {})).status).toBe(404);
    expect((await other.post(`${path}/discard`, {})).status).toBe(404);
    expect(await rows('import.check')).toContainEqual({ result: 'denied', role: 'officer', place: 'web' });
    const administrator = browse(world.botUrl);
    await as('administrator', administrator);
    expect((await administrator.get(path)).text).toMatch(/请确认导入/);
    await client().person.updateMany({ where: { name: '孙岚' }, data: { staffRole: 'VIEWER' } });
  });

  it('can make somebody else’s browser import', async () => {
    await as('officer');
    const file = { name: 'b.xlsx', bytes: await workbook([['企业全称'], ['网页丁有限公司']]) };
    await who.get('/h5/import');
    expect((await who.postFile('/h5/import', { csrf: '' }, file)).status).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    const csrf = (await who.get('/h5/import')).field('csrf');
    expect((await who.postFile('/h5/import', { csrf }, file, foreign)).status).toBe(403);
    expect(await client().attachment.count({ where: { name: 'b.xlsx' } })).toBe(0);
  });
});

it('uploads are limited', async () => {
  await as('officer');
  const statuses: number[] = [];
  for (let n = 0; n < 21; n += 1) statuses.push((await upload(Buffer.from('x'), 'x.txt')).status);
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 400), 429]);
});
