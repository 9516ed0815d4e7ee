import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browsing, browse, type Seen } from '../helpers/browsing.ts';
import { signIn } from '../helpers/sign-in.ts';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';

let world: World;
let who: Browsing;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.database.client.attemptCount.deleteMany();
  who = browse(world.botUrl);
});

const client = () => world.database.client;
const as = (person: PersonId, browser = who) => signIn(world, person, 'wecom', browser);

/** The table as rows of cells. */
function tableOf({ html }: Seen): string[][] {
  const table = /<table class="stacks sums">(.*?)<\/table>/su.exec(html)?.[1] ?? '';
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gsu)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gsu)].map(([, cell = '']) => cell.replace(/<[^>]+>/gu, ' ').trim()),
  );
}

describe('who reads it', () => {
  it.each(['officer', 'administrator', 'viewer'] as const)('%s does', async (person) => {
    await as(person);
    const seen = await who.get('/h5/funds');
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('2023年获得科技专项资金1007.05万元，共6批');
  });

  it.each(['contact01', 'agent'] as const)('%s does not, and that is on record', async (person) => {
    await as(person);
    const before = await client().auditEntry.count({ where: { action: 'command.denied' } });
    for (const address of ['/h5/funds', '/h5/funds.xlsx']) {
      const seen = await who.get(address);
      expect(seen.status).toBe(403);
      expect(seen.text).not.toMatch(/1007|示例项目/u);
    }
    expect(await client().auditEntry.count({ where: { action: 'command.denied' } })).toBe(before + 2);
  });

  it('a viewer is offered no form, and no workbook', async () => {
    await as('viewer');
    expect((await who.get('/h5/funds')).text).not.toMatch(/登记明细|新增|导出/u);
    const denied = await who.get('/h5/funds.xlsx');
    expect([denied.status, denied.text]).toEqual([403, expect.stringContaining('不能导出')]);
    expect(await client().auditEntry.count({ where: { action: 'export', result: 'denied' } })).toBe(1);
  });

  it('what cannot be recorded is not shown', async () => {
    await as('officer');
    await client().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "Elsewhere"');
    const seen = await who.get('/h5/funds');
    await client().$executeRawUnsafe('ALTER TABLE "Elsewhere" RENAME TO "AuditEntry"');
    expect(seen.status).toBe(500);
    expect(seen.text).not.toMatch(/1007/u);
  });
});

