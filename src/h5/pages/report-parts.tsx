/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { labelWithUnit, whoWhen } from '../../../cards/report-parts.ts';
import { wayOf } from '../../../cards/report-trace.ts';
import { formatFigure } from '../../domain/reports/cell.ts';
import { baseOf } from '../../domain/reports/complete.ts';
import { reasons } from '../../domain/reports/finding.ts';
import { growthCell, growthOf } from '../../domain/reports/growth.ts';
import type { ReportLook } from '../../domain/reports/look.ts';
import { type Submission, submissionKindLabels } from '../../domain/reports/record.ts';
import type { ReportView, ViewRow } from '../../domain/reports/view.ts';
import { Facts, Notice } from './form-parts.tsx';

/** Several things to say on top. */
export function Notices({ notices }: { notices: readonly string[] }): VNode {
  return (
    <>
      {notices.map((notice) => (
        <Notice text={notice} />
      ))}
    </>
  );
}

/** What was handed in, as a receipt. */
export function Receipt({ submission, status }: { submission: Submission; status: string }): VNode {
  const { id, number, kind, isLate, reason } = submission;
  return (
    <Facts
      rows={[
        ['回执编号', id],
        ['状态', status],
        ['提交', `第${number}次，${submissionKindLabels[kind]}${isLate ? '（逾期补报）' : ''}`],
        ['提交人', `${whoWhen(submission)}，${wayOf(submission.via)}`],
        ...(reason === null ? [] : ([['说明', reason]] as [string, string][])),
      ]}
    />
  );
}

/** Why a figure reads as it does, if that has to be said. */
function originMark({ origin, entered, indicator, month, total }: ViewRow, base: bigint | null): string | null {
  if (origin === 'carried') return '沿用上月，未确认';
  if (entered?.onBehalf) return '代填';
  if (origin === 'none' && indicator.isRequired) return '必填，未填';
  if (indicator.kind === 'STOCK' || total === null) return null;
  return base !== null && month !== null && total === base + month ? null : '累计为填报数';
}

/** A report as a table: the month, the year so far, and what it is compared with. */
export function ReportTable({ look: { view, past } }: { look: ReportLook }): VNode {
  const shown = view.rows.filter(({ origin, indicator }) => origin !== 'none' || indicator.isRequired);
  const empty = view.rows.filter((row) => !shown.includes(row)).map(({ indicator: { label } }) => label);
  return (
    <div class="figures">
      <table class="stacks report">
        <thead>
          <tr>
            <th scope="col">指标</th>
            <th scope="col">本月（月末）</th>
            <th scope="col">本年累计</th>
            <th scope="col">上月</th>
            <th scope="col">环比</th>
            <th scope="col">同比</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const { indicator, month, total, last } = row;
            const mark = originMark(row, baseOf(view.period, indicator.key, past.previous));
            const yearAgo = past.lastYear?.get(indicator.key)?.month ?? null;
            const growth = (before: bigint | null) => growthCell(growthOf(indicator, { now: month, before }));
            return (
              <tr>
                <th scope="row">
                  {labelWithUnit(row)}
                  {mark !== null && <span class="mark">{mark}</span>}
                </th>
                <td class="number" data-label="本月（月末）">
                  {formatFigure(indicator, month)}
                </td>
                <td class="number" data-label="本年累计">
                  {formatFigure(indicator, total)}
                </td>
                <td class="number" data-label="上月">
                  {formatFigure(indicator, last)}
                </td>
                <td class="number" data-label="环比">
                  {growth(last)}
                </td>
                <td class="number" data-label="同比">
                  {growth(yearAgo)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {empty.length > 0 && <p class="hint">{`未填的选填指标：${empty.join('、')}。`}</p>}
    </div>
  );
}

/** Everything that was found, with the reasons that were given. */
export function FindingList({ view: { findings, reasons: given } }: { view: ReportView }): VNode {
  if (findings.length === 0) return <p>没有发现疑点。</p>;
  return (
    <ol>
      {findings.map((finding) => {
        const reason =
          finding.severity === 'soft' ? given.find(({ findingId }) => findingId === finding.id) : undefined;
        return (
          <li>
            <span class="mark first">{`${finding.severity === 'hard' ? '须更正' : '疑点'} ${finding.rule}`}</span>
            {finding.text}
            {finding.severity === 'soft' && (
              <span class="detail">{reason ? `企业说明：${reasonText(reason.code, reason.text)}` : '企业未说明'}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export function reasonText(code: keyof typeof reasons, text: string | null): string {
  if (code === 'OTHER') return text ?? reasons.OTHER;
  return text === null ? reasons[code] : `${reasons[code]}（${text}）`;
}
