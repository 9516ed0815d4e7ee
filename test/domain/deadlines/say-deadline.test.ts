import { expect, it } from 'vitest';
import { hear } from '../../../src/core/said.ts';
import { readNewDeadline } from '../../../src/domain/deadlines/new-deadline.ts';
import { sayDraft } from '../../../src/domain/deadlines/say-deadline.ts';

const typed = [
  '高新技术企业认定 2024年第二批 7月10日 24:00 官方 7月17日 17:00 对象 有效高企、科小 文号 内科高字〔2024〕8号',
  '企业年度发展情况报表 义务 2024-05-31 依据 惯例 对象 有效高企 示例企业01',
  '火炬统计年报 2024年 3月24日 16:30 依据 通知 链接 https://example.com/a?b=1 对象 G3 当年到期高企 没有高企 待批复科小',
  '科技型民营企业百强 4月25日 依据 通知 对象 全部企业 行业 医药制造业、农副食品加工业',
  '科技领军企业申报 官方 9月30日 依据 通知 对象 有效市级科技领军企业',
];

it.each(typed)('what a button confirms is what was shown, also on another day: %s', (text) => {
  const shown = readNewDeadline(hear(`/新增截止 ${text}`), '2024-01-02');
  if (!shown?.ok) throw new Error(JSON.stringify(shown));
  const say = sayDraft(shown.draft, shown.draft.names);
  // After that day a date without its year would mean the next one.
  const confirmed = readNewDeadline(hear(`/新增截止 ${say}`), '2024-12-30');
  expect(confirmed).toEqual({ ok: true, draft: shown.draft, remarks: [] });
});
