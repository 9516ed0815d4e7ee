import type { Block } from '../src/core/card.ts';
import { projectLabel } from '../src/domain/funds/terms.ts';
import { exactAmount } from '../src/domain/funds/wording.ts';
import { textWan } from '../src/domain/money.ts';
import type { Period } from '../src/domain/reports/period.ts';
import type { SpendingOff } from '../src/domain/reports/reports.ts';

/** 专项资金支出 that the fund ledger has otherwise: which of the two is wrong only people know. */
export function spendingsOffBlocks(period: Period, all: readonly SpendingOff[]): Block[] {
  if (all.length === 0) return [];
  const heading = `专项资金支出与自报、台账不一致（${all.length}项）`;
  return [{ kind: 'list', heading, items: all.map((one) => spendingOffText(period, one)) }];
}

function spendingOffText(period: Period, { project, name, reported, ledger, claimId }: SpendingOff): string {
  const label = projectLabel(project);
  const spent = textWan(reported);
  const correct = `发送“/月报 更正 ${period} ${label} 专项资金支出${textWan(ledger)}”`;
  const what = `${label} ${name}：月报填报${spent}，`;
  if (claimId === null) {
    return `${what}资金台账已登记${exactAmount(ledger)}。台账有误的，请联系开发区科技局冲销后重新登记；月报有误的，请${correct}。`;
  }
  // Nothing spent is no 自报.
  const again = reported === 0n ? '' : `，再发送“/资金 支出 ${label} ${period} ${spent}”`;
  return `${what}此前自报${exactAmount(ledger)}（自报编号 ${claimId}），正在等待确认，未作改动。以月报为准的，请发送“/资金 撤回自报 ${claimId}”${again}；以自报为准的，请${correct}。`;
}
