/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { reminderText } from '../../../cards/deadline-parts.ts';
import { deadlineChangedCard, deadlineEnteredCard, deadlineReleasedCard } from '../../../cards/deadline-told.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import type { Bureau } from '../../core/bureau.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { changeKindOf, contentRows, type Names } from '../../domain/deadlines/content-rows.ts';
import type { Deadline, DeadlineContent } from '../../domain/deadlines/deadline.ts';
import type { DeadlinePlan } from '../../domain/deadlines/deadline-plan.ts';
import { daysLeft, deadlineTitle } from '../../domain/deadlines/due-text.ts';
import type { Policy } from '../../domain/deadlines/policy.ts';
import { isOver } from '../../domain/deadlines/standing.ts';
import { stepWords } from '../deadline-words.ts';
import { momentWords } from '../reminder-words.ts';
import { BlockView } from './card.tsx';
import { Carried, Facts, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';

/** So many names are listed; of more the number of the rest. */
const namesAtMost = 100;

interface Drawing {
  content: DeadlineContent;
  plan: DeadlinePlan;
  names: Names;
  policy: Policy;
  /** No later batch of its year is entered. */
  isLastBatch: boolean;
  bureau: Bureau;
  today: CalendarDate;
  /** What is changed; null: a new one. */
  before: Deadline | null;
  changes: readonly string[];
  reason: string | null;
  remarks: readonly string[];
  values: Values;
  /** 全部企业 was not confirmed with its number. */
  isUnticked: boolean;
  action: string;
  csrf: string;
}

/** What was filled in, read back: who is concerned, by name, and what they will be told when. */
export function deadlineReviewPage(of: Drawing): Page {
  const { content, plan, names, before, changes, reason, remarks, values, isUnticked, action, csrf } = of;
  const { concerned, added, removed } = plan;
  const isForAll = content.audience.everybody;
  return {
    title: before ? '请核对修改' : '请核对截止事项',
    subtitle: deadlineTitle(content),
    body: (
      <form method="post" action={action} class="deadline-review">
        <Carried values={{ ...values, csrf, ...(before ? { version: String(before.version) } : {}) }} />
        {isUnticked && (
          <p class="problem" role="alert">
            {`没有${before ? '保存' : '登记'}：该事项涉及全部企业，请先勾选确认企业数。`}
          </p>
        )}
        {remarks.map((remark) => (
          <p class="notice warn">{remark}</p>
        ))}
        {before && (
          <section class="panel">
            <h2>修改内容</h2>
            <ol>
              {changes.map((change) => (
                <li>{change}</li>
              ))}
            </ol>
            {reason !== null && <p class="hint">{`修改原因：${reason}`}</p>}
          </section>
        )}
        <section class="panel terms">
          <h2>事项</h2>
          <Facts rows={contentRows(content, names)} />
        </section>
        <section class="panel">
          <NameList heading="涉及企业" enterprises={concerned} />
          {added.length > 0 && <NameList heading="其中新列入" enterprises={added} />}
          {removed.length > 0 && <NameList heading="不再涉及" enterprises={removed} />}
        </section>
        <Telling of={of} />
        <section class="panel">
          {isForAll && (
            <label class="check" for="everybodyCount">
              <input id="everybodyCount" name="everybodyCount" type="checkbox" value={String(concerned.length)} />
              {`已核对：对象为全部企业，共${concerned.length}家`}
            </label>
          )}
          <div class="actions">
            <button class="button" type="submit" name="step" value="confirm">
              {before ? '确认修改' : '确认登记'}
            </button>
            <button class="button secondary" type="submit" name="step" value="back">
              返回修改
            </button>
          </div>
        </section>
      </form>
    ),
  };
}

function NameList({ heading, enterprises }: { heading: string; enterprises: readonly EnterpriseRef[] }): VNode {
  const rest = enterprises.length - namesAtMost;
  return (
    <>
      <h2>{`${heading}（${enterprises.length}家）`}</h2>
      <ol class="names">
        {enterprises.slice(0, namesAtMost).map(({ name }) => (
          <li>{name}</li>
        ))}
      </ol>
      {rest > 0 && <p class="hint">{`其余${rest}家从略，登记后可在该事项页面查看完整名单。`}</p>}
    </>
  );
}

/** When those concerned are told what. */
function Telling({ of }: { of: Drawing }): VNode {
  const { content, plan, policy, isLastBatch, bureau, before, today } = of;
  const { announceAt, steps } = plan;
  const [next] = steps;
  const due = content.enterpriseDue.on;
  return (
    <section class="panel">
      <h2>提醒安排</h2>
      <p>
        {announceAt === null
          ? '登记后不另行通知，按以下日期提醒。'
          : announceWords(announceAt, before ? changeKindOf(before, content) : 'ENTER')}
      </p>
      {announceAt !== null && isOver(content, announceAt) && (
        <p class="notice warn">通知时已过截止时间，请同时电话告知企业。</p>
      )}
      <ol class="plainly">
        {steps.map((step) => (
          <li>{`${stepWords(step, due)}，${policy.sendAt}起发送`}</li>
        ))}
      </ol>
      {steps.length === 0 && <p>此后没有提醒日。</p>}
      {announceAt !== null && (
        <details>
          <summary>通知内容</summary>
          {announcement(of).map((block) => (
            <BlockView block={block} />
          ))}
        </details>
      )}
      {next && (
        <details>
          <summary>首次提醒的内容</summary>
          <p>
            {reminderText({
              ...{ deadline: content, bureau, template: policy.texts.deadline },
              ...{ daysLeft: daysLeft(content, next.on), isLastBatch },
            })}
          </p>
        </details>
      )}
      {due < today && <p class="hint">材料到开发区的日期已过，不再提醒。</p>}
    </section>
  );
}

const heard: Record<'ENTER' | 'CHANGE' | 'AUDIENCE', string> = {
  ENTER: '涉及的企业',
  CHANGE: '现在和此前涉及的企业',
  AUDIENCE: '新列入的企业，以及此前已通知、现不再涉及的企业',
};

function announceWords(at: Date, kind: keyof typeof heard): string {
  return `确认后通知${heard[kind]}（${momentWords(at)}），已答复不再提醒的除外；此后按以下日期提醒。`;
}

function announcement({ content, plan, policy, isLastBatch, bureau, before, reason, today }: Drawing) {
  const told = {
    deadline: { ...content, id: '', number: 0, isWithdrawn: false, version: 0, ladderFrom: plan.ladderFrom },
    ...{ daysLeft: daysLeft(content, today), enterprise: null, isLastBatch, bureau },
    ...{ page: '', template: policy.texts.deadline },
  };
  if (!before) return deadlineEnteredCard(told).blocks;
  if (changeKindOf(before, content) === 'CHANGE') return deadlineChangedCard(told, before, reason).blocks;
  return (plan.added.length > 0 ? deadlineEnteredCard(told) : deadlineReleasedCard(told)).blocks;
}
