import { describe, expect, test } from 'vitest';
import { dateParts, dateText, isDateFormat } from '../../emulator/form-dates.ts';
import { remarkText } from '../../emulator/page/wording.ts';
import { CREATE, create, GROUP, PUT } from './fixtures/card-calls.ts';
import { every, field, formText, options, reply, withForm } from './fixtures/card-forms.ts';
import { first, startBoth } from './harness.ts';

describe('a form as it is drawn', () => {
  test('every type, for whom it is private data, with nothing to remark', async () => {
    const { warnings, seen } = await withForm(every);
    expect(warnings.filter((one) => !/has \d+ bytes/.test(one))).toEqual([]);
    const { card, text } = await seen();
    expect(card?.forms).toHaveLength(1);
    expect(card?.forms[0]).toMatchObject({ key: 'form', submitText: '提交上报', enabled: true });
    expect(card?.forms[0]?.fields.map(({ name, type }) => [name, type])).toEqual(
      every.map(({ name, type }) => [name, type]),
    );
    expect(text).toContain('栏text：\n');
    expect(text).toMatch(/\[提交上报\]$/);
    expect((await seen('li')).card?.forms).toEqual([]);
    expect((await seen('li')).text).toBe('月度上报');
  });

  test('what a test looks up: label, value, type, required, readOnly, hidden, options, format', async () => {
    const { warnings, seen } = await withForm([
      field('corp', 'TEXT', { readOnly: true, defaultValue: '示例企业01' }),
      field('token', 'TEXT', { hidden: true, label: undefined, defaultValue: 't-1' }),
      field('sum', 'NUMBER', { required: true, requiredMsg: '请填营收', placeholder: '万元', defaultValue: 320.5 }),
      field('why', 'SELECT', { options, defaultValue: { index: 1, value: 'b' } }),
      field('all', 'MULTI_SELECT', { options, defaultValue: { index: [0, 2], value: ['a', 'c'] } }),
      field('day', 'DATE', { format: 'yyyy年MM月dd日', defaultValue: '2024年02月29日' }),
      field('yes', 'CHECKBOX', { defaultValue: true }),
      field('one', 'CHECKBOX_GROUP', { options, defaultValue: 'c' }),
      field('many', 'MULTI_CHECKBOX_GROUP', { options, defaultValue: ['a', 'b'] }),
      field('lines', 'TEXT_ARRAY', { defaultValue: ['甲', '乙'] }),
    ]);
    expect(warnings.filter((one) => !/has \d+ bytes/.test(one))).toEqual([]);
    const { card, text } = await seen();
    const plain = { required: false, readOnly: false, hidden: false };
    expect(card?.forms[0]?.fields.slice(0, 4)).toEqual([
      { ...plain, name: 'corp', label: '栏corp', type: 'TEXT', readOnly: true, value: '示例企业01' },
      { ...plain, name: 'token', label: '', type: 'TEXT', hidden: true, value: 't-1' },
      {
        ...plain,
        name: 'sum',
        label: '栏sum',
        type: 'NUMBER',
        required: true,
        requiredMsg: '请填营收',
        placeholder: '万元',
        value: 320.5,
      },
      { ...plain, name: 'why', label: '栏why', type: 'SELECT', options, value: { index: 1, value: 'b' } },
    ]);
    expect(card?.forms[0]?.fields[5]).toMatchObject({ format: 'yyyy年MM月dd日', value: '2024年02月29日' });
    const boxes = ['☑ 栏yes', '栏one', '☐ 选项a', '☐ 选项b', '☑ 选项c', '栏many', '☑ 选项a', '☑ 选项b', '☐ 选项c'];
    expect(text.split('\n')).toEqual([
      ...[
        '月度上报',
        '栏corp：示例企业01',
        '栏sum：320.5',
        '栏why：选项b',
        '栏all：选项a、选项c',
        '栏day：2024年02月29日',
      ],
      ...boxes,
      ...['栏lines：甲、乙', '[提交上报]'],
    ]);
  });

  test('an empty or absent variable draws no form, private data lie over public, a status disables it', async () => {
    const { ding, seen } = await withForm(every.slice(0, 1), { form_status: 'disabled' });
    expect((await seen()).card?.forms).toMatchObject([{ enabled: false }]);
    const put = (form: string) =>
      ding('PUT', PUT, {
        outTrackId: 'card-1',
        cardData: { cardParamMap: { form: formText([field('public', 'TEXT')]) } },
        privateData: { s1: { cardParamMap: { form } } },
        cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      });
    expect(await put('')).toMatchObject({ status: 200 });
    expect((await seen()).card?.forms).toEqual([]);
    expect((await seen('li')).card?.forms[0]?.fields).toMatchObject([{ name: 'public' }]);
    expect(await put(formText([field('own', 'TEXT')]))).toMatchObject({ status: 200 });
    expect((await seen()).card?.forms[0]?.fields).toMatchObject([{ name: 'own' }]);
  });

  test('a form bound to no form variable, and a status nobody knows', async () => {
    const { warnings } = await withForm(every.slice(0, 1), { form_status: 'off' });
    expect(warnings).toEqual(['the form form has the status off, taken as normal']);
    const { ding, lastWire, fromBot } = await startBoth();
    await ding('POST', CREATE, create({ cardData: { cardParamMap: { title: '标题', lost: 'true' } } }));
    expect(lastWire().warnings).toContain('the form lost is bound to no variable of type form, not drawn');
    expect(first(await fromBot('zhang', GROUP)).card?.forms).toEqual([]);
  });
});

