import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clippedText, startBrowser } from './browser.ts';
import { APP, desktop, openSmallPage, phone } from './small-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

it('an example that is clicked twice at once is said once', async () => {
  const { page, enter, byId } = await openSmallPage(browser, desktop);
  await enter(APP);
  await byId('example').first().dblclick();
  await byId('message').first().waitFor();
  await page.waitForTimeout(800);
  expect(await byId('message').count()).toBe(1);
  await byId('example').first().click();
  await expect.poll(() => byId('message').count()).toBe(2);
});

it.each([
  ['desktop', desktop, 'input'],
  ['phone', phone, null],
] as const)('on a %s the first key goes where it should', async (_name, options, focused) => {
  const { page, byId, sheet } = await openSmallPage(browser, options);
  const focus = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
  await expect.poll(focus).toBe(focused);
  if (focused) return;
  // The keyboard of a phone stays away for an example, too.
  await sheet('聊天');
  await byId('example').first().click();
  await byId('message').first().waitFor();
  expect(await focus()).not.toBe('input');
});

it('when the emulator has stopped, the page says so in Chinese', async () => {
  const { page, emulator, enter, byId } = await openSmallPage(browser, desktop);
  await enter(APP);
  await emulator.stop();
  await byId('input').fill('在吗');
  await byId('input').press('Enter');
  await page.getByText('连不上模拟器，它可能已经停止。').waitFor();
  expect(await byId('input').inputValue()).toBe('在吗');
  expect(await page.textContent('body')).not.toMatch(/fetch/i);
});

it('a failure inside the emulator is not taken for one that has stopped', async () => {
  const { page, emulator, byId } = await openSmallPage(browser, desktop);
  emulator.clock.onMinute(() => {
    throw new Error('job failed');
  });
  await byId('advance-hour').click();
  await page.getByText('操作没有成功，请刷新页面后再试。').waitFor();
});

it.each([desktop, phone])('heading and title name the world (%o)', async (options) => {
  const { page } = await openSmallPage(browser, options);
  expect(await page.title()).toBe('小镇演示 · 企业微信 · 钉钉 模拟器');
  expect(await page.locator('h1').textContent()).toBe('小镇演示 企业微信 · 钉钉 模拟器');
  expect(await clippedText(page)).toEqual([]);
});

it('people are drawn by their family name', async () => {
  const { byId } = await openSmallPage(browser, desktop);
  expect(await byId('person-zhang').locator('.avatar').textContent()).toBe('张');
});

it.each([desktop, phone])('a fault is asked for, seen pending, used up and cancelled (%o)', async (options) => {
  const { page, enter, sheet, byId, emulator } = await openSmallPage(browser, options);
  await sheet('报文');
  await byId('faults').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await byId('fault-busy').click();
  await expect.poll(() => byId('faults-pending').textContent()).toBe('等待发生：重复投递、平台繁忙');
  expect(await clippedText(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await byId('fault-busy').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('faults');
  await enter(APP);
  await byId('input').fill('在吗');
  await byId('input').press('Enter');
  await byId('message').first().waitFor();
  await sheet('报文');
  await expect.poll(() => byId('faults').textContent()).toBe('故障（1）');
  await page.getByText('提示 1').first().click();
  await page.getByText('按故障要求重复投递，第 1 份').waitFor();
  await byId('faults').click();
  await byId('faults-clear').click();
  await expect.poll(() => byId('faults-pending').textContent()).toBe('没有等待发生的故障。');
  expect(emulator.faults.list()).toEqual([]);
});
