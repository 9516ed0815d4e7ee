import { appliedCard, problemsCard, staleCard, unchangedCard } from '../../cards/import.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Work } from '../../src/dispatch/intent.ts';
import { wholeReport } from './import-check.ts';
import { tellProgress } from './tell-progress.ts';

/** Applies what was checked and agreed to. */
export const importApply: Work = {
  name: 'import-apply',
  permission: 'data.import',
  async run(ctx, { importId }): Promise<Answer> {
    if (typeof importId !== 'string') throw new UserError('没有找到这次导入，请重新发送文件。');
    const { outcome, record } = await ctx.exchange.apply(ctx.doer, importId, tellProgress(ctx));
    switch (outcome) {
      case 'applied':
        return { here: appliedCard(record.report) };
      case 'nothing':
        return { here: unchangedCard(record.report) };
      case 'problems':
        return { here: problemsCard(record.report), ...(await wholeReport(ctx, record)) };
      case 'stale':
      case 'unconfirmed':
        return { here: staleCard(record), ...(await wholeReport(ctx, record)) };
    }
  },
};
