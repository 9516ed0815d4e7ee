import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoWorld } from '../../demo/world.ts';
import { xlsxBytes } from '../../src/documents/write-xlsx.ts';
import { plantLink } from '../helpers/plant-link.ts';
import { conversations, startWorld, type World } from '../helpers/world.ts';
import { startBrowser } from './browser.ts';
import { checkPage, looks, phone } from './page-checks.ts';

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

async function open(options: BrowserContextOptions): Promise<void> {
  context = await browser.newContext({ ...options, reducedMotion: 'reduce', locale: 'zh-CN' });
  page = await context.newPage();
}

const go = (path: string) => page.goto(world.botUrl + path);
const plant = (name: string) => plantLink(world.database.client, { name, now: new Date(world.emulator.clock.now()) });

/** By a link and its code, as an outsider does. */
async function enter(name: string): Promise<void> {
  const { token, code } = await plant(name);
  await go(`/h5/l/${token}`);
  await page.getByLabel('6位验证码').fill(code);
  await page.getByRole('button', { name: '打开' }).click();
  await page.getByRole('heading', { name: '首页' }).waitFor();
}

/** Kept in docs/ as pictures. */
const shown = new Set(['code', 'home', 'own', 'access', 'import', 'import-wrong']);

const shouldBeFine = (name: string, look: string) => checkPage(page, shown.has(name) ? `h5-${name}-${look}` : null);

describe.each(Object.entries(looks))('without JavaScript, on a %s', (look, options) => {
  beforeEach(() => open({ ...options, javaScriptEnabled: false }));

  it('a link asks for its code, and then shows what is whose', async () => {
    const officer = world.chat('officer', conversations['WeCom app']('officer'));
    for (const say of ['/资质 示例企业01', '/联系人 示例企业01']) {
      await officer.say(say);
      await officer.shouldSee(/示例企业01/);
    }
    const { token, code } = await plant('李一');
    await go(`/h5/l/${token}`);
    await shouldBeFine('code', look);
    await page.getByLabel('6位验证码').fill('000000');
    await page.getByRole('button', { name: '打开' }).click();
    await page.getByText('还可以输入4次').waitFor();
    await shouldBeFine('code-wrong', look);
    await page.getByLabel('6位验证码').fill(code);
    await page.getByRole('button', { name: '打开' }).click();
    await page.getByText('李一').waitFor();
    await shouldBeFine('home', look);
    await page.getByRole('link', { name: '本企业资质' }).click();
    await page.getByText('262天').waitFor();
    await shouldBeFine('own', look);
    await page.getByRole('link', { name: '返回首页' }).click();
    await page.getByRole('link', { name: '谁看过我们' }).click();
    await page
      .getByText(/王\*（经办人员）/)
      .first()
      .waitFor();
    await shouldBeFine('access', look);
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '请先登录' }).waitFor();
    await shouldBeFine('login', look);
  });

  it('who serves several enterprises chooses one', async () => {
    await enter('吴双');
    await shouldBeFine('choose', look);
    const [name] = await page.locator('button.choice').allTextContents();
    await page.getByRole('button', { name: name ?? '' }).click();
    await page.getByRole('link', { name: '本企业资质' }).click();
    await page.locator('.subtitle', { hasText: name ?? '' }).waitFor();
  });

  it('an officer uploads a workbook and reads what the check found', async () => {
    const phoneOf = new URLSearchParams({ as: 'officer', client: 'wecom', url: `${world.botUrl}/h5/login/wecom` });
    await page.goto(`${world.emulator.url}/emulator/open?${phoneOf}`);
    await page.getByRole('link', { name: '导入' }).click();
    await shouldBeFine('upload', look);
    const columns = (headers: string[]) => headers.map((header) => ({ header, width: 20 }));
    const wrong = [
      ['示例企业07', '91350100M000100Y42'],
      ['某某科技有限公司', '9135'],
    ];
    const rows = [
      ['示例企业07', '制造业', '2016-05-20'],
      ['某某科技有限公司', '农业', ''],
    ];
    const send = async (bytes: Buffer) => {
      await page
        .getByLabel(/\.xlsx 文件/)
        .setInputFiles({ name: '导入.xlsx', mimeType: 'application/x', buffer: bytes });
      await page.getByRole('button', { name: '上传并检查' }).click();
    };
    await send(await xlsxBytes([{ name: '企业', columns: columns(['企业全称', '统一社会信用代码']), rows: wrong }]));
    await page.getByRole('heading', { name: '文件需要改正' }).waitFor();
    await shouldBeFine('import-wrong', look);
    await page.getByRole('link', { name: '上传另一份文件' }).click();
    await send(await xlsxBytes([{ name: '企业', columns: columns(['企业全称', '行业', '成立日期']), rows }]));
    await page.getByRole('heading', { name: '请确认导入' }).waitFor();
    await shouldBeFine('import', look);
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByRole('heading', { name: '导入完成' }).waitFor();
  });

  it('what cannot be shown is said in a sentence', async () => {
    await go('/h5/l/none');
    await page.getByText(/请核对链接是否完整/).waitFor();
    await shouldBeFine('refused', look);
  });
});

