import type { Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import { formatFigure, spokenFigure } from '../src/domain/reports/cell.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { formatPeriod } from '../src/domain/reports/period.ts';
import { reportSubject } from '../src/domain/reports/record.ts';
import type { ReportedMonth } from '../src/domain/reports/reports.ts';
import { isOwed, reportStatusLabels, statusOf } from '../src/domain/reports/status.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { findingBlocks, reportButton, reportName, tableBlocks, whoWhen } from './report-parts.ts';

/** Indicators of which the history tells. */
const told = ['revenue', 'rndExpense', 'staff'];

/** 月报: how the present one stands, and what was reported before. `today` for what is overdue. */
export function ownReportsCard(
  { enterprise, view, asked }: ReportLook,
  { months, today, url }: { months: readonly ReportedMonth[]; today: string; url: string },
): Card {
  const { period, status } = view;
  const { closesOn } = windowOf(period);
  const items = [...months].reverse().map(({ period: month, values, submission, state }) => {
    const figures = told.flatMap((key) => {
      const indicator = asked.find((one) => one.key === key);
      const value = values.find((one) => one.key === key)?.month ?? null;
      return indicator && value !== null ? [`${indicator.label}${spokenFigure(indicator, value)}`] : [];
    });
    const label = reportStatusLabels[statusOf({ state, submission, exempt: null }, month, today)];
    return `${formatPeriod(month)}：${label}${figures.length > 0 ? `，${figures.join('，')}` : ''}`;
  });
  return {
    title: `${enterprise.name}月报`,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '当前填报期', value: formatPeriod(period) },
          { label: '状态', value: `${reportStatusLabels[status]}${view.hasChanges ? '（有未提交的内容）' : ''}` },
          { label: '填报截止', value: `${formatDate(closesOn)}24:00` },
        ],
      },
      ...(items.length === 0
        ? [{ kind: 'text' as const, text: '此前没有已提交的月报。' }]
        : [{ kind: 'list' as const, heading: '已提交', items }]),
      { kind: 'text', text: `查看某月请发送“/月报 ${period}”；更正请发送“/月报 更正 年-月 指标 数字”。` },
    ],
    buttons: [
      reportButton(
        isOwed(status) ? '填报' : '查看本期',
        isOwed(status)
          ? `月报 ${enterpriseWord(enterprise.id)} 填报 ${period}`
          : `月报 ${enterpriseWord(enterprise.id)} ${period}`,
      ),
      reportButton('多月模板', `月报 ${enterpriseWord(enterprise.id)} 模板`),
    ],
    insteadOfButtons: '填报请直接发送数字，例如“营收320万 研发18.5万 职工46人”。',
    link: { text: '打开月报页面', url },
    confidential: true,
  };
}

/** What was typed since it was handed in is in the table, and in force only once it is confirmed. */
function pendingBlocks({ record, rows, hasChanges }: ReportLook['view']): Card['blocks'] {
  if (!record?.submission || !hasChanges) return [];
  const items = rows.flatMap(({ indicator, origin, month }) => {
    if (origin !== 'entered') return [];
    const inForce = record.values.find(({ key }) => key === indicator.key)?.month ?? null;
    return [`${indicator.label}：已提交${formatFigure(indicator, inForce)}，修改为${formatFigure(indicator, month)}`];
  });
  return [{ kind: 'list', heading: '尚未提交的修改（下表已含，确认后生效）', items }];
}

/** One month of the own report, as it stands. */
export function ownReportCard(look: ReportLook, url: string): Card {
  const { enterprise, view } = look;
  const { period, status, record } = view;
  const submission = record?.submission;
  return {
    title: `${reportName(period)}`,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '企业', value: enterprise.name },
          { label: '状态', value: reportStatusLabels[status] },
          ...(submission
            ? [
                { label: '回执编号', value: submission.id },
                { label: '提交', value: whoWhen(submission) },
              ]
            : []),
          ...(record?.returned ? [{ label: '退回原因', value: record.returned.reason }] : []),
          ...(record?.exempt ? [{ label: '免报原因', value: record.exempt.reason }] : []),
          ...(record?.inquiry ? [{ label: '核实事项', value: record.inquiry.text }] : []),
          ...(record?.inquiry?.answer ? [{ label: '贵公司答复', value: record.inquiry.answer.text }] : []),
        ],
      },
      ...pendingBlocks(view),
      ...tableBlocks(view),
      // What was handed in was checked by the rules of its day.
      ...(isOwed(status) || view.hasChanges ? findingBlocks(view) : []),
      {
        kind: 'text',
        text:
          view.openness === 'closed'
            ? '该期填报已结束，如需更正请联系开发区科技局。'
            : submission
              ? `如需更正，请发送“/月报 更正 ${period} 指标 数字”。`
              : `填报请发送“/月报 填报 ${period}”。`,
      },
    ],
    subject: reportSubject(enterprise.id, period),
    ...(view.openness === 'closed' || view.openness === 'future' ? {} : { link: { text: '打开填报页面', url } }),
    confidential: true,
  };
}
