import type { SheetToWrite } from '../documents/write-xlsx.ts';
import { enterprisesAtLeast, sharePercentAtMost } from '../domain/reports/aggregate.ts';
import { audienceLabels, type Indicator, indicatorKindLabels, unitLabels } from '../domain/reports/indicators.ts';
import { formatPeriod, type Period } from '../domain/reports/period.ts';
import { comparableNote } from '../domain/reports/trend.ts';

/** 说明: what the figures are, as at when, and what is withheld. */
export function exportNotes({
  from,
  to,
  asAt,
  indicators,
}: {
  from: Period;
  to: Period;
  asAt: string;
  indicators: readonly Indicator[];
}): SheetToWrite {
  const span = from === to ? formatPeriod(from) : `${formatPeriod(from)}至${formatPeriod(to)}`;
  const general = [
    `报告期：${span}。数据截至${asAt}，为当时生效的版本，含更正；退回待改的仍按最近一次提交计入，草稿和未提交的修改不计入。`,
    '金额单位为万元，保留两位小数；人员、专利、合同等为整数。空白表示未填报。',
    '“本月”为当月发生数，“累计”为各企业填报的本年1月至该月累计；开发区合计中为当月已报企业的累计之和，当月未报的企业不在其中，“月末”为月末数。沿用指标为企业未另行确认、按上月数沿用的月末数。',
    '科技专项资金支出为该企业各项目合计，按财政资金支出，不含自筹。',
    '同比＝（本期－上年同期）÷上年同期；环比＝（本期－上期）÷上期。基数为零、负数或缺失的以“—”表示；利润总额以扭亏为盈、由盈转亏、减亏、增亏表示。',
    `开发区合计中“*”为不予公布：报送企业不足${enterprisesAtLeast}家，或单个企业占比超过${sharePercentAtMost}%，或可由其他合计推算。同比、环比中涉及不予公布的，以“—”表示；${comparableNote}`,
    '“按企业”“按指标”“未报名单”含单个企业数据，仅供开发区科技局内部使用，不得对外提供；对外提供合计数请用“开发区合计”。',
    '未报名单为截至上述时间应报未报（含退回待改）的企业；尚未到填报期的月份不列。',
  ];
  return {
    name: '说明',
    columns: [
      { header: '指标', width: 26 },
      { header: '单位', width: 8 },
      { header: '填法', width: 20 },
      { header: '填报对象', width: 30 },
      { header: '说明', width: 80 },
    ],
    rows: [
      ...general.map((text) => [null, null, null, null, text]),
      ...indicators.map(({ label, unit, kind, asked, note }) => [
        label,
        unitLabels[unit],
        indicatorKindLabels[kind],
        asked.map((one) => audienceLabels[one]).join('、'),
        note,
      ]),
    ],
  };
}
