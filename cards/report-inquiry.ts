import type { Card } from '../src/core/card.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import type { ReportRecord } from '../src/domain/reports/record.ts';
import { reportButton, reportName } from './report-parts.ts';

/** To staff: an enterprise has explained what was asked about its report. */
export function inquiryAnsweredCard({ id, enterprise, period, inquiry, version }: ReportRecord): Card {
  const answer = inquiry?.answer;
  return {
    title: `${reportName(period)}核实已答复`,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '企业', value: enterprise.name },
          { label: '核实事项', value: inquiry?.text ?? '' },
          { label: '答复', value: answer?.text ?? '' },
          ...(answer
            ? [
                {
                  label: '答复人',
                  value: `${answer.by.name ?? '未登记姓名'}，${formatDate(dateOf(answer.at))} ${timeOf(answer.at)}`,
                },
              ]
            : []),
        ],
      },
    ],
    buttons: [
      reportButton('审核通过', `月报 通过 ${id} ${version}`),
      reportButton('查看月报', `月报 ${enterprise.name} ${period}`),
    ],
    insteadOfButtons: `查看请发送“/月报 ${enterprise.name} ${period}”。`,
    confidential: true,
  };
}
