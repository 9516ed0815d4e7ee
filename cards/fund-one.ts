import type { Block, Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { AsAt, Batch, EntryFact } from '../src/domain/funds/facts.ts';
import type { BatchSums, Claim, ProjectSums } from '../src/domain/funds/funds.ts';
import { projectStatusAt } from '../src/domain/funds/standing.ts';
import { batchBalanceOf, inTransitOf, rates, type Sums, sumOf } from '../src/domain/funds/sums.ts';
import {
  batchLabel,
  fundCategoryLabels,
  fundLevelLabels,
  projectLabel,
  projectStatusLabels,
  surplusPolicyLabels,
} from '../src/domain/funds/terms.ts';
import { warningsOf, warningText } from '../src/domain/funds/warnings.ts';
import { type Page, pageOf } from '../src/domain/paging.ts';
import { detailButton } from './fund-balance.ts';
import {
  balanceFields,
  claimLine,
  confirmedText,
  fundsAsAt,
  movementLine,
  projectTitle,
  rateLine,
  surplusField,
  wan,
} from './fund-parts.ts';

interface Reading {
  asAt: AsAt;
  now: Date;
  /** Where more of it is, and can be entered; null for who may not. */
  page: string | null;
}

const listedAtMost = 20;
export const movementsAPage = 20;

/** 批次: what came, what was paid out, what is left to be paid, and its projects with their check total. */
export function fundBatchCard(
  { batch, sums }: BatchSums,
  projects: readonly ProjectSums[],
  { asAt, now, page }: Reading,
): Card {
  const label = batchLabel(batch.number);
  return {
    title: `${label} ${batch.name}`,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '级次', value: fundLevelLabels[batch.level] },
          { label: '类别', value: fundCategoryLabels[batch.category] },
          { label: '年度', value: `${batch.year}年` },
          { label: '下达（调整后）', value: wan(sums.allocated) },
          ...(sums.withdrawn === 0n ? [] : [{ label: '指标收回', value: wan(sums.withdrawn) }]),
          { label: '批复', value: wan(sums.approved) },
          { label: '拨付', value: wan(sums.disbursed) },
          { label: '批次余额（未拨付指标）', value: wan(batchBalanceOf(sums)) },
          { label: '验收后结余', value: surplusPolicyLabels[batch.surplusPolicy] },
          ...(batch.trackSpending ? [] : [{ label: '核算', value: '奖励性资金，不核算支出' }]),
        ],
      },
      { kind: 'list', heading: '比率', items: rates.map((rate) => rateLine(rate, sums)) },
      ...projectsOf(projects, sums),
    ],
    buttons: [{ text: '查看明细', tap: { say: `资金 明细 ${label}`, answer: 'here' } }],
    insteadOfButtons: `查看明细请发送“/资金 明细 ${label}”。`,
    ...(page === null ? {} : { link: { text: '打开批次页面', url: page } }),
    footer: fundsAsAt(asAt, now),
    confidential: true,
  };
}

function projectsOf(projects: readonly ProjectSums[], { approved }: Sums): Block[] {
  if (projects.length === 0) return [{ kind: 'text', text: '该批次下没有登记项目。' }];
  const sum = sumOf(projects.map(({ sums }) => sums)).approved;
  const more = projects.length > listedAtMost ? `仅列前${listedAtMost}项，其余见网页。` : '';
  return [
    {
      kind: 'list',
      heading: `项目（${projects.length}项）`,
      items: projects
        .slice(0, listedAtMost)
        .map(
          ({ project, sums }) =>
            `${projectTitle(project)}，${project.enterprise.name}，批复${wan(sums.approved)}，拨付${wan(sums.disbursed)}`,
        ),
    },
    { kind: 'text', text: `项目批复合计${wan(sum)}，校验${sum === approved ? '一致' : '不一致'}。${more}` },
  ];
}

