import { type CalendarDate, formatDate, yearOf } from '../calendar.ts';
import { type Fen, readPositiveAmount } from '../money.ts';
import { readDocNo } from './doc-no.ts';
import type { Reading } from './entry-order.ts';
import { takeParts } from './order-parts.ts';
import {
  type FundCategory,
  type FundLevel,
  fundCategories,
  fundCategoryLabels,
  fundLevelLabels,
  fundLevels,
  rewardCategories,
  type SurplusPolicy,
  surplusPolicyLabels,
} from './terms.ts';

/** A batch with its 下达, as it was ordered. */
export interface BatchOrder {
  name: string;
  level: FundLevel;
  category: FundCategory;
  year: number;
  surplusPolicy: SurplusPolicy;
  trackSpending: boolean;
  fen: Fen;
  effectiveOn: CalendarDate;
  docNo: string | null;
  remarks: readonly string[];
}

const levelWords = new Map<string, FundLevel>([
  ...fundLevels.map((level) => [fundLevelLabels[level], level] as const),
  ['国家', 'CENTRAL'],
  ['国家级', 'CENTRAL'],
  ['中央级', 'CENTRAL'],
  ['自治区级', 'REGION'],
  ['区级', 'REGION'],
  ['市级', 'CITY'],
  ['开发区级', 'ZONE'],
]);
const categoryWords = new Map<string, FundCategory>([
  ...fundCategories.map((category) => [fundCategoryLabels[category], category] as const),
  ['中央引导', 'CENTRAL_GUIDE'],
  ['中央引导资金', 'CENTRAL_GUIDE'],
  ['成果转化', 'RESULT_TRANSFER'],
  ['科技成果转化', 'RESULT_TRANSFER'],
  ['应用研究', 'APPLIED_RND'],
  ['应用技术研究', 'APPLIED_RND'],
  ['创新奖励', 'INNOVATION_REWARD'],
  ['科技创新奖励', 'INNOVATION_REWARD'],
  ['市创新', 'CITY_INNOVATION'],
  ['市科技创新', 'CITY_INNOVATION'],
  ['研发后补助', 'RND_SUBSIDY'],
  ['后补助', 'RND_SUBSIDY'],
]);
const policyWords = new Map<string, SurplusPolicy>([
  ['结余留用', 'KEEP_BY_UNIT'],
  ['留用', 'KEEP_BY_UNIT'],
  ['两年后收回', 'RECOVER_2Y'],
  ['结余两年后收回', 'RECOVER_2Y'],
  ['结余收回', 'RECOVER_ALL'],
]);

export const batchSample =
  '/资金 新增批次 2023年市科技创新资金第二批 市 市科技创新专项资金 2023 50万元 2023-10-08 通科发〔2023〕15号';

/**
 * Reads `名称 级次 类别 年度 金额 日期 文号`. Word by word, unlike an entry: the name of a batch has years, categories and
 * numbers in it. What is nothing else is the name.
 */
export function readBatchOrder(text: string, today: CalendarDate): Reading<BatchOrder> {
  const problems: string[] = [];
  const remarks: string[] = [];
  const words = text.normalize('NFKC').split(/\s+/u).filter(Boolean);
  // From behind: the name comes first, whatever it looks like.
  const takeLast = <T>(meaning: (word: string) => T | undefined): T | undefined => {
    for (const [at, word] of [...words.entries()].reverse()) {
      const meant = meaning(word);
      if (meant === undefined) continue;
      words.splice(at, 1);
      return meant;
    }
    return undefined;
  };
  const surplusPolicy = takeLast((word) => policyWords.get(word)) ?? 'KEEP_BY_UNIT';
  const tracking = takeLast((word) => (word === '不核算支出' ? false : word === '核算支出' ? true : undefined));
  const docNo = takeLast((word) => takeWhole(word, today, 'docNos'));
  const written = takeLast((word) => takeWhole(word, today, 'days'));
  const level = takeLast((word) => levelWords.get(word));
  const category = takeLast((word) => categoryWords.get(word));
  const year = takeLast((word) => yearIn(word));
  const amount = takeLast((word) => (/^[+\-¥]?\d/u.test(word) ? word : undefined));
  const name = words.join(' ');

  if (name === '') problems.push('缺少批次名称。');
  if (!level) problems.push(`缺少级次：${fundLevels.map((one) => fundLevelLabels[one]).join('、')}。`);
  if (!category) problems.push(`缺少类别：${fundCategories.map((one) => fundCategoryLabels[one]).join('、')}。`);
  if (year === undefined) problems.push(`缺少年度，例如 ${yearOf(today)}。`);
  const read = amount === undefined ? null : readPositiveAmount(amount);
  if (!read) problems.push('缺少金额，例如 50万元。');
  else if (!read.ok) problems.push(read.reason);
  else if (!read.hasUnit) remarks.push(`金额“${amount}”未写单位，按万元计。`);
  const [day] = written?.days ?? [];
  if (!day) problems.push('缺少下达日期，例如 2023-10-08。');
  else if (day.on === null) problems.push(`没有“${day.written}”这一天，请核对日期。`);
  else if (day.isAssumed) remarks.push(`“${day.written}”按${formatDate(day.on)}计。`);
  const doc = docNo?.docNos[0] === undefined ? null : readDocNo(docNo.docNos[0]);
  if (doc && !doc.ok) problems.push(doc.reason);
  if (doc?.ok && doc.tidied) remarks.push(`文号按规范写法记为“${doc.docNo}”。`);
  if (problems.length > 0 || !level || !category || year === undefined || !read?.ok || !day?.on) {
    return { ok: false, problems, sample: batchSample };
  }
  const trackSpending = tracking ?? !rewardCategories.has(category);
  remarks.push(
    `结余处理方式：${surplusPolicyLabels[surplusPolicy]}；${trackSpending ? '核算支出' : '奖励性资金，不核算支出'}。`,
  );
  const { fen } = read;
  const { on: effectiveOn } = day;
  return {
    ok: true,
    order: {
      ...{ name, level, category, year, surplusPolicy, trackSpending, fen, effectiveOn },
      docNo: doc?.ok ? doc.docNo : null,
      remarks,
    },
  };
}

/** The parts of a word that is a document number or a day, and nothing else. */
function takeWhole(word: string, today: CalendarDate, which: 'docNos' | 'days') {
  const parts = takeParts(word, today);
  return parts[which].length === 1 && parts.rest.trim() === '' && parts.amounts.length === 0 ? parts : undefined;
}

function yearIn(word: string): number | undefined {
  const written = /^(?<year>(?:19|20)\d{2})(?:年度?)?$/u.exec(word)?.groups?.year;
  return written === undefined ? undefined : Number(written);
}
