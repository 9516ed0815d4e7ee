import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseOpenSpaceId } from '../../emulator/dingtalk/card-create.ts';
import { drawTemplate } from '../../emulator/dingtalk/template-draw.ts';
import { loadTemplate, misfit } from '../../emulator/dingtalk/templates.ts';
import { CREATE, create, data, GROUP, PUT, toGroup, toRobot } from './fixtures/card-calls.ts';
import { at, first, startBoth } from './harness.ts';

test('openSpaceId: both cases, several places, nothing else', () => {
  expect(parseOpenSpaceId('dtv1.card//IM_GROUP.cid==;im_robot.s1;ONE_BOX.cid==')).toEqual([
    { type: 'IM_GROUP', id: 'cid==' },
    { type: 'IM_ROBOT', id: 's1' },
    { type: 'ONE_BOX', id: 'cid==' },
  ]);
  for (const bad of ['IM_GROUP.cid', 'dtv1.card//', 'dtv1.card//CHAT.x', 'dtv1.card//IM_GROUP.x;']) {
    expect(parseOpenSpaceId(bad), bad).toBeUndefined();
  }
});

const types: [type: string, fits: string[], misfits: string[]][] = [
  ['string', ['', 'x'], []],
  ['markdown', ['# x'], []],
  ['number', ['1', '-1.23'], ['', '1万', 'NaN']],
  ['boolean', ['true', 'false'], ['', '1', 'TRUE']],
  ['object', ['{}', '[]'], ['', 'null', 'x', '"x"']],
  ['loopArray', ['[]', '[{"a":1}]'], ['{}', '[1]', 'x']],
  ['stringArray', ['["a"]'], ['[1]', 'a']],
  ['numberArray', ['[1]'], ['["1"]']],
  ['form', ['{"fields":[]}'], ['{}', '[]']],
];
test.each(types)('a value of type %s', (type, fits, misfits) => {
  for (const value of fits) expect(misfit(type, value), value).toBeUndefined();
  for (const value of misfits) expect(misfit(type, value), value).toBeTypeOf('string');
});

