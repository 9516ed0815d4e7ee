import type { Column } from './column.ts';

export const blankKeeps = '留空表示不改动已登记的内容。';
export const unitNote = '单位写在表头的括号内（元、千元、万元、亿元），或写在单元格内，如 20万元；精确到分。';

export const batchReference = {
  header: '批次',
  also: ['资金批次', '批次名称', '批次编号', '批次名称或编号'],
  required: false,
  explanation: '批次名称或编号（如 B-03），须已登记或在“资金批次”表中。',
  example: '2023年第二批自治区科技成果转化专项资金',
  width: 40,
} as const satisfies Column;

/** What stands for an enterprise in the sheets that belong to one. */
export const enterpriseReference = {
  header: '企业全称或信用代码',
  also: ['企业', '企业全称', '企业名称', '单位名称', '承担单位', '公司名称', '统一社会信用代码', '信用代码'],
  required: true,
  explanation: '必填。企业全称或统一社会信用代码，须已登记或在“企业”表中；不能写简称。',
  example: '示例企业01有限公司',
  width: 36,
} as const satisfies Column;
