import { describe, expect, it } from 'vitest';
import { problemText } from '../../src/domain/workbook/problem.ts';
import { readFile } from '../../src/import/read-file.ts';
import { fullWorkbook, rawWorkbook, sheetData, workbook, zipOf } from '../helpers/workbooks.ts';

const today = '2023-12-29';

async function read(bytes: Buffer) {
  const { findings, ...content } = await readFile(bytes, { today });
  return { ...content, problems: findings.problems.map(problemText), notes: findings.notes };
}

const refusal = (bytes: Buffer) =>
  readFile(bytes, { today }).then(
    () => 'read',
    (error: Error) => `${error.name}: ${error.message}`,
  );

const header = ['企业全称', '行业'];
const oneFirm = [['某某科技有限公司', '农业']];

describe('files that are no workbook', () => {
  it.each([
    ['nothing', Buffer.alloc(0), /UserError: 文件是空的/],
    ['a text', Buffer.from('企业全称,信用代码\n'), /UserError: 这不是 \.xlsx 文件/],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /UserError: 这不是 \.xlsx 文件/],
    [
      'an .xls',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      /UserError: 这是旧版 \.xls/,
    ],
    [
      'a workbook with a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      /UserError: 文件设有打开密码/,
    ],
    ['an empty zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), /UserError: 文件是空的压缩包/],
    ['the beginning of a zip', Buffer.from('PK\x03\x04 and no more'), /UserError: 文件已损坏/],
  ])('%s', async (_, bytes, why) => {
    expect(await refusal(bytes)).toMatch(why);
  });

  it('a zip of something else', async () => {
    expect(await refusal(await zipOf({ 'a.txt': 'x' }))).toMatch(/UserError: 这个压缩包不是 Excel 工作簿/);
    const root = (target: string) =>
      `<Relationships><Relationship Id="1" Type="x/officeDocument" Target="${target}"/></Relationships>`;
    const word = { '_rels/.rels': root('word/document.xml'), 'word/document.xml': '<document/>' };
    expect(await refusal(await zipOf(word))).toMatch(/UserError: 这个文件不是 Excel 工作簿/);
    const binary = { '_rels/.rels': root('xl/workbook.bin'), 'xl/workbook.bin': 'x' };
    expect(await refusal(await zipOf(binary))).toMatch(/UserError: 这是 \.xlsb 文件/);
  });

  it('every beginning of a real one', async () => {
    const whole = await workbook({ name: '企业', header, rows: oneFirm });
    for (let length = 4; length < whole.length; length += 97) {
      expect(await refusal(whole.subarray(0, length))).toMatch(/^UserError: /);
    }
  });

  it('one with a byte changed somewhere is refused or read, never half', async () => {
    const whole = await workbook({ name: '企业', header, rows: oneFirm });
    for (let at = 0; at < whole.length; at += 31) {
      const spoiled = Buffer.from(whole);
      spoiled[at] = (spoiled[at] ?? 0) ^ 0x55;
      expect(await refusal(spoiled)).toMatch(/^(?:UserError: |read$)/);
    }
  });

  it('a document type, an entity of its own, XML that ends in the middle', async () => {
    const doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
    const spoiled = (content: string) =>
      rawWorkbook({ 企业: '' }, { extra: { 'xl/worksheets/sheet1.xml': Buffer.from(content) } });
    expect(await refusal(await spoiled(`${doctype}<worksheet><sheetData/></worksheet>`))).toMatch(/文档类型声明/);
    expect(await refusal(await rawWorkbook({ 企业: sheetData([['&a;']]) }))).toMatch(/文件内容已损坏/);
    expect(await refusal(await rawWorkbook({ 企业: '<sheetData><row>' }))).toMatch(/文件内容已损坏/);
  });
});

describe('files that are too much', () => {
  it('a zip bomb is refused by what its directory says, before anything is unpacked', async () => {
    const bomb = await rawWorkbook({ 企业: '' }, { extra: { 'xl/media/a.bin': Buffer.alloc(210 * 2 ** 20) } });
    expect(bomb.length).toBeLessThan(2 ** 20);
    // Whoever unpacks it finds nonsense first.
    bomb.fill(0xff, 1000, 2000);
    expect(await refusal(bomb)).toMatch(/UserError: 文件解压后超过 200 MB/);
  });

  it('so is a lesser one that shrank beyond belief', async () => {
    const bomb = await rawWorkbook({ 企业: '' }, { extra: { 'xl/media/a.bin': Buffer.alloc(60 * 2 ** 20) } });
    expect(await refusal(bomb)).toMatch(/压缩比异常/);
  });

  it('one whose directory lies is stopped while it is unpacked', async () => {
    const honest = await rawWorkbook({ 企业: sheetData(Array.from({ length: 3000 }, (_, n) => [`某${n}公司`])) });
    // The size of the sheet in the central directory, made small.
    const name = Buffer.from('xl/worksheets/sheet1.xml');
    const entry = honest.lastIndexOf(name) - 46;
    expect(honest.readUInt32LE(entry)).toBe(0x02014b50);
    honest.writeUInt32LE(100, entry + 24);
    expect(await refusal(honest)).toMatch(/^UserError: 文件/);
  });

  it('thousands of entries, a sheet of too many columns', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`x/${n}`, '']));
    expect(await refusal(await zipOf(many))).toMatch(/超过 1000 个/);
    const wide = sheetData([['企业全称'], ['<c r="GT2" t="inlineStr"><is><t>x</t></is></c>']]);
    expect(await refusal(await rawWorkbook({ 企业: wide }))).toMatch(/超过200列/);
  });
});

