import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../helpers/world.ts';
import { startWorld, type World } from '../helpers/world.ts';
import { startBrowser } from './browser.ts';
import { checkPage, looks } from './page-checks.ts';

let browser: Browser;
let world: World;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
  world = await startWorld();
});
afterAll(async () => {
  await browser.close();
  await world.stop();
});
afterEach(() => context.close());

async function open(options: BrowserContextOptions): Promise<void> {
  context = await browser.newContext({ ...options, reducedMotion: 'reduce', locale: 'zh-CN' });
  page = await context.newPage();
}

/** Opens a page as somebody does in WeCom. */
async function enter(as: PersonId, path: string): Promise<void> {
  const phoneOf = new URLSearchParams({ as, client: 'wecom', url: `${world.botUrl}/h5/login/wecom` });
  await page.goto(`${world.emulator.url}/emulator/open?${phoneOf}`);
  await page.goto(world.botUrl + path);
}

/** Which looks are kept in docs/ as pictures. */
const kept = new Set(['funds-desktop', 'funds-phone', 'own-funds-phone', 'own-funds-phone-dark', 'application-phone']);
const shouldBeFine = (name: string, look: string) =>
  checkPage(page, kept.has(`${name}-${look}`) ? `h5-${name}-${look}` : null);

describe.each(Object.entries(looks))('without JavaScript, on a %s', (look, options) => {
  beforeEach(() => open({ ...options, javaScriptEnabled: false }));

  it('the fund ledger can be read, sorted and grouped', async () => {
    await enter('officer', '/h5/funds');
    await page.getByText('2023年获得科技专项资金1007.05万元，共6批').waitFor();
    expect(await page.getByText('（按批次）').isVisible()).toBe(false);
    const { over } = await page.locator('.figures').evaluate((one) => ({ over: one.scrollWidth - one.clientWidth }));
    expect(over).toBe(0);
    await shouldBeFine('funds', look);
    await page.getByRole('link', { name: '按企业' }).click();
    await page.getByRole('rowheader', { name: /示例企业01/ }).waitFor();
    await shouldBeFine('funds-by-enterprise', look);
    if (look === 'desktop') {
      await page.getByRole('columnheader', { name: '支出执行率' }).getByRole('link').click();
      expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    }
  });

  it('an enterprise reads its funds, reports and reads back what it reported', async () => {
    await enter('contact01', '/h5/own-funds');
    await page.getByText('余额').first().waitFor();
    await shouldBeFine('own-funds', look);
    await page.getByText('明细（').first().click();
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByText('没有提交，请改正后重新提交').waitFor();
    await shouldBeFine('own-funds-wrong', look);
    await page.getByLabel('到位（收到拨款）').check();
    await page.getByLabel('金额', { exact: true }).fill('2.5');
    await page.getByLabel('日期').fill('2023-12-20');
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByText('2.5万元（25000.00元）').waitFor();
    await shouldBeFine('own-funds-review', look);
    await page.getByRole('button', { name: '返回修改' }).click();
    expect(await page.getByLabel('金额', { exact: true }).inputValue()).toBe('2.5');
  });

  it('an application shows its history and what may be done about it', async () => {
    const open = await world.database.client.application.findFirstOrThrow({
      where: { transitions: { some: { status: 'ZONE_REVIEW' }, none: { status: 'RECOMMENDED' } } },
    });
    await enter('officer', `/h5/applications/${open.number}`);
    await page.getByRole('heading', { name: '可以办理' }).waitFor();
    await page.locator('summary', { hasText: '退回' }).click();
    await shouldBeFine('application', look);
    await page.getByRole('button', { name: '退回' }).click();
    await page.getByText('请填写原因').first().waitFor();
    await shouldBeFine('application-wrong', look);
  });
});

it('the fund ledger is printed without what only a screen needs', async () => {
  await open({ viewport: { width: 1280, height: 860 } });
  await enter('officer', '/h5/funds');
  await page.emulateMedia({ media: 'print' });
  await page.getByRole('heading', { name: '2023年专项资金台账' }).waitFor();
  for (const text of ['导出 .xlsx', '返回首页', '退出', '联系电话']) {
    expect(await page.getByText(text).isVisible()).toBe(false);
  }
  for (const one of await page.locator('button, input, select, nav').all()) expect(await one.isVisible()).toBe(false);
  for (const text of ['开发区科技局', '2023年专项资金台账（按批次），数据截至2023年12月29日，金额单位：万元']) {
    expect(await page.getByText(text).first().isVisible()).toBe(true);
  }
  const pdf = await page.pdf({ preferCSSPageSize: true });
  // A4 across: 842 × 595 points.
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 84[12](?:\.\d+)? 59[45](?:\.\d+)?\]/u);
});
