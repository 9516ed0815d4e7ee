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
  'deadline-form-desktop',
  'deadline-review-phone',
  'deadline-desktop',
  'own-deadlines-phone',
  'own-deadline-phone-dark',
  'reminder-rules-desktop',
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
const fill = (label: string | RegExp, text: string) => page.getByLabel(label).first().fill(text);
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

describe.each(Object.entries(looks))('deadlines without JavaScript, on a %s', (look, options) => {
  it('an officer enters one, sees who is concerned and what they are told, and changes and withdraws it', async () => {
    await open(options, 'officer');
    await page.getByRole('link', { name: /^截止事项/ }).click();
    await page.getByRole('heading', { name: '截止事项' }).waitFor();
    await shouldBeFine('deadlines', look);
    await page.getByRole('link', { name: '登记截止事项' }).click();
    await shouldBeFine('deadline-form', look);
    await press('下一步：核对名单和提醒');
    await page.getByText('没有登记，请改正后重新提交').waitFor();
    await shouldBeFine('deadline-wrong', look);

    await fill('事项名称', '内蒙古自治区企业研究开发中心备案');
    await fill('材料到开发区的日期', '2024-01-26');
    await fill(/^材料到开发区的时间/, '17:00');
    await fill(/^推荐上报日期/, '2024-01-31');
    await fill(/^通知文号/, '内科发〔2024〕3号');
    await page.getByLabel('资质类型').first().selectOption('HNTE');
    await page.getByLabel('状态').first().selectOption('VALID');
    await press('下一步：核对名单和提醒');
    await page.getByRole('heading', { name: '涉及企业（16家）' }).waitFor();
    await page.locator('summary', { hasText: '通知内容' }).click();
    await shouldBeFine('deadline-review', look);
    await press('确认登记');
    await page.getByText('已登记。').waitFor();
    await shouldBeFine('deadline', look);

    await page.getByRole('link', { name: '提醒记录、免除' }).first().click();
    await page.locator('summary', { hasText: '免除本企业' }).click();
    await shouldBeFine('deadline-one', look);
    await fill('免除原因', '已迁出');
    await press('免除');
    await page.getByText('已免除，不再提醒该企业').waitFor();

    await page.getByRole('link', { name: '修改', exact: true }).click();
    await fill('材料到开发区的日期', '2024-02-02');
    await fill(/^推荐上报日期/, '2024-02-07');
    await press('下一步：核对名单和提醒');
    await page.getByText('材料到开发区由“2024年1月26日17:00”改为“2024年2月2日17:00”').waitFor();
    await shouldBeFine('deadline-change', look);
    await press('返回修改');
    expect(await page.getByLabel('材料到开发区的日期').inputValue()).toBe('2024-02-02');
    await press('下一步：核对名单和提醒');
    await press('确认修改');
    await page.getByText('已修改。').waitFor();
    await page.locator('summary', { hasText: '撤销事项' }).click();
    await fill('撤销原因', '通知已废止');
    await press('撤销');
    await page.getByText('已撤销，将告知已通知的企业').waitFor();
    await shouldBeFine('deadline-withdrawn', look);
  });

  it('an officer sets the rules of reminders and tries them on themselves', async () => {
    await open(options, 'officer');
    await go('/h5/reminder-rules');
    await shouldBeFine('reminder-rules', look);
    await fill(/提前天数/, '20、10、5、0');
    await press('下一步：预览');
    await page.getByRole('heading', { name: '请核对提醒规则' }).waitFor();
    await shouldBeFine('reminder-rules-review', look);
    await press('试发给自己');
    await page.getByText('已试发给您本人').waitFor();
    await press('确认保存');
    await page.getByText('已保存新的提醒规则').waitFor();
  });

  it('a contact sees what concerns them, answers, asks for help and opens a calendar', async () => {
    await open(options, 'contact01');
    await page.getByRole('link', { name: /^截止事项/ }).click();
    await press('开通日历地址');
    await page.getByText('日历地址已开通').waitFor();
    await shouldBeFine('own-deadlines', look);
    await page.getByRole('link', { name: /综合统计快报/ }).click();
    await page.getByLabel(/^今年不报（/).check();
    await press('提交答复');
    await page.getByText('没有提交，请改正后重新提交').waitFor();
    await shouldBeFine('own-deadline-wrong', look);
    await page.getByLabel(/^需要帮助/).check();
    await press('提交答复');
    await page.getByText(/代办申请H-\d+已登记/).waitFor();
    await shouldBeFine('own-deadline', look);
  });
});
