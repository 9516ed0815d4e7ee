import { isStaff, staffRoles } from '../../src/core/actor.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { rolesThatMay } from '../../src/domain/permissions.ts';
import { readOwnQuestion } from '../../src/domain/reports/own-question.ts';
import { isHandingIn } from '../../src/domain/reports/own-request.ts';
import { ownReports } from '../report-own.ts';
import { staffReports } from '../report-staff.ts';

const ofStaff = staffRoles.filter((role) => rolesThatMay('report.ask').includes(role));
const deciding = rolesThatMay('report.decide');

/** 月报: an enterprise's own, for staff those of all. */
export const monthlyReport = defineIntent<string>({
  id: 'monthly-report',
  command: '月报',
  permission: 'report.ask',
  inGroup: 'privately',
  examples: [
    { say: '/月报', gets: '当前月报状态和往期填报', roles: ['contact'] },
    { say: '月报交了吗', gets: '本期月报是否已提交、何时截止', roles: ['contact'] },
    { say: '/月报 零报 本月停产', gets: '零报告，确认后提交', roles: ['contact'] },
    { say: '/月报 模板', gets: '一次填报多个月的表格', roles: ['contact'] },
    { say: '/月报', gets: '上月月报的报送情况和比率', roles: ofStaff },
    {
      say: '/月报 未报',
      gets: '未报名单（逾期、草稿、退回、已报、待审核、通过、免报、零报、沿用、补报、更正同理）',
      roles: ofStaff,
    },
    { say: '/月报 企业简称', gets: '某企业的月报、疑点和办理记录', roles: ofStaff },
    { say: '/月报 趋势 研发费用', gets: '开发区合计的趋势图', roles: ofStaff },
    { say: '/月报 通过 企业简称', gets: '审核通过', roles: deciding },
    { say: '/月报 退回 企业简称 研发费用、营业收入 与账面不符', gets: '退回有疑问的指标', roles: deciding },
    { say: '/月报 核实 企业简称 研发费用增幅较大的原因', gets: '请企业说明', roles: deciding },
    { say: '/月报 代填 企业简称 营收320万 研发18.5万', gets: '按企业书面申请代填', roles: deciding },
    { say: '/月报 免报 企业简称 阶段性停产', gets: '免报本期（取消免报同理）', roles: deciding },
    { say: '/月报 重开 2026-09 至 2026-12-05 企业简称 数据更正', gets: '重新开放填报', roles: deciding },
    { say: '/月报 催报', gets: '催报尚未报送的企业，确认后发送', roles: deciding },
  ],
  // A question is its own argument: where it has to be asked first for which enterprise, it goes on behind the command.
  read: (said) =>
    argumentOf(said, ['月报', '月度报表']) ?? (readOwnQuestion(said.text) || isHandingIn(said.text) ? said.text : null),
  run(ctx, argument) {
    if (!isStaff(ctx.actor)) return ownReports(ctx, argument);
    const question = readOwnQuestion(argument);
    if (question || isHandingIn(argument)) return staffReports(ctx, question?.month ?? '');
    return staffReports(ctx, argument);
  },
});
