/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { restText, standingText } from '../../../cards/deadline-parts.ts';
import { publicFields } from '../../../cards/deadline-public.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import { type Deadline, type DeadlineChange, deadlineKindLabels, deadlineNo } from '../../domain/deadlines/deadline.ts';
import { deadlineTitle } from '../../domain/deadlines/due-text.ts';
import { type HelpRequest, helpNo } from '../../domain/deadlines/help.ts';
import type { Reminder } from '../../domain/deadlines/reminders.ts';
import type { DeadlineStanding } from '../../domain/deadlines/standing.ts';
import { answerFields } from '../own-deadline-form.ts';
import { momentWords } from '../reminder-words.ts';
import { helpWords } from './deadline.tsx';
import { Reminders } from './deadline-roster.tsx';
import { Carried, Facts, type FieldProblem, Fields, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Notices } from './report-parts.tsx';

interface Drawing {
  deadline: Deadline;
  enterprise: EnterpriseRef;
  /** null: it does not concern the enterprise */
  standing: DeadlineStanding | null;
  /** What ended it; null: it stands. */
  withdrawal: DeadlineChange | null;
  now: Date;
  isOver: boolean;
  mayAnswer: boolean;
  reminders: readonly Reminder[];
  help: HelpRequest | null;
  values: Values;
  problems: readonly FieldProblem[];
  notices: readonly string[];
  back: string;
  action: string;
  csrf: string;
}

/** One deadline as it concerns an enterprise: the day, its answer, what was sent, and who helps. */
export function ownDeadlinePage(of: Drawing): Page {
  const { deadline, enterprise, standing, withdrawal, now, problems, notices, reminders, help, back } = of;
  const rest = restText(deadline.enterpriseDue);
  return {
    title: deadlineTitle(deadline),
    subtitle: `${enterprise.name}，${deadlineNo(deadline.number)}`,
    body: (
      <>
        <Notices notices={notices} />
        <ProblemSummary problems={problems} what="没有提交" />
        {withdrawal && <p class="notice warn">{withdrawalWords(withdrawal)}</p>}
        <section class="panel terms">
          <Facts
            rows={[
              ['类别', deadlineKindLabels[deadline.kind]],
              ...publicFields(deadline, now).map(({ label, value }): [string, string | VNode] => [
                label,
                value === deadline.url ? <a href={value}>{value}</a> : value,
              ]),
              ['本企业', standing ? standingText(standing) : '目前不涉及贵公司'],
              ...(standing?.answer ? ([['答复人', answeredBy(standing)]] as [string, string][]) : []),
            ]}
          />
          {rest !== '' && <p class="notice warn">{rest}</p>}
        </section>
        {standing && !deadline.isWithdrawn && <AnswerForm of={of} standing={standing} />}
        {help && (
          <section class="panel">
            <h2>{`代办申请 ${helpNo(help.number)}`}</h2>
            <p>{`${helpWords(help)}。代办服务不收取费用。`}</p>
          </section>
        )}
        {standing && (
          <section class="panel">
            <h2>提醒记录</h2>
            <Reminders reminders={reminders} now={now} />
          </section>
        )}
        <a class="further" href={back}>
          全部截止事项
        </a>
      </>
    ),
  };
}

function withdrawalWords({ recordedAt, reason }: DeadlineChange): string {
  return `该事项已于${momentWords(recordedAt)}撤销，无需报送，也无需答复。${reason === null ? '' : `原因：${reason}`}`;
}

function answeredBy({ answer }: DeadlineStanding): string {
  return answer === null ? '' : `${answer.by?.name ?? '未登记姓名'}（${momentWords(answer.at)}）`;
}

function AnswerForm({ of, standing }: { of: Drawing; standing: DeadlineStanding }): VNode | null {
  const { deadline, enterprise, isOver, mayAnswer, values, problems, action, csrf } = of;
  if (!mayAnswer) return null;
  if (standing.state === 'EXEMPT') return <p class="notice">本局已免除贵公司的此事项，无需报送，也无需答复。</p>;
  return (
    <form class="panel answer-form" method="post" action={action}>
      <Carried values={{ csrf, enterprise: enterprise.id, seen: String(standing.answer?.seq ?? 0) }} />
      <h2>{standing.answer === null ? '本企业答复' : '变更答复'}</h2>
      {isOver && <p class="hint">该事项已截止。如已在截止前报送，请答复“已报送”；如需补办，请联系本局。</p>}
      <Fields fields={answerFields(isOver)} values={values} problems={problems} />
      {deadline.kind === 'DUTY' && !isOver && <p class="hint">该事项属于报送义务，答复“今年不报”的原因由本局核实。</p>}
      <button class="button" type="submit">
        提交答复
      </button>
    </form>
  );
}
