import { entryTypeLabels } from '../funds/terms.ts';
import type { Column } from './column.ts';
import { batchReference, enterpriseReference, unitNote } from './references.ts';

/** Reversals are exported, and never imported. */
const { SPEND_REVERSAL: _, ...enteredTypes } = entryTypeLabels;

export const fundEntryColumns = {
  id: {
    header: '明细编号',
    also: [],
    required: false,
    explanation: '导出的表中已有；有编号的行只核对，不会重复登记。新的明细留空。',
    example: '',
    width: 18,
  },
  batch: {
    ...batchReference,
    explanation: `批次自身的明细（指标下达、指标调整、指标收回）必填，项目的明细可不填。${batchReference.explanation}`,
  },
  project: {
    header: '项目',
    also: ['项目编号', '项目名称', '系统编号', '项目名称或编号'],
    required: false,
    explanation: '项目的系统编号（如 P-12）、项目编号或项目名称；批次自身的明细留空。',
    example: 'P-12',
    width: 30,
  },
  enterprise: {
    ...enterpriseReference,
    required: false,
    explanation: '可不填，用于核对：填写时须与项目的承担单位一致。',
  },
  type: {
    header: '类型',
    also: ['明细类型', '业务类型'],
    required: true,
    explanation: `必填。${Object.values(enteredTypes).join('、')}之一；冲销请在对话或网页中办理，不在此导入。`,
    example: '拨付',
    width: 12,
    choices: Object.values(enteredTypes),
  },
  amount: {
    header: '金额',
    also: ['发生金额', '金额万元', '金额元'],
    required: true,
    explanation: `必填，大于零；指标调整调减的写负数。${unitNote}`,
    example: '20',
    width: 16,
    unit: '万元',
  },
  effectiveOn: {
    header: '日期',
    also: ['发生日期', '时间', '业务日期'],
    required: true,
    explanation: '必填。如 2023-10-08，不能晚于今天。',
    example: '2023-10-08',
    width: 14,
  },
  docNo: {
    header: '文号',
    also: ['资金文号', '拨付文号'],
    required: false,
    explanation: '同一文号对同一项目（批次）的同一类型只能用一次。',
    example: '',
    width: 24,
  },
  period: {
    header: '所属月份',
    also: ['月份', '支出月份'],
    required: false,
    explanation: '支出所属的月份，如 2023-11，留空为日期所在的月份；同一项目每月只登记一笔支出。',
    example: '2023-11',
    width: 12,
  },
  isAdvance: {
    header: '垫支',
    also: ['是否垫支'],
    required: false,
    explanation: '是 或 否。支出大于到位、确属垫支的填是，并在备注中写明说明。',
    example: '',
    width: 8,
    choices: ['是', '否'],
  },
  note: {
    header: '备注',
    also: ['说明'],
    required: false,
    explanation: '可不填。',
    example: '',
    width: 30,
  },
  reversal: {
    header: '冲销',
    also: ['冲销标记'],
    required: false,
    explanation: '导出的表中标明冲销和已冲销的记录，有标记的行不导入。',
    example: '',
    width: 10,
  },
} as const satisfies Record<string, Column>;
