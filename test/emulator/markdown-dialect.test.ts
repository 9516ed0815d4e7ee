import { describe, expect, test } from 'vitest';
import { type Dialect, dialectAdvice } from '../../emulator/markdown-dialect.ts';
import { first, startBoth } from './harness.ts';

const table = '| 企业 | 营收 |\n| --- | ---: |\n| 甲 | 1 |';
const CODE = '```\nx\n```';

const cases: [dialect: Dialect, text: string, named: string[]][] = [
  [
    'wecom-app',
    '# 标题\n**粗** [链接](https://e.com/a_b_c) `代码*x*`\n> 引用\n<font color="info">绿</font> 3*4*5 a_b_c',
    [],
  ],
  ['wecom-app', table, ['tables']],
  ['wecom-app', '- 一\n- 二', ['lists']],
  ['wecom-app', '1. 一\n2. 二', ['lists']],
  ['wecom-app', '* **一**', ['lists']],
  ['wecom-app', '这是*斜体*。', ['italics']],
  ['wecom-app', '这是 _斜体_ 。', ['italics']],
  ['wecom-app', '> 一\n> > 二', ['nested quotes']],
  ['wecom-app', '![图](https://e.com/a.png)', ['images']],
  ['wecom-app', `一\n---\n${CODE}`, ['code blocks', 'rules']],
  ['wecom-app', '<font color="red">红</font>', ['colours other than info, comment, warning']],
  ['wecom-aibot', `${table}\n- *一*\n> > 二\n---\n${CODE}`, []],
  ['wecom-aibot', '<font color="info">绿</font> <@zhangsan>', ['<font>', 'mentions']],
  ['dingtalk', '# 标题\n- *一*\n1. **二**\n> 引用\n![图](https://e.com/a.png)', []],
  ['dingtalk', `${table}\n\n${CODE}\n<font color=#f00>红</font>`, ['code blocks', 'tables', '<font>']],
];
test.each(cases)('%s: %j', (dialect, text, named) => {
  expect(dialectAdvice(text, dialect)).toEqual(named.map((name) => `markdown: ${name} are not promised by ${dialect}`));
});

describe('the remark is on the message and in the wire log', () => {
  const says = (dialect: Dialect) => [`markdown: tables are not promised by ${dialect}`];
  const colours = ['markdown: <font> are not promised by wecom-aibot'];
  const colour = '<font color="info">好</font>';

  test('message/send', async () => {
    const { wecom, fromBot, lastWire } = await startBoth();
    const body = { touser: 'ZhangSan', agentid: 1000002, msgtype: 'markdown', markdown: { content: table } };
    await wecom('/cgi-bin/message/send', body);
    expect(lastWire().warnings).toEqual(says('wecom-app'));
    expect(first(await fromBot('zhang', 'wecom-app:ZhangSan')).warnings).toEqual(says('wecom-app'));
  });

  test('a stream and a response_url of the AI bot', async () => {
    const { emulator, bot, send, fromBot, lastWire } = await startBoth();
    bot.on('aibot', () => ({ sealed: { msgtype: 'stream', stream: { id: 's', finish: true, content: colour } } }));
    await emulator.people.say({ as: 'zhang', conversation: 'wecom-aibot:ZhangSan', text: '?' }, { wait: true });
    expect(lastWire().warnings).toEqual(colours);
    const url = new URL((JSON.parse(bot.at('aibot')[0]?.plain ?? '{}') as { response_url: string }).response_url);
    await send('POST', url.pathname + url.search, { msgtype: 'markdown', markdown: { content: colour } });
    expect(lastWire().warnings).toEqual(colours);
    const shown = await fromBot('zhang', 'wecom-aibot:ZhangSan');
    expect(shown.map((message) => message.warnings)).toEqual([colours, colours]);
  });

  test('an answer, a sample message and an action card of DingTalk', async () => {
    const { emulator, bot, ding, fromBot, lastWire } = await startBoth();
    const answers = [
      { msgtype: 'markdown', markdown: { title: '表', text: table } },
      {
        msgtype: 'actionCard',
        actionCard: { title: '表', text: table, singleTitle: '看', singleURL: 'https://e.com' },
      },
    ];
    bot.on('robot', () => ({ raw: JSON.stringify(answers.shift()) }));
    for (const text of ['一', '二']) {
      await emulator.people.say({ as: 'zhang', conversation: 'dingtalk:s1', text }, { wait: true });
      expect(lastWire().warnings).toEqual(says('dingtalk'));
    }
    await ding('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode: 'dingkey',
      userIds: ['s1'],
      msgKey: 'sampleMarkdown',
      msgParam: JSON.stringify({ title: '表', text: table }),
    });
    expect(lastWire().warnings).toEqual(says('dingtalk'));
    const shown = await fromBot('zhang', 'dingtalk:s1');
    expect(shown.map((message) => message.warnings)).toEqual([says('dingtalk'), says('dingtalk'), says('dingtalk')]);
  });
});
