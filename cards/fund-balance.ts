import { type Actor, type EnterpriseRef, isStaff } from '../src/core/actor.ts';
import type { Block, Button, Card } from '../src/core/card.ts';
import type { AsAt } from '../src/domain/funds/facts.ts';
import type { Claim, ProjectSums } from '../src/domain/funds/funds.ts';
import { projectStatusAt } from '../src/domain/funds/standing.ts';
import { sumOf } from '../src/domain/funds/sums.ts';
import { batchLabel, projectLabel, projectStatusLabels } from '../src/domain/funds/terms.ts';
import { warningsOf, warningText } from '../src/domain/funds/warnings.ts';
import { balanceFields, claimLine, confirmedText, fundsAsAt, projectTitle, surplusField, wan } from './fund-parts.ts';
import { noticeCard } from './notice.ts';

const buttonsAtMost = 5;

/** “专项资金还剩多少”: per project and in total, what was reported and not confirmed apart, how fresh it is, who confirmed it. */
export function fundBalanceCard(options: {
  enterprise: EnterpriseRef;
  projects: readonly ProjectSums[];
  /** Reported and not confirmed. */
  claims: readonly Claim[];
  actor: Pick<Actor, 'role'>;
  asAt: AsAt;
  now: Date;
  /** The page with the same, and the form to report; null where there is none for this reader. */
  page: string | null;
}): Card {
  const { enterprise, projects, claims, actor, asAt, now, page } = options;
  const title = `${enterprise.name} 专项资金`;
  if (projects.length === 0) {
    const text = isStaff(actor)
      ? `没有登记${enterprise.name}承担的专项资金项目。`
      : '没有登记贵公司承担的专项资金项目，如有疑问请联系开发区科技局。';
    return { ...noticeCard(title, text), footer: fundsAsAt(asAt, now), confidential: true };
  }
  const confirmed = confirmedText(projects);
  return {
    title,
    blocks: [
      ...(projects.length > 1 ? [total(projects)] : []),
      ...projects.map((one) => projectBlock(one, asAt)),
      ...warnings(projects, asAt),
      ...pending(claims),
    ],
    buttons: projects.slice(0, buttonsAtMost).map(({ project }) => detailButton(project.number)),
    insteadOfButtons: `查看明细请发送“/资金 明细 ${projectLabel(projects[0]?.project.number ?? 1)}”。`,
    ...(page === null ? {} : { link: { text: '打开资金页面', url: page } }),
    footer: `${fundsAsAt(asAt, now)}${confirmed === '' ? '' : `，${confirmed}`}`,
    confidential: true,
  };
}

export function detailButton(number: number): Button {
  return { text: `${projectLabel(number)} 明细`, tap: { say: `资金 明细 ${projectLabel(number)}`, answer: 'here' } };
}

function total(projects: readonly ProjectSums[]): Block {
  const sums = sumOf(projects.map((one) => one.sums));
  return { kind: 'fields', heading: `合计（${projects.length}项）`, fields: balanceFields(sums, true) };
}

function projectBlock({ project, sums }: ProjectSums, { on }: AsAt): Block {
  const { batch, selfRaised } = project;
  const tracked = batch.trackSpending;
  return {
    kind: 'fields',
    heading: projectTitle(project),
    fields: [
      { label: '来源', value: `${batchLabel(batch.number)} ${batch.name}` },
      {
        label: '状态',
        value: `${projectStatusLabels[projectStatusAt(project, on)]}${tracked ? '' : '，奖励性资金，不核算支出'}`,
      },
      ...balanceFields(sums, tracked),
      ...surplusField({ project, sums }, on),
      ...(selfRaised === 0n ? [] : [{ label: '自筹', value: `${wan(selfRaised)}（不计入余额）` }]),
    ],
  };
}

function warnings(projects: readonly ProjectSums[], { on }: AsAt): Block[] {
  const items = projects.flatMap(({ project, sums }) =>
    warningsOf(project, sums, on).map((one) => `${projectLabel(project.number)}：${warningText(one)}`),
  );
  return items.length === 0 ? [] : [{ kind: 'list', heading: '提醒', items }];
}

function pending(claims: readonly Claim[]): Block[] {
  if (claims.length === 0) return [];
  return [
    { kind: 'list', heading: '企业自报、待确认', items: claims.map(claimLine) },
    { kind: 'text', text: '以上自报尚未经工作人员确认，不计入到位、支出和余额。' },
  ];
}
