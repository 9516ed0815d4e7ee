import { type DueCount, digestCard } from '../../cards/deadline-digest.ts';
import { dateOf, instantOf, timeOf } from '../../src/domain/calendar.ts';
import {
  certificateSubject,
  type Deadline,
  deadlineSubject,
  type Subject,
} from '../../src/domain/deadlines/deadline.ts';
import type { EnterpriseFacts } from '../../src/domain/deadlines/deadlines.ts';
import { deadlineTitle } from '../../src/domain/deadlines/due-text.ts';
import { isQuietAt } from '../../src/domain/deadlines/ladder.ts';
import { optedOutOf, unreachableOf } from '../../src/domain/deadlines/readers.ts';
import { countStates, isOver, standingsOf, stillToCome } from '../../src/domain/deadlines/standing.ts';
import { typeFacts } from '../../src/domain/qualification.ts';
import { addDays, isWorkday } from '../../src/domain/workday.ts';
import { type Daily, slotKey } from './daily.ts';
import type { Round } from './round.ts';

const daysAhead = 7;
/** So long after its day an answer about a deadline is told. */
const daysAnswered = 31;

/** 早报: on workdays staff read what is due, what is over, who answered what, who waits for help, and what went astray. */
export const digest: Daily = {
  kind: 'DIGEST',
  // One that nobody was running for in the morning is not read in the evening.
  isTime: (policy, now) => {
    const time = timeOf(now);
    return isWorkday(dateOf(now)) && time >= policy.digestAt && !isQuietAt(time, policy);
  },
  async run(round, { today, now, lastAt, policy }) {
    const { stores, doer, pages } = round;
    const { deadlines, promises, bindings } = stores;
    // What the last one told is not told again.
    const since = lastAt ?? instantOf(addDays(today, -1), policy.digestAt);
    const [first = today] = [addDays(today, -daysAnswered), dateOf(since)].sort();
    // What is over is answered still, on its last evening or when somebody asked.
    const known = await deadlines.list({ from: first });
    const facts = await deadlines.facts();
    const counted = async (those: readonly Deadline[]) => {
      const counts: DueCount[] = [];
      for (const deadline of those) counts.push(await countOf(round, { deadline, facts, today }));
      return counts;
    };
    const near = stillToCome(known, now).filter(({ enterpriseDue: { on } }) => on <= addDays(today, daysAhead));
    const [due, over] = [
      await counted(near),
      await counted(known.filter((one) => isOver(one, now) && !isOver(one, since))),
    ];
    const answered = await answeredSince(round, { deadlines: known, facts, since });
    const help = await deadlines.openHelp();
    const failed = await promises.countFailed(since);
    if (due.length + over.length + answered.length + help.length + failed > 0) {
      const to = await bindings.staff('deadline.manage');
      const card = digestCard({ due, over, answered, help, failed, now, page: pages.deadlines });
      await bindings.tell({ ...doer, requestId: slotKey('DIGEST', today) }, [
        { to, card, purpose: 'deadline.digest', needs: 'deadline.manage' },
      ]);
    }
    return { planned: due.length };
  },
};

/** How far the enterprises that a deadline concerns have come. */
export async function countOf(
  { stores }: Pick<Round, 'stores'>,
  { deadline, facts, today }: { deadline: Deadline; facts: readonly EnterpriseFacts[]; today: string },
): Promise<DueCount> {
  const subject = deadlineSubject(deadline.id);
  const standings = standingsOf(deadline, { facts, answers: await stores.deadlines.answers([subject]), on: today });
  const open = standings.filter(({ state }) => state === 'OPEN').map(({ enterprise }) => enterprise);
  const contacts = await stores.promises.contacts(open.map(({ id }) => id));
  return {
    ...{ deadline, counts: countStates(standings), concerned: standings.length },
    unreachable: unreachableOf(open, contacts, await optedOutOf(deadline, stores.promises)).length,
  };
}

async function answeredSince(
  { stores }: Round,
  of: { deadlines: readonly Deadline[]; facts: readonly EnterpriseFacts[]; since: Date },
): Promise<Parameters<typeof digestCard>[0]['answered']> {
  const titles = new Map<Subject, string>(of.deadlines.map((one) => [deadlineSubject(one.id), deadlineTitle(one)]));
  for (const { id, type } of of.facts.flatMap(({ history }) => history.qualifications)) {
    titles.set(certificateSubject(id), `${typeFacts[type].label}证书`);
  }
  const answers = await stores.deadlines.answers([...titles.keys()]);
  const names = new Map(of.facts.map(({ enterprise }) => [enterprise.id, enterprise.name]));
  return answers
    .filter(({ at, kind }) => at >= of.since && kind !== 'EXEMPT' && kind !== 'REOPENED')
    .flatMap(({ subject, enterpriseId, kind, reason }) => {
      const [about, enterprise] = [titles.get(subject), names.get(enterpriseId)];
      return about !== undefined && enterprise !== undefined ? [{ about, enterprise, kind, reason }] : [];
    });
}
