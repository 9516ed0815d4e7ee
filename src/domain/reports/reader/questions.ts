import { type Indicator, unitLabels } from '../indicators.ts';
import { formatPeriod, type Period } from '../period.ts';

const charactersShown = 24;

/** As it was said, short enough to be read back. */
function quoted(said: string): string {
  const text = said
    .replace(/^[\s,;:。!、.]+|[\s,;:。!、]+$/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/[“”]/gu, '')
    // Heard in half width; within a number it stays.
    .replace(/,(?!\d)|(?<!\d),/gu, '，')
    .replace(/[:;()?!]/gu, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0));
  return `“${text.length > charactersShown ? `${text.slice(0, charactersShown)}…` : text}”`;
}

/** How a figure of an indicator is written: 营业收入320万元, 职工总数46人. */
function example({ label, unit }: Indicator, total = false): string {
  const number = { WAN: '320.5', PERSON: '46', PIECE: '2', ITEM: '3' }[unit];
  return `“${label}${total ? '累计' : ''}${number}${unitLabels[unit]}”`;
}

/** What is asked back, one sentence each: what was not understood and how it is written (domain.md D4, G3). */
export const ask = {
  hedged: (said: string, indicator: Indicator) =>
    `${quoted(said)}不是确定的数值，请写明准确数值，例如${example(indicator)}。`,
  broken: (said: string, indicator: Indicator) =>
    `${quoted(said)}中的数字无法识别，请只用数字和小数点重新填写，例如${example(indicator)}。`,
  unit: (said: string, indicator: Indicator) =>
    `${quoted(said)}的单位与“${indicator.label}”不符，请以${unitLabels[indicator.unit]}为单位填写，例如${example(indicator)}。`,
  foreign: (said: string, indicator: Indicator) =>
    `${quoted(said)}不是人民币金额，请折算为人民币后填写，例如${example(indicator)}。`,
  thousand: (said: string, indicator: Indicator) =>
    `${quoted(said)}的单位不明确，请写明元、千元或万元，例如${example(indicator)}。`,
  labelUnit: (said: string, unit: string) =>
    `${quoted(said)}中的单位前后不一致：指标注明${unit}，数值另有单位，请只写一种单位后重新填写。`,
  besideYuan: (said: string, indicator: Indicator) =>
    `${quoted(said)}没有写明单位，而同一条消息中另有以元为单位的金额，请写明元或万元，例如${example(indicator)}。`,
  fine: (said: string, indicator: Indicator) =>
    `${quoted(said)}超出填报精度，金额以万元为单位、最多保留两位小数，请四舍五入后填写，例如${example(indicator)}。`,
  whole: (said: string, indicator: Indicator) =>
    `${quoted(said)}不是整数，“${indicator.label}”请填写整数，例如${example(indicator)}。`,
  negative: (said: string, indicator: Indicator) =>
    `${quoted(said)}为负数或带有横线，“${indicator.label}”不能为负数，请核对后填写，例如${example(indicator)}。`,
  dash: (said: string, { label }: Indicator) =>
    `${quoted(said)}中的横线不能确定是负号还是分隔，请写明“${label}负12.5万元”或“${label}12.5万元”。`,
  twiceNegative: (said: string, { label }: Indicator) =>
    `${quoted(said)}同时写了亏损和负号，请写明“亏损12.5万元”或“${label}-12.5万元”。`,
  gainOrLoss: (said: string, { label }: Indicator) =>
    `${quoted(said)}不能确定是盈利还是亏损，请写明“${label}12.5万元”或“亏损12.5万元”。`,
  zeroOrLoss: (said: string, { label }: Indicator) =>
    `${quoted(said)}不能确定是零还是亏损，请写明“${label}0”或“亏损12.5万元”。`,
  tooLarge: (said: string, indicator: Indicator) =>
    `${quoted(said)}的数值过大，请核对单位后填写，例如${example(indicator)}。`,
  large: (said: string, indicator: Indicator) =>
    `${quoted(said)}没有写明单位，按万元理解则数值过大，请写明元或万元，例如${example(indicator)}。`,
  altered: (said: string) =>
    `${quoted(said)}不是月报指标，未作填报；如属于某项指标，请写明指标名称和数值，例如“营业收入320.5万元”。`,
  changed: (said: string, indicator: Indicator) =>
    `${quoted(said)}的口径与“${indicator.label}”不一致，请按填报口径重新填写，例如${example(indicator)}。`,
  remark: (said: string) => `未能理解${quoted(said)}，如影响填报数值，请更正后重新发送。`,
  ambiguous: (said: string, candidates: readonly Indicator[]) =>
    `${quoted(said)}可能是${candidates
      .slice(0, 4)
      .map(({ label }) => `“${label}”`)
      .join('或')}，请写明指标全称和数值。`,
  orphan: (said: string) => `${quoted(said)}没有写明是哪个指标，请写成“营业收入320.5万元”这样的形式。`,
  missing: (said: string, indicator: Indicator) => `${quoted(said)}没有写明数值，请补充，例如${example(indicator)}。`,
  unequal: (said: string, labels: number, numbers: number) =>
    `${quoted(said)}中有${labels}个指标、${numbers}个数值，不能一一对应，请在每个指标后写明数值，例如“营业收入320.5万元”。`,
  twoValues: (said: string, { label }: Indicator) =>
    `${quoted(said)}中“${label}”有两个数值，请写明哪个是本月数、哪个是本年累计数，例如“${label}本月320万元，累计3000万元”。`,
  contradiction: ({ label }: Indicator, isTotal: boolean, values: readonly string[]) =>
    `“${label}”的${isTotal ? '本年累计数' : '数值'}前后不一致：${values.join('、')}，请只写一个正确的数值。`,
  compared: (said: string) => `${quoted(said)}是比较、目标或变动情况，不作为月报数值，请填写指标的实际数值。`,
  breakdown: (said: string, { label }: Indicator, sum: string) =>
    `${quoted(said)}小于其中各项之和${sum}，请核对后写明“${label}”的准确数值。`,
  rate: (said: string) =>
    `${quoted(said)}中的百分比或倍数不是月报数值，请填写指标的实际数值，例如“营业收入320.5万元”。`,
  rest: (said: string) => `${quoted(said)}没有写明是哪些指标，请逐项写明指标名称和数值。`,
  same: (said: string) => `${quoted(said)}未写明数值，月报不能按上月数据自动填写，请逐项写明指标名称和数值。`,
  zeroReport: (said: string) => `${quoted(said)}没有写明哪些指标为零，请逐项写明，例如“营业收入0，研发费用0”。`,
  span: (said: string) =>
    `${quoted(said)}对应的时间不是一个月，月报只填本月数和本年累计数，请写成“10月营业收入320.5万元”或“1—10月累计3000万元”。`,
  unsureScope: (said: string, indicator: Indicator) =>
    `${quoted(said)}不能确定是本月数还是本年累计数，请写明，例如${example(indicator)}或${example(indicator, true)}。`,
  months: (periods: readonly Period[]) =>
    `一条消息中写了${periods.map((period) => formatPeriod(period)).join('和')}的数值，每次只能填报一个月，请分别发送。`,
  thisAndLast: () => '一条消息中既有上月又有本月的数值，每次只能填报一个月，请写明月份后分别发送。',
  otherTotal: (said: string, period: Period | null) =>
    `${quoted(said)}的累计截止月份与填报月份${period === null ? '' : formatPeriod(period)}不一致，请写明填报月份，并填写截至该月的累计数。`,
  whichYear: (said: string, period: Period) =>
    `${quoted(said)}没有写明年份，最近的该月份为${formatPeriod(period)}，请写明年份后重新发送，例如“${formatPeriod(period)}营业收入320.5万元”。`,
  units: () => '消息中写了几种金额单位说明，不能确定数值的单位，请在每个金额后写明元或万元。',
  asked: (said: string) => `${quoted(said)}是咨询内容，未作填报；如需咨询，请单独发送。`,
  more: (count: number) => `另有${count}处未能识别，请更正以上内容后重新发送。`,
};
