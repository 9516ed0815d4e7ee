import type { Block, Button, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { formatRate } from '../src/domain/money.ts';
import { pageOf } from '../src/domain/paging.ts';
import type { Period } from '../src/domain/reports/period.ts';
import {
  isIn,
  type ProgressList,
  progressListLabels,
  progressOf,
  type StandingRow,
} from '../src/domain/reports/progress.ts';
import { submissionKindLabels } from '../src/domain/reports/record.ts';
import { reportStatusLabels } from '../src/domain/reports/status.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { asAt, inChinese } from './parts.ts';
import { reportButton, reportName } from './report-parts.ts';

interface Shown {
  period: Period;
  rows: readonly StandingRow[];
  now: Date;
  /** The page of the period. */
  page: string;
}

/** How far a period has come: the window, how many of each, the rates, and where to go on. */
export function reportOverviewCard({ period, rows, now, page }: Shown, { decides }: { decides: boolean }): Card {
  const counts = progressOf(rows);
  const due = BigInt(counts.all - counts.exempt);
  const rate = (count: number) => `${count}家，${formatRate(BigInt(count), due)}`;
  const today = dateOf(now);
  const isOpen = today >= windowOf(period).opensOn;
  const many: Field[] = [
    { label: '应报', value: `${counts.all}家${counts.exempt > 0 ? `（其中免报${counts.exempt}家）` : ''}` },
    { label: '按时', value: rate(counts.onTime) },
    { label: '补报', value: rate(counts.late) },
    { label: '退回', value: rate(counts.returned) },
    { label: '未报', value: `${rate(counts.missing)}${counts.draft > 0 ? `（其中草稿${counts.draft}家）` : ''}` },
  ];
  const buttons = [
    reportButton('未报名单', `月报 ${period} 未报`),
    reportButton('待审核', `月报 ${period} 待审核`),
    ...(counts.returned > 0 ? [reportButton('退回名单', `月报 ${period} 退回`)] : []),
    ...(counts.exempt > 0 ? [reportButton('免报名单', `月报 ${period} 免报`)] : []),
    ...(decides && isOpen && counts.owed > 0 ? [reportButton('催报', `月报 催报 ${period}`)] : []),
  ];
  return {
    title: `${reportName(period)}报送情况`,
    blocks: [
      { kind: 'text', text: windowText(period, today) },
      { kind: 'fields', heading: '报送', fields: many },
      {
        kind: 'fields',
        heading: '已报中',
        fields: [
          { label: '审核通过', value: `${counts.approved}家` },
          { label: '待审核', value: `${counts.waiting}家` },
          { label: '零报', value: `${counts.zero}家` },
          { label: '含沿用', value: `${counts.carried}家` },
          { label: '更正', value: `${counts.corrected}家` },
        ],
      },
      { kind: 'text', text: `比率以应报减免报的${due}家为分母。无联系人可通知的企业${counts.unreachable}家。` },
      { kind: 'text', text: `查看名单或企业，可发送“/月报 ${period} 逾期”“/月报 企业简称 ${period}”。` },
    ],
    buttons,
    insteadOfButtons: `请发送“/月报 ${period} 未报”或“/月报 ${period} 待审核”查看名单${decides && isOpen ? `，发送“/月报 催报 ${period}”催报` : ''}。`,
    brief: {
      title: `${reportName(period)}报送情况`,
      fields: [
        { label: '应报', value: `${counts.all}家，免报${counts.exempt}家` },
        ...many.slice(1),
        { label: '待审核', value: `${counts.waiting}家` },
      ],
    },
    link: { text: '打开月报台账', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}

/** When it is reported, and how far that is. */
function windowText(period: Period, today: CalendarDate): string {
  const { opensOn, closesOn, lateUntil } = windowOf(period);
  const span = `填报期${formatDate(opensOn)}至${formatDate(closesOn)}`;
  if (today < opensOn) return `${span}，尚未开始。`;
  if (today <= closesOn) return `${span}，正在填报。`;
  const late = `补报至${formatDate(lateUntil)}`;
  return today <= lateUntil ? `${span}，已结束，${late}。` : `${span}，已结束，${late}，已截止。`;
}

const rowsAPage = 20;

/** Those of a period that are in one state. */
export function reportListCard(
  { period, rows, now, page }: Shown,
  { list, wanted }: { list: ProgressList; wanted: number },
): Card {
  const found = rows.filter((row) => isIn(row, list));
  const label = progressListLabels[list];
  const title = `${reportName(period)}（${label}）`;
  const link = { text: '打开月报台账', url: page };
  const footer = asAt(dateOf(now), now);
  if (found.length === 0) {
    const blocks: Block[] = [{ kind: 'text', text: `没有${label}的企业。` }];
    return { title, blocks, link, footer, confidential: true };
  }
  const shown = pageOf(found, wanted, rowsAPage);
  const next = shown.page < shown.pages ? `月报 ${period} ${label} 第${shown.page + 1}页` : null;
  const [first] = shown.rows;
  const buttons: Button[] = [
    ...(list === 'waiting' && first
      ? [reportButton('审核第1家', `月报 ${first.enterprise.name} ${period}`)].map((button) => ({
          ...button,
          text: `审核第${shown.offset + 1}家`,
        }))
      : []),
    ...(next === null ? [] : [reportButton('下一页', next)]),
  ];
  const goOn = next === null ? '' : `发送“/${next}”继续查看。`;
  const pages = shown.pages > 1 ? `第${shown.page}页，共${shown.pages}页。` : '';
  return {
    title,
    blocks: [
      { kind: 'text', text: `共${found.length}家。` },
      { kind: 'list', start: shown.offset + 1, items: shown.rows.map((row) => rowText(row, list)) },
      { kind: 'text', text: `${pages}${goOn}查看某企业，请发送“/月报 企业简称 ${period}”。` },
    ],
    ...(buttons.length > 0 ? { buttons } : {}),
    link,
    footer,
    confidential: true,
  };
}

/** `示例企业01，李一（2023年12月5日 10:03）提交，逾期补报，沿用2项` */
function rowText({ enterprise, record, status, carried, isReachable }: StandingRow, list: ProgressList): string {
  const parts: string[] = [];
  const { submission = null, exempt = null, returned = null } = record ?? {};
  if (exempt) {
    parts.push(
      `${reportStatusLabels.EXEMPT}：${inChinese(exempt.reason)}`,
      `${nameOf(exempt.by)}（${when(exempt.at)}）`,
    );
  } else {
    if (list !== 'missing' || record !== null) parts.push(reportStatusLabels[status]);
    if (status === 'OVERDUE' && record !== null) parts.push('有草稿');
    if (submission) {
      const kind = submission.kind === 'REPORT' ? '' : submissionKindLabels[submission.kind];
      parts.push(`${nameOf(submission.by)}（${when(submission.at)}${submission.onBehalf ? '，代填' : ''}）提交${kind}`);
      if (record?.state === 'APPROVED' && status !== 'APPROVED') parts.push('审核通过');
    }
    if (status === 'RETURNED' && returned) {
      parts.push(
        `${nameOf(returned.by)}退回：${inChinese(returned.reason)}`,
        `请于${formatDate(returned.dueOn)}前修改`,
      );
    }
    if (carried > 0 && submission) parts.push(`沿用${carried}项`);
  }
  if (!isReachable && !exempt && submission === null) parts.push('无联系人可通知');
  return [enterprise.name, ...parts].join('，');
}

function nameOf({ name }: { name: string | null }): string {
  return name ?? '未登记姓名';
}

function when(at: Date): string {
  return `${formatDate(dateOf(at))} ${timeOf(at)}`;
}
