import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { EmulatorOptions } from '../../emulator/server.ts';
import { smallWorld, startBoth } from '../emulator/harness.ts';

export const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const APP = 'wecom-app:ZhangSan';

/** The page with the small world and the scripted bot of the emulator's tests. */
export async function openSmallPage(
  browser: Browser,
  options: BrowserContextOptions,
  emulatorOptions: Partial<EmulatorOptions> = {},
) {
  const world = smallWorld();
  world.title = '小镇演示';
  if (world.wecom?.app) world.wecom.app.name = '科技企业服务通知与资质管理';
  world.examples = ['帮助', '我们公司的资质什么时候到期', '孵化器入驻企业名单', '本月需要上报什么'].map((text) => ({
    text,
  }));
  const both = await startBoth({ world, ...emulatorOptions });
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce', locale: 'zh-CN' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(both.url);
  await page.waitForSelector('[data-testid=person-zhang]');
  const byId = (id: string) => page.locator(`[data-testid="${id}"]`);
  const sheet = async (name: '会话' | '聊天' | '报文') => {
    const tab = page.getByRole('tab', { name });
    if (await tab.isVisible()) await tab.click();
  };
  const enter = async (conversation: string) => {
    await sheet('会话');
    await byId(`conversation-${conversation}`).click();
    await byId('input').waitFor({ state: 'visible' });
  };
  const text = (content: string) =>
    both.wecom('/cgi-bin/message/send', { touser: 'ZhangSan', agentid: 1000002, msgtype: 'text', text: { content } });
  if (process.env.SHOTS) onTestFinished(() => shoot(page));
  return { ...both, page, byId, sheet, enter, text };
}

/** SHOTS=folder keeps a picture of how each test ended. */
async function shoot(page: Page): Promise<void> {
  const name = expect.getState().currentTestName?.replace(/[^\p{L}\d]+/gu, '-');
  await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}
