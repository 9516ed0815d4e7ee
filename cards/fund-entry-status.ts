import type { Card, Field } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { Batch, Project } from '../src/domain/funds/facts.ts';
import type { NewBatch } from '../src/domain/funds/funds.ts';
import { projectStatusAt, surplusOf } from '../src/domain/funds/standing.ts';
import type { Sums } from '../src/domain/funds/sums.ts';
import {
  batchLabel,
  fundCategoryLabels,
  fundLevelLabels,
  projectStatusLabels,
  type StoredProjectStatus,
  surplusPolicyLabels,
} from '../src/domain/funds/terms.ts';
import { spokenAmount } from '../src/domain/money.ts';
import { answerBy, remarkBlocks, unknownText, waits, whereFields } from './fund-entry-parts.ts';

interface Change {
  status: StoredProjectStatus;
  on: string;
  docNo: string | null;
  note: string | null;
}

/** Read back before the status of a project changes. */
export function statusToConfirmCard(
  project: Project,
  change: Change,
  { id, sums, remarks, today }: { id: string; sums: Sums; remarks: readonly string[]; today: string },
): Card {
  return {
    title: '请确认项目状态',
    blocks: [
      {
        kind: 'fields',
        fields: [
          ...whereFields({ batch: project.batch, project }),
          { label: '目前状态', value: projectStatusLabels[projectStatusAt(project, today)] },
          ...changeFields(change),
          ...surplusFields(withStatus(project, change), sums, today),
        ],
      },
      ...remarkBlocks(remarks),
      { kind: 'text', text: waits },
    ],
    ...answerBy(id),
    confidential: true,
  };
}

export function statusReceiptCard(
  project: Project,
  change: Change,
  { sums, today }: { sums: Sums; today: string },
): Card {
  return {
    title: '项目状态已登记',
    blocks: [
      {
        kind: 'fields',
        fields: [
          ...whereFields({ batch: project.batch, project }),
          ...changeFields(change),
          ...surplusFields(project, sums, today),
        ],
      },
    ],
    confidential: true,
  };
}

function changeFields({ status, on, docNo, note }: Change): Field[] {
  return [
    { label: '登记为', value: projectStatusLabels[status] },
    { label: '日期', value: formatDate(on) },
    { label: '文号', value: docNo ?? unknownText },
    ...(note === null ? [] : [{ label: '说明', value: note }]),
  ];
}

/** 结转 or 结余 and what becomes of it; nothing where spending is not followed. */
function surplusFields(project: Project, sums: Sums, today: string): Field[] {
  const surplus = surplusOf(project, sums, today);
  if (!surplus) return [];
  if (surplus.kind === '结转') return [{ label: '结转', value: spokenAmount(surplus.fen) }];
  const { fate, fen } = surplus;
  const becomes =
    fate.kind === 'KEEP' ? '由承担单位留用' : fate.kind === 'RECOVER_2Y' ? `${formatDate(fate.on)}后收回` : '应收回';
  return [{ label: '结余', value: `${spokenAmount(fen)}，${becomes}` }];
}

/** As it will stand. */
function withStatus(project: Project, { status, on, docNo, note }: Change): Project {
  const last = project.statuses.at(-1)?.recordedAt ?? new Date(0);
  return { ...project, statuses: [...project.statuses, { status, effectiveOn: on, docNo, note, recordedAt: last }] };
}

/** Read back before a batch is entered with its 下达. */
export function batchToConfirmCard(batch: NewBatch, { id, remarks }: { id: string; remarks: readonly string[] }): Card {
  return {
    title: '请确认新增批次',
    blocks: [{ kind: 'fields', fields: batchFields(batch) }, ...remarkBlocks(remarks), { kind: 'text', text: waits }],
    ...answerBy(id),
    confidential: true,
  };
}

export function batchReceiptCard({ number }: Batch, batch: NewBatch, link: Card['link']): Card {
  const label = batchLabel(number);
  return {
    title: '批次已登记',
    blocks: [
      { kind: 'fields', fields: [{ label: '批次编号', value: label }, ...batchFields(batch)] },
      { kind: 'text', text: `追加或压减指标请发送“/资金 登记 ${label} 调整 增加5万元 日期 文号”。` },
    ],
    ...(link ? { link } : {}),
    confidential: true,
  };
}

function batchFields(batch: NewBatch): Field[] {
  return [
    { label: '名称', value: batch.name },
    { label: '级次', value: fundLevelLabels[batch.level] },
    { label: '类别', value: fundCategoryLabels[batch.category] },
    { label: '年度', value: `${batch.year}年` },
    { label: '指标下达', value: spokenAmount(batch.fen) },
    { label: '下达日期', value: formatDate(batch.effectiveOn) },
    { label: '文号', value: batch.docNo ?? unknownText },
    { label: '结余处理', value: surplusPolicyLabels[batch.surplusPolicy] },
    { label: '支出', value: batch.trackSpending ? '核算支出' : '奖励性资金，不核算支出' },
  ];
}
