/** @jsxRuntime automatic @jsxImportSource preact */
import {
  Carried,
  Facts,
  type FieldProblem,
  Fields,
  type FormField,
  ProblemSummary,
  type Values,
} from './form-parts.tsx';
import type { Page } from './layout.tsx';

interface Frame {
  title: string;
  subtitle: string;
  action: string;
  csrf: string;
}

/** First step: filled in, with all that is wrong at once. `id`: of what will be entered, however often it is sent. */
export function fundFormPage(
  options: Frame & { fields: readonly FormField[]; values: Values; problems: readonly FieldProblem[]; id: string },
): Page {
  const { title, subtitle, action, csrf, fields, values, problems, id } = options;
  return {
    title,
    subtitle,
    body: (
      <>
        <ProblemSummary problems={problems} what="没有登记" />
        <form class="panel" method="post" action={action}>
          <Carried values={{ csrf, step: 'review', id }} />
          <Fields fields={fields} values={values} problems={problems} />
          <button class="button" type="submit">
            下一步：核对
          </button>
        </form>
      </>
    ),
  };
}

/** Second step: everything read back. What was typed goes along; it is read and checked again when it is confirmed. */
export function fundReviewPage(
  options: Frame & {
    facts: readonly (readonly [string, string])[];
    remarks: readonly string[];
    values: Values;
    /** What confirming means. */
    hint: string;
    confirm: string;
  },
): Page {
  const { title, subtitle, action, csrf, facts, remarks, values, hint, confirm } = options;
  return {
    title,
    subtitle,
    body: (
      <>
        {remarks.length > 0 && <p class="notice">{`请注意：${remarks.join('')}`}</p>}
        <section class="panel terms">
          <Facts rows={facts} />
        </section>
        <p class="hint">{hint}</p>
        <form method="post" action={action} class="actions">
          <Carried values={{ csrf, ...values }} />
          <button class="button" type="submit" name="step" value="confirm">
            {confirm}
          </button>
          <button class="button secondary" type="submit" name="step" value="back">
            返回修改
          </button>
        </form>
      </>
    ),
  };
}

/** Before an entry: of what it is. */
export function fundWherePage(options: { action: string; value: string; problem: string | null }): Page {
  const { action, value, problem } = options;
  const field = {
    name: 'of',
    label: '项目或批次编号',
    kind: 'text',
    hint: '如 P-12 或 B-03，可在资金台账中查到。',
  } as const;
  return {
    title: '登记资金明细',
    subtitle: '先写明登记在哪个项目或批次上',
    body: (
      <form class="panel" method="get" action={action}>
        <Fields
          fields={[field]}
          values={{ of: value }}
          problems={problem === null ? [] : [{ field: 'of', text: problem }]}
        />
        <button class="button" type="submit">
          下一步
        </button>
      </form>
    ),
  };
}
