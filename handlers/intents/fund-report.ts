import { argumentOf, type Said } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { isReport, isReportSentence, readClaimOrder, readDraftDecision } from '../../src/domain/funds/order.ts';
import { report } from '../fund-reporting.ts';

/** 自报: what an enterprise received and spent, read back before it goes to the bureau. */
export const fundReport = defineIntent<string>({
  id: 'fund-report',
  command: '自报',
  permission: 'fund.report',
  inGroup: 'refuse',
  examples: [
    { say: '/资金 到位 P-03 20万元 2023-11-20', gets: '填报项目资金到位，由科技局确认' },
    { say: '/资金 支出 P-03 2023-11 3.5万元', gets: '填报项目某月支出' },
    { say: '专项资金到位20万元', gets: '只有一个项目时可以这样填报' },
    { say: '/自报', gets: '查看或撤回已填报的内容' },
  ],
  read: (said) => argumentIn(said),
  run: report,
});

function argumentIn(said: Said): string | null {
  const reported = argumentOf(said, ['自报']);
  if (reported !== null) return `自报 ${reported}`.trim();
  const argument = argumentOf(said, ['资金', '专项资金']);
  // Behind the command of the monthly report a spending is a figure of the month.
  if (argumentOf(said, ['月报', '月度报表']) !== null) return null;
  if (argument === null) return isReportSentence(said.text) ? said.text : null;
  const order = readClaimOrder(argument);
  if (order) return order.do === 'confirm' || order.do === 'reject' ? null : argument;
  return readDraftDecision(argument) || isReport(argument) ? argument : null;
}
