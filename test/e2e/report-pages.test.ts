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
  world = await startWorld({ emulator: { clock: { start: '2024-01-05T10:00', mode: 'frozen' } } });
});
afterEach(async () => {
  await context.close();
  await world.stop();
});

/** Kept in docs/ as pictures. */
const shown = new Set([
  'report-form-phone',
  'report-questions-phone-dark',
  'report-receipt-phone',
  'report-overview-desktop',
  'report-trends-phone-dark',
]);

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
const fill = (label: RegExp, text: string) => page.getByRole('textbox', { name: label }).first().fill(text);
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

describe.each(Object.entries(looks))('monthly reports without JavaScript, on a %s', (look, options) => {
  it('a contact fills in the month: what is wrong, what is asked, the receipt, the history', async () => {
    await open(options, 'contact01');
    await page.getByRole('link', { name: /^本企业月报/ }).click();
    await page.getByRole('link', { name: '填报', exact: true }).click();
    await page.getByRole('heading', { name: '2023年12月月报' }).waitFor();
    await shouldBeFine('report-form', look);

    await fill(/^营业收入/, '三百二十');
    await fill(/^期末从业人员/, '-46');
    await press('保存草稿');
    await page.getByText('没有保存，请改正后重新提交').waitFor();
    await shouldBeFine('report-wrong', look);
    expect(
      await page
        .getByRole('textbox', { name: /^营业收入/ })
        .first()
        .inputValue(),
    ).toBe('三百二十');

    // The Enter key keeps what was typed, it hands nothing in.
    await fill(/^期末从业人员/, '46');
    await fill(/^营业收入/, '9800000');
    await page.keyboard.press('Enter');
    await page.getByText('草稿已保存，尚未提交').waitFor();
    await page.getByRole('button', { name: /^改为/ }).waitFor();
    await shouldBeFine('report-questions', look);
    await page.getByRole('button', { name: /^改为/ }).first().click();
    await page.getByText('草稿已保存，尚未提交').waitFor();

    for (const label of [
      /^高新技术产品/,
      /^研发费用/,
      /^利润总额/,
      /^实际上缴税费/,
      /^发明专利申请/,
      /^发明专利授权/,
    ]) {
      await fill(label, '1');
    }
    for (const field of await page.getByRole('textbox', { name: /^科技专项资金支出/ }).all()) await field.fill('0');
    await page.getByLabel('已核对，与上月相同').last().check();
    await press('提交');
    await page.getByText('填写的内容已保存为草稿，尚未提交').waitFor();
    await shouldBeFine('report-asked', look);
    for (const group of await page.locator('fieldset.question').all()) await group.getByLabel('经核对无误').check();
    await press('提交');
    await page.getByText('已提交，请保存回执编号').waitFor();
    await shouldBeFine('report-receipt', look);
    await page.getByRole('link', { name: '历史月报' }).click();
    await page.getByRole('link', { name: '2023年11月' }).waitFor();
    await shouldBeFine('own-reports', look);
  });

  it('staff look at a month and hand a report back', async () => {
    await open(options, 'officer');
    await go('/h5/reports/2023-11');
    await page.getByRole('heading', { name: '2023年11月月报报送情况' }).waitFor();
    await shouldBeFine('report-overview', look);
    if (look === 'desktop') await shouldPrint('report-overview');
    await page.getByRole('link', { name: '待审核' }).click();
    await page
      .getByRole('link', { name: /^示例企业/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /2023年11月月报$/ }).waitFor();
    await shouldBeFine('report-item', look);
    if (look === 'desktop') await shouldPrint('report-item');
    await page.locator('summary', { hasText: '退回' }).click();
    await press('退回');
    await page.getByText('请勾选需要修改的指标').first().waitFor();
    await shouldBeFine('report-return', look);
    await page.getByLabel('研发费用').check();
    await page.getByRole('textbox', { name: '退回原因' }).fill('与辅助账不一致');
    await press('退回');
    await page.getByText('已退回，并告知企业联系人').waitFor();
  });

  it('the trend and the indicators can be read and used', async () => {
    await open(options, 'officer');
    await go('/h5/report-trends?of=revenue&to=2023-11');
    await page.locator('svg.chart').waitFor();
    await shouldBeFine('report-trends', look);
    if (look === 'desktop') await shouldPrint('report-trends');
    await go('/h5/indicators');
    await shouldBeFine('indicators', look);
    await page.locator('summary', { hasText: '出口额' }).click();
    await page.locator('summary', { hasText: '新增指标' }).click();
    await shouldBeFine('indicators-open', look);
    await page.locator('input[name="n.export"]').fill('按海关口径');
    await press('下一步：核对');
    await page.getByText('“出口额”的口径由“无”改为“按海关口径”').waitFor();
    await shouldBeFine('indicators-review', look);
    await press('确认保存');
    await page.getByText('已保存新的填报指标').waitFor();
  });
});

/** On paper nothing is cut off, and nothing of the forms is there. */
async function shouldPrint(name: string): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('form:visible').count()).toBe(0);
  await checkPage(page, shown.has(`${name}-print`) ? `h5-${name}-print` : null);
  await page.emulateMedia({ media: 'screen' });
}
