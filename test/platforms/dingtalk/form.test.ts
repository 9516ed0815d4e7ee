import { describe, expect, it } from 'vitest';
import type { Form, FormField } from '../../../src/core/card.ts';
import { formParams, noForm, readRequest } from '../../../src/platforms/dingtalk/form.ts';

const revenue: FormField = { name: 'revenue', label: '营业收入', kind: 'number', required: true };
const form = (fields: readonly FormField[]): Form => ({
  tap: { say: '/填报 2023-11', answer: 'here' },
  submit: '提交',
  fields,
});
interface Drawn {
  name: string;
  label: string;
}
/** The fields that are drawn, and the page that their names begin with. */
function drawn(fields: readonly FormField[], ref = 'REF') {
  const result = formParams(form(fields), ref);
  if (!result) throw new Error('not drawn');
  const { fields: given } = JSON.parse(result.params.form) as { fields: Drawn[] };
  const page = /^[0-9a-z]{3}_/u.exec(given[0]?.name ?? '')?.[0] ?? '';
  return { ...result, page, fields: given.map(({ name, ...rest }) => ({ name: name.slice(page.length), ...rest })) };
}

describe('a form', () => {
  it('is drawn in the platform’s own words', () => {
    const options = [
      { value: 'order', text: '订单' },
      { value: 'season', text: '季节' },
    ];
    const { params, page, fields, left } = drawn([
      { name: 'id', label: '', kind: 'text', value: 'R1', hidden: true },
      { ...revenue, value: '320.50', placeholder: '万元' },
      { name: 'why', label: '原因', kind: 'choice', options, value: 'season' },
      { name: 'note', label: '说明', kind: 'text', value: '示例企业01', readOnly: true },
    ]);
    expect(fields).toEqual([
      { name: 'id', label: '', type: 'TEXT', hidden: true, defaultValue: 'R1' },
      { name: 'revenue', label: '营业收入', type: 'NUMBER', required: true, placeholder: '万元', defaultValue: 320.5 },
      { name: 'why', label: '原因', type: 'SELECT', options, defaultValue: { index: 1, value: 'season' } },
      { name: 'note', label: '说明', type: 'TEXT', readOnly: true, defaultValue: '示例企业01' },
    ]);
    expect(params).toMatchObject({
      form_status: 'normal',
      form_btn_text: '提交',
      form_tap: `${page}say:/填报 2023-11`,
    });
    expect(left).toEqual([]);
  });

  it.each([
    ['no number, to be corrected', { ...revenue, value: '三百' }, '三百'],
    ['nothing', { ...revenue, value: '' }, undefined],
    ['no option', { name: 'why', label: '原因', kind: 'choice', options: [], value: 'x' }, undefined],
  ] as const)('starts with %s', (_name, field, defaultValue) => {
    expect(drawn([field]).fields[0]).toEqual(
      expect.objectContaining(defaultValue === undefined ? { type: expect.anything() } : { defaultValue }),
    );
    expect('defaultValue' in (drawn([field]).fields[0] ?? {})).toBe(defaultValue !== undefined);
  });

  it('has names of its own on each page: clients keep what was typed under a name', () => {
    expect(drawn([revenue], 'A').page).toHaveLength(4);
    expect(drawn([revenue], 'A').page).toBe(drawn([revenue], 'A').page);
    expect(drawn([revenue], 'A').page).not.toBe(drawn([revenue], 'B').page);
  });

  it('keeps within 1900 bytes, what must come back first, and says what has no room', () => {
    const optional = (n: number): FormField => ({ name: `o${n}`, label: `选填指标之${n}`, kind: 'number' });
    const required = (n: number): FormField => ({
      name: `r${n}`,
      label: `必填指标之${n}`,
      kind: 'number',
      required: true,
    });
    const hidden: FormField = { name: 'id', label: '', kind: 'text', hidden: true, value: 'R1' };
    const all = [...Array.from({ length: 30 }, (_, n) => optional(n)), required(1), required(2), hidden];
    const { params, fields, left } = drawn(all);
    expect(Buffer.byteLength(params.form)).toBeLessThanOrEqual(1900);
    expect(Buffer.byteLength(params.form)).toBeGreaterThan(1800);
    expect(fields.map(({ name }) => name).slice(-3)).toEqual(['r1', 'r2', 'id']);
    expect(fields[0]?.name).toBe('o0');
    expect([...fields.map(({ label }) => label), ...left]).toHaveLength(all.length);
    expect(left).toContain('选填指标之29');
  });

  it('is not drawn where its tap or its first field has no room', () => {
    const say = '一'.repeat(340);
    expect(formParams({ ...form([revenue]), tap: { say, answer: 'here' } }, 'REF')).toBeNull();
    expect(formParams(form([{ ...revenue, label: '一'.repeat(700) }]), 'REF')).toBeNull();
    expect(formParams(form([]), 'REF')).toBeNull();
  });

  it('that is not there is a form without fields or button', () => {
    expect(JSON.parse(noForm.form)).toEqual({ fields: [] });
    expect(noForm.form_btn_text).toBe('');
  });
});

describe('a submission', () => {
  const tap = 'a1b_say:/填报';
  const read = (values: unknown) => readRequest(tap, values);

  it('is read in every shape that the platform has', () => {
    expect(
      read({
        a1b_revenue: 320.5,
        a1b_staff: '46',
        a1b_why: { index: 1, value: 'season' },
        a1b_share: { index: 0, value: 5 },
        a1b_yes: true,
        a1b_emptied: null,
        a1b_unset: { index: null, value: null },
      }),
    ).toEqual({
      code: 'say:/填报',
      values: { revenue: '320.5', staff: '46', why: 'season', share: '5', yes: 'true' },
    });
  });

  it.each([[{}], [undefined], [null]])('may have nothing filled in (%j)', (values) => {
    expect(read(values)).toEqual({ code: 'say:/填报', values: {} });
  });

  it('has nothing of an earlier page', () => {
    expect(read({ a1b_revenue: 1, zzz_revenue: 2, revenue: 3 })).toEqual({
      code: 'say:/填报',
      values: { revenue: '1' },
    });
  });

  it('of a button has no values, whatever comes with it', () => {
    expect(readRequest('say:资质', { a1b_revenue: 1 })).toEqual({ code: 'say:资质' });
    expect(readRequest('ask@ABC:资质', undefined)).toEqual({ code: 'ask@ABC:资质' });
  });

  const long = 'x'.repeat(2000);
  it.each([
    ['a list instead of fields', []],
    ['a word instead of fields', 'x'],
    ['more fields than any form has', Object.fromEntries(Array.from({ length: 61 }, (_, n) => [`a1b_f${n}`, 1]))],
    ['an endless name', { ['x'.repeat(101)]: 1 }],
    ['a name that is none', { a1b___proto__: 'x' }],
    ['an endless text', { a1b_note: `${long}x` }],
    ['an endless option', { a1b_note: { value: `${long}x` } }],
    ['several values', { a1b_note: ['x'] }],
    ['a value within a value', { a1b_note: { value: { x: 1 } } }],
  ])('with %s is noise', (_name, values) => {
    expect(read(values)).toBeNull();
  });

  it('may be as large as it may be', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`a1b_f${n}`, long]));
    expect(Object.keys(read(many)?.values ?? {})).toHaveLength(60);
  });
});
