/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { dateOf, formatDate, timeOf } from '../../domain/calendar.ts';
import { type Deadline, deadlineKindLabels, deadlineNo } from '../../domain/deadlines/deadline.ts';
import { deadlineTitle, dueText } from '../../domain/deadlines/due-text.ts';
import type { Page as ListPage } from '../../domain/paging.ts';
import type { Addresses } from '../addresses.ts';
import { timeLeftWords } from '../deadline-words.ts';
import type { Page } from './layout.tsx';
import { Pager } from './own.tsx';

/** By what the list can be narrowed down. */
export const deadlineLists = ['coming', 'past', 'withdrawn'] as const;
export type DeadlineList = (typeof deadlineLists)[number];
const listLabels: Record<DeadlineList, string> = { coming: '未截止', past: '已截止', withdrawn: '已撤销' };

/** A deadline with how many are concerned, and how many have answered what. */
export interface DeadlineRow {
  deadline: Deadline;
  /** null: it is withdrawn, so nobody is */
  counts: { concerned: number; answered: number; open: number } | null;
}

interface Drawing {
  list: DeadlineList;
  search: string;
  part: ListPage<DeadlineRow>;
  total: number;
  now: Date;
  at: Addresses;
  mayManage: boolean;
}

/** 截止事项: what is coming and what is over, with who has answered. */
export function deadlinesPage(of: Drawing): Page {
  const { now, at, mayManage, list, search, part } = of;
  return {
    title: '截止事项',
    subtitle: `数据截至${formatDate(dateOf(now))} ${timeOf(now)}`,
    isWide: true,
    body: (
      <>
        {mayManage && (
          <div class="actions no-print">
            <a class="button" href={at.deadlineForm()}>
              登记截止事项
            </a>
            <a class="button secondary" href={at.reminderRules}>
              提醒规则
            </a>
          </div>
        )}
        <nav class="tabs no-print" aria-label="范围">
          {deadlineLists.map((one) => (
            <a href={addressOf(at, one, search)} aria-current={one === list ? 'page' : undefined}>
              {listLabels[one]}
            </a>
          ))}
        </nav>
        <form class="inline no-print" method="get" action={at.deadlines}>
          <input type="hidden" name="list" value={list} />
          <label for="q">事项名称</label>
          <input id="q" name="q" type="search" value={search} />
          <button class="button secondary" type="submit">
            查找
          </button>
        </form>
        <section class="panel figures">
          <List of={of} />
        </section>
        <Pager part={part} address={addressOf(at, list, search)} />
        <p class="hint">
          “已答复”含企业答复、免除，以及台账中已有申报或办结记录的企业。标注“预计”的日期依据惯例，以正式通知为准。
        </p>
      </>
    ),
  };
}

function addressOf(at: Addresses, list: DeadlineList, search: string): string {
  return `${at.deadlines}?${new URLSearchParams({ list, ...(search === '' ? {} : { q: search }) })}`;
}

function List({ of: { list, search, part, total, now, at } }: { of: Drawing }): VNode {
  const what = `${listLabels[list]}${search === '' ? '' : `，名称含“${search}”`}`;
  return (
    <table class="stacks roster">
      <caption>{`${what}：${total}项`}</caption>
      <thead>
        <tr>
          <th scope="col">事项</th>
          <th scope="col">类别</th>
          <th scope="col">材料到开发区</th>
          <th scope="col">期限</th>
          <th scope="col">推荐上报</th>
          <th scope="col">已答复</th>
        </tr>
      </thead>
      <tbody>
        {part.rows.map((row) => (
          <Row row={row} now={now} address={at.deadline(row.deadline.number)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, now, address }: { row: DeadlineRow; now: Date; address: string }): VNode {
  const { deadline, counts } = row;
  const { number, kind, basis, enterpriseDue, officialDue, isWithdrawn } = deadline;
  return (
    <tr>
      <th scope="row">
        <a href={address}>{deadlineTitle(deadline)}</a>
        <span class="detail">{deadlineNo(number)}</span>
      </th>
      <td data-label="类别">{deadlineKindLabels[kind]}</td>
      <td data-label="到开发区">{dueText(enterpriseDue, basis)}</td>
      <td data-label="期限">{isWithdrawn ? '已撤销' : timeLeftWords(deadline, now)}</td>
      <td data-label="推荐上报">{officialDue === null ? '—' : dueText(officialDue, basis)}</td>
      <td data-label="已答复">
        {counts === null
          ? '—'
          : `${counts.answered}/${counts.concerned}家${counts.open === 0 ? '' : `，未答复${counts.open}家`}`}
      </td>
    </tr>
  );
}
