import { type Fen, formatRate } from '../money.ts';
import { projectKey } from './asked.ts';
import { spokenFigure } from './cell.ts';
import { askWhy } from './change-checks.ts';
import type { Checked } from './checks.ts';
import { type Figure, type Figures, magnitude } from './figures.ts';
import type { SoftFinding, SoftRule } from './finding.ts';

/**
 * W9: what share of last year's revenue R&D is to be, in per cent (domain.md B4 H5). Upper bounds are inclusive: 5000万元 and
 * 2亿元 in 分.
 */
const bands: readonly { upTo: Fen; percent: bigint }[] = [
  { upTo: 5_000_000_000n, percent: 5n },
  { upTo: 20_000_000_000n, percent: 4n },
];
const leastPercent = 3n;

/** W1 and W5 to W9: what is handed in with a reason (domain.md D2). */
export function softFindings(figures: Figures, checked: Checked): SoftFinding[] {
  return [
    rndBeyondRevenue(figures),
    sameAsLastMonth(figures),
    noRevenue(figures, checked),
    staffChange(figures),
    ...spentBeyondReceived(figures, checked),
    ...(checked.facts.isHnte ? [rndShare(figures, checked), techStaffShare(figures)] : []),
  ].filter((finding) => finding !== null);
}

function soft(rule: SoftRule, figures: readonly Figure[], basis: string, found: string): SoftFinding {
  const keys = figures.map(({ key }) => key);
  return { severity: 'soft', rule, keys, text: `${found}。${askWhy}`, id: `${rule}:${keys[0]}`, basis };
}

/** W1: of the year so far. */
function rndBeyondRevenue(figures: Figures): SoftFinding | null {
  const rnd = figures.get('rndExpense');
  const revenue = figures.get('revenue');
  if (!rnd || !revenue || rnd.total === null || revenue.total === null || rnd.total <= revenue.total) return null;
  const found = `${rnd.name}本年累计${spokenFigure(rnd.indicator, rnd.total)}，大于${revenue.name}本年累计${spokenFigure(revenue.indicator, revenue.total)}`;
  return soft('W1', [rnd, revenue], `rndExpense=${rnd.total};revenue=${revenue.total}`, found);
}

/** W5: every amount that was reported in both months; a single one, or nothing but zeros, says nothing. */
function sameAsLastMonth(figures: Figures): SoftFinding | null {
  const amounts = [...figures.values()].filter(
    ({ indicator, month, lastMonth }) => indicator.unit === 'WAN' && month !== null && lastMonth !== null,
  );
  const example = amounts.find(({ month }) => month !== 0n);
  if (amounts.length < 2 || !example || amounts.some(({ month, lastMonth }) => month !== lastMonth)) return null;
  const basis = amounts.map(({ key, month }) => `${key}=${month}`).join(';');
  const ofExample = `其中${example.name}${spokenFigure(example.indicator, example.month ?? 0n)}`;
  const found = `${amounts.length}项金额指标的本月数与上月完全相同，${ofExample}`;
  return { ...soft('W5', amounts, basis, found), id: 'W5:amounts' };
}

/** W6 */
function noRevenue(figures: Figures, { facts }: Checked): SoftFinding | null {
  const revenue = figures.get('revenue');
  if (revenue?.month !== 0n || facts.operatingState !== 'NORMAL') return null;
  return soft('W6', [revenue], 'month=0;state=NORMAL', `${revenue.name}本月为0，而企业的经营状态为正常经营`);
}

/** W7: more than 20 % up or down. Against nobody there is no percentage. */
function staffChange(figures: Figures): SoftFinding | null {
  const staff = figures.get('staff');
  if (!staff || staff.month === null || staff.lastMonth === null || staff.lastMonth <= 0n) return null;
  const { indicator, name, month, lastMonth } = staff;
  const change = magnitude(month - lastMonth);
  if (change * 5n <= lastMonth) return null;
  const said = `${month > lastMonth ? '增加' : '减少'}${formatRate(change, lastMonth)}`;
  const found = `${name}${spokenFigure(indicator, month)}，上月${spokenFigure(indicator, lastMonth)}，${said}`;
  return soft('W7', [staff], `month=${month};lastMonth=${lastMonth}`, found);
}

/**
 * W8: what a project spent this year against what it ever received: spending of earlier years is not in it, so it never
 * flags too much. Where the year's is not known the month's alone may be more already.
 */
function spentBeyondReceived(figures: Figures, { facts }: Checked): SoftFinding[] {
  return facts.projects.flatMap(({ number, received }) => {
    const figure = figures.get(projectKey(number));
    const spent = figure?.total ?? figure?.month ?? null;
    if (!figure || spent === null || spent <= received) return [];
    const part = figure.total === null ? '本月数' : '本年累计';
    const found = `${figure.name}${part}${spokenFigure(figure.indicator, spent)}，大于该项目已到位资金${spokenFigure(figure.indicator, received)}`;
    return soft('W8', [figure], `spent=${spent};received=${received}`, found);
  });
}

/** W9: R&D ÷ revenue of the year so far, below the band of last year's revenue. Without revenue there is no share. */
function rndShare(figures: Figures, { lastYearRevenue }: Checked): SoftFinding | null {
  const rnd = figures.get('rndExpense');
  const revenue = figures.get('revenue');
  if (!rnd || !revenue || rnd.total === null || revenue.total === null || revenue.total <= 0n) return null;
  const percent = bandOf(lastYearRevenue);
  if (rnd.total * 100n >= revenue.total * percent) return null;
  const share = `${rnd.name}本年累计${spokenFigure(rnd.indicator, rnd.total)}，占${revenue.name}本年累计${spokenFigure(revenue.indicator, revenue.total)}的${formatRate(rnd.total, revenue.total)}`;
  const why =
    lastYearRevenue === null
      ? '上年营业收入未掌握，按最低比例核对'
      : `上年营业收入${spokenFigure(revenue.indicator, lastYearRevenue)}`;
  const found = `${share}，低于高新技术企业${percent}%的比例要求（${why}）`;
  const basis = `rndExpense=${rnd.total};revenue=${revenue.total};lastYearRevenue=${lastYearRevenue ?? '-'}`;
  return soft('W9', [rnd, revenue], basis, found);
}

function bandOf(lastYearRevenue: bigint | null): bigint {
  if (lastYearRevenue === null) return leastPercent;
  return bands.find(({ upTo }) => lastYearRevenue <= upTo)?.percent ?? leastPercent;
}

/** W9: less than 10 % (domain.md B4 H4). */
function techStaffShare(figures: Figures): SoftFinding | null {
  const tech = figures.get('techStaff');
  const staff = figures.get('staff');
  if (!tech || !staff || tech.month === null || staff.month === null || staff.month <= 0n) return null;
  if (tech.month * 10n >= staff.month) return null;
  const share = `${tech.name}${spokenFigure(tech.indicator, tech.month)}，占${staff.name}${spokenFigure(staff.indicator, staff.month)}的${formatRate(tech.month, staff.month)}`;
  const basis = `techStaff=${tech.month};staff=${staff.month}`;
  return soft('W9', [tech, staff], basis, `${share}，低于高新技术企业10%的比例要求`);
}
