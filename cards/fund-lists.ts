import type { Block, Button, Card } from '../src/core/card.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import type { AsAt } from '../src/domain/funds/facts.ts';
import type { ProjectSums } from '../src/domain/funds/funds.ts';
import { projectStatusAt } from '../src/domain/funds/standing.ts';
import {
  balanceOf,
  batchBalanceOf,
  type Rate,
  rateRules,
  rates,
  rateText,
  type Sums,
  sumOf,
} from '../src/domain/funds/sums.ts';
import { projectLabel } from '../src/domain/funds/terms.ts';
import { type Warning, warningsOf, warningText } from '../src/domain/funds/warnings.ts';
import { textWan } from '../src/domain/money.ts';
import { pageOf } from '../src/domain/paging.ts';
import { fundsAsAt, projectTitle, rateLine, rewardsApart, wan } from './fund-parts.ts';
import { noticeCard } from './notice.ts';

const rowsAPage = 20;

interface Listing {
  page: number;
  /** What to say for another page. */
  say: string;
  asAt: AsAt;
  now: Date;
  link: string;
}

/** The numbers of a year by level, category, enterprise or project, with the check total. */
export function fundTableCard(options: {
  title: string;
  rows: readonly { label: string; sums: Sums }[];
  /** Whether the rows are of whole batches: else nothing is allocated to them. */
  ofBatches: boolean;
  /** The whole as it is without the grouping: the rows must make it up. */
  whole: Sums;
  listing: Listing;
}): Card {
  const { title, rows, ofBatches, whole, listing } = options;
  const sum = sumOf(rows.map(({ sums }) => sums));
  // Nothing is allocated to a project: of those rows that is no part.
  const compared = (Object.keys(sum) as (keyof Sums)[]).filter(
    (key) => ofBatches || (key !== 'allocated' && key !== 'withdrawn'),
  );
  const isRight = compared.every((key) => sum[key] === whole[key]);
  const line = (sums: Sums) =>
    ofBatches
      ? `获得${wan(sums.allocated)}，拨付${wan(sums.disbursed)}，批次余额${wan(batchBalanceOf(sums))}，到位${wan(sums.received)}，支出${wan(sums.spent)}`
      : `批复${wan(sums.approved)}，拨付${wan(sums.disbursed)}，到位${wan(sums.received)}，${use(sums)}`;
  // Nothing but rewards: there is no balance to speak of.
  const use = (sums: Sums) =>
    sums.approvedTracked === 0n && sums.approved > 0n
      ? '奖励性资金，不核算支出'
      : `支出${wan(sums.spent)}，余额${wan(balanceOf(sums))}`;
  return listCard(
    {
      title,
      lead: `合计（${rows.length}行）：${line(sum)}，校验${isRight ? '一致' : '不一致'}。`,
      items: rows.map(({ label, sums }) => `${label}，${line(sums)}`),
      none: '没有登记的资金。',
    },
    listing,
  );
}

/** All four rates, each by its name with what it is made of; or one of them. To an enterprise nothing is 下达: it has three. */
export function fundRatesCard(options: {
  whose: string;
  sums: Sums;
  rate: Rate | null;
  ofEnterprise: boolean;
  asAt: AsAt;
  now: Date;
}): Card {
  const { whose, sums, rate, ofEnterprise, asAt, now } = options;
  const all = ofEnterprise ? rates.filter((one) => one !== 'disbursement') : rates;
  const items = (rate === null ? all : [rate]).map((one) => rateLine(one, sums));
  return {
    title: `${whose}${rate === null ? '资金比率' : rateRules[rate].label}`,
    blocks: [
      { kind: 'list', items },
      { kind: 'text', text: `${rewardsApart}没有分母时为“—”。` },
    ],
    footer: fundsAsAt(asAt, now),
    confidential: true,
  };
}

/** Somebody only said 执行率: there are four, and the usual one stands first (domain.md C2). */
export function whichRateCard(): Card {
  const button = (rate: Rate): Button => ({
    text: rateRules[rate].label,
    tap: { say: `资金 ${rateRules[rate].label}`, answer: 'here' },
  });
  return {
    title: '请选择比率',
    blocks: [
      { kind: 'text', text: '“执行率”有不同口径，请选择：' },
      { kind: 'list', items: rates.map((rate) => `${rateRules[rate].label}：${rateRules[rate].formula}`) },
    ],
    buttons: rates.map(button),
    insteadOfButtons: `请发送${rates.map((rate) => `“/资金 ${rateRules[rate].label}”`).join('或')}。`,
    confidential: false,
  };
}

