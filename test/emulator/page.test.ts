import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  clockTime,
  dayAndTime,
  inputMs,
  inputTime,
  listTime,
  longDate,
  shortTime,
  wireTime,
} from '../../emulator/page/time.ts';
import { pretty, resultOf } from '../../emulator/page/wire-format.ts';
import { smallWorld, startBoth } from './harness.ts';

test('the page, its style and its bundle are served from the same origin', async () => {
  const { send, url } = await startBoth();
  const page = await send('GET', '/');
  expect(page.text).toContain('<script type="module" src="/page.js">');
  const script = await send('GET', '/page.js');
  expect(script.status).toBe(200);
  expect(script.text.length).toBeGreaterThan(10_000);
  for (const id of [
    'person-',
    'conversation-',
    'message-text',
    'card-button',
    'picture-whole',
    'wire-item',
    'advance-hour',
    'advance-day',
  ]) {
    expect(script.text, id).toContain(id);
  }
  const style = await send('GET', '/page.css');
  expect(style.text).toContain('prefers-color-scheme: dark');
  const headers = (await fetch(url)).headers;
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
});

test('the title of the world is the title of the page, as text', async () => {
  const { send } = await startBoth({ world: { ...smallWorld(), title: '试点 <b>&' } });
  expect((await send('GET', '/')).text).toContain('<title>试点 &lt;b>&amp; · 企业微信 · 钉钉 模拟器</title>');
  expect((await send('GET', '/emulator/state')).json.title).toBe('试点 <b>&');
  const unnamed = await startBoth();
  expect((await unnamed.send('GET', '/')).text).toContain('<title>企业微信 · 钉钉 模拟器</title>');
  expect((await unnamed.send('GET', '/emulator/state')).json).not.toHaveProperty('title');
});

test('no text of a message is ever parsed as HTML', () => {
  const folder = new URL('../../emulator/page/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => /\.tsx?$/.test(name))) {
    expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write/i,
    );
  }
});

test('times read as in Shanghai, whatever the zone of the browser', () => {
  const friday = Date.UTC(2023, 11, 29, 2, 3, 21);
  expect(longDate(friday)).toBe('2023年12月29日 星期五');
  expect(clockTime(friday)).toBe('10:03:21');
  expect(inputTime(friday)).toBe('2023-12-29T10:03');
  expect(inputMs('2023-12-29T10:03')).toBe(friday - 21_000);
  expect(dayAndTime(friday)).toBe('2023年12月29日 10:03');
  expect(shortTime(friday, friday)).toBe('10:03');
  expect(shortTime(friday, friday + 86_400_000)).toBe('12月29日 10:03');
  expect(shortTime(friday, friday + 86_400_000 * 9)).toBe('2023年12月29日 10:03');
  expect(wireTime(friday, friday)).toBe('10:03:21');
  expect(wireTime(friday, friday + 86_400_000)).toBe('12月29日 10:03:21');
  expect(wireTime(friday, friday + 86_400_000 * 9)).toBe('2023年12月29日 10:03:21');
  expect([listTime(friday, friday), listTime(friday, friday + 86_400_000)]).toEqual(['10:03', '12月29日']);
});

test('bodies are indented, XML with one line for each leaf', () => {
  expect(pretty('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  const xml = '<xml><A><![CDATA[x <b> y]]></A><B><C>1</C></B></xml>';
  expect(pretty(xml)).toBe('<xml>\n  <A><![CDATA[x <b> y]]></A>\n  <B>\n    <C>1</C>\n  </B>\n</xml>');
  expect(pretty('{broken')).toBe('{broken');
});

const results: [direction: 'api' | 'callback', status: number, body: string, shown: string][] = [
  ['api', 200, '{"errcode":0,"errmsg":"ok"}', '200'],
  ['api', 200, '{"errcode":40058}', '错误码 40058'],
  ['api', 403, '{"code":"Forbidden.X","message":"m"}', '403 Forbidden.X'],
  ['api', 200, '{"code":"fine"}', '200'],
  ['api', 403, '<!doctype html>', '403'],
  ['callback', 200, '{"errcode":1}', '200'],
];
test.each(results)('an exchange of %s %i %s ended with %s', (direction, status, body, shown) => {
  expect(resultOf({ direction, response: { status, headers: {}, body } })).toBe(shown);
  expect(resultOf({ direction })).toBe('无应答');
});
