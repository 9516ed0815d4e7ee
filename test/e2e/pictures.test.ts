import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chart, form, png, upload } from '../emulator/fixtures/media.ts';
import { clippedText, startBrowser } from './browser.ts';
import { APP, desktop, openSmallPage, phone } from './small-page.ts';

const DINGTALK = 'dingtalk:s1';
const NAME = '2023年12月高新技术企业营业收入与研发投入对比图.png';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const box = async (place: Locator) => {
  const found = await place.boundingBox();
  if (!found) throw new Error('not to be seen');
  return found;
};
const isLoaded = (image: Locator) =>
  image.evaluate((one) => one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0);

const devices = { desktop, phone, 'phone in the dark': { ...phone, colorScheme: 'dark' as const } };
describe.each(Object.entries(devices))('on a %s', (_name, options) => {
  const open = async () => {
    const both = await openSmallPage(browser, options);
    const { url, wecom, wecomToken, ding, dingToken } = both;
    return {
      ...both,
      sendWecom: async (bytes: Buffer, name: string) => {
        const address = `${url}/cgi-bin/media/upload?type=image&access_token=${await wecomToken()}`;
        const { media_id } = await upload(address, form(bytes, name));
        const to = { touser: 'ZhangSan', agentid: 1000002 };
        await wecom('/cgi-bin/message/send', { ...to, msgtype: 'image', image: { media_id } });
      },
      upDing: async (bytes: Buffer, name: string) =>
        upload(`${url}/media/upload?type=image&access_token=${await dingToken()}`, form(bytes, name)),
      sendDing: (photoURL: unknown) =>
        ding('POST', '/v1.0/robot/oToMessages/batchSend', {
          robotCode: 'dingkey',
          userIds: ['s1'],
          msgKey: 'sampleImageMsg',
          msgParam: JSON.stringify({ photoURL }),
        }),
    };
  };

  it('a chart fits its bubble, and all of it opens with the keyboard and closes again', async () => {
    const { page, sendWecom, enter, byId } = await open();
    await sendWecom(chart(1600, 900), NAME);
    await enter(APP);
    const image = byId('picture').locator('img');
    await image.waitFor();
    await expect.poll(() => isLoaded(image)).toBe(true);
    expect(await image.getAttribute('alt')).toBe(`图片：${NAME}`);
    const [bubble, small] = [await box(byId('message-text')), await box(image)];
    expect(small.x).toBeGreaterThanOrEqual(bubble.x);
    expect(small.x + small.width).toBeLessThanOrEqual(bubble.x + bubble.width);
    expect(small.width / small.height).toBeCloseTo(16 / 9, 1);
    expect(await clippedText(page)).toEqual([]);

    await byId('picture').focus();
    await page.keyboard.press('Enter');
    const whole = page.getByRole('dialog', { name: NAME });
    await whole.waitFor();
    const large = await box(whole.locator('img'));
    const { width, height } = options.viewport;
    expect(large.width).toBeGreaterThan(small.width);
    expect(large.x).toBeGreaterThanOrEqual(0);
    expect(large.x + large.width).toBeLessThanOrEqual(width);
    expect(large.y + large.height).toBeLessThanOrEqual(height);
    expect(await clippedText(page)).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), byId('file-download').click()]);
    expect(download.suggestedFilename()).toBe(NAME);

    await page.keyboard.press('Escape');
    await whole.waitFor({ state: 'detached' });
    expect(await byId('picture').evaluate((one) => one === document.activeElement)).toBe(true);
    await byId('picture').click();
    await byId('picture-close').click();
    await whole.waitFor({ state: 'detached' });
  });

  it('the newest picture is seen whole, when it has come', async () => {
    const { page, text, sendWecom, enter, byId } = await open();
    for (let line = 0; line < 12; line += 1) await text(`第 ${line} 条通知\n请按时填报`);
    await enter(APP);
    await sendWecom(chart(800, 600), NAME);
    const image = byId('picture').locator('img');
    await image.waitFor();
    const log = page.getByRole('log');
    const distance = () => log.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight);
    await expect.poll(async () => (await isLoaded(image)) && (await distance()) < 2).toBe(true);

    // What grows without anybody scrolling does not make a reader of the newest into one who reads up.
    const grow = (scrolledUp: number) =>
      log.evaluate((one, up) => {
        one.querySelector('li:last-child')?.setAttribute('style', 'padding-bottom: 300px');
        one.scrollTop -= up;
        one.dispatchEvent(new Event('scroll'));
        one.querySelector('img')?.dispatchEvent(new Event('load'));
      }, scrolledUp);
    await grow(0);
    expect(await distance()).toBeLessThan(2);
    await grow(200);
    expect(await distance()).toBeGreaterThan(150);
  });

  it('pictures of DingTalk: uploaded, from an address, and what cannot be shown', async () => {
    const { page, url, upDing, sendDing, enter, byId } = await open();
    const { media_id: id } = await upDing(png, '小.png');
    await sendDing(id);
    await sendDing(`${url}/emulator/files/never`);
    await sendDing((await upDing(Buffer.from('<svg/>'), '不是图片.png')).media_id);
    await sendDing((await upDing(chart(90, 60).subarray(0, 30), '残缺.png')).media_id);
    await page.route('https://e.com/chart.png', (route) => route.fulfill({ body: chart(900, 600) }));
    await sendDing('https://e.com/chart.png');
    await enter(DINGTALK);
    await byId('picture').nth(1).waitFor();
    await page.getByRole('link', { name: '图片无法显示' }).waitFor();
    await expect
      .poll(() => byId('file').allTextContents())
      .toEqual(['PNG不是图片.png6 字节下载', 'PNG残缺.png30 字节下载']);
    await byId('picture').first().click();
    await page.getByRole('dialog', { name: '图片：小.png' }).waitFor();
    await page.keyboard.press('Escape');
    await byId('picture').last().click();
    const whole = page.getByRole('dialog', { name: '图片' });
    expect(await whole.getByRole('link').getAttribute('href')).toBe('https://e.com/chart.png');
    expect(await clippedText(page)).toEqual([]);
  });
});
