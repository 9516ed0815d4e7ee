import { expect, it } from 'vitest';
import {
  certificateReminderCard,
  deadlineChangedCard,
  deadlineEnteredCard,
  deadlineReminderCard,
  deadlineWithdrawnCard,
} from '../../cards/deadline-told.ts';
import { type Card, CardSchema } from '../../src/core/card.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import { builtInPolicy } from '../../src/domain/deadlines/policy-rules.ts';
import { deadlineOf } from '../helpers/deadlines.ts';

const enterprise = { id: 'ENTERPRISE01', name: '示例企业01' };
const bureau = { name: '开发区科技局', tel: '0475-8000000' };
const { texts } = builtInPolicy;
const template = texts.deadline;
const of = {
  ...{ deadline: deadlineOf(), daysLeft: 7, enterprise, isLastBatch: false, bureau, page: 'https://x/h5/1', template },
};
const certificate = {
  ...{ qualificationId: 'CERTIFICATE1', certNo: 'GR202115000001', type: '高新技术企业', validTo: '2024-09-16' },
  ...{ daysLeft: 184, batches: [], enterprise, bureau, page: 'https://x/h5/1' },
  template: texts.certificate,
};

it('a reminder says who, what, by when, and how to answer', () => {
  const card = deadlineReminderCard(of);
  expect(CardSchema.parse(card)).toEqual(card);
  expect(drawPlain(card)).toBe(
    [
      '截止提醒：2024年高新技术企业认定第二批',
      '【截止提醒】2024年高新技术企业认定第二批申报将于2024年7月5日24:00截止（剩余7天）。请贵公司于2024年7月5日24:00前将材料报送开发区科技局。联系电话：0475-8000000。如已报送请忽略。',
      '企业：示例企业01\n推荐上报：2024年7月10日17:00',
      '打开截止事项：https://x/h5/1',
      '请发送“/截止 J-12 已报送”答复，也可写“正在准备”“需要帮助”，或“今年不报”并写明原因。',
      '编号 J-12。不再接收申报通知可发送“/退订”。',
    ].join('\n\n'),
  );
  expect(card.buttons?.map(({ text, tap }) => [text, tap.say])).toEqual([
    ['已报送', '截止 企业ENTERPRISE01 J-12 已报送'],
    ['正在准备', '截止 企业ENTERPRISE01 J-12 正在准备'],
    ['需要帮助', '截止 企业ENTERPRISE01 J-12 需要帮助'],
    ['今年不报', '截止 企业ENTERPRISE01 J-12 今年不报'],
  ]);
  expect(card.subject).toBe('deadline:DEADLINE0001:ENTERPRISE01');
});

it('told to many at once it names nobody, and can be closed for nobody', () => {
  const card = deadlineReminderCard({ ...of, enterprise: null });
  expect(JSON.stringify(card)).not.toMatch(/示例企业|ENTERPRISE/u);
  expect(card.subject).toBeUndefined();
  expect(card.buttons?.[0]?.tap.say).toBe('截止 J-12 已报送');
});

it.each<[string, Partial<typeof of>, RegExp]>([
  [
    'a day off',
    { deadline: deadlineOf({ enterpriseDue: { on: '2024-07-06', at: '16:00' } }) },
    /截止日为休息日，请提前办理。/,
  ],
  [
    'custom',
    { deadline: deadlineOf({ basis: 'CUSTOM' }) },
    /将于2024年7月5日24:00（预计）截止[\s\S]*依据：惯例，以正式通知为准/,
  ],
  ['the last batch', { isLastBatch: true }, /本批为目前登记的本年度最后一批，证书今年到期的企业请在本批申报。/],
  ['the day itself', { daysLeft: 0 }, /截止（今日截止）/],
])('a reminder says what has to be minded: %s', (_what, given, expected) => {
  expect(drawPlain(deadlineReminderCard({ ...of, ...given }))).toMatch(expected);
  expect(drawPlain(deadlineReminderCard(of))).not.toMatch(expected);
});

