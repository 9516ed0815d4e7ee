import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PersonId, startWorld, type World } from '../helpers/world.ts';
import { startBrowser } from './browser.ts';
import { checkPage, looks } from './page-checks.ts';

let browser: Browser;
let world: World;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await context.close();
  await world.stop();
});

/** Kept in docs/ as pictures. */
const shown = new Set(['fund-project-phone', 'fund-form-phone-dark']);

function shouldBeFine(name: string, look: string): Promise<void> {
  return checkPage(page, shown.has(`${name}-${look}`) ? `h5-${name}-${look}` : null);
}

async function open(options: BrowserContextOptions, as: PersonId): Promise<void> {
  context = await browser.newContext({
    ...options,
    javaScriptEnabled: false,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  page = await context.newPage();
  const login = new URLSearchParams({ as, client: 'wecom', url: `${world.botUrl}/h5/login/wecom` });
  await page.goto(`${world.emulator.url}/emulator/open?${login}`);
  await page.getByRole('heading', { name: '首页' }).waitFor();
}

const go = (path: string) => page.goto(world.botUrl + path);

describe.each(Object.entries(looks))('funds without JavaScript, on a %s', (look, options) => {
  it('from the ledger to a batch and a project of it', async () => {
    await open(options, 'officer');
    await go('/h5/funds');
    await page.getByText('2023年获得科技专项资金1007.05万元').waitFor();
    await page.getByRole('link', { name: /^B-01 / }).click();
    await page.getByRole('heading', { name: /^项目（/ }).waitFor();
    await shouldBeFine('fund-batch', look);
    await page.getByRole('link', { name: /^P-01 / }).click();
    await page.getByRole('heading', { name: /^明细（/ }).waitFor();
    await page.locator('.mark', { hasText: '已冲销' }).waitFor();
    await shouldBeFine('fund-project', look);
    await page.locator('summary', { hasText: '冲销' }).first().click();
    await page.locator('summary', { hasText: '变更状态' }).click();
    await shouldBeFine('fund-project-open', look);
  });

  it('an officer enters a payment: what is wrong, the review, the receipt', async () => {
    await open(options, 'officer');
    await go('/h5/funds/entry/new?project=3');
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByText('没有登记，请改正后重新提交').waitFor();
    await shouldBeFine('fund-form-wrong', look);
    await page.getByLabel('到位', { exact: true }).check();
    await page.getByRole('textbox', { name: '金额' }).fill('5');
    await page.getByLabel('日期', { exact: true }).fill('2023-12-20');
    await page.getByLabel(/^文号/).fill('通科发[2023]32号');
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByRole('heading', { name: '请核对' }).waitFor();
    await shouldBeFine('fund-form', look);
    await page.getByRole('button', { name: '返回修改' }).click();
    expect(await page.getByRole('textbox', { name: '金额' }).inputValue()).toBe('5');
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByRole('button', { name: '确认登记' }).click();
    await page.getByText(/已登记：2023年12月20日到位5万元/).waitFor();
    await shouldBeFine('fund-receipt', look);
  });

  it('the forms of a batch and a project can be used', async () => {
    await open(options, 'officer');
    for (const name of ['batch', 'project', 'entry']) {
      await go(`/h5/funds/${name}/new`);
      await shouldBeFine(`fund-new-${name}`, look);
    }
  });
});
