import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { demoEnv } from '../demo/world.ts';
import { ConfigError, loadConfig, settingNames } from '../src/config.ts';

const whole = demoEnv({
  emulatorUrl: 'http://127.0.0.1:1',
  botUrl: 'https://bot.example/prefix',
  databaseUrl: 'file:./x.db',
});
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));

function problems(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a configuration', () => {
  it('that is whole is read', () => {
    expect(loadConfig(whole)).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      TRUST_PROXY: 0,
      PUBLIC_URL: 'https://bot.example/prefix',
      wecomApp: { WECOM_AGENT_ID: 1000002 },
    });
  });

  it.each([
    ['https://bot.example', 'https://bot.example'],
    ['https://bot.example/', 'https://bot.example'],
    ['https://bot.example/a.b/c_d~e-F9//', 'https://bot.example/a.b/c_d~e-F9'],
    ['HTTPS://Bot.Example:443/Q', 'https://bot.example/Q'],
    ['http://127.0.0.1:3000/a/../b', 'http://127.0.0.1:3000/b'],
  ])('takes the address %s for %s', (PUBLIC_URL, address) => {
    expect(loadConfig({ ...whole, PUBLIC_URL }).PUBLIC_URL).toBe(address);
  });

  it.each([
    ['https://bot.example/k+Q', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/a:b', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/q{1}', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/(x)', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/*x', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/机器人', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/a%2Fb', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/a//b', '路径的每一段只能由字母、数字和 . _ ~ - 组成'],
    ['https://bot.example/a?b=c', '不能带 ? 及其后的参数'],
    ['https://bot.example/a#b', '不能带 # 及其后的内容'],
    ['https://user:pass@bot.example/a', '不能带用户名或口令'],
    ['https://user@bot.example/a', '不能带用户名或口令'],
  ])('refuses the address %s', (PUBLIC_URL, problem) => {
    expect(problems({ ...whole, PUBLIC_URL })).toEqual([`PUBLIC_URL 不正确：${problem}`]);
  });

  it('may leave out whole groups', () => {
    const names = Object.keys(whole).filter((name) => name.startsWith('DINGTALK_'));
    const config = loadConfig(without(...names));
    expect([config.dingtalkRobot, config.dingtalkCards, config.dingtalkEvents]).toEqual([null, null, null]);
    expect(config.wecomAibot).not.toBeNull();
  });

  it('takes an empty value for an absent one', () => {
    expect(
      loadConfig({ ...whole, METRICS_TOKEN: '', WECOM_AIBOT_TOKEN: ' ', WECOM_AIBOT_AES_KEY: '' }).wecomAibot,
    ).toBeNull();
  });

  it.each([
    [
      'nothing',
      {},
      [
        '企业微信自建应用和钉钉机器人都没有设置，至少要有一个；只想试用请运行 npm run demo',
        '缺少 PUBLIC_URL',
        '缺少 LINK_SECRET',
        '缺少 DATA_KEY',
        '缺少 BUREAU_NAME',
        '缺少 BUREAU_TEL',
      ],
    ],
    [
      'half a group',
      without('WECOM_APP_TOKEN', 'WECOM_APP_AES_KEY'),
      ['企业微信自建应用的设置不完整，还缺：WECOM_APP_TOKEN、WECOM_APP_AES_KEY'],
    ],
    [
      'half a group with a wrong rest',
      { ...without('DINGTALK_EVENT_TOKEN'), DINGTALK_EVENT_AES_KEY: 'short' },
      ['钉钉事件订阅的设置不完整，还缺：DINGTALK_EVENT_TOKEN', 'DINGTALK_EVENT_AES_KEY 不正确：应为 43 位字母和数字'],
    ],
    [
      'the AI bot alone',
      Object.fromEntries(Object.entries(whole).filter(([name]) => !/^WECOM_(?:CORP|AGENT|APP)|^DINGTALK/.test(name))),
      [
        '企业微信自建应用和钉钉机器人都没有设置，至少要有一个；只想试用请运行 npm run demo',
        '企业微信智能机器人需要同时设置企业微信自建应用',
      ],
    ],
    [
      'cards without a robot',
      Object.fromEntries(
        Object.entries(whole).filter(
          ([name]) => !/^DINGTALK_(?:C|ROBOT|EVENT)/.test(name) || name.startsWith('DINGTALK_CARD'),
        ),
      ),
      ['钉钉卡片需要同时设置钉钉机器人'],
    ],
    [
      'a short key',
      { ...whole, WECOM_APP_AES_KEY: 'a'.repeat(42) },
      ['WECOM_APP_AES_KEY 不正确：应为 43 位字母和数字'],
    ],
    ['a port that is none', { ...whole, PORT: '70000' }, ['PORT 不正确：应为 0 到 65535 的整数']],
    ['a short link secret', { ...whole, LINK_SECRET: 'short' }, ['LINK_SECRET 不正确：至少 32 个字符']],
    [
      'a data key of 16 bytes',
      { ...whole, DATA_KEY: Buffer.alloc(16).toString('base64') },
      ['DATA_KEY 不正确：应为 32 字节的 base64（可用 openssl rand -base64 32 生成）'],
    ],
    [
      'another database',
      { ...whole, DATABASE_URL: 'mysql://x' },
      ['DATABASE_URL 不正确：应以 file: 或 postgres:// 开头'],
    ],
    ['Stream mode', { ...whole, DINGTALK_MODE: 'stream' }, ['DINGTALK_MODE 不正确：目前只支持 http']],
    [
      'an address that is none',
      { ...whole, PUBLIC_URL: 'bot.example' },
      ['PUBLIC_URL 不正确：应为 http 或 https 地址'],
    ],
  ])('with %s is refused with everything that is wrong', (_name, env, expected) => {
    expect(problems(env as Record<string, string>)).toEqual(expected);
  });

  it('never shows a value', () => {
    const secret = 'a-very-secret-value';
    const env = Object.fromEntries(Object.keys(whole).map((name) => [name, secret]));
    expect(problems(env).join('\n')).not.toContain(secret);
  });
});

it('.env.example names every setting and no other', async () => {
  const text = await readFile(new URL('../.env.example', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gmu)].map((match) => match[1]);
  expect([...named].sort()).toEqual([...settingNames].sort());
});
