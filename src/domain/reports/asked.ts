import type { Fen } from '../money.ts';
import { type Audience, fundSpentKey, type Indicator, type IndicatorSet } from './indicators.ts';

/** What of an enterprise decides what it is asked, and what the checks need of it, as at the end of the period. */
export interface ReporterFacts {
  isHnte: boolean;
  isTechSme: boolean;
  isIndustry: boolean;
  /** NORMAL 正常 | SUSPENDED 停产 | MOVED 迁出 | DEREGISTERED 注销 */
  operatingState: string;
  /** Projects whose spending is followed, by their number; what they received by then, in 分. */
  projects: readonly { number: number; name: string; received: Fen }[];
}

/** An indicator as one enterprise is asked for it: `fundSpent` once for every project. */
export interface AskedIndicator extends Indicator {
  isRequired: boolean;
  /** Of `fundSpent:12`: 12. */
  project: number | null;
}

/** The key under which a figure of an indicator is kept. */
export function projectKey(project: number): string {
  return `${fundSpentKey}:${project}`;
}

/** The project of such a key; null: it is of none. */
export function projectOf(key: string): number | null {
  const [name, number] = key.split(':');
  return name === fundSpentKey && number !== undefined ? Number(number) : null;
}

/** `C`, `C27`, `C2740 中成药生产`; not `B2B电子商务`, `C++软件开发`. */
const industryCode = /^[BCD](?:\d{2,4})?(?=$|[\s、，,：:.-])|^[BCD]\d{2,4}(?=\p{Script=Han})/u;
const industryWords = /采矿|采选|开采|制造|冶炼|(?<!数据|信息)加工|制药|药品?生产|电力|热力|燃气|水的?生产/u;

/** 工业: 采矿业, 制造业, 电力、热力、燃气及水生产和供应业 (GB/T 4754 B, C, D); industries are written in words. */
export function isIndustry(industry: string | null): boolean {
  return industry !== null && (industryCode.test(industry) || industryWords.test(industry));
}

/** What an enterprise is asked for, in the order of the form. */
export function askedOf({ indicators }: IndicatorSet, facts: ReporterFacts): AskedIndicator[] {
  const belongs = (audience: readonly Audience[]) => audience.some((one) => holds(one, facts));
  return indicators.flatMap((indicator): AskedIndicator[] => {
    if (!belongs(indicator.asked)) return [];
    const isRequired = belongs(indicator.required);
    if (indicator.key !== fundSpentKey) return [{ ...indicator, isRequired, project: null }];
    return facts.projects.map(({ number, name }) => ({
      ...indicator,
      key: projectKey(number),
      label: `${indicator.label}（P-${String(number).padStart(2, '0')} ${name}）`,
      isRequired,
      project: number,
    }));
  });
}

function holds(audience: Audience, { isHnte, isTechSme, isIndustry, projects }: ReporterFacts): boolean {
  switch (audience) {
    case 'ALL':
      return true;
    case 'HNTE':
      return isHnte;
    case 'TECH_SME':
      return isTechSme;
    case 'INDUSTRY':
      return isIndustry;
    case 'FUNDED':
      return projects.length > 0;
  }
}
