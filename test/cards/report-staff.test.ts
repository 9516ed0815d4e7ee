import { describe, expect, it } from 'vitest';
import { inChinese } from '../../cards/parts.ts';
import { reviewButtons } from '../../cards/report-one.ts';
import { reportListCard, reportOverviewCard } from '../../cards/report-overview.ts';
import { pressCard, pressedCard } from '../../cards/report-press.ts';
import { reminderText, returnedText } from '../../cards/report-told.ts';
import { packTap } from '../../src/core/card.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import { askedOf } from '../../src/domain/reports/asked.ts';
import type { SoftFinding } from '../../src/domain/reports/finding.ts';
import { builtInSet } from '../../src/domain/reports/indicators.ts';
import { standingRows } from '../../src/domain/reports/progress.ts';
import type { ReportView } from '../../src/domain/reports/view.ts';

const now = new Date('2023-12-29T02:00:00Z');
const page = 'https://bot.example/h5/reports/2023-11';
const period = '2023-11';

const asked = askedOf(builtInSet, {
  ...{ isHnte: true, isTechSme: false, isIndustry: true, operatingState: 'NORMAL' },
  projects: [{ number: 12, name: '智能检测装备研发', received: 0n }],
});
const finding = (key: string): SoftFinding => ({
  ...{ severity: 'soft', rule: 'W2', id: `W2:${key}`, keys: [key], basis: '', text: '' },
});
/** As much of a view as decides about its buttons. */
function view(state: string, keys: readonly string[], more: object = {}): ReportView {
  const record = { id: '7K2M9Q4R5T6W', version: 12, state, submission: state === 'DRAFT' ? null : {}, exempt: null };
  const rows = asked.map((indicator) => ({ indicator, month: 1n, total: null }));
  return { record, status: state, rows, findings: keys.map(finding), ...more } as unknown as ReportView;
}
const texts = (of: ReportView) => reviewButtons(of).map(({ text }) => text);

describe('what may be done about a report', () => {
  it.each<[string, ReportView, string[]]>([
    ['nothing is found', view('SUBMITTED', []), ['通过', '退回指标', '核实']],
    ['one is doubtful', view('SUBMITTED', ['rndExpense']), ['通过', '退回：研发费用', '退回指标', '核实']],
    [
      'more than there is room for',
      view(
        'SUBMITTED',
        asked.map(({ key }) => key),
      ),
      ['通过', '退回：营业收入', '退回：高新收入', '退回：工业总产值', '退回指标', '核实'],
    ],
    ['long names', view('APPROVED', ['staff', 'fundSpent:12']), ['退回：职工总数', '退回：P-12', '退回指标', '核实']],
    ['it was handed back', view('RETURNED', ['revenue']), []],
    ['it was not handed in', view('DRAFT', ['revenue']), []],
    ['it is exempt', view('DRAFT', [], { status: 'EXEMPT' }), ['取消免报']],
  ])('%s', (_, of, expected) => {
    expect(texts(of)).toEqual(expected);
  });

  it('every button fits: six of ten characters, and its sentence into the key', () => {
    for (const { key } of asked) {
      const buttons = reviewButtons(view('SUBMITTED', [key]));
      expect(buttons.length).toBeLessThanOrEqual(6);
      for (const { text, tap } of buttons) {
        expect([...text].length).toBeLessThanOrEqual(10);
        expect(Buffer.byteLength(packTap(tap))).toBeLessThanOrEqual(1024);
      }
    }
  });

  it('knows the version that was seen', () => {
    expect(reviewButtons(view('SUBMITTED', ['rndExpense'])).map(({ tap }) => tap.say)).toEqual([
      '月报 通过 7K2M9Q4R5T6W 12',
      '月报 退回 7K2M9Q4R5T6W 12 研发费用 数据异常，请核对',
      '月报 退回 7K2M9Q4R5T6W 12',
      '月报 核实 7K2M9Q4R5T6W 12',
    ]);
  });
});