describe('a form variable', () => {
  const refused: [name: string, form: unknown][] = [
    ['no text', { fields: [] }],
    ['no JSON', '{fields: []}'],
    ['a list', '[]'],
    ['no fields', '{}'],
    ['fields that are no objects', formText(['text'])],
  ];
  test.each(refused)('%s is refused', async (_name, form) => {
    const { ding, emulator } = await startBoth();
    const own = { s1: { cardParamMap: { form } } };
    expect(await ding('POST', CREATE, create({ privateData: own }))).toMatchObject({ json: { code: 'param.invalid' } });
    expect(await emulator.messages({ as: 'zhang' })).toEqual([]);
  });

  const remarked: [change: object, remark: RegExp][] = [
    [{ name: '' }, /no name, not drawn/],
    [{ name: 3 }, /no name, not drawn/],
    [{ type: 'PHONE' }, /the type PHONE is not known, not drawn/],
    [{ label: undefined }, /shown without a label/],
    [{ label: { zh: '名' } }, /label is no string/],
    [{ placeholder: 3 }, /placeholder is no string/],
    [{ required: 'true' }, /required is no boolean/],
    [{ defautValue: 'x' }, /unknown property defautValue, ignored/],
    [{ options }, /options has no effect on TEXT/],
    [{ defaultValue: 3 }, /the defaultValue does not fit TEXT, shown empty/],
    [{ defaultValue: 'a\nb' }, /the defaultValue does not fit TEXT, shown empty/],
    [{ defaultValue: null }, /the defaultValue does not fit TEXT, shown empty/],
    [{ type: 'NUMBER', defaultValue: '3' }, /the defaultValue does not fit NUMBER/],
    [{ type: 'SELECT' }, /no options to choose from/],
    [{ type: 'SELECT', options: [{ value: 1, text: '一' }] }, /an option without value and text, not shown/],
    [{ type: 'SELECT', options: [...options, ...options.slice(0, 1)] }, /the option a stands there twice/],
    [{ type: 'SELECT', options: [{ ...options[0], label: '一' }] }, /unknown property label of an option/],
    [{ type: 'SELECT', options, defaultValue: 'a' }, /the defaultValue does not fit SELECT/],
    [{ type: 'SELECT', options, defaultValue: { index: 0, value: 'b' } }, /does not fit SELECT/],
    [{ type: 'MULTI_SELECT', options, defaultValue: { index: [0], value: ['a', 'b'] } }, /does not fit MULTI_SELECT/],
    [{ type: 'CHECKBOX_GROUP', options, defaultValue: 'z' }, /does not fit CHECKBOX_GROUP/],
    [{ type: 'MULTI_CHECKBOX_GROUP', options, defaultValue: 'a' }, /does not fit MULTI_CHECKBOX_GROUP/],
    [{ type: 'SWITCH', defaultValue: 'true' }, /does not fit SWITCH/],
    [{ type: 'TEXT_ARRAY', defaultValue: 'x' }, /does not fit TEXT_ARRAY/],
    [{ type: 'DATE', defaultValue: '2023-02-29' }, /does not fit DATE/],
    [{ type: 'TIME', defaultValue: '25:00' }, /does not fit TIME/],
    [{ type: 'DATETIME', defaultValue: '2023-12-29T10:00' }, /does not fit DATETIME/],
    [{ type: 'DATE', format: 'DD.MM.YYYY' }, /the format DD.MM.YYYY is not known, shown as yyyy-MM-dd/],
    [{ type: 'TEXT_AREA', minRows: 5, maxRows: 2 }, /minRows and maxRows are no numbers of rows/],
    [{ required: true, hidden: true }, /required, and nobody can fill it in/],
  ];
  test.each(remarked)('%j is remarked', async (change, remark) => {
    const { answer, warnings, seen } = await withForm([field('before', 'TEXT'), { ...field('x', 'TEXT'), ...change }]);
    expect(answer.status).toBe(200);
    expect(warnings).toEqual([expect.stringMatching(remark)]);
    expect(warnings[0]).toMatch(/^cardParamMap\.form fields\[1\]: /);
    expect((await seen()).warnings).toContain(warnings[0]);
    expect(remarkText(warnings[0] ?? '')).toContain('fields[1]');
  });

  test('a name that is taken is drawn once, what stands beside the fields is remarked, and a big form too', async () => {
    const { warnings, seen } = await withForm([field('x', 'TEXT'), field('x', 'NUMBER')]);
    expect(warnings).toEqual(['cardParamMap.form fields[1]: the name x is taken, not drawn']);
    expect((await seen()).card?.forms[0]?.fields).toMatchObject([{ type: 'TEXT' }]);
    const { ding, lastWire } = await startBoth();
    const form = formText([field('x', 'TEXT', { label: '长'.repeat(400) })], { title: '表' });
    await ding('POST', CREATE, create({ cardData: { cardParamMap: { form } } }));
    expect(lastWire().warnings).toEqual(
      expect.arrayContaining([
        'cardParamMap.form unknown property title, ignored',
        expect.stringMatching(/^cardParamMap\.form has \d+ bytes, documented are 1024$/),
      ]),
    );
  });

  test('updates and answers to callbacks are judged by the same rules', async () => {
    const { bot, ding, lastWire, submit, seen } = await withForm(every.slice(0, 1));
    const params = { cardParamMap: { form: formText([field('x', 'PHONE')]) } };
    const remark = 'cardParamMap.form fields[0]: the type PHONE is not known, not drawn';
    await ding('PUT', PUT, {
      outTrackId: 'card-1',
      cardData: params,
      cardUpdateOptions: { updateCardDataByKey: true },
    });
    expect(lastWire().warnings).toEqual([remark]);
    const off = { s1: { cardParamMap: { form_status: 'off' } } };
    const byKey = { updatePrivateDataByKey: true };
    await ding('PUT', PUT, { outTrackId: 'card-1', privateData: off, cardUpdateOptions: byKey });
    expect(lastWire().warnings).toEqual(['the form form has the status off, taken as normal']);
    bot.on('card', () => reply({ userPrivateData: params }));
    await submit();
    expect(lastWire().warnings).toEqual([remark]);
    bot.on('card', () => reply({ userPrivateData: { cardParamMap: { form: 'x' } } }));
    await submit();
    expect(lastWire().error).toMatch(/form \(form\) is no \{fields/);
    expect((await seen()).notice).toBe('操作失败，请稍后重试');
  });
});

test('dates and times are texts in a format', () => {
  expect(['yyyy-MM-dd', 'HH:mm', 'yyyy年MM月'].map(isDateFormat)).toEqual([true, true, true]);
  expect(['YYYY-MM-DD', '', 'MM-MM', 'hh:mm'].map(isDateFormat)).toEqual([false, false, false, false]);
  expect(dateParts('yyyy.MM.dd', '2024.02.29')).toEqual({ yyyy: '2024', MM: '02', dd: '29' });
  expect(dateParts('yyyy.MM.dd', '2024-02-29')).toBeUndefined();
  expect(dateParts('yyyy.MM.dd', '2023.02.29')).toBeUndefined();
  expect(dateText('yyyy年MM月dd日 HH:mm', { yyyy: '2024', MM: '02', dd: '29' })).toBe('2024年02月29日 00:00');
});