describe('createAndDeliver', () => {
  test('draws the template for everyone in the group', async () => {
    const { ding, fromBot, lastWire } = await startBoth();
    const answer = await ding('POST', CREATE, create());
    expect(answer).toMatchObject({
      status: 200,
      json: {
        success: true,
        result: {
          outTrackId: 'card-1',
          deliverResults: [{ spaceType: 'IM_GROUP', spaceId: 'cidG==', success: true, errorMsg: '' }],
        },
      },
    });
    const message = first(await fromBot('li', GROUP));
    expect(message.text).toBe('月度上报\n**请确认**\n营收：320万\n职工：46\n[确认]\n[退回]');
    expect(message.card).toMatchObject({
      platform: 'dingtalk',
      title: '月度上报',
      rows: [
        { label: '营收', value: '320万' },
        { label: '职工', value: '46' },
      ],
      buttons: [
        { key: 'act#1', text: '确认', enabled: true },
        { key: 'act#2', enabled: false },
      ],
    });
    expect(lastWire().warnings).toEqual([
      'callbackRouteKey route is not registered (yet): no callback arrives',
      'userIdType 1: members of IM_GROUP.cidG== without a userId do not see the card (1)',
    ]);
  });

  test('people outside the organisation see a card in a group with userIdType 2 only', async () => {
    const { emulator, ding, fromBot, lastWire } = await startBoth();
    await ding('POST', CREATE, create());
    expect(await fromBot('guest', GROUP)).toEqual([]);
    const { id } = first(await fromBot('zhang', GROUP));
    const tap = { as: 'guest', conversation: GROUP, messageId: id, key: 'act#1' };
    await expect(emulator.people.tap(tap)).rejects.toThrow(/sees no message/);
    await ding('POST', CREATE, create({ outTrackId: 'card-2', userIdType: 2 }));
    expect(lastWire().warnings).not.toContainEqual(expect.stringMatching(/userIdType/));
    expect(await fromBot('guest', GROUP)).toHaveLength(1);
  });

  test('private data lies over public data for that person only', async () => {
    const { ding, fromBot } = await startBoth();
    await ding(
      'POST',
      CREATE,
      create({ privateData: { s1: { cardParamMap: { title: '张三的卡片', status: '待填' } } } }),
    );
    expect(first(await fromBot('zhang', GROUP)).text).toContain('张三的卡片');
    expect(first(await fromBot('zhang', GROUP)).text).toContain('状态：待填');
    expect(first(await fromBot('li', GROUP)).text).toContain('月度上报');
    expect(first(await fromBot('li', GROUP)).text).not.toContain('状态');
  });

  test('several places at once, some of which may fail within a success', async () => {
    const { emulator, ding, fromBot } = await startBoth();
    const places = {
      ...toGroup,
      ...toRobot('s1'),
      openSpaceId: 'dtv1.card//IM_GROUP.cidG==;IM_ROBOT.s1;IM_ROBOT.nobody',
    };
    const answer = await ding('POST', CREATE, create(places));
    const results = at(answer.json, 'result', 'deliverResults');
    expect(results).toMatchObject([
      { success: true },
      { success: true },
      { success: false, errorMsg: '投放场域不存在' },
    ]);
    expect(await fromBot('zhang', 'dingtalk:s1')).toHaveLength(1);
    emulator.faults.add({ kind: 'deliver-failed', errorMsg: '机器人不在群' });
    const failed = await ding('POST', CREATE, create({ outTrackId: 'card-2' }));
    expect(failed).toMatchObject({ status: 200, json: { success: true } });
    expect(at(failed.json, 'result', 'deliverResults', 0)).toMatchObject({ success: false, errorMsg: '机器人不在群' });
  });

  test('with userIdType 2 an outsider gets a card by unionId', async () => {
    const { ding, fromBot } = await startBoth();
    const answer = await ding(
      'POST',
      CREATE,
      create({ ...toRobot('u3'), userIdType: 2, privateData: { u3: { cardParamMap: { title: '给您' } } } }),
    );
    expect(at(answer.json, 'result', 'deliverResults', 0, 'success')).toBe(true);
    expect(first(await fromBot('guest', 'dingtalk:u3')).text).toContain('给您');
  });

  test('recipients limit who sees a group card', async () => {
    const { ding, fromBot } = await startBoth();
    await ding('POST', CREATE, create({ imGroupOpenDeliverModel: { robotCode: 'dingkey', recipients: ['s2'] } }));
    expect(await fromBot('li', GROUP)).toHaveLength(1);
    expect(await fromBot('zhang', GROUP)).toEqual([]);
  });

  const refusals: [code: string, name: string, change: object][] = [
    ['param.cardTemplateIdEmpty', 'no template', { cardTemplateId: undefined }],
    ['param.templateNotExist', 'an unknown template', { cardTemplateId: 'x.schema' }],
    ['param.templateUnpublished', 'an unpublished one', { cardTemplateId: 'draft.schema' }],
    ['param.outTrackIdEmpty', 'no outTrackId', { outTrackId: '' }],
    ['outTrackId.outOfLimit', 'a long outTrackId', { outTrackId: 'x'.repeat(65) }],
    ['param.cardPublicDataEmpty', 'no data', { cardData: undefined }],
    ['param.openSpaceIdEmpty', 'no place', { openSpaceId: '' }],
    ['param.openSpaceIdInvalid', 'a strange place', { openSpaceId: 'dtv1.card//X.y' }],
    ['param.openSpaceModelInvalid', 'no space model', { imGroupOpenSpaceModel: undefined }],
    ['param.openSpaceModelInvalid', 'a space model without supportForward', { imGroupOpenSpaceModel: {} }],
    ['param.openDeliverModelEmpty', 'no deliver model', { imGroupOpenDeliverModel: undefined }],
    ['param.openDeliverModelError', 'another robot', { imGroupOpenDeliverModel: { robotCode: 'x' } }],
    [
      'param.openDeliverModelError',
      'a robot model without spaceType',
      { ...toRobot('s1'), imRobotOpenDeliverModel: {} },
    ],
    [
      'param.openDeliverModelError',
      'a strip without an end',
      {
        openSpaceId: 'dtv1.card//ONE_BOX.cidG==',
        topOpenSpaceModel: { spaceType: 'ONE_BOX' },
        topOpenDeliverModel: {},
      },
    ],
    ['param.invalid', 'a number instead of a text', { cardData: { cardParamMap: { ...data(), count: 3 } } }],
    ['param.invalid', 'an object instead of a text', { cardData: { cardParamMap: { ...data(), rows: [] } } }],
    ['param.invalid', 'a text that is no number', { cardData: { cardParamMap: data({ count: '三' }) } }],
    ['param.userIdNotExist', 'private data of a stranger', { privateData: { nobody: { cardParamMap: {} } } }],
    ['param.userIdNotExist', 'a unionId with userIdType 1', { privateData: { u1: { cardParamMap: {} } } }],
    [
      'param.invalid',
      'a private value of the wrong type',
      { privateData: { s1: { cardParamMap: { closed: 'nein' } } } },
    ],
    ['param.invalid', 'more than the total size', { cardData: { cardParamMap: data({ body: 'x'.repeat(102_400) }) } }],
    ['param.invalid', 'a long key', { cardData: { cardParamMap: data({ ['k'.repeat(101)]: 'x' }) } }],
  ];
  test.each(refusals)('%s: %s', async (code, _name, change) => {
    const { ding, fromBot } = await startBoth();
    expect(await ding('POST', CREATE, create(change))).toMatchObject({ status: 400, json: { code } });
    expect(await fromBot('zhang', GROUP)).toEqual([]);
  });

  test('an outTrackId is used once', async () => {
    const { ding } = await startBoth();
    await ding('POST', CREATE, create());
    expect(await ding('POST', CREATE, create())).toMatchObject({
      status: 400,
      json: { code: 'param.cardAlreadyExist' },
    });
  });

  test('an outTrackId stays used when the history is forgotten, and the card can still be updated', async () => {
    const { emulator, ding, fromBot } = await startBoth();
    await ding('POST', CREATE, create());
    emulator.resetHistory();
    expect(await ding('POST', CREATE, create())).toMatchObject({ json: { code: 'param.cardAlreadyExist' } });
    const put = { outTrackId: 'card-1', cardData: { cardParamMap: { title: '新' } } };
    expect(await ding('PUT', PUT, put)).toMatchObject({ status: 200, json: { success: true } });
    expect(await fromBot('zhang', GROUP)).toEqual([]);
  });

  test('remarks: unknown variables, big values, unknown components, no callbackType', async () => {
    const { ding, fromBot, lastWire } = await startBoth();
    await ding(
      'POST',
      CREATE,
      create({
        callbackType: undefined,
        cardData: { cardParamMap: data({ titel: 'x', body: '长'.repeat(400), chart: 'true' }) },
      }),
    );
    expect(lastWire().warnings).toEqual([
      'cardParamMap.body has 1200 bytes, documented are 1024',
      'cardParamMap.titel: the template has no such variable',
      'component Chart is not drawn here',
      'without callbackType no callback arrives',
      'userIdType 1: members of IM_GROUP.cidG== without a userId do not see the card (1)',
    ]);
    expect(first(await fromBot('zhang', GROUP)).card?.blocks.at(-1)).toEqual({ kind: 'unknown', name: 'Chart' });
  });

  test('a link button opens its variable', async () => {
    const { ding, fromBot } = await startBoth();
    await ding(
      'POST',
      CREATE,
      create({ cardData: { cardParamMap: data({ closed: 'true', link: 'https://e.com/h5' }) } }),
    );
    expect(first(await fromBot('zhang', GROUP)).card?.buttons).toEqual([
      { key: 'open', text: '打开', enabled: true, style: 'plain', url: 'https://e.com/h5' },
    ]);
  });
});

test("the product's own templates are drawn without a component the emulator does not know", () => {
  const folder = new URL('../../cards/dingtalk/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(files).not.toEqual([]);
  for (const file of files) {
    const template = loadTemplate({ id: 'x.schema', file: fileURLToPath(new URL(file, folder)), published: true });
    const samples: Record<string, string> = {
      loopArray: '[{"text":"一"}]',
      form: '{"fields":[{"name":"f","label":"一","type":"TEXT"}]}',
    };
    const filled = [...template.variables].map(([name, type]) => [
      name,
      name === 'form_status' ? 'normal' : (samples[type] ?? name),
    ]);
    expect(drawTemplate(template, Object.fromEntries(filled)).warnings, file).toEqual([]);
  }
});