describe('a list', () => {
  const rows = standingRows(
    Array.from({ length: 45 }, (_, index) => ({
      enterprise: { id: `E${index}`, name: `示例企业${index + 1}` },
      ...{ record: null, carried: 0, isReachable: index > 0 },
    })),
    period,
    '2023-12-29',
  );
  const shown = (wanted: number) => reportListCard({ period, rows, now, page }, { list: 'missing', wanted });

  it.each([
    [1, '1. 示例企业1，无联系人可通知', '20. 示例企业20', '第1页，共3页。发送“/月报 2023-11 未报 第2页”继续查看。'],
    [3, '41. 示例企业41', '45. 示例企业45', '第3页，共3页。查看某企业'],
    [99, '41. 示例企业41', '45. 示例企业45', '第3页，共3页。查看某企业'],
  ])('page %d', (wanted, first, last, line) => {
    const text = drawPlain(shown(wanted));
    const numbers = text.split('\n').filter((one) => /^\d+\. /u.test(one));
    expect([numbers.at(0), numbers.at(-1)]).toEqual([first, last]);
    expect(text).toContain(line);
  });

  it('nothing divides into no rate', () => {
    const card = reportOverviewCard({ period, rows: [], now, page }, { decides: true });
    expect(drawPlain(card)).toMatch(/按时：0家，—/u);
    expect(card.buttons?.map(({ text }) => text)).toEqual(['未报名单', '待审核']);
    expect(card.confidential).toBe(true);
  });
});

describe('what is told', () => {
  it('in the words of the bureau', () => {
    expect(returnedText('2023-11', { field: '研发费用', reason: '与辅助账不符。', dueOn: '2024-01-03' })).toBe(
      '【退回】贵公司2023年11月月报“研发费用”需核实：与辅助账不符。请于2024年1月3日前修改后重新提交。',
    );
    expect(reminderText('2023-11', '2023-12-12')).toBe(
      '【催报】贵公司2023年11月月报尚未报送，填报期已于2023年12月11日结束，请尽快补报并说明原因。',
    );
    expect(reminderText('2023-11', '2023-12-11')).toBe(
      '贵公司2023年11月月报尚未报送，请于2023年12月11日前填报。如已报送请忽略。',
    );
  });

  it.each([
    ['数据异常,请核对', '数据异常，请核对'],
    ['原因:停产;检修', '原因：停产；检修'],
    ['营收1,200万', '营收1,200万'],
    ['10:03 来电', '10:03 来电'],
    ['第3期:2023', '第3期:2023'],
  ])('with its punctuation: %s', (heard, written) => {
    expect(inChinese(heard)).toBe(written);
  });
});

describe('催报', () => {
  const owing = { period, enterprises: 12, returned: 0, unreachable: 0, people: 14 };
  const shown = { readerId: 'w', now, page };
  const at = new Date('2023-12-29T01:05:00Z');
  const names = Array.from({ length: 12 }, (_, n) => `示例企业${n + 1}`);
  const pressed = [
    { by: { personId: 'w', name: '王晨' }, at, enterprises: ['示例企业1'] },
    { by: { personId: 'z', name: '赵尔' }, at, enterprises: names },
  ];

  it('says who pressed today, when, and for whom; of many enterprises the first', () => {
    const text = drawPlain(
      pressCard(owing, { pressed, messages: { sent: 1, before: 13 }, pressId: '20231229-7K2M9Q4R5T6W' }, shown),
    );
    expect(text).toContain('您（09:05）：示例企业1');
    expect(text).toContain(`赵尔（09:05）：${names.slice(0, 10).join('、')}等12家`);
    expect(text).toContain('本次将发送1条，今日已发送的13条不再重复发送。');
  });

  it('offers nothing where nobody is left', () => {
    const messages = { sent: 0, before: 14 };
    const card = pressCard(owing, { pressed, messages, pressId: '20231229-7K2M9Q4R5T6W' }, shown);
    expect(drawPlain(card)).toContain('可通知的联系人今日均已催报，不再重复发送。');
    expect(drawPlain(card)).not.toContain('请发送');
    expect(card.buttons).toEqual([]);
    expect(drawPlain(pressedCard(owing, { pressed, messages }, shown))).toContain(
      '本次新发送0条催报；另有14条今日已发送，未重复发送。',
    );
  });
});