/** 项目, whole, for staff. */
export function fundProjectCard(
  { project, sums, confirmed }: ProjectSums,
  claims: readonly Claim[],
  { asAt, now, page }: Reading,
): Card {
  const { batch, enterprise, code, leader, partner, startsOn, endsOn, acceptanceDueOn, selfRaised, goal, isDemo } =
    project;
  const { trackSpending } = batch;
  const day = (date: string | null) => (date === null ? '未登记' : formatDate(date));
  const label = projectLabel(project.number);
  const due = acceptanceDueOn ?? endsOn;
  const by = confirmedText([{ confirmed }]);
  const reminders = warningsOf(project, sums, asAt.on).map(warningText);
  return {
    title: projectTitle(project),
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '承担单位', value: enterprise.name },
          { label: '来源', value: `${batchLabel(batch.number)} ${batch.name}` },
          ...(code === null ? [] : [{ label: '项目编号', value: code }]),
          ...(leader === null ? [] : [{ label: '负责人', value: leader }]),
          ...(partner === null ? [] : [{ label: '合作单位', value: partner }]),
          {
            label: '实施期',
            value: startsOn === null && endsOn === null ? day(null) : `${day(startsOn)}至${day(endsOn)}`,
          },
          ...(due === null ? [] : [{ label: '验收到期', value: formatDate(due) }]),
          { label: '状态', value: projectStatusLabels[projectStatusAt(project, asAt.on)] },
          ...(isDemo ? [{ label: '数据', value: '演示数据' }] : []),
        ],
      },
      {
        kind: 'fields',
        heading: '资金',
        fields: [
          ...balanceFields(sums, trackSpending),
          { label: '拨付', value: wan(sums.disbursed) },
          { label: '在途', value: wan(inTransitOf(sums)) },
          ...surplusField({ project, sums }, asAt.on),
          ...(sums.kept === 0n ? [] : [{ label: '已核定留用', value: wan(sums.kept) }]),
          ...(selfRaised === 0n ? [] : [{ label: '自筹', value: `${wan(selfRaised)}（不计入余额）` }]),
          ...(trackSpending ? [] : [{ label: '核算', value: '奖励性资金，不核算支出' }]),
        ],
      },
      ...(trackSpending
        ? [
            {
              kind: 'list' as const,
              heading: '比率',
              items: (['receipt', 'spending', 'budget'] as const).map((rate) => rateLine(rate, sums)),
            },
          ]
        : []),
      ...(goal === null ? [] : [{ kind: 'text' as const, text: `绩效目标：${goal}` }]),
      ...(reminders.length === 0 ? [] : [{ kind: 'list' as const, heading: '提醒', items: reminders }]),
      ...(claims.length === 0
        ? []
        : [{ kind: 'list' as const, heading: '企业自报、待确认（不计入余额）', items: claims.map(claimLine) }]),
    ],
    buttons: [detailButton(project.number)],
    insteadOfButtons: `查看明细请发送“/资金 明细 ${label}”。`,
    ...(page === null ? {} : { link: { text: '打开项目页面', url: page } }),
    footer: `${fundsAsAt(asAt, now)}${by === '' ? '' : `，${by}`}`,
    confidential: true,
  };
}

/** The movements behind the numbers, numbered, with their documents. */
export function fundEntriesCard(options: {
  title: string;
  entries: readonly EntryFact[];
  /** Staff read the number by which an entry is reversed. */
  withIds: boolean;
  page: number;
  /** What to say for another page. */
  say: string;
  asAt: AsAt;
  now: Date;
}): Card {
  const { title, entries, withIds, say, asAt, now } = options;
  const part: Page<EntryFact> = pageOf(entries, options.page, movementsAPage);
  const { rows, page, pages, offset } = part;
  const id = (entry: EntryFact) => (withIds ? `，明细编号 ${entry.id}` : '');
  return {
    title,
    blocks: [
      ...(entries.length === 0 ? [{ kind: 'text' as const, text: '没有登记的明细。' }] : []),
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              start: offset + 1,
              items: rows.map((entry) => `${movementLine(entry, entries)}${id(entry)}`),
            },
          ]),
      ...(pages > 1
        ? [
            {
              kind: 'text' as const,
              text: `第${page}页，共${pages}页。${page < pages ? `发送“${say} 第${page + 1}页”继续查看。` : ''}`,
            },
          ]
        : []),
      ...(withIds && rows.length > 0
        ? [{ kind: 'text' as const, text: '登记有误的，请发送“/资金 冲销 明细编号 原因”，再重新登记。' }]
        : []),
    ],
    footer: fundsAsAt(asAt, now),
    confidential: true,
  };
}

export const entriesTitle = (batch: Batch | null, project: ProjectSums['project'] | null): string =>
  project ? `${projectTitle(project)} 明细` : batch ? `${batchLabel(batch.number)} ${batch.name} 明细` : '资金明细';