it('a duty is not applied for, and 申报 is said once', () => {
  const text = (given: Parameters<typeof deadlineOf>[0]) =>
    drawPlain(deadlineReminderCard({ ...of, deadline: deadlineOf({ batch: null, ...given }) }));
  expect(text({ program: '火炬统计年报', kind: 'DUTY' })).toContain('】2024年火炬统计年报报送将于');
  expect(text({ program: '科技项目申报' })).toContain('】2024年科技项目申报将于');
});

it('nobody is told how to unsubscribe what nobody may unsubscribe', () => {
  expect(drawPlain(deadlineReminderCard({ ...of, deadline: deadlineOf({ kind: 'DUTY' }) }))).not.toContain('退订');
});

it('a new one, a changed one and one that was withdrawn', () => {
  const entered = drawPlain(deadlineEnteredCard({ ...of, deadline: deadlineOf({ url: 'https://kjt.example/1' }) }));
  expect(entered).toContain(
    '【截止通知】新增申报事项：2024年高新技术企业认定第二批（内科高字〔2024〕8号）。2024年高新技术企业认定第二批申报将于2024年7月5日24:00截止（剩余7天）。',
  );
  expect(entered).toContain('通知原文：https://kjt.example/1');
  const before = deadlineOf({ enterpriseDue: { on: '2024-06-28', at: '24:00' }, noticeNo: null });
  const changed = drawPlain(deadlineChangedCard(of, before, '上级通知延期'));
  expect(changed).toContain('1. 材料到开发区：2024年6月28日24:00 → 2024年7月5日24:00');
  expect(changed).toContain('2. 通知文号：未登记 → 内科高字〔2024〕8号');
  expect(changed).toContain('此前的答复仍然有效');
  expect(changed).toContain('变更原因：上级通知延期');
  const withdrawn = deadlineWithdrawnCard(of, '上级通知取消,改期另行通知.');
  expect(drawPlain(withdrawn)).toContain(
    '已撤销：上级通知取消，改期另行通知。贵公司无需再为此事项报送材料，不再提醒。',
  );
  expect(withdrawn.buttons).toBeUndefined();
});

it('a certificate names the batches of its last year, and which of them is the last', () => {
  const first = deadlineOf({ batch: 1, enterpriseDue: { on: '2024-03-08', at: '24:00' } });
  const card = certificateReminderCard({ ...certificate, batches: [first, deadlineOf({ basis: 'CUSTOM' })] });
  const text = drawPlain(card);
  expect(text).toContain(
    '贵公司高新技术企业证书有效期至2024年9月16日（剩余184天）。请于到期当年的申报批次内提出重新认定申请，材料报送开发区科技局的最后时间：2024年7月5日24:00（预计）。',
  );
  expect(text).toContain('1. 2024年高新技术企业认定第一批：材料到开发区2024年3月8日24:00，已截止');
  expect(text).toContain('2. 2024年高新技术企业认定第二批：材料到开发区2024年7月5日24:00（预计），到期年度最后一批');
  expect(card.buttons?.[3]?.tap.say).toBe('截止 企业ENTERPRISE01 证书CERTIFICATE1 今年不报');
  expect(text).toContain('请发送“/截止 证书 已报送”答复，也可写“正在准备”');
  expect(text).not.toContain('CERTIFICATE1');
  expect(card.subject).toBe('certificate:CERTIFICATE1:ENTERPRISE01');
  expect(drawPlain(certificateReminderCard(certificate))).toContain('到期年度的申报批次尚未登记');
});

it.each<[string, Card]>([
  ['a reminder', deadlineReminderCard(of)],
  ['a new one', deadlineEnteredCard(of)],
  ['a change', deadlineChangedCard(of, deadlineOf({ year: 2023 }), null)],
  ['a withdrawal', deadlineWithdrawnCard(of, '取消')],
  ['a certificate', certificateReminderCard(certificate)],
])('%s is for nobody else: it tells whom it concerns, and no exclamation mark, no emoji', (_what, card) => {
  expect(card.confidential).toBe(true);
  expect(JSON.stringify(card)).not.toMatch(/[!！]|\p{Extended_Pictographic}/u);
});