describe('the table', () => {
  it('has a row for each batch, its level, and the total', async () => {
    await as('officer');
    const rows = tableOf(await who.get('/h5/funds?year=2023'));
    expect(rows).toHaveLength(8);
    expect(rows[3]).toEqual([
      expect.stringMatching(/^B-03 2023年第二批自治区科技成果转化专项资金\s+自治区$/u),
      // 下达, 批复, 拨付, 批次余额, 待拨付, 到位, 在途, 支出, 企业余额
      ...['362.50', '362.50', '200.00', '162.50', '162.50', '150.00', '50.00', '52.00', '98.00'],
      ...['55.17%', '75.00%', '34.67%', '14.34%'],
    ]);
    expect(rows[7]?.slice(0, 10)).toEqual([
      '合计（6行）',
      ...['1007.05', '1007.05', '746.55', '260.50', '260.50', '686.55', '60.00', '319.15', '297.40'],
    ]);
  });

  it.each([
    ['level', [/^中央\s+1批$/u, /^自治区\s+3批$/u, /^市\s+2批$/u], ['50.00', '662.50', '294.55']],
    ['category', [/^中央引导/u, /^市科技创新/u, /^科技成果/u, /^应用技术/u, /^科技创新引导/u], null],
  ] as const)('by %s', async (by, labels, amounts) => {
    await as('officer');
    const rows = tableOf(await who.get(`/h5/funds?by=${by}`)).slice(1, -1);
    expect(rows).toHaveLength(labels.length);
    for (const label of labels) expect(rows.some(([text = '']) => label.test(text))).toBe(true);
    if (amounts) expect(rows.map(([, allocated]) => allocated)).toEqual(amounts);
  });

  it('by enterprise and by project the totals are those of the batches', async () => {
    await as('officer');
    for (const by of ['enterprise', 'project']) {
      const total = tableOf(await who.get(`/h5/funds?by=${by}`)).at(-1);
      // 批复, 拨付, 待拨付, 到位, 在途, 支出, 企业余额
      expect(total?.slice(1, 8)).toEqual(['1007.05', '746.55', '260.50', '686.55', '60.00', '319.15', '297.40']);
    }
  });

  it.each([
    ['allocated.desc', ['B-03', 'B-05', 'B-02', 'B-06', 'B-04', 'B-01']],
    ['allocated.asc', ['B-01', 'B-04', 'B-06', 'B-02', 'B-05', 'B-03']],
    ['label.desc', ['B-06', 'B-05', 'B-04', 'B-03', 'B-02', 'B-01']],
    ['nonsense.desc', ['B-01', 'B-02', 'B-03', 'B-04', 'B-05', 'B-06']],
  ])('sorted by %s', async (sort, order) => {
    await as('officer');
    const seen = await who.get(`/h5/funds?sort=${sort}`);
    const rows = tableOf(seen).slice(1, -1);
    expect(rows.map(([label = '']) => label.slice(0, 4))).toEqual(order);
    const marked = [...seen.html.matchAll(/aria-sort="(\w+)"/gu)].map(([, way]) => way);
    const [key, way] = sort.split('.');
    expect(marked).toEqual(key === 'nonsense' ? [] : [way === 'desc' ? 'descending' : 'ascending']);
  });

  it('keeps its order when another day is asked for', async () => {
    await as('officer');
    expect((await who.get('/h5/funds?sort=spent.desc')).field('sort')).toBe('spent.desc');
    expect((await who.get('/h5/funds')).html).not.toContain('name="sort"');
  });

  it('a rate is sorted by its value, what has none before all others', async () => {
    await as('officer');
    const rows = tableOf(await who.get('/h5/funds?sort=spending.asc')).slice(1, -1);
    const column = rows.map((cells) => cells[12] ?? '');
    expect(column[0]).toBe('—');
    const values = column.filter((text) => text !== '—').map((text) => Number(text.replace('%', '')));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values.length).toBeGreaterThan(3);
  });

  it('as at a day, and by what had been entered until then', async () => {
    await as('officer');
    expect((await who.get('/h5/funds?on=2023-12-28')).text).toContain('数据截至2023年12月28日');
    // What counts from the 29th on was not there the day before.
    expect(tableOf(await who.get('/h5/funds?on=2023-12-28')).at(-1)?.[1]).toBe('0.00');
    expect((await who.get('/h5/funds?known=2023-12-01')).text).toMatch(/没有登记获得的科技专项资金.*没有登记的资金/u);
    expect((await who.get('/h5/funds?on=2029-01-01')).text).toContain('数据截至2023年12月29日');
  });

  it.each(['year=abc', 'by=money', 'on=2023-13-45', 'known=soon', 'sort=__proto__.asc', 'year=1&year=2'])(
    '%s is as if it were not there',
    async (query) => {
      await as('officer');
      const seen = await who.get(`/h5/funds?${query}`);
      expect(seen.status).toBe(200);
      expect(tableOf(seen)).toHaveLength(8);
    },
  );
});

describe('the workbook', () => {
  /** The one sheet's XML. */
  async function sheet(query: string): Promise<{ xml: string; name: string; type: string }> {
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${world.botUrl}/h5/funds.xlsx?${query}`, { headers: { cookie } });
    const bytes = Buffer.from(await response.arrayBuffer());
    const at = bytes.indexOf('xl/worksheets/sheet1.xml');
    const start = at + 'xl/worksheets/sheet1.xml'.length + bytes.readUInt16LE(at - 2);
    const xml = inflateRawSync(bytes.subarray(start), { finishFlush: 2 }).toString();
    return {
      xml,
      name: decodeURIComponent(response.headers.get('content-disposition') ?? ''),
      type: response.headers.get('content-type') ?? '',
    };
  }

  it('says by what had been entered until when', async () => {
    await as('officer');
    const { xml, name } = await sheet('on=2023-12-28&known=2023-12-01');
    expect(name).toContain('2023年专项资金台账-2023-12-28-登记至2023-12-01.xlsx');
    expect(xml).toContain('0行，数据截至2023年12月28日，登记至2023年12月1日');
  });

  it('has its rows in the order of the page', async () => {
    await as('officer');
    const { xml } = await sheet('sort=allocated.desc');
    expect([...xml.matchAll(/B-0\d/gu)].map(([label]) => label)).toEqual([
      ...['B-03', 'B-05', 'B-02', 'B-06', 'B-04', 'B-01'],
    ]);
  });

  it('has the same rows in 元, as numbers that can be added up, and is on record', async () => {
    await as('officer');
    const { xml, name, type } = await sheet('year=2023&by=level');
    expect(type).toContain('spreadsheetml');
    expect(name).toContain('2023年专项资金台账-2023-12-29.xlsx');
    expect(xml).toContain('下达（元）');
    expect(xml).toContain('<v>6625000.00</v>');
    expect(xml).toContain('<v>2945500.00</v>');
    expect(xml).toContain('<v>10070500.00</v>');
    expect(xml).toContain('3行，数据截至2023年12月29日');
    const [entry] = await client().auditEntry.findMany({
      where: { action: 'export', objectType: 'funds', result: 'allowed' },
    });
    expect(entry?.result).toBe('allowed');
    expect(entry?.detail).not.toMatch(/6625000|1007/u);
  });
});
