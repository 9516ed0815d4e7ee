/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { type CalendarDate, dateOf, formatDate } from '../../domain/calendar.ts';
import { contentRows, type Names } from '../../domain/deadlines/content-rows.ts';
import { type Deadline, type DeadlineChange, deadlineNo } from '../../domain/deadlines/deadline.ts';
import { daysLeft, deadlineTitle, restDayRemark } from '../../domain/deadlines/due-text.ts';
import { endedText, type HelpRequest, helpNo, helpStateLabels } from '../../domain/deadlines/help.ts';
import type { LadderStep } from '../../domain/deadlines/ladder.ts';
import type { Reminder } from '../../domain/deadlines/reminders.ts';
import { isOver } from '../../domain/deadlines/standing.ts';
import type { Addresses } from '../addresses.ts';
import { changeLines, stepLine, timeLeftWords } from '../deadline-words.ts';
import { momentWords, reminderCounts } from '../reminder-words.ts';
import { OneEnterprise, type OneEnterpriseDrawing, Roster, type RosterDrawing } from './deadline-roster.tsx';
import { Facts, ProblemSummary } from './form-parts.tsx';
import { type Sending, SmallForm } from './fund-small-form.tsx';
import type { Page } from './layout.tsx';
import { Notices } from './report-parts.tsx';

export interface DeadlineDrawing {
  deadline: Deadline;
  names: Names;
  now: Date;
  ladder: readonly LadderStep[];
  /** Of all its promises; null: this reader may not look at them. */
  reminders: readonly Reminder[] | null;
  changes: readonly DeadlineChange[];
  helps: readonly HelpRequest[];
  roster: RosterDrawing;
  /** The one that the address names. */
  one: OneEnterpriseDrawing | null;
  notices: readonly string[];
  sending: Sending;
  at: Addresses;
  mayManage: boolean;
}

/** Everything about one deadline. */
export function deadlinePage(of: DeadlineDrawing): Page {
  const { deadline, notices, at, mayManage, one, sending, helps, now } = of;
  const { number, isWithdrawn, version } = deadline;
  const left = isWithdrawn ? '已撤销' : timeLeftWords(deadline, now);
  return {
    title: deadlineTitle(deadline),
    subtitle: `${deadlineNo(number)}，${left}`,
    isWide: true,
    body: (
      <>
        <Notices notices={notices} />
        <ProblemSummary problems={sending.attempt?.problems ?? []} what="没有办理" />
        {one && <OneEnterprise of={one} />}
        <div class="side-by-side">
          <DeadlineFacts of={of} />
          <Ladder of={of} />
          {helps.length > 0 && <Helps helps={helps} />}
        </div>
        {mayManage && !isWithdrawn && (
          <section class="panel no-print">
            <a class="button" href={at.deadlineForm(number)}>
              修改
            </a>
            <SmallForm
              name="withdraw"
              summary="撤销事项"
              path="withdraw"
              carried={{ version: String(version) }}
              fields={[
                { name: 'reason', label: '撤销原因', kind: 'text', hint: '将告知企业，最多200字；撤销后不能恢复。' },
              ]}
              initial={{}}
              button="撤销"
              sending={sending}
            />
          </section>
        )}
        <section class="panel figures">
          <Roster of={of.roster} />
        </section>
        <History of={of} />
      </>
    ),
  };
}

function DeadlineFacts({ of: { deadline, names } }: { of: DeadlineDrawing }): VNode {
  const { url, enterpriseDue } = deadline;
  const rest = restDayRemark(enterpriseDue);
  return (
    <section class="panel terms">
      <h2>事项</h2>
      <Facts
        rows={contentRows(deadline, names)
          .slice(1)
          .map(([label, value]) => [label, value === url ? <a href={url}>{url}</a> : value])}
      />
      {rest !== null && <p class="notice warn">{`${rest}。`}</p>}
    </section>
  );
}

/** The days on which is reminded, and what has become of each. */
function Ladder({ of: { deadline, ladder, reminders, changes, now } }: { of: DeadlineDrawing }): VNode {
  const { isWithdrawn } = deadline;
  const [entered] = changes;
  const enteredOn = entered ? dateOf(entered.recordedAt) : '';
  const others = (reminders ?? []).filter(({ occasion }) => occasion !== 'LADDER');
  return (
    <section class="panel">
      <h2>提醒安排</h2>
      {isWithdrawn && <p>已撤销，不再提醒。</p>}
      {!isWithdrawn && (
        <ol class="plainly">
          {ladder.map(({ on }) => {
            const told = (reminders ?? []).filter(({ sendOn, occasion }) => sendOn === on && occasion === 'LADDER');
            const left = daysLeft(deadline, on);
            return (
              <li>
                {`${formatDate(on)}，${left === 0 ? '当天' : `剩余${left}天`}`}
                <span class="mark">{stepState(on, told, { deadline, enteredOn, now })}</span>
                {told.length > 0 && <span class="detail">{reminderCounts(told)}</span>}
              </li>
            );
          })}
        </ol>
      )}
      {others.length > 0 && <p class="hint">{`登记、变更、撤销通知：${reminderCounts(others)}。`}</p>}
    </section>
  );
}

/** A step that went out is not waited for, though its day is not over. */
function stepState(
  on: CalendarDate,
  told: readonly Reminder[],
  { deadline, enteredOn, now }: { deadline: Deadline; enteredOn: CalendarDate; now: Date },
): string {
  if (told.some(({ state }) => state === 'ACCEPTED')) return '已提醒';
  if (on < enteredOn) return '早于登记';
  if (on <= deadline.ladderFrom) return '已由通知告知';
  return on < dateOf(now) || isOver(deadline, now) ? '已过' : '待提醒';
}

function Helps({ helps }: { helps: readonly HelpRequest[] }): VNode {
  return (
    <section class="panel">
      <h2>{`未办结的代办申请（${helps.length}件）`}</h2>
      <ol class="plainly">
        {helps.map((help) => (
          <li>
            {`${helpNo(help.number)} ${help.enterprise.name}：${help.topic}`}
            <span class="detail">
              {`${helpWords(help)}${help.ended === null ? '' : `，${endedText(help.ended)}，请办结`}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Who has it, and by when. */
export function helpWords({ state, acceptBy, agent, takenAt, dueOn }: HelpRequest): string {
  if (state === 'OPEN') return `${helpStateLabels[state]}，代办员应于${formatDate(acceptBy)}前受理`;
  const who = agent === null ? '' : `，经办人：${agent.name ?? '未登记姓名'}`;
  const when = takenAt === null ? '' : `，${momentWords(takenAt)}受理`;
  const until = dueOn === null ? '' : `，拟于${formatDate(dueOn)}前办结`;
  return `${helpStateLabels[state]}${who}${when}${until}`;
}

/** What became of it, old → new, the latest first. */
function History({ of: { changes, names } }: { of: DeadlineDrawing }): VNode {
  return (
    <section class="panel">
      <h2>{`变更记录（${changes.length}次）`}</h2>
      <ol class="plainly">
        {[...changes].reverse().map(({ kind, before, after, reason, announceAt, ...step }) => (
          <li>
            {stepLine({ kind, ...step })}
            {before && after && changeLines(before, after, names).map((line) => <span class="detail">{line}</span>)}
            {reason !== null && <span class="detail">{`原因：${reason}`}</span>}
            <span class="detail">{announceAt === null ? '未另行通知企业' : `${momentWords(announceAt)}通知企业`}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
