import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../helpers/world.ts';
import { clippedText, startBrowser } from './browser.ts';

let browser: Browser;
let world: World;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await startWorld({ emulator: { clock: { start: '2024-01-03T10:00', mode: 'frozen' } } });
});
afterEach(async () => {
  await page.context().close();
  await world.stop();
});

const looks: Record<string, BrowserContextOptions> = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  'phone-dark': { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
  desktop: { viewport: { width: 1280, height: 860 } },
};
const pictures = join(import.meta.dirname, '../../docs');
const byId = (id: string) => page.locator(`[data-testid="${id}"]`);

async function enter(look: BrowserContextOptions, person: string, conversation: string): Promise<void> {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce', locale: 'zh-CN' });
  page = await context.newPage();
  await page.goto(world.emulator.url);
  await byId(`person-${person}`).click();
  await byId(`conversation-${conversation}`).click();
  await byId('input').waitFor({ state: 'visible' });
}

async function say(text: string): Promise<void> {
  await byId('input').fill(text);
  await byId('input').press('Enter');
}

const shouldRead = (text: string | RegExp) => page.getByText(text).last().waitFor({ state: 'visible' });
const cardButton = (name: string) => byId('card-button').filter({ hasText: name }).last();
/** The input of a field of the newest form, by the field's label. */
const input = (label: string) =>
  byId('card-form')
    .last()
    .locator('[data-testid=form-field]')
    .filter({ hasText: label })
    .locator('[data-testid=form-input]');

describe.each(Object.entries(looks))('a month is reported in the chat, %s', (name, look) => {
  it('DingTalk: the figures are typed into the card', async () => {
    await enter(look, 'contact02', 'dingtalk:ding-zhaoer');
    await say('/月报 填报');
    await shouldRead(/请填报2023年12月月报/);
    expect(await clippedText(page)).toEqual([]);
    for (const [label, value] of [
      ['营业收入（万元）', '1846.05'],
      ['工业总产值', '1088'],
      ['研发费用', '64.85'],
      ['利润总额', '88.9'],
      ['实际上缴税费', '32.4'],
      ['发明专利申请', '0'],
      ['发明专利授权', '0'],
      ['科技专项资金支出', '0'],
    ] as const) {
      await input(label).first().fill(value);
    }
    await page.screenshot({ path: join(pictures, `report-card-${name}.png`) });
    await byId('form-submit').last().click();
    await shouldRead(/请核对并说明/);
    await shouldRead(/累计10949\.25/);
    expect(await clippedText(page)).toEqual([]);
    await cardButton('新签合同').click();
    await shouldRead(/已说明/);
    await page.screenshot({ path: join(pictures, `report-confirm-${name}.png`) });
    await cardButton('确认提交').click();
    await shouldRead(/回执编号/);
    expect(await clippedText(page)).toEqual([]);
    expect(await world.database.client.reportSubmission.count({ where: { report: { period: '2023-12' } } })).toBe(1);
  });

  it('WeCom: a sentence is read back, the card beside it has the counts and the buttons', async () => {
    await enter(look, 'contact02', 'wecom-app:zhaoer');
    await say('12月营收1846.05万 研发64.85 职工116人');
    await shouldRead(/请核对2023年12月月报/);
    await shouldRead(/必填未填/);
    expect(await clippedText(page)).toEqual([]);
    await page.screenshot({ path: join(pictures, `report-wecom-${name}.png`) });
    await cardButton('新签合同').click();
    await shouldRead(/说明：新签合同/);
    expect(await clippedText(page)).toEqual([]);
  });
});