/** 待验收: overdue first, then what is due within 90 days, then what has applied. */
export function acceptanceCard(projects: readonly ProjectSums[], listing: Listing): Card {
  const { on } = listing.asAt;
  const dueOf = ({ project }: ProjectSums) => project.acceptanceDueOn ?? project.endsOn ?? '9999-12-31';
  const byDay = [...projects].sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0));
  const staged = byDay.flatMap(({ project, sums }) => {
    const warning = warningsOf(project, sums, on).find(
      (one): one is Extract<Warning, { kind: 'acceptance' }> => one.kind === 'acceptance',
    );
    if (warning) return [{ order: warning.stage === 'overdue' ? 0 : 1, text: line(project, warningText(warning)) }];
    const applied = projectStatusAt(project, on) === 'ACCEPT_APPLIED';
    return applied ? [{ order: 2, text: line(project, '已申请验收，待组织验收') }] : [];
  });
  const count = (order: number) => staged.filter((one) => one.order === order).length;
  return listCard(
    {
      title: '待验收项目',
      lead: `已超期${count(0)}项，90天内到期${count(1)}项，已申请验收${count(2)}项。`,
      items: [0, 1, 2].flatMap((order) => staged.filter((one) => one.order === order).map(({ text }) => text)),
      none: `截至${formatDate(on)}，没有待验收的项目。`,
    },
    listing,
  );
}

function line(project: ProjectSums['project'], what: string): string {
  return `${projectTitle(project)}，${project.enterprise.name}，${what}`;
}

/** C3 warnings of all projects. */
export function fundWarningsCard(projects: readonly ProjectSums[], listing: Listing): Card {
  const items = fundWarnings(projects, listing.asAt.on);
  return listCard(
    { title: '资金提醒', lead: `共${items.length}条。`, items, none: '目前没有需要提醒的项目。' },
    listing,
  );
}

export function fundWarnings(projects: readonly ProjectSums[], on: CalendarDate): string[] {
  return projects.flatMap(({ project, sums }) =>
    warningsOf(project, sums, on).map((warning) => line(project, warningText(warning))),
  );
}

/** `/资金`, for staff: the years, what waits and where to go on. */
export function fundOverviewCard(options: {
  years: readonly { year: number; batches: number; sums: Sums }[];
  claims: number;
  warnings: number;
  /** Whether who reads it enters and decides. */
  decides: boolean;
  asAt: AsAt;
  now: Date;
  page: string;
}): Card {
  const { years, claims, warnings, decides, asAt, now, page } = options;
  const [latest] = years;
  return {
    title: '专项资金',
    blocks: [
      years.length === 0
        ? { kind: 'text', text: '没有登记的资金批次。可在网页新增批次，或用表格导入。' }
        : {
            kind: 'list',
            items: years.map(
              ({ year, batches, sums }) =>
                `${year}年获得${textWan(sums.allocated)}，共${batches}批，已拨付${textWan(sums.disbursed)}，支出执行率${rateText('spending', sums)}`,
            ),
          },
      { kind: 'text', text: `待确认的企业自报${claims}笔，提醒${warnings}条。` },
      {
        kind: 'text',
        text: `可发送“/资金 2023”“/资金 B-03”“/资金 P-03”“/资金 企业简称”“/资金 执行率”“/资金 待验收”“/资金 预警”${decides ? '“/资金 自报”' : ''}。`,
      },
    ],
    buttons: [
      ...(latest ? [say(`${latest.year}年`, `资金 ${latest.year}`)] : []),
      say('执行率', '资金 执行率'),
      say('待验收', '资金 待验收'),
      say('预警', '资金 预警'),
      ...(claims > 0 && decides ? [say('待确认自报', '资金 自报')] : []),
    ],
    link: { text: '打开资金台账', url: page },
    footer: fundsAsAt(asAt, now),
    confidential: true,
  };
}

const say = (text: string, sentence: string): Button => ({ text, tap: { say: sentence, answer: 'here' } });

function listCard(
  { title, lead, items, none }: { title: string; lead: string; items: readonly string[]; none: string },
  { page: wanted, say: sentence, asAt, now, link }: Listing,
): Card {
  const { rows, page, pages, offset } = pageOf(items, wanted, rowsAPage);
  if (items.length === 0) return { ...noticeCard(title, none), footer: fundsAsAt(asAt, now), confidential: true };
  const more: Block[] =
    pages > 1
      ? [
          {
            kind: 'text',
            text: `第${page}页，共${pages}页。${page < pages ? `发送“/${sentence} 第${page + 1}页”继续查看。` : ''}`,
          },
        ]
      : [];
  return {
    title,
    blocks: [{ kind: 'text', text: lead }, { kind: 'list', start: offset + 1, items: rows }, ...more],
    link: { text: '打开资金台账', url: link },
    footer: fundsAsAt(asAt, now),
    confidential: true,
  };
}

export const projectRow = ({ project }: ProjectSums): string =>
  `${projectLabel(project.number)} ${project.name}（${project.enterprise.name}）`;
