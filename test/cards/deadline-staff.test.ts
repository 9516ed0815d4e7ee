import { expect, it } from 'vitest';
import { alarmCard } from '../../cards/deadline-alarm.ts';
import { callListCard, lateReportsCard, phoneListCard } from '../../cards/deadline-calls.ts';
import { digestCard } from '../../cards/deadline-digest.ts';
import { failuresCard } from '../../cards/reminder-failures.ts';
import { tomorrowCard } from '../../cards/reminders.ts';
import type { Card } from '../../src/core/card.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import type { HelpRequest } from '../../src/domain/deadlines/help.ts';
import type { StandingState } from '../../src/domain/deadlines/standing.ts';
import { deadlineOf } from '../helpers/deadlines.ts';

const now = new Date('2024-07-04T00:30:00Z');
const shown = { now, page: 'https://x/h5/deadlines' };
const enterprise = { id: 'ENTERPRISE01', name: '示例企业01' };
const rows = [
  { enterprise, contact: { name: '李一甲', mobile: '13812345678' }, isReachable: true },
  { enterprise: { id: 'E5', name: '示例企业05' }, contact: null, isReachable: false },
];
const help: HelpRequest = {
  ...{ id: 'H', number: 7, enterprise, subject: null, topic: '高企申报', state: 'OPEN', askedAt: now },
  ...{ askedBy: { personId: 'p', name: '李一' }, acceptBy: '2024-07-03', agent: null, takenAt: null },
  ...{ dueOn: null, closedAt: null, note: null, ended: null },
};
const counts = new Map<StandingState, number>([
  ['OPEN', 6],
  ['PREPARING', 2],
  ['SUBMITTED', 3],
  ['SETTLED', 1],
]);
const counted = { concerned: 12, counts, unreachable: 2 };
const digest = {
  due: [
    { ...counted, deadline: deadlineOf({ enterpriseDue: { on: '2024-07-04', at: '16:00' } }) },
    { ...counted, deadline: deadlineOf({ number: 13, program: '企业年报', batch: null }) },
  ],
  over: [{ ...counted, deadline: deadlineOf({ number: 11, enterpriseDue: { on: '2024-07-03', at: '24:00' } }) }],
  answered: [{ about: '2024年企业年报', enterprise: '示例企业03', kind: 'NOT_THIS_YEAR' as const, reason: '停产' }],
  ...{ help: [help], failed: 2, ...shown },
};

it('the list to call says whom and how, masked, and where nobody is listed', () => {
  const text = drawPlain(callListCard({ deadline: deadlineOf(), rows }, shown));
  expect(text).toContain('2024年高新技术企业认定第二批将于2024年7月5日24:00截止，尚未答复的企业2家，请电话提醒。');
  expect(text).toContain('1. 示例企业01，李*，138****5678\n2. 示例企业05，无联系人');
  expect(text).toContain('完整姓名和电话请发送“/联系人 企业简称 完整”查看');
  expect(drawPlain(callListCard({ deadline: deadlineOf(), rows: [] }, shown))).toContain('无需电话提醒');
});

it('a number that is not known is called so, and where it can be entered', () => {
  const unknown = [{ enterprise, contact: { name: '李一甲', mobile: null }, isReachable: true }];
  for (const card of [
    callListCard({ deadline: deadlineOf(), rows: unknown }, shown),
    phoneListCard({ period: '2024-05', rows: unknown }, shown),
  ]) {
    expect(drawPlain(card)).toMatch(/示例企业01，李\*，电话未登记[\s\S]*电话未登记的，可发送“\/导入”补登/);
  }
});

it('of many to call the first ones are listed, and all are on the page', () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ ...rows[1], enterprise: { id: `${n}`, name: `企业${n}` } }));
  const text = drawPlain(callListCard({ deadline: deadlineOf(), rows: many as typeof rows }, shown));
  expect(text).toMatch(/20\. 企业19，无联系人[\s\S]*以上为前20家，全部名单请打开页面查看/);
  expect(text).not.toContain('企业20，');
});

it('who is late with a month, and whom to call', () => {
  expect(drawPlain(lateReportsCard({ period: '2024-05', rows }, shown))).toContain(
    '2024年5月月报填报期已于2024年6月11日结束，逾期未报的企业2家，已向可通知的联系人催报。',
  );
  expect(drawPlain(phoneListCard({ period: '2024-05', rows }, shown))).toContain('仍未报送的企业2家，请电话催报');
});

