/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { platformLabels } from '../../core/event.ts';
import { rankLabels } from '../../domain/bindings.ts';
import { formatDate } from '../../domain/calendar.ts';
import { occasionWords, type Reminder } from '../../domain/deadlines/reminders.ts';
import {
  type DeadlineStanding,
  type StandingState,
  standingLabels,
  standingStates,
} from '../../domain/deadlines/standing.ts';
import type { Page as ListPage } from '../../domain/paging.ts';
import { momentWords, reminderState } from '../reminder-words.ts';
import { Facts } from './form-parts.tsx';
import { type Sending, SmallForm } from './fund-small-form.tsx';
import { Pager } from './own.tsx';

/** Who is concerned, with how each stands. */
export interface RosterDrawing {
  /** null: all */
  list: StandingState | null;
  counts: ReadonlyMap<StandingState, number>;
  total: number;
  rows: number;
  part: ListPage<DeadlineStanding>;
  /** Ids of those that no bot reaches. */
  unreachable: ReadonlySet<string>;
  /** The latest promise to each; null: this reader may not look at them. */
  latest: ReadonlyMap<string, Reminder> | null;
  now: Date;
  address: string;
  mayManage: boolean;
}

export function Roster({ of }: { of: RosterDrawing }): VNode {
  const { list, counts, total, rows, part, unreachable, latest, now, address, mayManage } = of;
  return (
    <>
      <h2>涉及企业</h2>
      <nav class="tabs no-print" aria-label="名单">
        <a href={address} aria-current={list === null ? 'page' : undefined}>{`全部（${total}）`}</a>
        {standingStates.map((one) => (
          <a href={`${address}?list=${one}`} aria-current={list === one ? 'page' : undefined}>
            {`${standingLabels[one]}（${counts.get(one) ?? 0}）`}
          </a>
        ))}
      </nav>
      <table class="stacks roster">
        <caption>{`${list === null ? '全部' : standingLabels[list]}：${rows}家`}</caption>
        <thead>
          <tr>
            <th scope="col">企业</th>
            <th scope="col">答复</th>
            {latest && <th scope="col">最近一次提醒</th>}
            {(mayManage || latest) && <th scope="col">办理</th>}
          </tr>
        </thead>
        <tbody>
          {part.rows.map((standing) => {
            const { enterprise } = standing;
            const reminder = latest?.get(enterprise.id);
            return (
              <tr>
                <th scope="row">{enterprise.name}</th>
                <td data-label="答复">
                  {standingWords(standing)}
                  {unreachable.has(enterprise.id) && <span class="mark warn">无法通知</span>}
                </td>
                {latest && (
                  <td data-label="最近提醒">
                    {reminder ? `${formatDate(reminder.sendOn)} ${reminderState(reminder, now)}` : '—'}
                  </td>
                )}
                {(mayManage || latest) && (
                  <td data-label="办理" class="no-print">
                    <a href={`${address}?of=${enterprise.id}`}>{mayManage ? '提醒记录、免除' : '提醒记录'}</a>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Pager part={part} address={list === null ? address : `${address}?list=${list}`} />
    </>
  );
}

/** What an enterprise said, when and why; or what the ledger says for it. */
export function standingWords({ state, answer }: DeadlineStanding): string {
  const label = standingLabels[state];
  if (state === 'OPEN' || state === 'SETTLED' || answer === null) return label;
  return `${label}${answer.reason === null ? '' : `：${answer.reason}`}（${momentWords(answer.at)}）`;
}

/** One enterprise of it, with every promise and what staff may do for it. */
export interface OneEnterpriseDrawing {
  standing: DeadlineStanding;
  reminders: readonly Reminder[] | null;
  now: Date;
  back: string;
  sending: Sending | null;
}

export function OneEnterprise({
  of: { standing, reminders, now, back, sending },
}: {
  of: OneEnterpriseDrawing;
}): VNode {
  const { enterprise, state, answer } = standing;
  const isExempt = state === 'EXEMPT';
  const ends = isExempt || state === 'SUBMITTED' || state === 'NOT_THIS_YEAR';
  const by = answer === null ? '—' : (answer.by?.name ?? '未登记姓名');
  return (
    <section class="panel" id="one">
      <h2>{enterprise.name}</h2>
      <Facts
        rows={[
          ['答复', standingWords(standing)],
          ['答复人', by],
        ]}
      />
      {reminders && <Reminders reminders={reminders} now={now} />}
      {sending && !isExempt && (
        <SmallForm
          name="exempt"
          summary="免除本企业"
          path="exempt"
          carried={{ enterprise: enterprise.id }}
          fields={[{ name: 'reason', label: '免除原因', kind: 'text', hint: '最多200字；免除后不再提醒该企业。' }]}
          initial={{}}
          button="免除"
          sending={sending}
        />
      )}
      {sending && ends && (
        <SmallForm
          name="reopen"
          summary="恢复提醒"
          path="reopen"
          carried={{ enterprise: enterprise.id }}
          fields={[{ name: 'reason', label: '恢复原因', kind: 'text', hint: '最多200字；恢复后继续按期提醒该企业。' }]}
          initial={{}}
          button="恢复提醒"
          sending={sending}
        />
      )}
      <a class="further" href={back}>
        返回名单
      </a>
    </section>
  );
}

/** Every promise to an enterprise, without whom by name: a name of a contact is looked up elsewhere, on record. */
export function Reminders({ reminders, now }: { reminders: readonly Reminder[]; now: Date }): VNode {
  if (reminders.length === 0) return <p>尚无提醒记录。</p>;
  return (
    <ol class="plainly">
      {reminders.map((one) => (
        <li>
          {`${formatDate(one.sendOn)} ${occasionWords(one)}，${rankLabels[one.step]}，${platformLabels[one.to.platform]}`}
          <span class="detail">{reminderState(one, now)}</span>
        </li>
      ))}
    </ol>
  );
}
