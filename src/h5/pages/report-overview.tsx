/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { reportName } from '../../../cards/report-parts.ts';
import { dateOf, formatDate, timeOf } from '../../domain/calendar.ts';
import { formatRate } from '../../domain/money.ts';
import { type Page as ListPage, pageOf } from '../../domain/paging.ts';
import { addPeriods, formatPeriod, type Period } from '../../domain/reports/period.ts';
import {
  type ProgressList,
  progressListLabels,
  type ReportProgress,
  type StandingRow,
} from '../../domain/reports/progress.ts';
import { reportStatusLabels } from '../../domain/reports/status.ts';
import { opennessOf, windowOf } from '../../domain/reports/window.ts';
import type { Addresses } from '../addresses.ts';
import { Facts } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Pager } from './own.tsx';

/** By what the list can be narrowed down, in the order of the work. */
export const listsShown = [
  'missing',
  'overdue',
  'returned',
  'waiting',
  'approved',
  'exempt',
  'zero',
  'carried',
] as const satisfies readonly ProgressList[];
type Shown = (typeof listsShown)[number];

/** Ten thousand rows would be two megabytes, and half a second in which nobody else is answered. */
const rowsAtOnce = 100;

interface Overview {
  period: Period;
  /** null: all */
  list: Shown | null;
  search: string;
  /** Everybody who is looked for; drawn are those of `part`. */
  rows: readonly StandingRow[];
  part: number;
  progress: ReportProgress;
  now: Date;
  /** The month that was over last: no later one is reported. */
  latest: Period;
  at: Addresses;
  mayManage: boolean;
}

/** 月报台账: a period's counts and rates, and its list. */
export function reportOverviewPage(of: Overview): Page {
  const { period, now, progress, latest, at, mayManage } = of;
  const today = dateOf(now);
  const { closesOn } = windowOf(period);
  const until = today > closesOn ? `填报期已于${formatDate(closesOn)}结束` : `填报期至${formatDate(closesOn)}24:00`;
  const shown = pageOf(of.rows, of.part, rowsAtOnce);
  const begun = opennessOf(period, today, []) !== 'future';
  return {
    title: `${reportName(period)}报送情况`,
    subtitle: `${begun ? until : '尚未开始填报'}，数据截至${formatDate(today)} ${timeOf(now)}`,
    isWide: true,
    body: (
      <>
        <Periods period={period} latest={latest} at={at} />
        <section class="panel counts">
          <Facts rows={counts(progress)} />
        </section>
        <Lists of={of} />
        <section class="panel figures">
          <List of={of} shown={shown} />
        </section>
        <Pager part={shown} address={addressOf(of, of.list)} />
        <p class="hint">比率以应报减免报的企业数为分母。退回的企业须重新报送，不计入按时和补报。</p>
        <div class="actions no-print">
          <a class="button secondary" href={at.reportTrends}>
            全区走势
          </a>
          {mayManage && (
            <a class="button secondary" href={at.indicators}>
              填报指标
            </a>
          )}
        </div>
      </>
    ),
  };
}

function counts(progress: ReportProgress): [string, string][] {
  const { all, exempt, onTime, late, returned, missing, draft, waiting, approved, zero, carried, corrected } = progress;
  const due = BigInt(all - exempt);
  const rate = (count: number) => `${count}家，${formatRate(BigInt(count), due)}`;
  return [
    ['应报', `${all}家${exempt > 0 ? `（其中免报${exempt}家）` : ''}`],
    ['已报', rate(onTime + late)],
    ['按时', rate(onTime)],
    ['补报', rate(late)],
    ['退回', rate(returned)],
    ['未报', `${rate(missing)}${draft > 0 ? `（其中草稿${draft}家）` : ''}`],
    ['待审核', `${waiting}家`],
    ['审核通过', `${approved}家`],
    ['零报', `${zero}家`],
    ['含沿用', `${carried}家`],
    ['更正', `${corrected}家`],
  ];
}

