/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { reportName } from '../../../cards/report-parts.ts';
import { formatDate } from '../../domain/calendar.ts';
import { spokenFigure } from '../../domain/reports/cell.ts';
import { reasons, reasonsFor, type SoftFinding } from '../../domain/reports/finding.ts';
import type { ReportLook } from '../../domain/reports/look.ts';
import { reportStatusLabels } from '../../domain/reports/status.ts';
import { saysWhy } from '../../domain/reports/view.ts';
import { windowOf } from '../../domain/reports/window.ts';
import type { FigureField } from '../report-form.ts';
import { Carried, type FieldProblem, Fields, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { FigureFields } from './report-fields.tsx';
import { Notices } from './report-parts.tsx';

/** What is drawn of a form that is filled in, or came back. */
export interface FormDrawing {
  look: ReportLook;
  fields: readonly FigureField[];
  /** What came back besides the figures: reasons and words. */
  values: Values;
  problems: readonly FieldProblem[];
  /** What did not happen because of them. */
  what: string;
  notices: readonly string[];
  /** Whether what was found is told: not while something stands in the fields that is not kept. */
  tells: boolean;
}

/** 月报 to fill in. */
export function reportFormPage(
  drawing: FormDrawing & { filledBy: string | null; action: string; history: string; csrf: string },
): Page {
  const { look, fields, values, problems, what, notices, tells, filledBy, action, history, csrf } = drawing;
  const { enterprise, set, view } = look;
  const findings = tells ? view.findings : [];
  const soft = findings.filter((one) => one.severity === 'soft');
  const { closesOn } = windowOf(view.period);
  const why = saysWhy(view);
  const late = why === 'late' ? '，按逾期补报办理' : '';
  const until = view.openness === 'open' ? `填报期至${formatDate(closesOn)}24:00` : `填报期已结束${late}`;
  const hidden = {
    csrf,
    enterprise: enterprise.id,
    set: String(set.number),
    seen: String(view.version),
  };
  return {
    title: reportName(view.period),
    subtitle: `${enterprise.name}　填报人：${filledBy ?? '未登记姓名'}`,
    body: (
      <>
        <p class="as-at">{`${reportStatusLabels[view.status]}，${until}。金额默认以万元计，也可写单位，如 320万、1.2亿、3200000元。`}</p>
        <Notices notices={notices} />
        <ProblemSummary problems={problems} what={what} />
        {tells && <Returned look={look} />}
        {problems.length === 0 && findings.length > 0 && (
          <p class="notice warn">{`目前${foundText(findings.length - soft.length, view.unexplained.length)}，见下。`}</p>
        )}
        <form method="post" action={action} class="report-form">
          <Carried values={hidden} />
          {/* The Enter key keeps what was typed, whatever button stands first. */}
          <button type="submit" name="step" value="save" hidden />
          <section class="panel">
            {fields.map((field) => (
              <FigureFields field={field} problems={problems} findings={findings} />
            ))}
          </section>
          {soft.length > 0 && <Questions look={look} findings={soft} values={values} problems={problems} />}
          <section class="panel">
            {why !== null && (
              <Fields
                fields={[
                  {
                    name: 'reason',
                    label: why === 'correction' ? '更正原因' : '补报原因',
                    kind: 'text',
                    hint: '提交时必填，保存草稿时可不填。',
                  },
                ]}
                values={values}
                problems={problems}
              />
            )}
            <div class="actions">
              <button class="button" type="submit" name="step" value="submit">
                {view.isCorrection ? '提交更正' : '提交'}
              </button>
              <button class="button secondary" type="submit" name="step" value="save">
                保存草稿
              </button>
              {view.record?.submission && view.hasChanges && (
                <button class="button secondary" type="submit" name="step" value="discard">
                  放弃修改
                </button>
              )}
            </div>
            <p class="hint">填报数据须真实、准确、完整；本局对企业数据保密，仅用于统计和服务。</p>
          </section>
          {!view.record?.submission && (
            <section class="panel">
              <Zero values={values} problems={problems} />
            </section>
          )}
        </form>
        <p>
          <a class="further" href={history}>
            历史月报
          </a>
        </p>
      </>
    ),
  };
}

function foundText(hard: number, open: number): string {
  const parts = [...(hard > 0 ? [`有${hard}项须更正`] : []), ...(open > 0 ? [`有${open}项须核对并说明`] : [])];
  return parts.length === 0 ? '各项疑点均已说明' : parts.join('，');
}

function Returned({ look: { view } }: { look: ReportLook }): VNode | null {
  const returned = view.record?.returned;
  if (!returned) return null;
  const labels = view.rows.flatMap(({ indicator: { key, label } }) => (returned.keys.includes(key) ? [label] : []));
  const what = labels.length === 0 ? '' : `请核对：${labels.join('、')}。`;
  return (
    <p class="notice warn" role="status">
      {`月报已退回。${what}原因：${returned.reason}。请于${formatDate(returned.dueOn)}前修改后重新提交。`}
    </p>
  );
}

/** What was found that may be right: a reason each, or the figure that was probably meant. */
function Questions({
  look: { view },
  findings,
  values,
  problems,
}: {
  look: ReportLook;
  findings: readonly SoftFinding[];
  values: Values;
  problems: readonly FieldProblem[];
}): VNode {
  return (
    <section class="panel" id="questions">
      <h2>{`请核对并说明（${findings.length}项）`}</h2>
      {findings.map((finding) => {
        const { id, basis, rule, suggestion } = finding;
        const given = view.reasons.find(({ findingId }) => findingId === id);
        const posted = values[`b.${id}`] === basis ? values : {};
        const chosen = posted[`r.${id}`] ?? given?.code;
        const wrong = problems.find(({ field }) => field === `x.${id}`)?.text ?? null;
        const row = view.rows.find(({ indicator: { key } }) => key === suggestion?.key);
        return (
          <fieldset class="question">
            <legend>{finding.text}</legend>
            <input type="hidden" name={`b.${id}`} value={basis} />
            {suggestion && row && (
              <button class="button secondary" type="submit" name="fix" value={id}>
                {`改为${spokenFigure(row.indicator, suggestion.month)}`}
              </button>
            )}
            {[...reasonsFor[rule], 'OTHER' as const].map((code) => (
              <label class="check" for={`r.${id}-${code}`}>
                <input id={`r.${id}-${code}`} name={`r.${id}`} type="radio" value={code} checked={chosen === code} />
                {code === 'OTHER' ? '其他（请写明）' : reasons[code]}
              </label>
            ))}
            <label for={`x.${id}`}>补充说明（选“其他”时必填）</label>
            <input
              id={`x.${id}`}
              name={`x.${id}`}
              type="text"
              autocomplete="off"
              value={posted[`x.${id}`] ?? given?.text ?? ''}
              {...(wrong === null ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `x.${id}-problem` })}
            />
            {wrong !== null && (
              <p class="problem" id={`x.${id}-problem`}>
                {wrong}
              </p>
            )}
          </fieldset>
        );
      })}
    </section>
  );
}

function Zero({ values, problems }: { values: Values; problems: readonly FieldProblem[] }): VNode {
  return (
    <details open={(values.zeroReason ?? '') !== '' || problems.some(({ field }) => field === 'zeroReason')}>
      <summary>本月没有发生业务：零报告</summary>
      <p class="hint">零报告把本月发生数全部记为0，上面填写的发生数不予采用；月末人员数等沿用或按上面填写的数。</p>
      <Fields
        fields={[{ name: 'zeroReason', label: '原因', kind: 'text', hint: '如“本月停产检修”。' }]}
        values={values}
        problems={problems}
      />
      <button class="button secondary" type="submit" name="step" value="zero">
        提交零报告
      </button>
    </details>
  );
}
