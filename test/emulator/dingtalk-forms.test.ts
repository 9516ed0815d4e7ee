import { describe, expect, test } from 'vitest';
import { GROUP } from './fixtures/card-calls.ts';
import { every, field, formText, options, reply, withForm } from './fixtures/card-forms.ts';
import { DIRECT, sendAndSee } from './fixtures/sent-card.ts';
import { vote } from './fixtures/template-cards.ts';
import { first } from './harness.ts';

const filled = {
  text: '示例企业01',
  area: '第一行\n第二行',
  list: ['甲', '乙'],
  number: '320.5',
  select: 'b',
  multi: ['c', 'a'],
  date: '2023-12-29',
  time: '10:30',
  moment: '2023-12-29 10:30',
  box: true,
  switch: false,
  group: 'c',
  groups: ['a', 'c'],
};

describe('a submission', () => {
  test('carries form, the parameters of the component and the values in their shapes', async () => {
    const { submit, sent } = await withForm(every, { tap: 'code-1' });
    await submit({ form: filled });
    const { actionIds, params } = sent().cardPrivateData;
    expect(actionIds).toEqual(['form']);
    expect(params).toMatchObject({ tap: 'code-1', current_form: { fields: every } });
    expect(params.form).toEqual({
      ...filled,
      number: 320.5,
      select: { index: 1, value: 'b' },
      multi: { index: [2, 0], value: ['c', 'a'] },
    });
  });

  test('empty fields are left out; nobody-touched boxes too, or they are false', async () => {
    const { emulator, submit, sent } = await withForm(every);
    await submit({ form: { text: '', list: [], select: null, groups: [] } });
    expect(sent().cardPrivateData.params.form).toEqual({});
    emulator.settings.dingtalkCard.untouchedBox = 'false';
    await submit();
    expect(sent().cardPrivateData.params.form).toEqual({ box: false, switch: false });
  });

  test('defaults are sent unless they are changed, hidden and read-only ones always', async () => {
    const { submit, sent } = await withForm([
      field('token', 'TEXT', { hidden: true, defaultValue: 't-1' }),
      field('corp', 'TEXT', { readOnly: true, defaultValue: '示例企业01' }),
      field('why', 'SELECT', { options, defaultValue: { index: 0, value: 'a' } }),
      field('note', 'TEXT', { defaultValue: '无' }),
      field('yes', 'CHECKBOX', { defaultValue: false }),
    ]);
    const fixed = { token: 't-1', corp: '示例企业01', yes: false };
    await submit();
    expect(sent().cardPrivateData.params.form).toEqual({ ...fixed, why: { index: 0, value: 'a' }, note: '无' });
    await submit({ form: { why: 'c', note: '' } });
    expect(sent().cardPrivateData.params.form).toEqual({ ...fixed, why: { index: 2, value: 'c' } });
    await expect(submit({ form: { token: 'x' } })).rejects.toThrow('the field token cannot be edited');
    await expect(submit({ form: { corp: 'x' } })).rejects.toThrow('the field corp cannot be edited');
  });

  test('the client asks for required fields before it sends', async () => {
    const { bot, submit } = await withForm([
      field('sum', 'NUMBER', { required: true, requiredMsg: '请填营收' }),
      field('day', 'DATE', { required: true }),
    ]);
    await expect(submit()).rejects.toThrow('请填营收');
    await expect(submit({ form: { sum: 0 } })).rejects.toThrow('请填写栏day');
    expect(bot.at('card')).toEqual([]);
    await submit({ form: { sum: 0, day: '2023-12-29' } });
    expect(bot.at('card')).toHaveLength(1);
  });

  const unfit: [name: string, value: unknown][] = [
    ['number', '三百'],
    ['number', true],
    ['text', 3],
    ['text', 'a\nb'],
    ['list', 'x'],
    ['select', 'z'],
    ['select', { index: 0, value: 'b' }],
    ['multi', ['a', 'z']],
    ['multi', ['a', 'a']],
    ['date', '2023-02-29'],
    ['time', '25:00'],
    ['moment', '2023-12-29T10:30'],
    ['box', 'true'],
    ['group', ['a']],
    ['groups', 'a'],
  ];
  test.each(unfit)('%s does not take %j', async (name, value) => {
    const { bot, submit } = await withForm(every);
    await expect(submit({ form: { [name]: value } })).rejects.toThrow(/^the field .* does not take /);
    expect(bot.at('card')).toEqual([]);
  });

  test('an unknown field, a disabled form, a form that is not there, and one of WeCom', async () => {
    const { submit } = await withForm(every, { form_status: 'disabled' });
    await expect(submit()).rejects.toThrow('the form "form" is disabled');
    const open = await withForm(every);
    await expect(open.submit({ form: { other: 1 } })).rejects.toThrow('the form has no field other');
    await expect(open.submit({ form: {} }, 'li')).rejects.toThrow('the card has no form "form"');
    const { emulator, fromBot } = await sendAndSee(vote);
    const messageId = first(await fromBot('zhang', DIRECT)).id;
    const tap = { as: 'zhang', conversation: DIRECT, messageId, key: 'go', form: {} };
    await expect(emulator.people.tap(tap)).rejects.toThrow('forms are in DingTalk cards only');
  });

  test('NUMBER may come back as a text', async () => {
    const { emulator, submit, sent } = await withForm([
      field('sum', 'NUMBER'),
      field('kept', 'NUMBER', { defaultValue: 7 }),
      field('none', 'NUMBER'),
    ]);
    emulator.settings.dingtalkCard.numberAs = 'string';
    await submit({ form: { sum: 320.5 } });
    expect(sent().cardPrivateData.params.form).toEqual({ sum: '320.5', kept: '7' });
  });

  test('an old client has a line of text for TEXT_AREA and NUMBER, and any text comes back', async () => {
    const { emulator, submit, sent, seen } = await withForm([
      field('sum', 'NUMBER'),
      field('kept', 'NUMBER', { defaultValue: 7 }),
      field('area', 'TEXT_AREA'),
      field('text', 'TEXT'),
    ]);
    emulator.settings.dingtalkCard.oldClient = true;
    expect((await seen()).card?.forms[0]?.fields).toMatchObject([
      { type: 'NUMBER', oneLine: true },
      { oneLine: true, value: '7' },
      { type: 'TEXT_AREA', oneLine: true },
      { type: 'TEXT' },
    ]);
    await submit({ form: { sum: '三百来万', area: '一行' } });
    expect(sent().cardPrivateData.params.form).toEqual({ sum: '三百来万', kept: '7', area: '一行' });
    await expect(submit({ form: { area: 'a\nb' } })).rejects.toThrow(/does not take/);
  });
});