describe('sheets and columns', () => {
  it('one sheet is enough; those that are missing are named', async () => {
    const { enterprises, problems, notes } = await read(await workbook({ name: '企业', header, rows: oneFirm }));
    expect(enterprises).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(notes).toEqual(['文件中没有“联系人”表，未导入该类数据。', '文件中没有“资质”表，未导入该类数据。']);
  });

  it('none that is known', async () => {
    expect(await refusal(await workbook({ name: 'Sheet1', header, rows: oneFirm }))).toBe(
      'UserError: 文件中没有可以导入的工作表。应有“企业”、“联系人”、“资质”、“资金批次”、“资金项目”、“资金明细”、“截止事项”中的至少一张，这里是“Sheet1”。',
    );
  });

  it('one that was renamed is not left out silently; an empty, a hidden and an explaining one are', async () => {
    const known = { name: '企业', header, rows: oneFirm };
    const { problems } = await read(await workbook(known, { name: '联系人2023', header: ['姓名'], rows: [['李某']] }));
    expect(problems).toEqual([
      '“联系人2023”表：不认识的工作表。应为“企业”、“联系人”、“资质”、“资金批次”、“资金项目”、“资金明细”、“截止事项”；不导入的请删除，或改名为“说明”。',
    ]);
    const ignored = {
      企业: sheetData([header, ...oneFirm]),
      说明: sheetData([['怎么填']]),
      Sheet2: '<sheetData/>',
      列表: sheetData([['是']]),
    };
    expect((await read(await rawWorkbook(ignored, { hidden: ['列表'] }))).problems).toEqual([]);
  });

  it('two for the same', async () => {
    const { problems } = await read(
      await workbook({ name: '企业', header, rows: oneFirm }, { name: '企业信息', header, rows: oneFirm }),
    );
    expect(problems).toEqual(['“企业信息”表：“企业”和“企业信息”都是企业表，请只留一张。']);
  });

  it('columns are found by their names, in any order, below a title, with marks and remarks', async () => {
    const data = sheetData([
      ['通辽经济技术开发区企业名单（2023年）'],
      [],
      ['序号', '经营状态', '*企业名称（必填）', '备注', '行业：'],
      ['1', '停产', '某某科技有限公司', '很好', '农业'],
    ]);
    const { enterprises, problems } = await read(
      await rawWorkbook({ 企业: `${data}<mergeCells><mergeCell ref="A1:H1"/></mergeCells>` }),
    );
    expect(problems).toEqual([]);
    expect(enterprises).toMatchObject([
      { row: 4, name: '某某科技有限公司', industry: '农业', operatingState: 'SUSPENDED' },
    ]);
  });

  it.each([
    [
      'renamed',
      ['企业抬头', '行业'],
      ['第1行：缺少“企业全称”列（也可写作“企业名称”、“单位名称”）。', '第1行“企业抬头”：不认识的列'],
    ],
    ['renamed, optional', ['企业全称', '产业'], ['第1行“产业”：不认识的列。如果它是统一社会信用代码、简称、行业']],
    ['twice', ['企业全称', '行业', '企业名称'], ['第1行“企业名称”：A列和C列都是“企业全称”，请只留一列。']],
  ])('a column that is %s', async (_, names, expected) => {
    const { problems, enterprises } = await read(
      await workbook({ name: '企业', header: names, rows: [['某某公司', '农业', '某某公司']] }),
    );
    expect(enterprises).toEqual([]);
    expect(problems).toHaveLength(expected.length);
    for (const [index, text] of expected.entries()) expect(problems[index]).toContain(`“企业”表${text}`);
  });

  it('a column with content and no header', async () => {
    const { problems } = await read(await rawWorkbook({ 企业: sheetData([['企业全称'], ['某某公司', '农业']]) }));
    expect(problems).toEqual(['“企业”表第2行：B列有内容，但没有表头，请补上表头或删除该列。']);
  });

  it('no header at all', async () => {
    const { problems } = await read(await rawWorkbook({ 企业: sheetData([['某某公司', '农业']]) }));
    expect(problems[0]).toMatch(/前10行中没有找到表头。表头应有：企业全称、统一社会信用代码/);
  });

  it('contents that were swapped', async () => {
    const { problems } = await read(
      await fullWorkbook({ contacts: [['某某科技有限公司', '13800001234', '李某', '主', '研发']] }),
    );
    expect(problems).toEqual([
      '“联系人”表第2行“姓名”：不像姓名。',
      '“联系人”表第2行“手机”：不是手机号。',
      '“联系人”表第2行“职务身份”：“主”不在可选范围内，应为：法人、财务、研发、联系人。',
      '“联系人”表第2行“主备”：“研发”不在可选范围内，应为：主、备。',
    ]);
  });
});

