/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { reportName } from '../../../cards/report-parts.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import type { Card } from '../../core/card.ts';
import { dateOf, formatDate, timeOf } from '../../domain/calendar.ts';
import { formatFigure } from '../../domain/reports/cell.ts';
import { builtInSet } from '../../domain/reports/indicators.ts';
import type { ReportLook } from '../../domain/reports/look.ts';
import { formatPeriod } from '../../domain/reports/period.ts';
import { isOwed, reportStatusLabels } from '../../domain/reports/status.ts';
import { windowOf } from '../../domain/reports/window.ts';
import { type HistoryMonth, monthsAtMost } from '../report-history.ts';
import { CardView } from './card.tsx';
import { Carried, Facts, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';

/** 本企业月报: what is due on top, and the months before. */
export function ownReportsPage(options: {
  enterprise: EnterpriseRef;
  current: ReportLook;
  past: readonly HistoryMonth[];
  address(period: string): string;
  mayFile: boolean;
  /** The sheet for several months; null: not for this visitor */
  sheet: { action: string; csrf: string } | null;
}): Page {
  const { enterprise, current, past, address, mayFile, sheet } = options;
  return {
    title: '本企业月报',
    subtitle: enterprise.name,
    body: (
      <>
        <Current look={current} href={address(current.view.period)} mayFile={mayFile} />
        {sheet && <Sheet {...sheet} />}
        <section class="panel">
          <h2>历史月报</h2>
          {past.length === 0 && <p>没有以前月份的月报。</p>}
          {past.length > 0 && <History months={past} address={address} />}
          <p class="hint">
            {`显示最近${monthsAtMost}个月。已提交的月报在填报期内可修改后重新提交；填报期后或审核通过后打开该月办理更正，填写更正原因，原数据保留备查。`}
          </p>
        </section>
      </>
    ),
  };
}

function Current({ look: { view }, href, mayFile }: { look: ReportLook; href: string; mayFile: boolean }): VNode {
  const { closesOn } = windowOf(view.period);
  const { submission } = view.record ?? {};
  const until =
    view.openness === 'open' ? `${formatDate(closesOn)} 24:00` : `已于${formatDate(closesOn)}结束，请尽快补报`;
  const isOver = view.openness !== 'open' && !isOwed(view.status);
  return (
    <section class="panel">
      <h2>{`本期：${reportName(view.period)}`}</h2>
      <Facts
        rows={[
          ['状态', reportStatusLabels[view.status]],
          ['填报截止', isOver ? formatDate(closesOn) : until],
          ...(submission ? ([['回执编号', submission.id]] as [string, string][]) : []),
        ]}
      />
      <a class="button" href={href}>
        {mayFile && isOwed(view.status) ? (view.record ? '继续填报' : '填报') : '查看'}
      </a>
    </section>
  );
}

/** Several months at once: the sheet, out and back. */
function Sheet({ action, csrf }: { action: string; csrf: string }): VNode {
  return (
    <form class="panel" method="post" action={action} enctype="multipart/form-data">
      <h2>用表格填报多个月</h2>
      <p>
        <a href={action}>下载月报表格</a>
        ，填好后在此上传；读取后保存为草稿，逐月核对确认后才算提交。
      </p>
      <input type="hidden" name="csrf" value={csrf} />
      <label for="file">.xlsx 文件，不超过 1 MB</label>
      <input id="file" name="file" type="file" accept=".xlsx,.xlsm" required />
      <button class="button secondary" type="submit">
        上传
      </button>
    </form>
  );
}

/** What was read of a sheet, and the way to each month. */
export function takenSheetPage(options: {
  card: Card;
  /** Each with the address of its form. */
  months: readonly { period: string; href: string }[];
  back: string;
}): Page {
  const { card, months, back } = options;
  return {
    title: card.title,
    body: (
      <>
        <CardView card={card} />
        {months.map(({ period, href }) => (
          <a class="button" href={href}>{`核对${formatPeriod(period)}月报`}</a>
        ))}
        <a class="button secondary" href={back}>
          返回本企业月报
        </a>
      </>
    ),
  };
}

/** What stands in the list of each month. */
const shown = ['revenue', 'rndExpense', 'staff'].flatMap(
  (key) => builtInSet.indicators.find((indicator) => indicator.key === key) ?? [],
);
const short: Readonly<Record<string, string>> = { revenue: '营业收入', rndExpense: '研发费用', staff: '从业人员' };

function History({ months, address }: { months: readonly HistoryMonth[]; address(period: string): string }): VNode {
  return (
    <table class="stacks history">
      <thead>
        <tr>
          <th scope="col">月份</th>
          <th scope="col">状态</th>
          {shown.map(({ key, unit }) => (
            <th scope="col" class="number">{`${short[key]}（${unit === 'WAN' ? '万元' : '人'}）`}</th>
          ))}
          <th scope="col">回执</th>
        </tr>
      </thead>
      <tbody>
        {months.map(({ period, status, submission, values }) => (
          <tr>
            <th scope="row">
              <a href={address(period)}>{formatPeriod(period)}</a>
            </th>
            <td data-label="状态">{reportStatusLabels[status]}</td>
            {shown.map((indicator) => {
              const month = values.find(({ key }) => key === indicator.key)?.month ?? null;
              return (
                <td class="number" data-label={short[indicator.key]}>
                  {formatFigure(indicator, month)}
                </td>
              );
            })}
            <td data-label="回执">
              {submission ? `${submission.id}（${formatDate(dateOf(submission.at))} ${timeOf(submission.at)}）` : '—'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The form was opened for another enterprise than is chosen now. */
export function otherEnterprisePage(options: {
  enterprise: EnterpriseRef;
  current: EnterpriseRef | null;
  values: Values;
  action: string;
  csrf: string;
}): Page {
  const { enterprise, current, values, action, csrf } = options;
  return {
    title: '请确认企业',
    body: (
      <form class="panel" method="post" action={action}>
        <Carried values={{ ...values, csrf, switch: '1' }} />
        <p>
          {`表单是为${enterprise.name}填写的，${current ? `您现在选择的是${current.name}` : '您现在没有选择企业'}。尚未保存，填写的内容均已保留。`}
        </p>
        <button class="button" type="submit">
          {`按${enterprise.name}继续`}
        </button>
      </form>
    ),
  };
}
