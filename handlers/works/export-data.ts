import { noticeCard } from '../../cards/notice.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Work } from '../../src/dispatch/intent.ts';
import { exportKinds, exportNames } from '../../src/domain/exchange.ts';

/** Writes the workbook that was asked for, and sends it. */
export const exportData: Work = {
  name: 'export',
  permission: 'data.export',
  async run(ctx, { kind, whole }) {
    const wanted = exportKinds.find((one) => one === kind);
    if (!wanted) throw new UserError('请写明导出内容，例如“/导出 企业”。');
    const { attachmentId, rows } = await ctx.exchange.export(ctx.doer, { kind: wanted, whole: whole === true });
    const masked = wanted === 'contacts' && whole !== true ? '姓名和手机已脱敏，脱敏的表不能再导入。' : '';
    const text = `${exportNames[wanted]}共${rows}行，见随附的文件。${masked}导出已记入审计记录，请妥善保管。`;
    return { here: { ...noticeCard('导出完成', text), confidential: true }, attachmentId };
  },
};
