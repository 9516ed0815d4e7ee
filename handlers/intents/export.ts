import { noticeCard } from '../../cards/notice.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { type ExportKind, exportKinds, exportNames } from '../../src/domain/exchange.ts';
import { readExportSpan, spanText } from '../../src/domain/reports/export-request.ts';
import { exportData } from '../works/export-data.ts';
import { reportExport } from '../works/report-export.ts';

type Request = { kind: ExportKind; whole: boolean } | { kind: 'reports'; span: string } | 'unclear';

/** 导出: everything of a kind, as a workbook. */
export const exportSheet = defineIntent<Request>({
  id: 'export',
  command: '导出',
  permission: 'data.export',
  inGroup: 'refuse',
  examples: [
    { say: '/导出 企业', gets: '企业名单（联系人、资质同理），.xlsx 文件' },
    { say: '/导出 联系人 完整', gets: '完整姓名和电话（导出将记录）' },
    { say: '/导出 资金', gets: '专项资金的批次、项目和明细，.xlsx 文件' },
    { say: '/导出 截止事项', gets: '登记的截止事项，.xlsx 文件' },
    { say: '/导出 月报 2023-11', gets: '月报按企业、按指标、合计和未报名单（也可写“2023-01 至 2023-11”），.xlsx 文件' },
  ],
  read(said) {
    const argument = argumentOf(said, ['导出']);
    if (argument === null) return null;
    const reports = /^月报[\s,、:]*(?<span>.*)$/u.exec(argument)?.groups;
    if (reports) return { kind: 'reports', span: reports.span ?? '' };
    const [word = '', more = ''] = argument.split(/[\s,、:]+/u);
    const kind = exportKinds.find((one) => exportNames[one] === word);
    if (!kind || (more !== '' && more !== '完整')) return 'unclear';
    return { kind, whole: more === '完整' };
  },
  async run(ctx, request) {
    if (request === 'unclear') {
      return {
        here: noticeCard(
          '请写明导出内容',
          '请发送“/导出 企业”“/导出 联系人”“/导出 资质”“/导出 资金”（也可只要其中一张：资金批次、资金项目、资金明细）或“/导出 截止事项”；月报请发送“/导出 月报 2023-11”或“/导出 月报 2023-01 至 2023-11”；联系人的完整姓名和电话请发送“/导出 联系人 完整”。',
        ),
      };
    }
    if (request.kind === 'reports') {
      const span = readExportSpan(request.span, ctx.now);
      await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: reportExport.name, args: span });
      return { here: noticeCard('正在生成', `正在生成${spanText(span)}月报，完成后将发给您。`) };
    }
    const { kind, whole } = request;
    // Only contacts have something to mask.
    const args = { kind, whole: whole || kind !== 'contacts' };
    await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: exportData.name, args });
    return { here: noticeCard('正在生成', `正在生成${exportNames[kind]}表，完成后将发给您。`) };
  },
});
