/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { reportName, whoWhen } from '../../../cards/report-parts.ts';
import { spendingsOffBlocks } from '../../../cards/report-spending.ts';
import type { ReportLook } from '../../domain/reports/look.ts';
import type { SpendingOff } from '../../domain/reports/reports.ts';
import { reportStatusLabels } from '../../domain/reports/status.ts';
import { BlockView } from './card.tsx';
import { Carried, type FieldProblem, Fields, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Notices, Receipt, ReportTable } from './report-parts.tsx';

/** A month's report to read: the receipt of what was handed in, or why there is nothing to fill in. */
export function reportReceiptPage(options: {
  look: ReportLook;
  notices: readonly string[];
  /** What the fund ledger has otherwise. */
  spendingsOff: readonly SpendingOff[];
  /** Why nothing can be filled in; null: it can, by `edit`. */
  closed: string | null;
  edit: string;
  values: Values;
  problems: readonly FieldProblem[];
  action: string;
  history: string;
  csrf: string;
}): Page {
  const { look, notices, spendingsOff, closed, edit, values, problems, action, history, csrf } = options;
  const { view, enterprise } = look;
  const { record, isCorrection } = view;
  const submission = record?.submission ?? null;
  return {
    title: reportName(view.period),
    subtitle: enterprise.name,
    body: (
      <>
        <Notices notices={notices} />
        <ProblemSummary problems={problems} what="没有提交" />
        {record?.exempt && (
          <p class="notice">{`本期已免报，无需填报。原因：${record.exempt.reason}。如需填报，请联系开发区科技局取消免报。`}</p>
        )}
        {submission && (
          <section class="panel">
            <h2>回执</h2>
            <Receipt submission={submission} status={reportStatusLabels[view.status]} />
          </section>
        )}
        {spendingsOffBlocks(view.period, spendingsOff).map((block) => (
          <BlockView block={block} />
        ))}
        <Inquiry look={look} values={values} problems={problems} action={action} csrf={csrf} />
        {submission && (
          <section class="panel">
            <ReportTable look={look} />
          </section>
        )}
        {closed !== null && !record?.exempt && <p class="hint">{closed}</p>}
        {closed === null && !record?.exempt && (
          <div class="actions no-print">
            <a class="button secondary" href={edit}>
              {isCorrection ? '办理更正' : '修改后重新提交'}
            </a>
          </div>
        )}
        <p class="no-print">
          <a class="further" href={history}>
            历史月报
          </a>
        </p>
      </>
    ),
  };
}

/** 核实: what staff ask, and the answer. */
function Inquiry({
  look: { view, enterprise },
  values,
  problems,
  action,
  csrf,
}: {
  look: ReportLook;
  values: Values;
  problems: readonly FieldProblem[];
  action: string;
  csrf: string;
}): VNode | null {
  const inquiry = view.record?.inquiry;
  if (!inquiry) return null;
  return (
    <section class="panel">
      <h2>核实</h2>
      <p>{`本局请贵公司说明：${inquiry.text}`}</p>
      {inquiry.answer && (
        <p>{`答复：${inquiry.answer.text}（${whoWhen({ ...inquiry.answer, via: '', onBehalf: false })}）`}</p>
      )}
      {!inquiry.answer && (
        <form class="no-print" method="post" action={action}>
          <Carried values={{ csrf, enterprise: enterprise.id }} />
          <Fields fields={[{ name: 'answer', label: '说明', kind: 'text' }]} values={values} problems={problems} />
          <button class="button" type="submit" name="step" value="answer">
            提交说明
          </button>
        </form>
      )}
    </section>
  );
}
