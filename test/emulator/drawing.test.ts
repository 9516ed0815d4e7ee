import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteLength, cutBytes } from '../../emulator/api.ts';
import { fill, isVisible, type Scope, variable } from '../../emulator/dingtalk/template-values.ts';
import { pretty } from '../../emulator/page/wire-format.ts';
import { readXml, writeXml } from '../../emulator/xml.ts';

const scope = (loop?: unknown): Scope => ({
  data: { title: '标题', count: 3, on: true, list: [{ name: '一' }], form: { status: 'disabled' }, none: '' },
  loop,
  types: new Map(),
  oldClient: false,
  warnings: new Set(),
});

test('variables: paths, loop items in both spellings, nothing for what is not there', () => {
  expect(variable(scope(), 'form.status')).toBe('disabled');
  expect(variable(scope(), 'list[0].name')).toBe('一');
  expect(variable(scope({ name: '二' }), 'list[0].name', 'loop')).toBe('二');
  expect(variable(scope({ name: '二' }), 'loop.name')).toBe('二');
  expect(variable(scope('只是文本'), 'list[0]', 'loop')).toBe('只是文本');
  expect(variable(scope(), 'missing.deep')).toBeUndefined();
  const [open, close] = ['${', '}'];
  expect(fill(scope({ name: '二' }), `${open}title${close}：${open}loop.name${close}${open}missing${close}`)).toBe(
    '标题：二',
  );
});

const conditions: [op: string, variable: string, value: string, holds: boolean][] = [
  ['isTrue', 'on', '', true],
  ['isTrue', 'missing', '', false],
  ['isFalse', 'missing', '', true],
  ['equal', 'count', '3', true],
  ['equal', 'title', 'x', false],
  ['notEqual', 'title', 'x', true],
  ['isEmpty', 'none', '', true],
  ['notEmpty', 'title', '', true],
  ['isNotEmpty', 'missing', '', false],
  ['greaterThan', 'count', '2', true],
  ['lessThan', 'count', '2', false],
  ['lengthEqual', 'list', '1', true],
  ['lengthNotEqual', 'list', '1', false],
];
test.each(conditions)('%s %s %s is %s', (op, name, value, holds) => {
  const condition = { op, variable: name, value };
  const visible = (...list: object[]) => ({ valueType: 'condition', condition: { op: 'and', conditions: list } });
  expect(isVisible(scope(), visible(condition))).toBe(holds);
  expect(isVisible(scope(), visible(condition, { op: 'isTrue', variable: 'missing' }))).toBe(false);
  expect(
    isVisible(scope(), {
      valueType: 'condition',
      condition: { op: 'or', conditions: [condition, { op: 'isTrue', variable: 'on' }] },
    }),
  ).toBe(true);
});

test('an unknown condition is noted and taken as true; none means visible', () => {
  const here = scope();
  expect(
    isVisible(here, {
      valueType: 'condition',
      condition: { op: 'and', conditions: [{ op: 'magic', variable: 'title' }] },
    }),
  ).toBe(true);
  expect([...here.warnings]).toEqual(['unknown condition "magic", taken as true']);
  expect(isVisible(here, undefined)).toBe(true);
  expect(isVisible(here, { valueType: 'fixed', value: false })).toBe(false);
});

// XML 1.0 cannot carry most control characters at all, and a parser may turn \r\n into \n.
const xmlText = fc
  .string({ unit: 'grapheme' })
  .filter((text) => !/\p{Cc}|[\ufffe\uffff]/u.test(text) && text.trim() !== '');

test('what is written as XML is read back, also with "]]>" inside', () => {
  fc.assert(
    fc.property(xmlText, fc.nat(40), (text, filler) => {
      const read = readXml(writeXml({ A: text, B: 7, C: { D: [text, ']]>'] } }, filler));
      expect(read).toEqual({ ok: true, root: { A: text, B: '7', C: { D: [text, ']]>'] } } });
    }),
  );
  expect(readXml('<xml><A></xml>').ok).toBe(false);
  expect(readXml('<A/>')).toMatchObject({ ok: false });
});

test('cutting never splits a character and keeps as much as fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, limit) => {
      const kept = cutBytes(text, limit);
      expect(text.startsWith(kept)).toBe(true);
      expect(byteLength(kept)).toBeLessThanOrEqual(limit);
      const [next = ''] = text.slice(kept.length);
      expect(kept === text || byteLength(kept) + byteLength(next) > limit || next >= '\ud800').toBe(true);
    }),
  );
});

test('indenting never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      pretty(text);
      pretty(`{${text}`);
      pretty(`<xml>${text}</xml>`);
    }),
  );
});
