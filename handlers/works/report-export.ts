import { noticeCard } from '../../cards/notice.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Work } from '../../src/dispatch/intent.ts';
import { spanText } from '../../src/domain/reports/export-request.ts';
import { isPeriod } from '../../src/domain/reports/period.ts';

/** Writes the monthly figures that were asked for, and sends them. */
export const reportExport: Work = {
  name: 'report-export',
  permission: 'data.export',
  async run(ctx, { from, to }) {
    if (typeof from !== 'string' || typeof to !== 'string' || !isPeriod(from) || !isPeriod(to)) {
      throw new UserError('请写明报告期，例如“/导出 月报 2026-10”。');
    }
    const { attachmentId, enterprises, rows } = await ctx.exchange.exportReports(ctx.doer, { from, to });
    const text = `${spanText({ from, to })}月报：${enterprises}家企业、${rows}份，见随附的文件。含企业经营数据，仅供内部使用；导出已记入审计记录，请妥善保管。`;
    return { here: { ...noticeCard('导出完成', text), confidential: true }, attachmentId };
  },
};
