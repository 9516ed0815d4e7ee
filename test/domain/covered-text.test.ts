import { expect, it } from 'vitest';
import { coverText } from '../../src/domain/covered-text.ts';

const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4-97a0-0ec2sifa5bbb';

it.each([
  [`/群 1 推送 webhook ${url}`, '/群 1 推送 webhook ****'],
  [`/群1 推送webhook ${url}`, '/群1 推送webhook ****'],
  [`单聊 群 1 推送 ${url}`, '单聊 群 1 推送 https://qyapi.weixin ****'],
  ['/群 1 推送 693a91f6-7aaa', '/群 1 推送 ****'],
  [url, 'https://qyapi.weixin ****'],
])('%s', (said, kept) => {
  expect(coverText(said)).toBe(kept);
  expect(coverText(kept)).toBeNull();
});

it.each([
  '/群 1 推送 webhook',
  '/群 1 推送 应用群 wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA',
  '/群 1 改名 新名称',
  '怎么设置webhook',
  '/资质 易统云',
])('nothing to cover in %s', (said) => {
  expect(coverText(said)).toBeNull();
});

it('a text made to keep the program busy does not', () => {
  const begun = performance.now();
  for (const part of ['群推送', '群', '推送', 'key', 'key =', 'webhook']) coverText(`群${part.repeat(2_000)}`);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
