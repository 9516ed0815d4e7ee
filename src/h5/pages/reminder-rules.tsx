/** @jsxRuntime automatic @jsxImportSource preact */
import { type CalendarDate, formatDate } from '../../domain/calendar.ts';
import type { LadderStep } from '../../domain/deadlines/ladder.ts';
import type { Policy } from '../../domain/deadlines/policy.ts';
import { stepWords } from '../deadline-words.ts';
import { ruleFields } from '../reminder-rules-form.ts';
import { Carried, type FieldProblem, Fields, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Notices } from './report-parts.tsx';

/** 提醒规则: the form, which begins with the rules in force. */
export function reminderRulesPage(options: {
  policy: Policy;
  values: Values;
  problems: readonly FieldProblem[];
  notices: readonly string[];
  action: string;
  csrf: string;
}): Page {
  const { policy, values, problems, notices, action, csrf } = options;
  return {
    title: '提醒规则',
    subtitle: policy.number === 0 ? '现行规则：系统预置' : `现行规则：第${policy.number}次修改`,
    body: (
      <>
        <Notices notices={notices} />
        <ProblemSummary problems={problems} what="没有保存" />
        <form method="post" action={action} class="rules-form">
          <Carried values={{ csrf, seen: String(policy.number) }} />
          {ruleFields.map(({ heading, fields }) => (
            <section class="panel">
              <h2>{heading}</h2>
              <Fields fields={fields} values={values} problems={problems} />
            </section>
          ))}
          <section class="panel">
            <Fields
              fields={[
                { name: 'exampleOn', label: '示例截止日期', kind: 'date', hint: '用于预览提醒日和提醒文字，不保存。' },
              ]}
              values={values}
              problems={problems}
            />
            <button class="button" type="submit" name="step" value="review">
              下一步：预览
            </button>
          </section>
        </form>
      </>
    ),
  };
}

/** A day on which would be reminded, and what it would read like. */
interface Example {
  step: LadderStep;
  text: string;
}

/** What changes, and what reminders will read like on which days, to be looked at before it is saved. */
export function ruleReviewPage(options: {
  changes: readonly string[];
  rules: Policy;
  exampleOn: CalendarDate;
  deadline: readonly Example[];
  certificate: readonly Example[];
  notices: readonly string[];
  values: Values;
  action: string;
  csrf: string;
}): Page {
  const { changes, rules, exampleOn, deadline, certificate, notices, values, action, csrf } = options;
  return {
    title: '请核对提醒规则',
    subtitle: '保存后自下一次发送起使用，已发送的提醒不变。',
    body: (
      <form method="post" action={action} class="rules-review">
        <Carried values={{ ...values, csrf }} />
        <Notices notices={notices} />
        <section class="panel">
          <h2>修改内容</h2>
          {changes.length === 0 ? (
            <p>规则没有改动。</p>
          ) : (
            <ol>
              {changes.map((change) => (
                <li>{change}</li>
              ))}
            </ol>
          )}
        </section>
        <section class="panel">
          <h2>{`示例：材料到开发区的日期为${formatDate(exampleOn)}`}</h2>
          <ol class="plainly">
            {deadline.map(({ step, text }) => (
              <li>
                {`${stepWords(step, exampleOn)}，${rules.sendAt}起${rules.spreadMinutes}分钟内发送`}
                <span class="detail">{text}</span>
              </li>
            ))}
          </ol>
        </section>
        {certificate.length > 0 && (
          <section class="panel">
            <h2>{`示例：证书有效期至${formatDate(exampleOn)}`}</h2>
            <ol class="plainly">
              {certificate.map(({ step, text }) => (
                <li>
                  {`${formatDate(step.on)}：提前${step.leads.join('、')}个月`}
                  <span class="detail">{text}</span>
                </li>
              ))}
            </ol>
          </section>
        )}
        <div class="actions">
          {changes.length > 0 && (
            <button class="button" type="submit" name="step" value="confirm">
              确认保存
            </button>
          )}
          <button class="button secondary" type="submit" name="step" value="test">
            试发给自己
          </button>
          <button class="button secondary" type="submit" name="step" value="back">
            返回修改
          </button>
        </div>
      </form>
    ),
  };
}
