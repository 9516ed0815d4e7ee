import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { at, startBoth } from '../emulator/harness.ts';
import { startBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** A page of the bot on a port of its own, which logs in as pages inside the DingTalk client do, and writes down what came of it. */
async function openLogin(client: 'dingtalk' | 'browser') {
  const both = await startBoth();
  const server = http.createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><script src="${both.url}/emulator/dingtalk/dd.js"></script><p></p><script>
      const tell = (value) => { document.querySelector('p').textContent = JSON.stringify(value); };
      dd.ready(() => dd.requestAuthCode({ corpId: 'dingcorp', clientId: 'dingkey', onSuccess: tell, onFail: tell }));
    </script>`);
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  both.emulator.connect({ dingtalkRobot: `${origin}/dingtalk/robot` });
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    server.closeAllConnections();
    server.close();
  });
  const page = await context.newPage();
  await page.goto(`${both.url}/emulator/open?as=li&client=${client}&url=${encodeURIComponent(`${origin}/h5`)}`);
  expect(page.url()).toBe(`${origin}/h5`);
  await page.waitForFunction(() => document.querySelector('p')?.textContent !== '');
  return { ...both, told: JSON.parse(String(await page.textContent('p'))) as Record<string, unknown> };
}

test('a page inside the DingTalk client learns on whose phone it is', async () => {
  const { told, send, dingToken } = await openLogin('dingtalk');
  expect(told.code).toBeTypeOf('string');
  const path = `/topapi/v2/user/getuserinfo?access_token=${await dingToken()}`;
  expect(at((await send('POST', path, told)).json, 'result', 'userid')).toBe('s2');
});

test('in a browser it does not', async () => {
  const { told } = await openLogin('browser');
  expect(told).toEqual({ errorCode: -1, errorMessage: expect.any(String) });
});