describe('cells of a file', () => {
  it('merged cells among the rows are refused, with their place', async () => {
    const data = sheetData([header, ['某某公司', '农业'], ['另一公司', '']]);
    const { problems } = await read(
      await rawWorkbook({ 企业: `${data}<mergeCells><mergeCell ref="B2:B3"/></mergeCells>` }),
    );
    expect(problems).toEqual(['“企业”表第2行：B2:B3 是合并单元格，请取消合并，并在每一行写全内容。']);
  });

  it('formulas: with a result they are taken and told of, without one refused, errors refused', async () => {
    const formula = (type: string, value: string) =>
      `<c t="${type}"><f>A1</f>${value === '' ? '' : `<v>${value}</v>`}</c>`;
    const data = sheetData([
      header,
      [formula('str', '某某公司'), '农业'],
      [formula('n', ''), '农业'],
      [formula('e', '#REF!'), '农业'],
    ]);
    const { enterprises, problems, notes } = await read(await rawWorkbook({ 企业: data }));
    expect(enterprises).toMatchObject([{ name: '某某公司' }]);
    expect(problems).toEqual([
      '“企业”表第3行“企业全称”：公式没有保存计算结果，请在 Excel 或 WPS 中打开后保存，或把公式粘贴为数值。',
      '“企业”表第4行“企业全称”：单元格是错误值 #REF!，请改正。',
    ]);
    expect(notes).toContain('“企业”表有3行含公式，按文件保存时的计算结果读取。');
  });

  it('dates as numbers of either system, as text, and as ISO cells', async () => {
    const data = sheetData([
      ['企业全称', '成立日期'],
      ['甲公司', '<c><v>43465</v></c>'],
      ['乙公司', '２０２３年１月１日'],
      ['丙公司', '<c t="d"><v>2023-01-01T00:00:00</v></c>'],
    ]);
    const dates = async (date1904: boolean) =>
      (await read(await rawWorkbook({ 企业: data }, { date1904 }))).enterprises.map(({ foundedOn }) => foundedOn);
    expect(await dates(true)).toEqual(['2023-01-01', '2023-01-01', '2023-01-01']);
    expect(await dates(false)).toEqual(['2018-12-31', '2023-01-01', '2023-01-01']);
  });

  it('shared strings: in pieces, with a reading aid, with escapes', async () => {
    const sharedStrings =
      '<si><t>企业全称</t></si><si><r><t>某某</t></r><r><t>公司</t></r><rPh sb="0" eb="1"><t>moumou</t></rPh></si><si><t>行业</t></si><si><t>农_x000D_业</t></si>';
    const shared = (n: number) => `<c t="s"><v>${n}</v></c>`;
    const data = sheetData([
      [shared(0), shared(2)],
      [shared(1), shared(3)],
    ]);
    const { enterprises, problems } = await read(await rawWorkbook({ 企业: data }, { sharedStrings }));
    expect(problems).toEqual([]);
    expect(enterprises).toMatchObject([{ name: '某某公司', industry: '农 业' }]);
  });

  it('prefixes, and rows and cells without their addresses', async () => {
    const content =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>企业全称</x:t></x:is></x:c></x:row><x:row><x:c t="inlineStr"><x:is><x:t>某某公司</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    const bytes = await rawWorkbook({ 企业: '' }, { extra: { 'xl/worksheets/sheet1.xml': Buffer.from(content) } });
    expect((await read(bytes)).enterprises).toMatchObject([{ row: 2, name: '某某公司' }]);
  });

  it('every reason of a row at once, with sheet, row and column', async () => {
    const { problems } = await read(
      await fullWorkbook({
        enterprises: [['某某公司', '9135O100M000100Y43', '', '', '农业技术', '2030-01-01', '也许', '很好']],
        qualifications: [['某某公司', '诺贝尔奖', '宇宙级', '', '2023-05-06', '2023-05-06', '2022-05-06', '待批复']],
      }),
    );
    expect(problems.map((one) => one.split('：')[0])).toEqual([
      '“企业”表第2行“统一社会信用代码”',
      '“企业”表第2行“技术领域”',
      '“企业”表第2行“是否规上”',
      '“企业”表第2行“经营状态”',
      '“企业”表第2行“成立日期”',
      '“资质”表第2行“类型”',
      '“资质”表第2行“级别”',
      '“资质”表第2行“状态”',
      '“资质”表第2行“有效期止”',
    ]);
    expect(problems[0]).toContain('是否应为 91350100M000100Y43？');
  });
});
