import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clippedText, keepPicture } from './browser.ts';
import { demoChat, sizes } from './demo-chat.ts';
import { paleTexts } from './page-checks.ts';

/** 综合统计快报 is due on 17 January 2024: its step of seven days is Wednesday the 10th. */
const demo = demoChat({ start: '2024-01-10T08:58', mode: 'frozen' });
const { open, enter, shouldRead, cardButton } = demo;

const looks: Record<string, BrowserContextOptions> = {
  phone: sizes.phone,
  'phone-dark': { ...sizes.phone, colorScheme: 'dark' },
  desktop: sizes.desktop,
};
const channels = {
  wecom: ['contact01', 'wecom-app:liyi'],
  dingtalk: ['contact01', 'dingtalk:ding-liyi'],
} as const;

const fromItsTop = (text: RegExp) =>
  demo.page
    .getByText(text)
    .last()
    .evaluate((one) => one.scrollIntoView({ block: 'start' }));

describe.each(Object.entries(looks))('a reminder in the chat, %s', (name, look) => {
  it.each(Object.entries(channels))(
    '%s: it comes at nine by itself and is answered by a tap',
    async (channel, [person, chat]) => {
      await open(look);
      // Who is reached on one platform alone is told there.
      await demo.world.database.client.account.deleteMany({ where: { platform: { not: channel } } });
      await enter(person, chat);
      await demo.world.emulator.clock.advance(32 * 60_000);
      await shouldRead(/2024年高新技术企业综合统计快报/);
      await shouldRead(/剩余7天/);
      // The last of that morning: what came later would move the pictures.
      await shouldRead(/2023年12月月报催报/);
      await demo.page.getByText('正在前往').waitFor({ state: 'hidden' });
      expect(await clippedText(demo.page)).toEqual([]);
      await cardButton('已报送').hover();
      expect((await paleTexts(demo.page)).filter((one) => one.startsWith('已报送'))).toEqual([]);
      await fromItsTop(/【截止提醒】/);
      if (name !== 'desktop' || channel === 'wecom') await keepPicture(demo.page, `reminder-${channel}-${name}`);
      await cardButton('需要帮助').click();
      await shouldRead(/代办申请H-\d+已登记/);
      expect(await clippedText(demo.page)).toEqual([]);
      await fromItsTop(/代办申请H-\d+已登记/);
      if (name === 'phone') await keepPicture(demo.page, `reminder-help-${channel}-${name}`);
      expect(await demo.world.database.client.helpRequest.count()).toBe(1);
    },
  );
});
