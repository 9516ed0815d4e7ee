import { typeWords } from './order-words.ts';
import type { EntryType } from './terms.ts';

/** Whether an adjustment raises or lowers; null: not said in words. */
export type Sign = 'more' | 'less' | 'both' | null;

/** What an order may say beside its parts. No word is among them that changes what is meant: 未, 拟, 约 are not understood. */
const fillers = new RegExp(
  [
    ...[
      '登记',
      '录入',
      '填报',
      '上报',
      '自报',
      '专项资金',
      '专项',
      '资金',
      '经费',
      '款项',
      '指标',
      '项目',
      '批次',
      '金额',
      '日期',
    ],
    ...[
      '时间',
      '月份',
      '文号',
      '人民币',
      '我们公司',
      '我公司',
      '本公司',
      '我司',
      '我们',
      '公司',
      '已经',
      '共计',
      '一笔',
      '一共',
    ],
    ...['本次', '已', '了', '的', '共', '计', '为', '于', '在', '请', '笔', '是', '本', '款'],
  ].join('|'),
  'gu',
);
const more = /调增|增加|追加|增/gu;
const less = /调减|减少|核减|压减|减/gu;

/** What is left of an order when its numbers are taken out: of which types it speaks, and what nobody understands. */
export function readTypes(rest: string): { types: EntryType[]; sign: Sign; unknown: string[] } {
  let text = rest;
  const types = new Set<EntryType>();
  for (const [word, type] of typeWords) {
    if (!text.includes(word)) continue;
    types.add(type);
    text = text.replaceAll(word, ' ');
  }
  const [raises, lowers] = [more, less].map((pattern) => text.search(pattern) >= 0);
  // 调增 and 调减 say it all; beside another type such a word is not understood.
  if ((raises || lowers) && types.size === 0) types.add('ADJUST');
  const isAdjusting = types.has('ADJUST');
  if (isAdjusting) text = text.replace(more, ' ').replace(less, ' ');
  const unknown = text
    .replace(fillers, ' ')
    .split(/[\s,、;:。.()"“”'!?]+/u)
    .filter(Boolean);
  const sign = !isAdjusting ? null : raises && lowers ? 'both' : raises ? 'more' : lowers ? 'less' : null;
  return { types: [...types], sign, unknown };
}

const shownAtMost = 3;

/** `没有看懂“两万”。` */
export function leftovers(unknown: readonly string[]): string {
  const shown = unknown.slice(0, shownAtMost).map((word) => `“${[...word].slice(0, 20).join('')}”`);
  return `没有看懂${shown.join('')}${unknown.length > shownAtMost ? '等' : ''}，请去掉或改写；备注请写在“备注”之后。`;
}
