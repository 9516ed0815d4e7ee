import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clippedText, startBrowser } from './browser.ts';
import { APP, desktop, openSmallPage, phone } from './small-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe.each(Object.entries({ desktop, phone }))('on a %s', (_name, options) => {
  it('a long move shows its time and its goal, keeps what is typed, and can be stopped', async () => {
    const clock = { start: '2023-12-29T10:00', mode: 'running' as const };
    const { page, emulator, enter, byId } = await openSmallPage(browser, options, { clock });
    emulator.clock.onMinute(() => new Promise((resolve) => setTimeout(resolve, 1)));
    await enter(APP);
    const time = async () => (await byId('clock').textContent()) ?? '';
    await byId('advance-to').click();
    await byId('advance-date').fill('2024-04-01T09:00');
    await byId('advance-go').click();
    await byId('moving').getByText('正在前往 2024年4月1日 09:00 …').waitFor();
    const seen: string[] = [];
    for (let look = 0; look < 12; look += 1) {
      seen.push(await time());
      await page.waitForTimeout(100);
    }
    expect(new Set(seen).size).toBeGreaterThan(3);
    const stamps = seen.map((one) =>
      one.replace(/(\d+)月(\d+)日.*?(\d\d:)/, (_, m, d, h) => `${m}-${d.padStart(2, '0')} ${h}`),
    );
    expect(stamps).toEqual([...stamps].sort());
    await byId('input').fill('还在吗');
    await byId('input').press('Enter');
    expect(await byId('input').inputValue()).toBe('还在吗');
    await page.getByText('时间正在走，停下后再发送。').waitFor();
    expect(await clippedText(page)).toEqual([]);
    await byId('stop-moving').click();
    await expect.poll(() => byId('moving').count()).toBe(0);
    expect(emulator.clock.now()).toBeLessThan(Date.UTC(2024, 3, 1, 1));
    await byId('input').press('Enter');
    await expect.poll(() => byId('message-text').allTextContents()).toEqual(['还在吗']);
    await expect.poll(() => byId('input').inputValue()).toBe('');
  });

  it('an empty or a past time is refused in Chinese, before anything is sent', async () => {
    const { page, emulator, byId } = await openSmallPage(browser, options);
    await byId('advance-to').click();
    await byId('advance-date').fill('');
    await byId('advance-go').click();
    await page.getByText('请选择日期和时间。').waitFor();
    await byId('advance-date').fill('2023-12-29T09:00');
    await byId('advance-go').click();
    await page.getByText('请选择晚于现在的时间。').waitFor();
    expect(await page.content()).not.toContain('not a time');
    await byId('advance-date').fill('2023-12-29T12:00');
    await byId('advance-go').click();
    await expect.poll(() => emulator.clock.iso()).toContain('12:00:00');
  });
});
