import type { Block, Card } from '../src/core/card.ts';
import type { AsAt } from '../src/domain/funds/facts.ts';
import type { BatchSums } from '../src/domain/funds/funds.ts';
import { groupBatches } from '../src/domain/funds/grouping.ts';
import { batchBalanceOf, rates, type Sums, sumOf } from '../src/domain/funds/sums.ts';
import { batchLabel, fundLevelLabels } from '../src/domain/funds/terms.ts';
import { formatRate, formatWan, textWan } from '../src/domain/money.ts';
import { fundsAsAt, rateLine, rewardsApart, wan } from './fund-parts.ts';
import { noticeCard } from './notice.ts';

/** The others stand on the page. */
const listedAtMost = 30;

/** The money of a year: obtained, by level and by batch, with its check totals; then the four rates by name. */
export function fundYearCard(options: {
  year: number;
  batches: readonly BatchSums[];
  asAt: AsAt;
  now: Date;
  page: string;
  /** Whether a picture follows. */
  hasChart: boolean;
}): Card {
  const { year, batches, asAt, now, page, hasChart } = options;
  const title = `${year}年科技专项资金`;
  const link = { text: '打开资金台账', url: page };
  if (batches.length === 0) {
    const card = noticeCard(title, `没有登记${year}年的资金批次。`);
    return { ...card, link, footer: fundsAsAt(asAt, now), confidential: true };
  }
  const total = sumOf(batches.map(({ sums }) => sums));
  // Paid out already, while the allocation counts from a later day (or its day is not known).
  const early = batches.filter(({ sums }) => sums.allocated === 0n).map(({ batch }) => batchLabel(batch.number));
  return {
    title,
    blocks: [
      // Obtained: neither spent nor left (domain.md C2).
      {
        kind: 'text',
        text: `${year}年获得科技专项资金${textWan(total.allocated)}，共${batches.length - early.length}批。`,
      },
      ...(early.length === 0
        ? []
        : [
            {
              kind: 'text' as const,
              text: `${early.join('、')}的指标下达截至当日尚未计入（下达日期较晚，或日期未登记、自登记之日计入），其批次余额为负数，仅供参考。`,
            },
          ]),
      byLevel(batches, total),
      {
        kind: 'list',
        heading: '按批次（获得）',
        items: batches
          .slice(0, listedAtMost)
          .map(
            ({ batch, sums }) =>
              `${batchLabel(batch.number)} ${batch.name}，${fundLevelLabels[batch.level]}，${wan(sums.allocated)}`,
          ),
      },
      ...(batches.length > listedAtMost
        ? [{ kind: 'text' as const, text: `仅列前${listedAtMost}批，其余见网页。` }]
        : []),
      {
        kind: 'fields',
        heading: '拨付和使用',
        fields: [
          { label: '批复', value: wan(total.approved) },
          { label: '拨付', value: wan(total.disbursed) },
          { label: '到位', value: wan(total.received) },
          { label: '支出', value: wan(total.spent) },
          { label: '批次余额（未拨付指标）', value: wan(batchBalanceOf(total)) },
        ],
      },
      { kind: 'list', heading: '四项比率', items: rates.map((rate) => rateLine(rate, total)) },
      ...(total.approvedTracked === total.approved ? [] : [{ kind: 'text' as const, text: rewardsApart }]),
      ...(hasChart ? [{ kind: 'text' as const, text: '图表随后发送。' }] : []),
    ],
    link,
    footer: fundsAsAt(asAt, now),
    confidential: true,
  };
}

/** Each level with its share, and whether the levels make up the whole. */
function byLevel(batches: readonly BatchSums[], total: Sums): Block {
  const parts = groupBatches(batches, 'level');
  const sum = sumOf(parts.map(({ sums }) => sums)).allocated;
  const isRight = sum === total.allocated;
  return {
    kind: 'fields',
    heading: '按级次（获得）',
    fields: [
      ...parts.map(({ label, batches: count, sums }) => ({
        label,
        value: `${wan(sums.allocated)}，占${formatRate(sums.allocated, total.allocated)}，${count}批`,
      })),
      {
        label: '合计',
        value: `${wan(sum)}，校验${isRight ? '一致' : `不一致，相差${formatWan(sum - total.allocated)}万元`}`,
      },
    ],
  };
}
