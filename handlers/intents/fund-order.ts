import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { isFundOrder, readClaimOrder, readStaffOrder } from '../../src/domain/funds/order.ts';
import { decideStaffDraft } from '../fund-confirming.ts';
import { readBack } from '../fund-entering.ts';

/** 资金 登记 and the other orders of staff: each is read back, and entered when it is confirmed. */
export const fundOrder = defineIntent<string>({
  id: 'fund-order',
  command: '资金 登记',
  permission: 'fund.write',
  inGroup: 'refuse',
  examples: [
    { say: '/资金 登记 P-03 拨付 20万元 2023-10-08 通科发〔2023〕15号', gets: '登记一笔拨付，确认后入账' },
    { say: '/资金 登记 B-03 调整 增加5万元 2023-10-08', gets: '调整批次指标' },
    { say: '/资金 冲销 明细编号 原因', gets: '冲销一笔登记有误的明细' },
    { say: '/资金 P-03 申请验收 2023-11-30', gets: '登记项目状态：申请验收、验收通过、终止等' },
    { say: '/资金 新增批次', gets: '登记新的资金批次' },
    { say: '/资金 新增项目', gets: '登记新的资金项目' },
  ],
  read(said) {
    const argument = argumentOf(said, ['资金', '专项资金']);
    return argument !== null && isFundOrder(argument) && !readClaimOrder(argument) ? argument : null;
  },
  async run(ctx, argument) {
    const order = readStaffOrder(argument, dateOf(ctx.now));
    return order.do === 'confirm' || order.do === 'discard' ? decideStaffDraft(ctx, order) : readBack(ctx, order);
  },
});
