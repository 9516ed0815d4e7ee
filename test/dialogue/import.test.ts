import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsxBytes } from '../../src/documents/write-xlsx.ts';
import { dialect } from '../helpers/database.ts';
import { type Chat, conversations, startWorld, type World } from '../helpers/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A workbook of one sheet or more: name, header and rows. */
function workbook(...sheets: { name: string; rows: string[][] }[]): Promise<Buffer> {
  return xlsxBytes(
    sheets.map(({ name, rows: [headers = [], ...rows] }) => ({
      name,
      columns: headers.map((header) => ({ header, width: 20 })),
      rows,
    })),
  );
}

async function send(chat: Chat, fileName: string, bytes: Buffer): Promise<void> {
  await chat.say('', { kind: 'file', extra: { fileName, contentBase64: bytes.toString('base64') } });
}

async function download(id: string): Promise<Buffer> {
  const response = await fetch(`${world.emulator.url}/emulator/files/${id}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Where a platform delivers files to us, and where what is told later arrives; on PostgreSQL one of them is enough. */
const channels = (
  [
    ['WeCom AI bot', 'WeCom app', '试验甲科技有限公司'],
    ['DingTalk robot', 'DingTalk robot', '试验乙科技有限公司'],
  ] as const
).filter(([asking]) => dialect === 'sqlite' || asking === 'DingTalk robot');

describe.each(channels)('an officer imports in %s', (asking, telling, name) => {
  const file = () =>
    workbook(
      {
        name: '企业',
        rows: [
          ['企业全称', '简称', '行业'],
          [name, '', '农业'],
        ],
      },
      {
        name: '联系人',
        rows: [
          ['企业', '姓名', '手机', '主备'],
          [name, '李某', '13800001234', '主'],
        ],
      },
      {
        name: '资质',
        rows: [
          ['企业', '类型', '级别', '发证日期'],
          [name, '重点实验室', '市级', '2023-05-06'],
        ],
      },
    );

  it('is asked, agrees, and it is there; the same file again changes nothing', async () => {
    const chat = world.chat('officer', conversations[asking]('officer'));
    const told = asking === telling ? chat : world.chat('officer', conversations[telling]('officer'));
    await told.news();
    await send(chat, '导入.xlsx', await file());
    await chat.shouldSee(/正在检查/);
    await told.shouldSee(/请确认导入[\s\S]*企业：新增 1 家，变更 0 家[\s\S]*联系人：新增 1 人/);
    await chat.say(`/资质 ${name}`);
    await chat.shouldSee(/没有找到/);
    await told.tap('确认导入');
    await told.shouldSee(/导入完成/);
    await chat.say(`/资质 ${name}`);
    await chat.shouldSee(/重点实验室/);
    await chat.say(`/联系人 ${name} 完整`);
    await chat.shouldSee(/李某[\s\S]*13800001234/);
    await send(chat, '导入.xlsx', await file());
    await told.shouldSee(/没有需要导入的内容/);
  });

  it('sees old → new before a change, and may give it up', async () => {
    const chat = world.chat('officer', conversations[asking]('officer'));
    const told = asking === telling ? chat : world.chat('officer', conversations[telling]('officer'));
    await told.news();
    await send(
      chat,
      '改.xlsx',
      await workbook({
        name: '企业',
        rows: [
          ['企业全称', '行业'],
          [name, '制造业'],
        ],
      }),
    );
    await told.shouldSee(/变更1处[\s\S]*行业：农业 → 制造业/);
    await told.tap('放弃');
    await told.shouldSee(/已放弃导入/);
  });

  it('reads what is wrong by sheet, row and column', async () => {
    const chat = world.chat('officer', conversations[asking]('officer'));
    const told = asking === telling ? chat : world.chat('officer', conversations[telling]('officer'));
    await told.news();
    const rows = [
      ['企业全称', '统一社会信用代码'],
      ['某某有限公司', '91350100M000100Y42'],
      ['另一有限公司', '9135'],
    ];
    await send(chat, '错.xlsx', await workbook({ name: '企业', rows }));
    await told.shouldSee(
      /2处需要改正[\s\S]*“企业”表第2行“统一社会信用代码”：校验码不符[\s\S]*第3行[\s\S]*没有写入任何数据/,
    );
    await send(chat, '不是.xlsx', Buffer.from('企业全称,信用代码'));
    await told.shouldSee(/不是 \.xlsx 文件/);
    await send(chat, '文件.docx', Buffer.from('x'));
    // WeCom's AI bot does not say what a file is called: that one is looked into.
    if (asking === 'WeCom AI bot') await told.shouldSee(/不是 \.xlsx 文件/);
    else await chat.shouldSee(/只能接收/);
  });

  it('imports funds, is asked about old → new, and what is entered twice changes nothing', async () => {
    const chat = world.chat('officer', conversations[asking]('officer'));
    const told = asking === telling ? chat : world.chat('officer', conversations[telling]('officer'));
    await told.news();
    const batch = `${name}专项（试行）`;
    const ledger = (leader: string) =>
      workbook(
        {
          name: '资金批次',
          rows: [
            ['批次名称', '级次', '类别', '年度', '下达金额（万元）', '下达日期'],
            [batch, '市', '市科技创新专项资金', '2023', '199.55', '2023-03-01'],
          ],
        },
        {
          name: '资金项目',
          rows: [
            ['批次', '企业', '项目名称', '项目负责人', '批复金额（元）', '批复日期'],
            [batch, name, '试验项目', leader, '1000000', '2023-04-01'],
          ],
        },
        {
          name: '资金明细',
          rows: [
            ['批次', '项目', '企业', '类型', '金额', '日期', '文号'],
            [batch, '试验项目', name, '拨付', '60万元', '2023-05-01', '拨〔2023〕1号'],
          ],
        },
      );
    await send(chat, '资金.xlsx', await ledger('李某'));
    await told.shouldSee(/请确认导入[\s\S]*资金批次：新增 1 个[\s\S]*资金项目：新增 1 个[\s\S]*资金明细：新增 1 笔/);
    await told.tap('确认导入');
    await told.shouldSee(/导入完成/);
    await send(chat, '资金.xlsx', await ledger('李某'));
    await told.shouldSee(/没有需要导入的内容[\s\S]*资金明细：新增 0 笔，变更 0 笔，无变化 1 笔/);
    await send(chat, '资金.xlsx', await ledger('王某'));
    await told.shouldSee(/变更1处[\s\S]*项目负责人：李某 → 王某/);
    await told.tap('放弃');
    await told.shouldSee(/已放弃导入/);
    const wrong = [
      ['批次', '项目', '类型', '金额', '日期'],
      [batch, '试验项目', '支出', '1.005元', '2023-05-02'],
      [batch, '试验项目', '冲销', '1元', '2023-05-02'],
    ];
    await send(chat, '资金.xlsx', await workbook({ name: '资金明细', rows: wrong }));
    await told.shouldSee(/2处需要改正[\s\S]*第2行“金额”：[\s\S]*小于一分[\s\S]*第3行“类型”：冲销不能用表格导入/);
  });

  it('gets the empty workbook, and an export that goes round', async () => {
    const chat = world.chat('officer', conversations[asking]('officer'));
    const told = asking === telling ? chat : world.chat('officer', conversations[telling]('officer'));
    await told.news();
    await chat.say('/导入');
    await chat.shouldSee(/按随附的空白表填写/);
    for (const kind of ['企业', '联系人 完整', '资质', '资金']) {
      await chat.say(`/导出 ${kind}`);
      await chat.shouldSee(/正在生成/);
      await told.shouldSee(/共\d+行/);
      const exported = (await told.news()).find(({ file }) => file);
      const bytes = await download(exported?.file?.id ?? '');
      await send(chat, '往返.xlsx', bytes);
      await told.shouldSee(/没有需要导入的内容/);
    }
  });
});

it('nobody else imports or exports; what a contact sends is taken for monthly figures', async () => {
  const viewer = world.chat('viewer', conversations['DingTalk robot']('viewer'));
  await send(viewer, '导入.xlsx', Buffer.from('x'));
  await viewer.shouldSee(/目前不能接收文件/);
  const chat = world.chat('contact01', conversations['DingTalk robot']('contact01'));
  const rows = [
    ['企业全称', '行业'],
    ['试验丙科技有限公司', '农业'],
  ];
  await send(chat, '导入.xlsx', await workbook({ name: '企业', rows }));
  await chat.shouldSee(/已收到月报表格/);
  await chat.shouldSee(/表中没有找到“指标”一列/);
  await chat.say('/导出 联系人');
  await chat.shouldSee(/没有权限/);
});

it('in a group there is neither', async () => {
  const chat = world.chat('officer', conversations['DingTalk robot in a group']());
  await chat.say('/导出 联系人 完整');
  await chat.shouldSee(/请在单聊中办理/);
});

it('by a process of its own, as where the bot runs', async () => {
  const own = await startWorld({ hasImportProcess: true });
  try {
    const chat = own.chat('officer', conversations['DingTalk robot']('officer'));
    const rows = [['企业全称'], ['试验丁科技有限公司']];
    await send(chat, '导入.xlsx', await workbook({ name: '企业', rows }));
    await chat.shouldSee(/请确认导入[\s\S]*企业：新增 1 家/);
    await chat.tap('确认导入');
    await chat.shouldSee(/导入完成/);
    await send(chat, '导入.xlsx', Buffer.from('企业全称'));
    await chat.shouldSee(/不是 \.xlsx 文件/);
  } finally {
    await own.stop();
  }
});