function Periods({ period, latest, at }: { period: Period; latest: Period; at: Addresses }): VNode {
  const [before, after] = [addPeriods(period, -1), addPeriods(period, 1)];
  return (
    <>
      <nav class="tabs no-print" aria-label="月份">
        <a href={at.reports(before)}>{formatPeriod(before)}</a>
        <a href={at.reports(period)} aria-current="page">
          {formatPeriod(period)}
        </a>
        {after <= latest && <a href={at.reports(after)}>{formatPeriod(after)}</a>}
      </nav>
      <form class="inline no-print" method="get" action={at.reports()}>
        <label for="period">其他月份</label>
        <input id="period" name="period" type="month" value={period} max={latest} />
        <button class="button secondary" type="submit">
          查看
        </button>
      </form>
    </>
  );
}

/** The first page of a list, with what is searched for. */
function addressOf({ period, search, at }: Pick<Overview, 'period' | 'search' | 'at'>, list: Shown | null): string {
  const asked = new URLSearchParams({
    ...(list === null ? {} : { list }),
    ...(search === '' ? {} : { q: search }),
  }).toString();
  return `${at.reports(period)}${asked === '' ? '' : `?${asked}`}`;
}

function Lists({ of }: { of: Overview }): VNode {
  const { period, list, search, at, progress } = of;
  const query = (one: Shown | null) => addressOf(of, one);
  return (
    <>
      <nav class="tabs no-print" aria-label="名单">
        <a href={query(null)} aria-current={list === null ? 'page' : undefined}>{`全部（${progress.all}）`}</a>
        {listsShown.map((one) => (
          <a href={query(one)} aria-current={list === one ? 'page' : undefined}>
            {progressListLabels[one]}
          </a>
        ))}
      </nav>
      <form class="inline no-print" method="get" action={at.reports(period)}>
        {list !== null && <input type="hidden" name="list" value={list} />}
        <label for="q">企业名称</label>
        <input id="q" name="q" type="search" value={search} />
        <button class="button secondary" type="submit">
          查找
        </button>
      </form>
    </>
  );
}

function List({
  of: { period, list, search, rows, at },
  shown,
}: {
  of: Overview;
  shown: ListPage<StandingRow>;
}): VNode {
  const what = `${list === null ? '全部' : progressListLabels[list]}${search === '' ? '' : `，名称含“${search}”`}`;
  const { offset, pages } = shown;
  const part = pages === 1 ? '' : `，本页第${offset + 1}—${offset + shown.rows.length}家`;
  return (
    <table class="stacks roster">
      <caption>{`${what}：${rows.length}家${part}`}</caption>
      <thead>
        <tr>
          <th scope="col">企业</th>
          <th scope="col">状态</th>
          <th scope="col">提交</th>
          <th scope="col">说明</th>
        </tr>
      </thead>
      <tbody>
        {shown.rows.map((row) => (
          <tr>
            <th scope="row">
              <a href={at.reportOf({ enterpriseId: row.enterprise.id, period })}>{row.enterprise.name}</a>
            </th>
            <td data-label="状态">{reportStatusLabels[row.status]}</td>
            <td data-label="提交">{submittedText(row)}</td>
            <td data-label="说明">{remarkText(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function submittedText({ record }: StandingRow): string {
  const { submission } = record ?? {};
  return submission ? `${formatDate(dateOf(submission.at))} ${timeOf(submission.at)}` : '—';
}

function remarkText({ record, carried, isReachable }: StandingRow): string {
  const { submission, returned, exempt, state } = record ?? {};
  const parts = [
    ...(exempt ? [`免报：${exempt.reason}`] : []),
    ...(returned && state === 'RETURNED' ? [`退回：${returned.reason}，限${formatDate(returned.dueOn)}前`] : []),
    ...(submission?.kind === 'ZERO' ? ['零报告'] : []),
    ...(submission && state === 'SUBMITTED' ? ['待审核'] : []),
    ...(submission?.onBehalf ? ['代填'] : []),
    ...(submission && carried > 0 ? [`沿用${carried}项`] : []),
    ...(isReachable ? [] : ['无联系人可通知']),
  ];
  return parts.length === 0 ? '—' : parts.join('；');
}
