import type { Block, Card } from '../src/core/card.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { addPeriods, formatPeriod } from '../src/domain/reports/period.ts';
import type { SpendingOff } from '../src/domain/reports/reports.ts';
import { reportStatusLabels } from '../src/domain/reports/status.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { reportName, tableBlocks } from './report-parts.ts';
import { spendingsOffBlocks } from './report-spending.ts';

/** What the next month says does not follow from this one any more: its own correction is the enterprise's to make. */
function nextOffBlocks({ asked, view }: ReportLook, nextOff: readonly string[]): Block[] {
  if (nextOff.length === 0) return [];
  const next = addPeriods(view.period, 1);
  const labels = asked.filter(({ key }) => nextOff.includes(key)).map(({ label }) => label);
  const text = `已提交的${reportName(next)}的累计数与本次不再衔接（${labels.join('、')}），请发送“/月报 更正 ${next} 指标 数字”一并更正。`;
  return [{ kind: 'text', text }];
}

/** 回执: what was handed in, under which number, and what elsewhere does not agree with it. */
export function reportReceiptCard(
  look: ReportLook,
  {
    isNew,
    nextOff = [],
    spendingsOff = [],
  }: { isNew: boolean; nextOff?: readonly string[]; spendingsOff?: readonly SpendingOff[] },
): Card {
  const { enterprise, view } = look;
  const { period, record } = view;
  const submission = record?.submission;
  if (!submission) throw new Error('a receipt of what was not handed in');
  const { id, at, by, isLate, kind, reason } = submission;
  const what = kind === 'CORRECTION' ? '更正' : kind === 'ZERO' ? '零报告' : isLate ? '补报' : '月报';
  const carried = view.rows.filter(({ origin }) => origin === 'carried').length;
  const facts: Block = {
    kind: 'fields',
    fields: [
      { label: '企业', value: enterprise.name },
      { label: '回执编号', value: id },
      { label: '提交', value: `${by.name ?? '未登记姓名'}，${formatDate(dateOf(at))} ${timeOf(at)}` },
      { label: '状态', value: reportStatusLabels[view.status] },
      ...(reason === null ? [] : [{ label: '说明', value: reason }]),
      ...(carried === 0 ? [] : [{ label: '沿用', value: `${carried}项沿用上月，未确认` }]),
    ],
  };
  return {
    title: `${formatPeriod(period)}${what}${isNew ? '已提交' : '此前已提交'}`,
    blocks: [
      facts,
      ...nextOffBlocks(look, nextOff),
      ...spendingsOffBlocks(period, spendingsOff),
      ...tableBlocks(view),
      {
        kind: 'text',
        text:
          view.openness === 'open'
            ? `${formatDate(windowOf(period).closesOn)}24:00前可直接发送更正后的数字修改，修改后须重新确认。`
            : `如需更正，请发送“/月报 更正 ${period} 指标 数字”。`,
      },
    ],
    confidential: true,
  };
}
