import { describe, expect, it } from 'vitest';
import { clippedText, keepPicture } from './browser.ts';
import { demoChat, sizes } from './demo-chat.ts';

const demo = demoChat({ start: '2023-12-29T10:00', mode: 'running' });
const { open, enter, sheet, say, shouldRead, byId, cardButton } = demo;

describe.each(Object.entries(sizes))('the demo page on a %s', (size, options) => {
  it('shows every conversation, and nothing is cut off', async () => {
    await open(options);
    expect(await clippedText(demo.page)).toEqual([]);
    await enter('contact01', 'wecom-app:liyi');
    await say('资质');
    await shouldRead(/剩余：262天/);
    expect(await clippedText(demo.page)).toEqual([]);
    await enter('contact02', 'wecom-aibot-group:wecom-group-1');
    await say('资质');
    await shouldRead('发到单聊');
    expect(await clippedText(demo.page)).toEqual([]);
    await cardButton('发到单聊').click();
    await shouldRead(/已发到单聊/);
    await enter('contact02', 'wecom-app:zhaoer');
    await shouldRead(/待批复/);
    await enter('officer', 'dingtalk:ding-wangchen');
    await say('/资质 蒙药');
    await cardButton('第2家').click();
    await shouldRead(/市级重点实验室/);
    expect(await clippedText(demo.page)).toEqual([]);
    await enter('officer', 'wecom-app:wangchen');
    await say('/资质 统计 2023-12-31');
    await shouldRead(/16 家/);
    await enter('stranger', 'dingtalk-group:cidDemoGroup1==');
    await say('资质');
    await shouldRead(/尚未绑定/);
    expect(await clippedText(demo.page)).toEqual([]);
  });

  it('shows what went over the wire, without a secret', async () => {
    await open(options);
    await enter('officer', 'wecom-app:wangchen');
    await say('/资质 科小');
    await shouldRead(/30\. 示例企业/);
    await sheet('报文');
    const items = byId('wire-item');
    await expect.poll(() => items.count()).toBeGreaterThan(3);
    for (let n = 0; n < 4; n += 1) await items.nth(n).getByRole('button').first().click();
    await shouldRead(/message\/send/);
    expect(await clippedText(demo.page)).toEqual([]);
    expect(await demo.page.content()).not.toMatch(/demo-app-secret|demoWecomAppAesKey/);
  });

  it('moves the clock on, and the answers with it', async () => {
    await open(options);
    await byId('advance-day').click();
    await expect.poll(() => byId('clock').textContent()).toContain('2023年12月30日');
    // The date is there before the end of the day's way; nothing can be said until then.
    await expect.poll(() => byId('advance-day').isEnabled()).toBe(true);
    await enter('contact01', 'wecom-app:liyi');
    await say('资质');
    await shouldRead(/剩余：261天/);
    await keepPicture(demo.page, `demo-${size}`);
  });
});

it.each([
  [1280, 800],
  [390, 844],
])('stays as tall as a window of %i × %i, however long the conversation', async (width, height) => {
  await open({ viewport: { width, height } });
  await enter('officer', 'wecom-app:wangchen');
  for (const text of ['/帮助', '/资质 科小', '/帮助', '/资质 统计 2023-12-31']) await say(text);
  await shouldRead(/16 家/);
  await expect.poll(() => demo.page.locator('.log').evaluate((log) => log.scrollHeight > log.clientHeight)).toBe(true);
  const tall = () =>
    demo.page.evaluate(() => ({ page: document.documentElement.scrollHeight, window: window.innerHeight }));
  expect(await tall()).toEqual({ page: height, window: height });
  await sheet('报文');
  expect(await tall()).toEqual({ page: height, window: height });
});

it('people and conversations all fit beside the chat', async () => {
  await open({ viewport: { width: 1280, height: 800 } });
  const { all, seen } = await demo.page
    .locator('.people')
    .evaluate((pane) => ({ all: pane.scrollHeight, seen: pane.clientHeight }));
  expect(all).toBeLessThanOrEqual(seen);
});

it('would see a text that is cut off', async () => {
  await open(sizes.phone);
  await demo.page.addStyleTag({
    content:
      '[data-testid=person-officer] { height: 12px !important; min-height: 0 !important; overflow: hidden !important }',
  });
  expect((await clippedText(demo.page)).join()).toContain('cut off');
});

it('can be used with the keyboard alone', async () => {
  await open(sizes.desktop);
  await enter('contact01', 'wecom-app:liyi');
  await byId('input').focus();
  await demo.page.keyboard.type('/我是谁');
  await demo.page.keyboard.press('Enter');
  await shouldRead(/企业联系人/);
});

it('is readable in the dark', async () => {
  await open({ ...sizes.phone, colorScheme: 'dark' });
  await enter('officer', 'wecom-app:wangchen');
  await say('/帮助');
  await shouldRead(/可以这样问/);
  expect(await clippedText(demo.page)).toEqual([]);
});
