import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createVirtualTime } from '../../emulator/page/virtual-time.ts';
import { reasonText, refusalText, remarkText } from '../../emulator/page/wording.ts';

test('a failed action is told in Chinese, whatever failed', () => {
  expect(refusalText(new TypeError('Failed to fetch'))).toBe('连不上模拟器，它可能已经停止。');
  expect(refusalText(new SyntaxError('Unexpected end of JSON input'))).toBe('连不上模拟器，它可能已经停止。');
  expect(refusalText(new Error('not a time: ""'))).toBe('时间格式不对，请重新选择日期和时间。');
  expect(refusalText(new Error('2023-12-29T10:00:00+08:00 is past; the clock goes back only with jump'))).toContain(
    '已经过去',
  );
  expect(refusalText(new Error('the button "确认" is grey'))).toBe('这个按钮已不能点。');
  expect(refusalText(new Error('zhang has left (range)'))).toBe('此人已不在应用可见范围内，不能在这里操作。');
  expect(refusalText(new Error('zhang has left (organisation)'))).toBe('此人已离开组织，不能在这里操作。');
  expect(refusalText(new Error('the AI bot takes files of at most 100 MB (100719)'))).toContain('最多接收 100 MB');
  expect(refusalText(new Error('an app conversation has no "file" message (消息格式 90239)'))).toBe(
    '这里不能发送这种消息。',
  );
  expect(refusalText(new Error('gremlins'))).toBe('操作没有成功，请刷新页面后再试。');
  expect(refusalText(new Error('未配置'))).toBe('未配置');
});

test('what became of a message is told in Chinese', () => {
  expect(reasonText('lost on request: never delivered')).toBe('按故障要求丢弃，没有推送给机器人');
  expect(reasonText('connect ECONNREFUSED 127.0.0.1:9')).toBe('连不上机器人');
  expect(reasonText('HTTP status 500')).toBe('机器人答以 HTTP 状态码 500');
  expect(reasonText('40058: template_card.card_type is missing')).toContain('平台不接受机器人的应答，错误码 40058');
  expect(reasonText('群聊中机器人只收到@它的文本')).toBe('群聊中机器人只收到@它的文本');
  expect(reasonText('gremlins')).toBe('原因见报文（原文：gremlins）');
});

test('remarks of the platforms are told in Chinese', () => {
  expect(remarkText('template_card.main_title.title: 40 characters, advised are at most 36')).toBe(
    'template_card.main_title.title 有 40 字，建议不超过 36 字',
  );
  expect(remarkText('copy 2 on request (same nonce)')).toBe('按故障要求重复投递，第 2 份');
  expect(remarkText('gremlins')).toBe('平台提示（原文）：gremlins');
});

test('every remark that the emulator writes in one piece has a Chinese wording', () => {
  const folder = new URL('../../emulator/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('page/'),
  );
  const written = sources.flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return [
      ...text.matchAll(/(?:warnings\.(?:push|add)\(|warnings: \[|note = |ignored: |fail\(delivery, )([`'])(.+?)\1/g),
    ];
  });
  expect(written.length).toBeGreaterThan(15);
  for (const [, , template = ''] of written) {
    const text = template.replace(/\$\{index\}/g, '0').replace(/\$\{(?:[^{}]|\{[^}]*\})+\}/g, '7');
    const told = [reasonText(text), remarkText(text)].filter((one) => !/^(平台提示|原因见报文)（原文/.test(one));
    expect(told, text).not.toEqual([]);
  }
});

const running = (now: number) => ({ now, iso: '', mode: 'running' as const });

test('the shown time follows the clock and never goes back, but where the clock is put back', () => {
  const time = createVirtualTime();
  time.hear(running(1_000_000), 0);
  expect(time.now(700)).toBe(1_000_700);
  // The move began a little before this word of it arrived: the shown time waits.
  time.hear({ ...running(1_000_500), movingTo: 9_000_000 }, 800);
  expect(time.now(1200)).toBe(1_000_700);
  time.hear({ ...running(4_000_000), movingTo: 9_000_000 }, 1300);
  expect(time.now(1900)).toBe(4_000_000);
  time.hear(running(9_000_000), 2000);
  expect(time.now(2100)).toBe(9_000_100);
  time.hear(running(500_000), 2200);
  expect(time.now(2300)).toBe(500_100);
});
