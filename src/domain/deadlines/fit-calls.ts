import { grouped } from '../../core/grouped.ts';
import { mailingSizes } from '../../core/mailing.ts';
import type { MailedReminder, PlannedReminder, ValuedMailing } from './promises.ts';

/** What is sent where a platform's calls of the month are short, and what is not. */
export interface Fitted {
  mailings: readonly ValuedMailing[];
  /** How many messages of the lowest value travel with others now. */
  merged: number;
  /** Left out, of the lowest value first. */
  leftOut: readonly { line: string; readers: readonly PlannedReminder[] }[];
}

const isCounted = ({ to }: PlannedReminder) => to.platform === 'dingtalk';

/** Calls that a mailing takes in words: twenty readers each (钉钉 批量发送人与机器人会话中机器人消息). */
export function callsOf({ readers }: Pick<ValuedMailing, 'readers'>): number {
  return Math.ceil(readers.filter(isCounted).length / mailingSizes.dingtalk);
}

const sum = (mailings: readonly ValuedMailing[]) => mailings.reduce((all, one) => all + callsOf(one), 0);

/**
 * Fits a day's mailings into the calls that are left. First what is worth least travels together: who is told of several
 * deadlines gets one message of them. If that is not enough, what is worth least is left out, and only on the platform that
 * counts calls.
 * @param merge draws the text for those who are told of all of these
 */
export function fitCalls(
  mailings: readonly ValuedMailing[],
  calls: number,
  merge: (those: readonly ValuedMailing[]) => ValuedMailing['card'],
): Fitted {
  if (sum(mailings) <= calls) return { mailings, merged: 0, leftOut: [] };
  const byValue = [...mailings].sort((a, b) => a.value - b.value);
  const mergeable = byValue.filter(({ line }) => line !== null);
  let best = { mailings: byValue, merged: 0 };
  for (let count = 2; count <= mergeable.length && sum(best.mailings) > calls; count += 1) {
    const those = new Set(mergeable.slice(0, count));
    const together = travelTogether([...those], merge);
    const tried = [...byValue.filter((one) => !those.has(one)), ...together.mailings];
    if (sum(tried) < sum(best.mailings)) best = { mailings: tried, merged: together.merged };
  }
  const kept = [...best.mailings].sort((a, b) => a.value - b.value);
  const leftOut: { line: string; readers: readonly PlannedReminder[] }[] = [];
  for (let n = 0; n < kept.length && sum(kept) > calls; n += 1) {
    const one = kept[n];
    if (!one || callsOf(one) === 0) continue;
    const readers = one.readers.filter(isCounted);
    leftOut.push({
      line: one.line ?? one.card.title,
      readers: readers.flatMap(({ also = [], ...own }) => [own, ...also]),
    });
    kept[n] = { ...one, readers: one.readers.filter((reader) => !isCounted(reader)) };
  }
  return { mailings: kept.filter(({ readers }) => readers.length > 0), merged: best.merged, leftOut };
}

/** One mailing for each set of these that the same people are told of. */
function travelTogether(
  those: readonly ValuedMailing[],
  merge: (those: readonly ValuedMailing[]) => ValuedMailing['card'],
) {
  const told = those.flatMap((mailing) => mailing.readers.map((reader) => ({ mailing, reader })));
  const byReader = grouped(told, ({ reader: { to, personId } }) => `${personId} ${to.platform} ${to.userId}`);
  const bySet = grouped(byReader.values(), (of) =>
    [...new Set(of.map(({ mailing }) => those.indexOf(mailing)))].sort().join(),
  );
  let merged = 0;
  const mailings = [...bySet.values()].flatMap((people) => {
    const set = [...new Set((people[0] ?? []).map(({ mailing }) => mailing))];
    const [first] = set;
    if (!first) return [];
    if (set.length === 1) return [{ ...first, readers: people.flatMap((of) => of.map(({ reader }) => reader)) }];
    const readers = people.flatMap((of): MailedReminder[] => {
      const [own, ...others] = of.map(({ reader }) => reader);
      merged += others.length;
      return own ? [{ ...own, also: others }] : [];
    });
    const value = Math.max(...set.map((one) => one.value));
    const line = set.map((one) => one.line ?? '').join('；');
    return [{ ...first, value, line, card: merge(set), readers }];
  });
  return { mailings, merged };
}
