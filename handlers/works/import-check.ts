import { checkedCard, isCut } from '../../cards/import.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Context, Work } from '../../src/dispatch/intent.ts';
import type { ImportRecord } from '../../src/domain/exchange.ts';
import { reportText } from '../../src/domain/workbook/report.ts';

import { tellProgress } from './tell-progress.ts';

/** Checks a file that was sent, and asks whether to import it. */
export const importCheck: Work = {
  name: 'import-check',
  permission: 'data.import',
  async run(ctx, { attachmentId }) {
    if (typeof attachmentId !== 'string') throw new UserError('文件已过保存期限，请重新发送。');
    const record = await ctx.exchange.check(ctx.doer, attachmentId, tellProgress(ctx));
    return { here: checkedCard(record), ...(await wholeReport(ctx, record)) };
  },
};

/** The whole list as a file, where a card has room for a part of it only. */
export async function wholeReport(ctx: Context, { report }: ImportRecord): Promise<Pick<Answer, 'attachmentId'>> {
  if (!isCut(report)) return {};
  // With a byte order mark, or Windows' editor takes it for another encoding.
  const bytes = Buffer.from(`\uFEFF${reportText(report)}\n`.replaceAll('\n', '\r\n'));
  const name = report.problemCount > 0 ? '导入检查-需要改正.txt' : '导入检查-变更内容.txt';
  return { attachmentId: await ctx.exchange.keep(ctx.doer, { name, bytes }) };
}
