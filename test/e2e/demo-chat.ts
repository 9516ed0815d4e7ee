import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { EmulatorOptions } from '../../emulator/server.ts';
import { startWorld, type World } from '../helpers/world.ts';
import { startBrowser } from './browser.ts';
import { phone } from './small-page.ts';

export const sizes = { phone, desktop: { viewport: { width: 1280, height: 860 } } };

/** For a file of tests of the demo page: one browser, for each test the demo's world, and what people do on the page. */
export function demoChat(clock: NonNullable<EmulatorOptions['clock']>) {
  let browser: Browser;
  let world: World;
  let page: Page;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await startWorld({ emulator: { clock } });
  });
  afterEach(async () => {
    await page.context().close();
    await world.stop();
  });

  const byId = (id: string) => page.locator(`[data-testid="${id}"]`);
  /** On a phone the three columns are three sheets. */
  const sheet = async (name: '会话' | '聊天' | '报文') => {
    const tab = page.getByRole('tab', { name });
    if (await tab.isVisible()) await tab.click();
  };
  return {
    get world() {
      return world;
    },
    get page() {
      return page;
    },
    byId,
    sheet,
    async open(options: BrowserContextOptions) {
      // No animation: a picture in the middle of one shows neither state.
      const context = await browser.newContext({ ...options, reducedMotion: 'reduce', locale: 'zh-CN' });
      page = await context.newPage();
      await page.goto(world.emulator.url);
      await page.waitForSelector('[data-testid=person-officer]');
    },
    async enter(person: string, conversation: string) {
      await sheet('会话');
      await byId(`person-${person}`).click();
      await byId(`conversation-${conversation}`).click();
      await byId('input').waitFor({ state: 'visible' });
    },
    async say(text: string) {
      await byId('input').fill(text);
      await byId('input').press('Enter');
    },
    cardButton: (name: string) => byId('card-button').filter({ hasText: name }).last(),
    shouldRead: (text: string | RegExp) => page.getByText(text).last().waitFor({ state: 'visible' }),
  };
}
