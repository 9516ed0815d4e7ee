import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clippedText, keepPicture } from './browser.ts';
import { demoChat, sizes } from './demo-chat.ts';
import { paleTexts } from './page-checks.ts';

const demo = demoChat({ start: '2024-01-03T10:00', mode: 'frozen' });
const { open, enter, say, shouldRead, byId, cardButton } = demo;

const looks: Record<string, BrowserContextOptions> = {
  phone: sizes.phone,
  'phone-dark': { ...sizes.phone, colorScheme: 'dark' },
  desktop: sizes.desktop,
};
/** The input of a field of the newest form, by the field's label. */
const input = (label: string) =>
  byId('card-form')
    .last()
    .locator('[data-testid=form-field]')
    .filter({ hasText: label })
    .locator('[data-testid=form-input]');

describe.each(Object.entries(looks))('a month is reported in the chat, %s', (name, look) => {
  it('DingTalk: the figures are typed into the card', async () => {
    await open(look);
    await enter('contact02', 'dingtalk:ding-zhaoer');
    await say('/月报 填报');
    await shouldRead(/请填报2023年12月月报/);
    expect(await clippedText(demo.page)).toEqual([]);
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
    await keepPicture(demo.page, `report-card-${name}`);
    await byId('form-submit').last().click();
    await shouldRead(/请核对并说明/);
    await shouldRead(/累计10949\.25/);
    expect(await clippedText(demo.page)).toEqual([]);
    await cardButton('新签合同').click();
    await shouldRead(/已说明/);
    await keepPicture(demo.page, `report-confirm-${name}`);
    await cardButton('确认提交').click();
    await shouldRead(/回执编号/);
    expect(await clippedText(demo.page)).toEqual([]);
    expect(await demo.world.database.client.reportSubmission.count({ where: { report: { period: '2023-12' } } })).toBe(
      1,
    );
  });

  it('WeCom: a sentence is read back, the card beside it has the counts and the buttons', async () => {
    await open(look);
    await enter('contact02', 'wecom-app:zhaoer');
    await say('12月营收1846.05万 研发64.85 职工116人');
    await shouldRead(/请核对2023年12月月报/);
    await shouldRead(/必填未填/);
    expect(await clippedText(demo.page)).toEqual([]);
    await keepPicture(demo.page, `report-wecom-${name}`);
    await cardButton('新签合同').hover();
    expect((await paleTexts(demo.page)).filter((one) => one.startsWith('新签合同'))).toEqual([]);
    await cardButton('新签合同').click();
    await shouldRead(/说明：新签合同/);
    expect(await clippedText(demo.page)).toEqual([]);
  });
});
