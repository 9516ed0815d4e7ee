import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { type ClaimOrder, readClaimOrder } from '../../src/domain/funds/order.ts';
import { decideClaims } from '../fund-deciding.ts';

/** 资金 自报: what enterprises report, for staff to confirm or send back. */
export const fundClaims = defineIntent<Exclude<ClaimOrder, { do: 'withdraw' }>>({
  id: 'fund-claims',
  command: '资金 自报',
  permission: 'fund.write',
  inGroup: 'refuse',
  examples: [
    { say: '/资金 自报', gets: '等待确认的企业自报' },
    { say: '/资金 确认自报 编号', gets: '确认一笔自报' },
    { say: '/资金 退回自报 编号 原因', gets: '退回一笔自报并说明原因' },
  ],
  read(said) {
    const argument = argumentOf(said, ['资金', '专项资金']);
    const order = argument === null ? null : readClaimOrder(argument);
    return order === null || order.do === 'withdraw' ? null : order;
  },
  run: decideClaims,
});