describe('in DingTalk’s client', () => {
  const asDingtalk = { ...phone, userAgent: 'Mozilla/5.0 (Linux; Android 14) DingTalk/7.6.0' };
  const asked = async () => {
    const { corpId, clientId } = demoWorld.dingtalk;
    const answer = await fetch(`${world.emulator.url}/emulator/dingtalk/auth-code`, {
      method: 'POST',
      body: JSON.stringify({ as: 'contact01', corpId, clientId }),
    });
    return (await answer.json()) as { code: string };
  };

  it('the library that the client put there is asked, and the person is in', async () => {
    await open(asDingtalk);
    await page.exposeFunction('askEmulator', asked);
    await page.addInitScript(() => {
      const ask = (window as unknown as { askEmulator(): Promise<{ code: string }> }).askEmulator;
      Object.assign(window, { dd: { requestAuthCode: () => ask() } });
    });
    await go('/h5');
    await page.getByText('李一').waitFor();
  });

  it.each([
    ['Android', asDingtalk.userAgent, 'nuva'],
    ['iOS', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) DingTalk/7.6.0', 'ios'],
    ['HarmonyOS', 'Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4 DingTalk/7.6.0', 'harmony'],
  ])('the bridge of the client on %s is asked', async (_name, userAgent, kind) => {
    await open({ ...phone, userAgent });
    await page.exposeFunction('askEmulator', asked);
    await page.addInitScript((which: string) => {
      const ask = (window as unknown as { askEmulator(): Promise<{ code: string }> }).askEmulator;
      type Then = (answer: unknown) => void;
      const bridges: Record<string, object> = {
        nuva: {
          nuva: {
            require: () => (done: Then, _fail: Then, service: string, action: string) => {
              if (`${service}.${action}` === 'runtime.permission.requestAuthCode') void ask().then(done);
            },
          },
        },
        ios: {
          WebViewJavascriptBridge: {
            init: () => undefined,
            callHandler: (name: string, _args: object, done: Then) => {
              if (name === 'runtime.permission.requestAuthCode') {
                void ask().then((result) => done({ errorCode: '0', result }));
              }
            },
          },
        },
        harmony: {
          DingTalkJSBridge: {
            call: (name: string, _args: object, done: Then) => {
              if (name === 'runtime.permission.requestAuthCode')
                void ask().then((body) => done({ success: true, body }));
            },
          },
        },
      };
      // Some clients are ready before the page, some after.
      Object.assign(window, bridges[which]);
    }, kind);
    await go('/h5');
    await page.getByText('李一').waitFor();
  });

  it('a client that stays silent: the button leads through DingTalk’s page', async () => {
    await open({ ...phone, userAgent: 'Mozilla/5.0 (Windows NT 10.0) DingTalk(7.6.0)' });
    const phoneOf = new URLSearchParams({ as: 'contact01', client: 'dingtalk', url: `${world.botUrl}/h5` });
    await page.goto(`${world.emulator.url}/emulator/open?${phoneOf}`);
    await page.getByText('未能自动登录').waitFor();
    await shouldBeFine('dingtalk', 'phone');
    await page.getByRole('link', { name: '钉钉登录' }).click();
    await page.getByText('李一').waitFor();
  });

  it('nothing of another origin is loaded, and the browser has nothing to complain of', async () => {
    await open(asDingtalk);
    const complaints: string[] = [];
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    const requested: string[] = [];
    page.on('request', (request) => void requested.push(request.url()));
    const { token, code } = await plant('李一');
    await go(`/h5/l/${token}`);
    await page.getByRole('link', { name: /使用验证码打开/ }).click();
    await page.getByLabel('6位验证码').fill(code);
    await page.getByRole('button', { name: '打开' }).click();
    await page.getByText('李一').waitFor();
    await go('/h5/own');
    expect(complaints).toEqual([]);
    expect(requested.filter((url) => !url.startsWith(world.botUrl) && !url.startsWith('data:'))).toEqual([]);
  });
});

it('in WeCom’s client a person is in at once', async () => {
  await open({ ...phone, userAgent: 'Mozilla/5.0 wxwork/4.1.20 MicroMessenger/7.0' });
  const phoneOf = new URLSearchParams({ as: 'contact01', client: 'wecom', url: `${world.botUrl}/h5` });
  await page.goto(`${world.emulator.url}/emulator/open?${phoneOf}`);
  await page.getByText('李一').waitFor();
  // The fragment is WeCom's own; of code and state nothing is left.
  expect(page.url().replace(/#.*/u, '')).toBe(`${world.botUrl}/h5`);
});