it('the digest tells what is due, what is over, who said what, who waits, what went astray', () => {
  const text = drawPlain(digestCard(digest));
  expect(text).toContain(
    '今日截止：1项\n七日内：1项\n已截止：1项\n未答复：12家次\n代办：1件，逾期未受理1件\n未送达：2条',
  );
  expect(text).toContain(
    'J-12 2024年高新技术企业认定第二批，2024年7月4日16:00：涉及12家，正在准备2、已报送3、台账已办1，未答复6（其中无法通知2）',
  );
  expect(text).toMatch(
    /【已截止（1）】\s+1\. J-11 2024年高新技术企业认定第二批，2024年7月3日24:00：涉及12家，正在准备2/,
  );
  expect(text).toContain('示例企业03：2024年企业年报，今年不报（停产）');
  expect(text).toContain('H-7 示例企业01：高企申报，待受理，请于2024年7月3日前受理（已逾期）');
});

it('of the digest five figures stand beside the link of WeCom’s card: what went astray, or what is over', () => {
  const labels = (failed: number) => digestCard({ ...digest, failed }).brief?.fields.map(({ label }) => label);
  expect(labels(2)).toEqual(['今日截止', '七日内', '未答复', '代办', '未送达']);
  expect(labels(0)).toEqual(['今日截止', '七日内', '已截止', '未答复', '代办']);
});

it('the digest of an ordinary morning is one message on WeCom', () => {
  const [today, soon] = digest.due;
  if (!today || !soon) throw new Error('no rows');
  const [said] = digest.answered;
  const many = { ...digest, due: [today, soon, soon, soon], over: [...digest.over, ...digest.over] };
  const text = drawPlain(digestCard({ ...many, answered: said ? [said, said, said] : [], help: [help, help] }));
  expect(Buffer.byteLength(text)).toBeLessThan(2_000);
});

it('what goes out tomorrow, what it costs, and whether that is left', () => {
  const out = { title: '2024年企业年报', enterprises: 30, unreachable: 3, wecom: 20, dingtalk: 40, dingtalkCalls: 40 };
  const of = { day: '2024-07-05', rows: [out], callsLeft: 30, sendAt: '09:00', opens: null };
  expect(drawPlain(tomorrowCard(of, shown))).toMatch(
    /30家（其中无法通知3家），消息60条（企业微信20条，钉钉40条）[\s\S]*约需钉钉接口调用40次，本月剩余30次，不足/,
  );
  expect(drawPlain(tomorrowCard({ ...of, callsLeft: null }, shown))).toContain('约需钉钉接口调用40次。');
  expect(drawPlain(tomorrowCard({ ...of, rows: [] }, shown))).toContain('明日没有需要发送的提醒');
});

it('what was given up is listed, and tried anew by who may', () => {
  const message = { title: '截止提醒：2024年企业年报', platform: 'wecom', people: 3 } as const;
  const letter = { id: '0123456789AB', what: 'wecom-app mail', message, error: 'timeout', failedAt: now, attempts: 8 };
  const of = { letters: [letter], count: 1, lost: 2 };
  const card = failuresCard(of, { ...shown, manages: true });
  expect(drawPlain(card)).toContain(
    '1. 截止提醒：2024年企业年报（企业微信，3人），2024年7月4日 08:30停止发送，已试8次，编号 0123456789AB',
  );
  expect(drawPlain(card)).not.toContain('timeout');
  expect(card.buttons?.[0]?.tap.say).toBe('提醒 重试 0123456789AB');
  expect(failuresCard(of, { ...shown, manages: false }).buttons).toBeUndefined();
});

const bureau = { name: '开发区科技局', tel: '0475-8000000' };
it.each<[string, Card]>([
  ['the list to call', callListCard({ deadline: deadlineOf(), rows }, shown)],
  ['who is late', lateReportsCard({ period: '2024-05', rows }, shown)],
  ['the digest', digestCard(digest)],
  ...(['nothing-left', 'no-holiday-table', 'quota', 'platform-refuses'] as const).map((what): [string, Card] => [
    what,
    alarmCard(what, ['2027年'], { bureau, now }),
  ]),
])('%s is for staff alone, with no whole name or number, no exclamation mark, no emoji', (_what, card) => {
  expect(card.confidential).toBe(true);
  expect(JSON.stringify(card)).not.toMatch(/李一甲|13812345678|[!！]|\p{Extended_Pictographic}/u);
});
