/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { priorityGroupLabels, priorityGroups } from '../../domain/deadlines/audience.ts';
import { levelLabels, levels, qualificationTypes, typeFacts } from '../../domain/qualification.ts';
import { ruleRows, ruleStateLabels } from '../deadline-audience-form.ts';
import { Carried, type FieldProblem, Fields, type FormField, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Notices } from './report-parts.tsx';

/** The form of a deadline, new or to be changed. */
export interface DeadlineFormDrawing {
  title: string;
  subtitle: string;
  fields: readonly FormField[];
  /** Those that there are among the enterprises. */
  industries: readonly string[];
  values: Values;
  problems: readonly FieldProblem[];
  notices: readonly string[];
  /** The version that is changed; null: a new one. */
  version: number | null;
  action: string;
  csrf: string;
}

export function deadlineFormPage(drawing: DeadlineFormDrawing): Page {
  const { title, subtitle, fields, values, problems, notices, version, action, csrf } = drawing;
  return {
    title,
    subtitle,
    body: (
      <>
        <Notices notices={notices} />
        <ProblemSummary problems={problems} what={version === null ? '没有登记' : '没有保存'} />
        <form method="post" action={action} class="deadline-form">
          <Carried values={{ csrf, ...(version === null ? {} : { version: String(version) }) }} />
          <section class="panel">
            <h2>事项</h2>
            <Fields fields={fields} values={values} problems={problems} />
          </section>
          <AudienceFields {...drawing} />
          <section class="panel">
            {version !== null && (
              <Fields
                fields={[
                  {
                    name: 'reason',
                    label: '修改原因',
                    kind: 'text',
                    isOptional: true,
                    hint: '将告知企业，最多200字。',
                  },
                ]}
                values={values}
                problems={problems}
              />
            )}
            <button class="button" type="submit" name="step" value="review">
              下一步：核对名单和提醒
            </button>
          </section>
        </form>
      </>
    ),
  };
}

/** Who is concerned, as a rule. */
function AudienceFields({
  industries,
  values,
  problems,
}: Pick<DeadlineFormDrawing, 'industries' | 'values' | 'problems'>): VNode {
  const check = (name: string, label: string): FormField => ({ name, label, kind: 'check', isOptional: true });
  const parts = { values, problems };
  const wrong = problems.find(({ field }) => field === 'audience')?.text ?? null;
  return (
    <section class="panel">
      <h2>涉及企业</h2>
      <p class="hint">
        符合任一资质条件或任一企业类别的企业均列入名单；名单每天按台账重新计算，新获认定的企业自动列入。迁出、注销的企业不列入。
      </p>
      {wrong !== null && <p class="problem">{wrong}</p>}
      <Fields fields={[check('everybody', '全部企业')]} {...parts} />
      {ruleRows(values).map((row) => (
        <fieldset class="question rule">
          <legend>{`资质条件 ${row}`}</legend>
          <div class="row">
            {ruleFields(row).map((field) => (
              <div>
                <Fields fields={[field]} {...parts} />
              </div>
            ))}
          </div>
        </fieldset>
      ))}
      <fieldset class="question">
        <legend>企业类别</legend>
        <Fields fields={priorityGroups.map((one) => check(`group.${one}`, priorityGroupLabels[one]))} {...parts} />
      </fieldset>
      {industries.length > 0 && (
        <fieldset class="question">
          <legend>行业（不勾选即不限）</legend>
          <Fields fields={industries.map((one) => check(`industry.${one}`, one))} {...parts} />
        </fieldset>
      )}
      <Fields
        fields={[
          {
            ...{ name: 'include', label: '逐家列入', kind: 'long', isOptional: true },
            hint: '企业全称、简称、拼音首字母或统一社会信用代码，用顿号分开；不受以上条件限制。',
          },
          { name: 'exempt', label: '免除', kind: 'long', isOptional: true, hint: '这些企业不列入名单，也不提醒。' },
        ]}
        {...parts}
      />
    </section>
  );
}

function ruleFields(row: number): FormField[] {
  const option = (value: string, label: string) => ({ value, label });
  return [
    {
      ...{ name: `q${row}Type`, label: '资质类型', kind: 'select' },
      options: [option('', '不设条件'), ...qualificationTypes.map((one) => option(one, typeFacts[one].label))],
    },
    {
      ...{ name: `q${row}Level`, label: '级别', kind: 'select' },
      options: [option('', '不限'), ...levels.map((one) => option(one, levelLabels[one]))],
    },
    {
      ...{ name: `q${row}State`, label: '状态', kind: 'select' },
      options: [option('', '请选择'), ...Object.entries(ruleStateLabels).map(([value, label]) => option(value, label))],
    },
  ];
}