describe('a tampered client', () => {
  test('changes hidden and read-only values, leaves out required ones, adds fields and sends other types', async () => {
    const { submit, sent } = await withForm([
      field('token', 'TEXT', { hidden: true, defaultValue: 't-1' }),
      field('corp', 'TEXT', { readOnly: true, defaultValue: '示例企业01' }),
      field('sum', 'NUMBER', { required: true }),
      field('note', 'TEXT', { required: true }),
    ]);
    await submit({ form: { sum: 5 }, forged: { token: 't-2', corp: '别家', note: null, more: [1], sum: '五' } });
    expect(sent().cardPrivateData.params.form).toEqual({ token: 't-2', corp: '别家', more: [1], sum: '五' });
  });

  test('sends whatever parameters it likes, also from a form that is closed or gone, and from buttons', async () => {
    const { submit, sent } = await withForm(every, { form_status: 'disabled' });
    await submit({ params: { form: 'no object' } });
    expect(sent().cardPrivateData).toEqual({ actionIds: ['form'], params: { form: 'no object' } });
    await submit({ params: { token: 'x' }, key: 'act#1' });
    expect(sent().cardPrivateData).toEqual({ actionIds: ['act#1'], params: { token: 'x' } });
    // Whoever does not see the card at all has nothing to send it with.
    await expect(submit({ params: {} }, 'guest')).rejects.toThrow(/sees no message/);
  });
});

describe('the answer', () => {
  const done = formText([field('text', 'TEXT', { defaultValue: '已收到' })]);

  test('with private data replaces the form for who submitted it', async () => {
    const { bot, submit, seen } = await withForm(every.slice(0, 1));
    bot.on('card', () => reply({ userPrivateData: { cardParamMap: { form: done, form_status: 'disabled' } } }));
    await submit({ form: { text: '320' } });
    expect((await seen()).card?.forms).toMatchObject([{ enabled: false, fields: [{ value: '已收到' }] }]);
    await expect(submit()).rejects.toThrow(/disabled/);
  });

  test('with public data gives the submitter a public form', async () => {
    const { bot, submit, seen } = await withForm(every.slice(0, 1));
    bot.on('card', () =>
      reply({ cardData: { cardParamMap: { title: '谢谢' } }, userPrivateData: { cardParamMap: { form: '' } } }),
    );
    await submit({ form: { text: '320' } });
    expect((await seen()).card).toMatchObject({ title: '谢谢', forms: [] });
    expect((await seen('li')).card).toMatchObject({ title: '月度上报' });
  });

  test('that fails or comes after 2 s (a setting) shows the toast and leaves the form', async () => {
    const { emulator, bot, submit, seen } = await withForm(every.slice(0, 1));
    expect(emulator.settings.dingtalkCard.timeoutMs).toBe(2000);
    emulator.settings.dingtalkCard.timeoutMs = 40;
    bot.on('card', () => new Promise(() => undefined));
    await submit({ form: { text: '320' } });
    expect(await seen()).toMatchObject({ notice: '操作失败，请稍后重试', card: { forms: [{ enabled: true }] } });
    bot.on('card', () => ({}));
    await submit({ form: { text: '320' } });
    expect((await seen()).notice).toBeUndefined();
    expect(bot.at('card')).toHaveLength(2);
  });
});

test('over HTTP a submission reads like a tap', async () => {
  const { send, seen, sent } = await withForm(every.slice(0, 1));
  const messageId = (await seen()).id;
  const tap = { as: 'zhang', conversation: GROUP, messageId, key: 'form' };
  expect(await send('POST', '/emulator/tap?wait=1', { ...tap, form: { text: '320' } })).toMatchObject({
    status: 200,
    json: { messageId },
  });
  expect(sent().cardPrivateData.params.form).toEqual({ text: '320' });
  const answer = await send('POST', '/emulator/tap', { ...tap, form: { other: 1 } });
  expect(answer).toMatchObject({ status: 400, json: { error: 'the form has no field other' } });
});
