/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Card } from '../../core/card.ts';
import { type ApplicationRecord, applicationLabel } from '../../domain/applications.ts';
import { type Move, moveRules } from '../../domain/progress.ts';
import { CardView } from './card.tsx';
import {
  Carried,
  type FieldProblem,
  Fields,
  type FormField,
  Notice,
  ProblemSummary,
  type Values,
} from './form-parts.tsx';
import type { Page } from './layout.tsx';

const on = (label: string): FormField => ({ name: 'on', label, kind: 'date' });
const reason: FormField = { name: 'reason', label: '原因', kind: 'text', hint: '将告知企业，最多200字。' };

/** What proves each step (domain.md B2). */
const stepFields: Readonly<Record<Move, readonly FormField[]>> = {
  draft: [on('开始日期')],
  submit: [on('提交日期'), { name: 'note', label: '说明', kind: 'text', isOptional: true }],
  recommend: [{ name: 'docNo', label: '推荐文号', kind: 'text' }, on('推荐日期')],
  return: [reason, on('退回日期')],
  'hand-on': [
    on('上报日期'),
    { name: 'to', label: '报送单位', kind: 'text', isOptional: true, hint: '如 通辽市科技局。' },
  ],
  publicise: [
    { name: 'link', label: '公示网址', kind: 'url' },
    on('公示开始日期'),
    { name: 'endsOn', label: '公示结束日期', kind: 'date' },
  ],
  recognise: [
    { name: 'docNo', label: '公告文号', kind: 'text' },
    {
      name: 'certNo',
      label: '证书编号或入库登记编号',
      kind: 'text',
      isOptional: true,
      hint: '高新技术企业、科技型中小企业必填。',
    },
    on('发证（入库）日期'),
    {
      name: 'validTo',
      label: '有效期止',
      kind: 'date',
      isOptional: true,
      hint: '留空时按规定计算：高新技术企业三年，科技型中小企业按本局设置，其他不设截止日。',
    },
  ],
  reject: [reason, on('决定日期')],
  withdraw: [reason, on('撤回日期')],
};

/** What an enterprise does itself is of today: it is asked for no day. */
export function fieldsOf(move: Move, isContact: boolean): readonly FormField[] {
  return isContact ? stepFields[move].filter(({ name }) => name !== 'on') : stepFields[move];
}

/** What was filled in, read back. */
export function stepFacts(move: Move, values: Values): [string, string][] {
  return stepFields[move].map(({ name, label }) => [label, values[name]?.trim() || '未填写']);
}

/** What was filled in and what is wrong with it, after a step was refused. */
export interface Attempt {
  move: Move;
  values: Values;
  problems: readonly FieldProblem[];
}

/** One application: how it stands, its history, and a form for each step that is allowed. */
export function applicationPage(options: {
  application: ApplicationRecord;
  card: Card;
  moves: readonly Move[];
  isContact: boolean;
  attempt: Attempt | null;
  /** Something to say on top, e.g. that somebody else was faster. */
  notice: string | null;
  today: string;
  action: string;
  csrf: string;
}): Page {
  const { application, card, moves, isContact, attempt, notice, today, action, csrf } = options;
  return {
    title: `申报进度 ${applicationLabel(application.number)}`,
    subtitle: application.enterprise.name,
    body: (
      <>
        <Notice text={notice} />
        {attempt && (
          <ProblemSummary problems={attempt.problems} what={`“${moveRules[attempt.move].words[0]}”没有办理`} />
        )}
        <CardView card={card} />
        {moves.length > 0 && (
          <section class="panel">
            <h2>可以办理</h2>
            {moves.map((move) => (
              <StepForm
                move={move}
                attempt={attempt?.move === move ? attempt : null}
                isOnly={moves.length === 1}
                {...{ isContact, today, action, csrf, version: application.version }}
              />
            ))}
          </section>
        )}
      </>
    ),
  };
}

function StepForm(options: {
  move: Move;
  attempt: Attempt | null;
  isOnly: boolean;
  isContact: boolean;
  today: string;
  action: string;
  csrf: string;
  version: number;
}): VNode {
  const { move, attempt, isOnly, isContact, today, action, csrf, version } = options;
  const fields = fieldsOf(move, isContact).map((field) => (field.name === 'on' ? { ...field, max: today } : field));
  return (
    <details open={isOnly || attempt !== null}>
      <summary>{moveRules[move].words[0]}</summary>
      <form method="post" action={action}>
        <Carried values={{ csrf, move, version: String(version) }} />
        <Fields
          fields={fields}
          values={attempt?.values ?? { on: today }}
          problems={attempt?.problems ?? []}
          prefix={`${move}-`}
        />
        <button class="button" type="submit">
          {moveRules[move].words[0]}
        </button>
      </form>
    </details>
  );
}
