import { fenPerStep, spokenFigure } from './cell.ts';
import type { Checked } from './checks.ts';
import { type Figure, type Figures, magnitude, spokenPart } from './figures.ts';
import type { HardFinding, HardRule } from './finding.ts';
import { monthOfPeriod } from './period.ts';

/** V2: ±0.01万元 in 分, what two rounded figures may differ by; counts are not rounded. */
const tolerance = 10_000n;

/** V1 to V5: what must be put right before a report is handed in (domain.md D2). */
export function hardFindings(figures: Figures, { period, mode }: Checked): HardFinding[] {
  const isJanuary = monthOfPeriod(period) === 1;
  return [
    ...missing(figures),
    ...[...figures.values()].flatMap((figure) => [
      ...tooFine(figure),
      // A negative number breaks the sums as well, which says nothing new.
      ...(negative(figure, mode) ?? (mode === 'correction' ? [] : brokenSum(figure, isJanuary))),
    ]),
    ...partsOfStaff(figures),
    ...hiTechBeyondRevenue(figures),
  ];
}

function hard(rule: HardRule, keys: readonly string[], text: string): HardFinding {
  return { severity: 'hard', rule, keys, text };
}

/** V1: what is required and not there, all of it in one finding. Of a flow both numbers are required (D1). */
function missing(figures: Figures): HardFinding[] {
  const lacking = [...figures.values()].filter(
    ({ indicator, month, total }) =>
      indicator.isRequired && (month === null || (indicator.kind === 'FLOW' && total === null)),
  );
  if (lacking.length === 0) return [];
  const names = lacking.map(({ name, indicator, month, total }) => {
    if (indicator.kind === 'STOCK' || (month === null && total === null)) return name;
    return `${name}（${month === null ? '本月数' : '本年累计'}）`;
  });
  const isHalf = lacking.some(({ month, total }) => month !== null || total !== null);
  const hint = isHalf ? '，没有上月数据可供推算的，本月数和本年累计均须填写' : '';
  const text = `缺少必填指标：${names.join('、')}。请补填后再提交，没有发生的填0${hint}。`;
  const keys = lacking.map(({ key }) => key);
  return [hard('V1', keys, text)];
}

/** V1: amounts have at most two decimals in 万元; counts are whole by their type. */
function tooFine(figure: Figure): HardFinding[] {
  const { indicator, key, name, stated } = figure;
  if (indicator.unit !== 'WAN') return [];
  const fine = stated.filter(({ value }) => value % fenPerStep !== 0n);
  if (fine.length === 0) return [];
  const found = fine.map((part) => spokenPart(figure, part)).join('、');
  return [hard('V1', [key], `${name}${found}，小数超过两位。金额以万元为单位，最多保留两位小数，请改正后提交。`)];
}

/**
 * V1; null: nothing negative. A correction that lowers the year's figure alone makes the month's negative: then both have to
 * be typed, which V2 does not refuse there.
 */
function negative(figure: Figure, mode: Checked['mode']): HardFinding[] | null {
  const { indicator, key, name, stated, total, base } = figure;
  if (indicator.mayBeNegative) return null;
  const below = stated.filter(({ value }) => value < 0n);
  if (below.length === 0) return null;
  const found = below.map((part) => spokenPart(figure, part)).join('、');
  const isLowered = mode === 'correction' && total !== null && total >= 0n && base !== null && total < base;
  const hint = isLowered ? '；确需调减累计数的，请同时填写本月数和本年累计' : '';
  return [hard('V1', [key], `${name}${found}，为负数。该指标不得小于0，请改正后提交${hint}。`)];
}

/** V3 or else V2: of one number they would say the same twice. */
function brokenSum(figure: Figure, isJanuary: boolean): HardFinding[] {
  const { indicator, key, name, month, total, base } = figure;
  if (total === null || base === null) return [];
  const say = (value: bigint) => spokenFigure(indicator, value);
  if (total < base && !indicator.mayBeNegative && !isJanuary) {
    const ofMonth = month === null ? '' : `，本月数${say(month)}`;
    const text = `${name}本年累计${say(total)}，小于上月累计${say(base)}${ofMonth}。累计数在年度内不得减少，请核对改正；确需调减的，请通过更正办理并说明原因。`;
    return [hard('V3', [key], text)];
  }
  if (month === null) return [];
  const allowed = indicator.unit === 'WAN' ? tolerance : 0n;
  if (magnitude(total - base - month) <= allowed) return [];
  const sum = isJanuary
    ? `1月份应等于本月数${say(month)}`
    : `应为上月累计${say(base)}加本月数${say(month)}，即${say(base + month)}`;
  const text = `${name}本年累计${say(total)}，${sum}。请核对改正；确需调整的，请通过更正办理并说明原因。`;
  return [hard('V2', [key], text)];
}

/** V4: rndStaff ≤ techStaff ≤ staff. Without techStaff the outer two are held against each other. */
function partsOfStaff(figures: Figures): HardFinding[] {
  const rndStaff = figures.get('rndStaff');
  const techStaff = figures.get('techStaff');
  const staff = figures.get('staff');
  const hasTechStaff = techStaff !== undefined && techStaff.month !== null;
  const pairs = hasTechStaff
    ? [
        [rndStaff, techStaff],
        [techStaff, staff],
      ]
    : [[rndStaff, staff]];
  return pairs.flatMap(([part, whole]) => {
    if (!part || !whole || part.month === null || whole.month === null || part.month <= whole.month) return [];
    const found = `${part.name}${spokenFigure(part.indicator, part.month)}，多于${whole.name}${spokenFigure(whole.indicator, whole.month)}`;
    return hard('V4', [part.key, whole.key], `${found}。前者包含在后者之中，请核对改正。`);
  });
}

/** V5: hiTechRevenue ≤ revenue, of the month and of the year so far. */
function hiTechBeyondRevenue(figures: Figures): HardFinding[] {
  const part = figures.get('hiTechRevenue');
  const whole = figures.get('revenue');
  if (!part || !whole) return [];
  const compare = (name: string, one: bigint | null, other: bigint | null) =>
    one !== null && other !== null && one > other
      ? [`${name}分别为${spokenFigure(part.indicator, one)}、${spokenFigure(whole.indicator, other)}`]
      : [];
  const beyond = [...compare('本月数', part.month, whole.month), ...compare('本年累计', part.total, whole.total)];
  if (beyond.length === 0) return [];
  const text = `${part.name}不得大于${whole.name}：${beyond.join('；')}。前者包含在后者之中，请核对改正。`;
  return [hard('V5', [part.key, whole.key], text)];
}
