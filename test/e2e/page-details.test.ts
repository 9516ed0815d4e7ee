import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clippedText, startBrowser } from './browser.ts';
import { APP, desktop, openSmallPage, phone } from './small-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const openPage = (options: BrowserContextOptions) => openSmallPage(browser, options);

const linesOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  });

describe.each(Object.entries({ desktop, phone }))('on a %s', (name, options) => {
  it('a conversation keeps its time on one line and shortens its name', async () => {
    const { page, emulator, byId, text } = await openPage(options);
    await text('一');
    await emulator.clock.to('2023-12-31T10:00');
    const row = `[data-testid="conversation-${APP}"] .conversation-name`;
    await page.locator(`${row} time`).waitFor();
    await expect.poll(() => page.locator(`${row} time`).textContent()).toBe('12月29日');
    expect(await linesOf(page, `${row} time`)).toBe(1);
    const height = (selector: string) => page.locator(selector).evaluate((element) => element.clientHeight);
    expect(await height(row)).toBeLessThan(30);
    expect(await clippedText(page)).toEqual([]);
    expect(await byId(`conversation-${APP}`).locator('strong').getAttribute('title')).toBe(
      '科技企业服务通知与资质管理',
    );
  });

  it('what a person typed is shown as typed, and a number is not broken at its hyphen', async () => {
    const { page, enter, byId, text, wecom } = await openPage(options);
    await enter(APP);
    await byId('input').fill('<a href="https://e.com">点这里</a> **粗** https://e.com/x');
    await byId('input').press('Enter');
    const mine = byId('message-text').last();
    await expect.poll(() => mine.textContent()).toBe('<a href="https://e.com">点这里</a> **粗** https://e.com/x');
    await text('<a href="https://e.com">点这里</a>');
    await page.getByRole('link', { name: '点这里', exact: true }).waitFor();
    for (let fill = 0; fill < 30; fill += 5) await text(`${'长'.repeat(fill)}电话0471-1234567，日期2023-12-29。`);
    await page.locator('.unbroken').nth(11).waitFor();
    await wecom('/cgi-bin/message/send', {
      touser: 'ZhangSan',
      agentid: 1000002,
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        main_title: { title: '联系方式' },
        quote_area: { quote_text: '办理请在工作时间致电0471-1234567或0471-7654321。' },
        card_action: { type: 1, url: 'https://e.com' },
      },
    });
    await page.locator('.card-quote .unbroken').nth(1).waitFor();
    const rows = page.locator('.unbroken');
    for (let index = 0; index < (await rows.count()); index += 1) {
      expect(await rows.nth(index).evaluate((element) => element.getClientRects().length)).toBe(1);
    }
  });

  it('a refused call shows its code, an old exchange its day, and the calls of the month are counted', async () => {
    const { page, emulator, ding, text, sheet, byId } = await openPage(options);
    await text('');
    await ding('PUT', '/v1.0/card/instances', { outTrackId: 'none', cardData: { cardParamMap: {} } });
    await sheet('报文');
    const results = () => page.locator('.exchange-facts .bad').allTextContents();
    await expect.poll(results).toEqual(['400 param.cardNotExist', '错误码 44004']);
    expect(await byId('dingtalk-calls').textContent()).toBe('钉钉接口12月已调用 1 次（额度 5000 次）。');
    expect(await page.locator('.exchange time').first().textContent()).toBe('10:00:00');
    await emulator.clock.to('2024-01-02T09:00', { jump: true });
    await expect.poll(() => byId('dingtalk-calls').textContent()).toContain('1月已调用 0 次');
    expect(await page.locator('.exchange time').first().textContent()).toBe('2023年12月29日 10:00:00');
    expect(await clippedText(page)).toEqual([]);
  });

  it('a forgotten history disappears from the page', async () => {
    const { emulator, enter, byId, text, sheet } = await openPage(options);
    await text('一');
    await enter(APP);
    await byId('message').first().waitFor();
    emulator.resetHistory();
    await expect.poll(() => byId('message').count()).toBe(0);
    await text('二');
    await expect.poll(() => byId('message-text').allTextContents()).toEqual(['二']);
    await sheet('报文');
    await byId('wire-item').first().waitFor();
    expect(await byId('wire-item').count()).toBeLessThan(4);
  });

  it(`examples are ${name === 'phone' ? 'one row to push aside' : 'rows that wrap'}`, async () => {
    const { page, enter, byId } = await openPage(options);
    await enter(APP);
    const tops = await byId('example').evaluateAll((chips) => chips.map((chip) => chip.getBoundingClientRect().top));
    if (name === 'phone') expect(new Set(tops).size).toBe(1);
    const last = byId('example').last();
    await last.scrollIntoViewIfNeeded();
    const box = await last.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 9999)).toBeLessThanOrEqual(options.viewport.width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width);
    expect(await clippedText(page)).toEqual([]);
  });
});
