/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { draftMark, reportName } from '../../../cards/report-parts.ts';
import { historyLines } from '../../../cards/report-trace.ts';
import { dateOf, formatDate, timeOf } from '../../domain/calendar.ts';
import { reportStatusLabels } from '../../domain/reports/status.ts';
import type { StaffLook } from '../../domain/reports/whole-look.ts';
import { Carried, Facts, type FieldProblem, Fields, Notice, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { FindingList, Receipt, ReportTable } from './report-parts.tsx';

/** What was filled in and what is wrong with it, after a step was refused. */
export interface ReportAttempt {
  /** `approve`, `return`, … */
  form: string;
  values: Values;
  problems: readonly FieldProblem[];
}

interface Item {
  look: StaffLook;
  attempt: ReportAttempt | null;
  notice: string | null;
  readerId: string;
  decides: boolean;
  now: Date;
  action: string;
  overview: string;
  csrf: string;
}

/** One report whole, for staff. */
export function reportItemPage(item: Item): Page {
  const { look, attempt, notice, readerId, decides, now, overview } = item;
  const { enterprise, inForce, view, versions, steps } = look;
  const { record } = view;
  const history = historyLines(versions, steps, { of: look, readerId });
  const draft = draftMark(inForce);
  return {
    title: `${enterprise.name} ${reportName(view.period)}`,
    subtitle: `数据截至${formatDate(dateOf(now))} ${timeOf(now)}，金额单位：万元`,
    isWide: true,
    body: (
      <>
        <Notice text={notice} />
        {attempt && <ProblemSummary problems={attempt.problems} what="没有办理" />}
        <section class="panel">
          {record?.submission ? (
            <Receipt submission={record.submission} status={statusText(look)} />
          ) : (
            <Facts
              rows={[
                ['状态', statusText(look)],
                ...(record?.exempt ? ([['免报原因', record.exempt.reason]] as [string, string][]) : []),
              ]}
            />
          )}
          {record?.inquiry && (
            <p>
              {`核实：${record.inquiry.text}　${record.inquiry.answer ? `企业答复：${record.inquiry.answer.text}` : '企业尚未答复'}`}
            </p>
          )}
          {view.hasChanges && record?.submission && <p class="hint">企业有尚未提交的修改；以下为已提交的数据。</p>}
        </section>
        {record && !record.exempt && (
          <>
            <section class="panel figures">
              {draft && <h2>{draft}</h2>}
              <ReportTable look={{ ...look, view: inForce }} />
            </section>
            {record.submission && (
              <section class="panel">
                <h2>疑点和说明</h2>
                <FindingList view={inForce} />
              </section>
            )}
          </>
        )}
        <section class="panel">
          <h2>{`办理记录（${history.length}条）`}</h2>
          {history.length === 0 ? (
            <p>没有办理记录。</p>
          ) : (
            <ol>
              {history.map((line) => (
                <li>{line}</li>
              ))}
            </ol>
          )}
        </section>
        {decides && <Steps item={item} />}
        <p class="no-print">
          <a class="further" href={overview}>
            {`返回${reportName(view.period)}台账`}
          </a>
        </p>
      </>
    ),
  };
}

/** A late one stays late after it was approved: both is said. */
function statusText({ view: { status, record } }: StaffLook): string {
  const isApproved = record?.submission != null && record.state === 'APPROVED' && status !== 'APPROVED';
  return `${reportStatusLabels[status]}${isApproved ? '，审核通过' : ''}`;
}

function Steps({ item }: { item: Item }): VNode {
  const { look, attempt, action, csrf } = item;
  const { record, version } = look.view;
  const isIn = record?.submission != null && !record.exempt;
  const isWaiting = isIn && record.state === 'SUBMITTED';
  const common = { attempt, action, csrf, version };
  return (
    <section class="panel no-print">
      <h2>办理</h2>
      {isWaiting && (
        <form method="post" action={action}>
          <Carried values={{ csrf, step: 'approve', version: String(version) }} />
          <button class="button" type="submit">
            审核通过
          </button>
        </form>
      )}
      {isIn && record.state !== 'RETURNED' && (
        <Step {...common} name="return" summary="退回" button="退回" label="退回原因">
          <Questioned look={look} attempt={attempt?.form === 'return' ? attempt : null} />
        </Step>
      )}
      {isIn && <Step {...common} name="inquire" summary="核实" button="发出核实要求" label="需要核实的内容" />}
      {!record?.submission && !record?.exempt && (
        <Step {...common} name="exempt" summary="免报" button="登记免报" label="免报原因" />
      )}
      {record?.exempt && (
        <form method="post" action={action}>
          <Carried values={{ csrf, step: 'unexempt', version: String(version) }} />
          <button class="button secondary" type="submit">
            取消免报
          </button>
        </form>
      )}
    </section>
  );
}

function Step(options: {
  name: string;
  summary: string;
  button: string;
  label: string;
  children?: VNode;
  attempt: ReportAttempt | null;
  action: string;
  csrf: string;
  version: number;
}): VNode {
  const { name, summary, button, label, children, attempt, action, csrf, version } = options;
  const own = attempt?.form === name ? attempt : null;
  return (
    <details open={own !== null}>
      <summary>{summary}</summary>
      <form method="post" action={action}>
        <Carried values={{ csrf, step: name, version: String(version) }} />
        {children}
        <Fields
          fields={[{ name: 'reason', label, kind: 'text', hint: '将告知企业，最多200字。' }]}
          values={own?.values ?? {}}
          problems={own?.problems ?? []}
          prefix={`${name}-`}
        />
        <button class="button" type="submit">
          {button}
        </button>
      </form>
    </details>
  );
}

/** Which figures are questioned; those with findings that nobody would miss are marked. */
function Questioned({ look, attempt }: { look: StaffLook; attempt: ReportAttempt | null }): VNode {
  const found = new Set(look.inForce.findings.flatMap(({ keys }) => keys));
  const wrong = attempt?.problems.find(({ field }) => field === 'keys')?.text ?? null;
  return (
    <fieldset aria-describedby={wrong === null ? undefined : 'keys-problem'}>
      <legend>需要修改的指标</legend>
      {look.asked.map(({ key, label }) => (
        <label class="check" for={`f.${key}`}>
          <input
            id={`f.${key}`}
            name={`f.${key}`}
            type="checkbox"
            value="1"
            checked={attempt?.values[`f.${key}`] === '1'}
          />
          {label}
          {found.has(key) && <span class="mark warn">疑点</span>}
        </label>
      ))}
      {wrong !== null && (
        <p class="problem" id="keys-problem">
          {wrong}
        </p>
      )}
    </fieldset>
  );
}
