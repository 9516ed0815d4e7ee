import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { form, upload } from '../emulator/fixtures/media.ts';
import { clippedText, startBrowser } from './browser.ts';
import { APP, desktop, openSmallPage, phone } from './small-page.ts';

const AIBOT = 'wecom-aibot:ZhangSan';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe.each(Object.entries({ desktop, phone }))('on a %s', (_name, options) => {
  it('a file is shown with name and size and can be downloaded', async () => {
    const { page, url, wecom, wecomToken, enter, byId } = await openSmallPage(browser, options);
    const name = '2023年12月高新技术企业和科技型中小企业主要指标月度统计汇总表（最终版）.xlsx';
    const address = `${url}/cgi-bin/media/upload?type=file&access_token=${await wecomToken()}`;
    const { media_id } = await upload(address, form(Buffer.alloc(12_345), name));
    await wecom('/cgi-bin/message/send', { touser: 'ZhangSan', agentid: 1000002, msgtype: 'file', file: { media_id } });
    await enter(APP);
    expect(await byId('file').textContent()).toBe(`XLSX${name}12 KB下载`);
    const [download] = await Promise.all([page.waitForEvent('download'), byId('file-download').click()]);
    expect(download.suggestedFilename()).toBe(name);
    expect(await clippedText(page)).toEqual([]);
  });

  it('a file can be sent where the bot hears of it, and only there', async () => {
    const { bot, enter, byId, page } = await openSmallPage(browser, options);
    await enter(APP);
    expect(await byId('attach').count()).toBe(0);
    await enter(AIBOT);
    await byId('attach').waitFor();
    await byId('file-input').setInputFiles({ name: '进度.csv', mimeType: 'text/csv', buffer: Buffer.from('甲,1') });
    await byId('file').waitFor();
    expect(await byId('file').textContent()).toBe('CSV进度.csv5 字节下载');
    const { length } = await bot.count('aibot', 2);
    expect(JSON.parse(bot.at('aibot')[length - 1]?.plain ?? '{}')).toMatchObject({ msgtype: 'file' });
    expect(await clippedText(page)).toEqual([]);
  });

  it('a link opens in a new tab as the acting person, and logs them in', async () => {
    const { page, bot, url, send, wecomToken, enter, byId, text } = await openSmallPage(browser, options);
    const back = encodeURIComponent(`${bot.url}/h5/form`);
    const query = `appid=wwcorp&redirect_uri=${back}&response_type=code&scope=snsapi_base&state=s1`;
    await text(`请填报：${url}/connect/oauth2/authorize?${query}#wechat_redirect`);
    await enter(APP);
    const link = byId('message-text').getByRole('link').first();
    const [tab] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await tab.waitForURL(/\/h5\/form\?code=/);
    const code = new URL(tab.url()).searchParams.get('code');
    const path = `/cgi-bin/auth/getuserinfo?access_token=${await wecomToken()}&code=${code}`;
    expect((await send('GET', path)).json).toMatchObject({ userid: 'ZhangSan' });
  });

  it('a group that the app makes appears by itself, and who has left is marked', async () => {
    const { page, emulator, wecom, sheet, byId } = await openSmallPage(browser, options);
    await wecom('/cgi-bin/appchat/create', { name: '月报工作群', userlist: ['ZhangSan', 'LiSi'], chatid: 'team1' });
    const part = { msgtype: 'text', text: { content: '请按时填报' } };
    await wecom('/cgi-bin/appchat/send', { chatid: 'team1', ...part });
    await sheet('会话');
    await byId('conversation-wecom-chat:team1').click();
    await byId('input').fill('收到');
    await byId('input').press('Enter');
    await page.getByText('群里的消息不会推送给机器人').waitFor();
    await emulator.people.leave({ as: 'li', platform: 'wecom' }, { wait: true });
    await sheet('会话');
    await byId('person-li').getByText('已离开企业微信组织').waitFor();
    expect(await clippedText(page)).toEqual([]);
  });
});
