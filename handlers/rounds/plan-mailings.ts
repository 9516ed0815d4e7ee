import { mergedReminderCard } from '../../cards/deadline-told.ts';
import { minutesOf, timeOf } from '../../src/domain/calendar.ts';
import { callsOf, fitCalls } from '../../src/domain/deadlines/fit-calls.ts';
import type { Policy } from '../../src/domain/deadlines/policy.ts';
import type { ValuedMailing } from '../../src/domain/deadlines/promises.ts';
import { alarm } from './alarm.ts';
import type { Round } from './round.ts';

/** Up to so many readers on DingTalk get a card with buttons each, as long as that is no more than a tenth of the calls left. */
export const cardsAtMost = 100;
const cardsOfCallsLeft = 10;
/** This part of the month's calls is kept for answers to people. */
const keptForAnswers = 0.05;

/**
 * Keeps mailings as promises, spread over the policy's time, and never into the quiet hours. Where DingTalk's calls of the
 * month do not do for all, what is worth least travels together or is left out, and staff are told what.
 * @param key of what is planned, by which its alarm is raised once
 */
export async function planMailings(
  round: Round,
  mailings: readonly ValuedMailing[],
  { policy, key, spreadMinutes = policy.spreadMinutes }: { policy: Policy; key: string; spreadMinutes?: number },
): Promise<number> {
  if (mailings.length === 0) return 0;
  const { stores, bureau, pages, doer } = round;
  const now = doer.at;
  const calls = await stores.monthlyCalls();
  const free = calls === null ? Number.POSITIVE_INFINITY : Math.max(0, calls.limit * (1 - keptForAnswers) - calls.made);
  const {
    mailings: fitting,
    merged,
    leftOut,
  } = fitCalls(mailings, free, (those) =>
    mergedReminderCard(
      those.flatMap(({ line }) => line ?? []),
      { bureau, page: pages.ownDeadlines() },
    ),
  );
  if (merged > 0 || leftOut.length > 0) {
    await stores.promises.leaveOut(
      leftOut.flatMap(({ readers }) => readers),
      now,
    );
    const left = leftOut.map(({ line, readers }) => `未发送：${line}（${readers.length}人）`);
    const details = [
      `本月剩余可用${Math.floor(free)}次，今日需要${mailings.reduce((sum, one) => sum + callsOf(one), 0)}次`,
      ...(merged > 0 ? [`已合并发送${merged}条`] : []),
      ...left,
    ];
    await alarm(round, { what: 'quota', details, key });
  }
  const spread = Math.min(spreadMinutes, minutesUntil(policy.quietFrom, now));
  const affordable = Math.min(cardsAtMost, Math.floor(free / cardsOfCallsLeft));
  return stores.promises.plan(fitting, { from: now, spreadMs: spread * 60_000, cardsAtMost: affordable, now });
}

/** Until that time of the day; if it is over, until it comes tomorrow. */
function minutesUntil(time: string, now: Date): number {
  const left = minutesOf(time) - minutesOf(timeOf(now));
  return left > 0 ? left : left + 24 * 60;
}
