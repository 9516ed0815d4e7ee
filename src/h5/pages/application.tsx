/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Card } from '../../core/card.ts';
import { type ApplicationRecord, applicationLabel } from '../../domain/applications.ts';
import { type Move, moveRules } from '../../domain/progress.ts';
import { CardView } from './card.tsx';
import type { Page } from './layout.tsx';

/** A field of the form that takes a step. */
interface StepField {
  name: string;
  label: string;
  kind: 'text' | 'date' | 'url';
  isOptional?: boolean;
  hint?: string;
}

const on = (label: string): StepField => ({ name: 'on', label, kind: 'date' });
const reason: StepField = { name: 'reason', label: '原因', kind: 'text', hint: '将告知企业，最多200字。' };

/** What proves each step (domain.md B2). */
export const stepFields: Readonly<Record<Move, readonly StepField[]>> = {
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
    { name: 'certNo', label: '证书编号或入库登记编号', kind: 'text', isOptional: true, hint: '高新技术企业必填。' },
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

/** What was filled in and what is wrong with it, after a step was refused. */
export interface Attempt {
  move: Move;
  values: Readonly<Record<string, string>>;
  problems: readonly { field: string | null; text: string }[];
}

/** One application: how it stands, its history, and a form for each step that is allowed. */
export function applicationPage(options: {
  application: ApplicationRecord;
  card: Card;
  moves: readonly Move[];
  attempt: Attempt | null;
  /** Something to say on top, e.g. that somebody else was faster. */
  notice: string | null;
  today: string;
  action: string;
  csrf: string;
}): Page {
  const { application, card, moves, attempt, notice, today, action, csrf } = options;
  return {
    title: `申报进度 ${applicationLabel(application.number)}`,
    subtitle: application.enterprise.name,
    body: (
      <>
        {notice && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        {attempt && <Problems attempt={attempt} />}
        <CardView card={card} />
        {moves.length > 0 && (
          <section class="panel">
            <h2>可以办理</h2>
            {moves.map((move) => (
              <StepForm
                move={move}
                attempt={attempt?.move === move ? attempt : null}
                isOnly={moves.length === 1}
                {...{ today, action, csrf, version: application.version }}
              />
            ))}
          </section>
        )}
      </>
    ),
  };
}

function Problems({ attempt: { move, problems } }: { attempt: Attempt }): VNode {
  return (
    <div class="problem" role="alert">
      <p>{`“${moveRules[move].words[0]}”没有办理，请改正后重新提交：`}</p>
      <ul class="plainly">
        {problems.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
    </div>
  );
}

function StepForm(options: {
  move: Move;
  attempt: Attempt | null;
  isOnly: boolean;
  today: string;
  action: string;
  csrf: string;
  version: number;
}): VNode {
  const { move, attempt, isOnly, today, action, csrf, version } = options;
  const filledIn = (name: string) => attempt?.values[name] ?? (name === 'on' ? today : '');
  return (
    <details open={isOnly || attempt !== null}>
      <summary>{moveRules[move].words[0]}</summary>
      <form method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        <input type="hidden" name="move" value={move} />
        <input type="hidden" name="version" value={String(version)} />
        {stepFields[move].map((field) => {
          const id = `${move}-${field.name}`;
          const wrong = attempt?.problems.find((one) => one.field === field.name);
          const described = [
            ...(wrong ? [`${id}-problem`] : []),
            ...(field.hint === undefined ? [] : [`${id}-hint`]),
          ].join(' ');
          return (
            <>
              <label for={id}>{field.isOptional ? `${field.label}（可不填）` : field.label}</label>
              {wrong && (
                <p class="problem" id={`${id}-problem`}>
                  {wrong.text}
                </p>
              )}
              <input
                id={id}
                name={field.name}
                type={field.kind as 'text'}
                value={filledIn(field.name)}
                {...(field.kind === 'date' && field.name === 'on' ? { max: today } : {})}
                {...(wrong ? { 'aria-invalid': 'true' as const } : {})}
                {...(described === '' ? {} : { 'aria-describedby': described })}
              />
              {field.hint !== undefined && (
                <p class="hint" id={`${id}-hint`}>
                  {field.hint}
                </p>
              )}
            </>
          );
        })}
        <button class="button" type="submit">
          {moveRules[move].words[0]}
        </button>
      </form>
    </details>
  );
}
