import { readWorkbookCard, refusedWorkbookCard } from '../../cards/report-workbook.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Work } from '../../src/dispatch/intent.ts';
import { takeSheet } from '../../src/domain/reports/take-sheet.ts';

/** Reads a filled-in sheet of a contact: its figures become drafts, each month to be looked at and confirmed. */
export const reportWorkbook: Work = {
  name: 'report-workbook',
  permission: 'report.file',
  async run(ctx, { attachmentId }): Promise<Answer> {
    if (typeof attachmentId !== 'string') throw new UserError('文件已过保存期限，请重新发送。');
    const taken = await takeSheet(ctx, await ctx.exchange.readReports(ctx.doer, attachmentId));
    const here =
      taken.is === 'refused'
        ? refusedWorkbookCard(taken.reasons)
        : readWorkbookCard(taken, ctx.pages.ownReports(taken.enterprise.id));
    return { here, ...(taken.audit.length > 0 ? { audit: taken.audit } : {}) };
  },
};
