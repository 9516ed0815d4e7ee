import { plusDays, workdayOn } from './days.ts';
import { periods } from './expected.ts';
import { createRandom, type Random } from './random.ts';
import { deadlineRows } from './scenario-deadlines.ts';
import type {
  Day,
  Firm,
  Person,
  Script,
  ScriptedAnswer,
  ScriptedDeadline,
  ScriptedOptOut,
  ScriptedRenewal,
  ScriptedReport,
} from './script.ts';

/** A year of so many firms, the same for the same seed. */
export function scenario(firmCount: number, seed = 2024): Script {
  const random = createRandom(seed);
  const people: Person[] = [];
  const firms: Firm[] = [];
  for (let n = 1; n <= firmCount; n += 1) firms.push(firmOf(random, n, people, firms.at(-1)));
  const deadlines = deadlineRows.map((row) => deadlineOf(random, row, firms));
  return {
    people,
    firms,
    staff: ['officer1', 'administrator1'],
    groups: ['group-wecom', 'group-dingtalk'],
    deadlines,
    answers: [
      ...deadlines.flatMap((deadline) => firms.flatMap((firm) => answersOf(random, deadline, firm))),
      ...firms.flatMap((firm) => (firm.certificate && random.chance(8) ? [refusalOf(random, firm.id)] : [])),
    ],
    reports: periods.flatMap((period) => firms.flatMap(({ id }) => reportsOf(random, period, id))),
    renewals: firms.flatMap((firm) => (firm.certificate && random.chance(60) ? [renewalOf(random, firm.id)] : [])),
    optOuts: people.flatMap(({ id }) => optOutsOf(random, id)),
  };
}

/** Contacts as they come: a main one or none, a backup or none, reached by either platform, both or no bot. */
function firmOf(random: Random, n: number, people: Person[], before: Firm | undefined): Firm {
  const no = String(n).padStart(4, '0');
  const person = (role: string): string => {
    const id = `${role}${no}`;
    const platforms = random.weighted<Person['platforms']>(
      [
        [45, ['wecom']],
        [34, ['dingtalk']],
        [12, ['wecom', 'dingtalk']],
        [9, []],
      ],
      [],
    );
    people.push({ id, platforms });
    return id;
  };
  const contacts: Firm['contacts'][number][] = [];
  // Somebody of a service company speaks for this firm and for the one before.
  const shared = random.chance(7) ? before?.contacts[0] : undefined;
  if (shared) contacts.push({ person: shared.person, rank: 'MAIN' });
  else if (random.chance(75)) contacts.push({ person: person('main'), rank: 'MAIN' });
  if (contacts.length === 0 || random.chance(25)) {
    const many = random.weighted(
      [
        [8, 0],
        [60, 1],
        [32, 2],
      ] as const,
      1,
    );
    for (let other = 1; other <= many; other += 1) contacts.push({ person: person(`other${other}x`), rank: null });
  }
  if (random.chance(50)) contacts.push({ person: person('backup'), rank: 'BACKUP' });
  return { id: `firm${no}`, name: `年度企业${no}`, contacts, certificate: certificateOf(random) };
}

function certificateOf(random: Random): Day | null {
  if (!random.chance(35)) return null;
  // The days at which months are of different lengths, and 29 February, are the ones to get wrong.
  const edges = ['2024-08-31', '2024-05-31', '2024-12-31', '2025-05-30', '2025-03-31', '2024-03-29'] as const;
  return random.chance(20) ? random.oneOf(edges) : plusDays('2024-01-20', random.between(0, 900));
}

function deadlineOf(random: Random, row: (typeof deadlineRows)[number], firms: readonly Firm[]): ScriptedDeadline {
  const { audience, changes = [], withdrawnAt = null } = row;
  if (typeof audience !== 'number') return { ...row, audience, changes, withdrawnAt };
  const chosen = firms.filter(() => random.chance(audience)).map(({ id }) => id);
  const [first] = firms;
  return { ...row, audience: chosen.length > 0 || !first ? chosen : [first.id], changes, withdrawnAt };
}

/** Before the round of the day, and after it. */
const hours = ['08:20', '11:00', '15:00', '19:30'] as const;
const momentIn = (random: Random, first: Day, days: number) =>
  `${plusDays(first, random.between(0, Math.max(0, days)))}T${random.oneOf(hours)}`;

const daysFrom = (first: Day, last: Day) => Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);

function answersOf(random: Random, deadline: ScriptedDeadline, firm: Firm): ScriptedAnswer[] {
  const { program, enteredAt, due, audience } = deadline;
  const isAsked = Array.isArray(audience) ? audience.includes(firm.id) : audience === 'everybody' || firm.certificate;
  if (!isAsked) return [];
  const first = plusDays(enteredAt.slice(0, 10), 1);
  const at = momentIn(random, first, daysFrom(first, due) - 1);
  const later = `${plusDays(at.slice(0, 10), random.between(1, 4))}T${random.oneOf(hours)}`;
  const answer = (kind: ScriptedAnswer['kind'], when = at): ScriptedAnswer => ({
    ...{ at: when, firm: firm.id, about: { deadline: program }, kind },
    helpClosedAt: kind === 'HELP' ? `${plusDays(when.slice(0, 10), random.between(1, 3))}T14:30` : null,
  });
  // Of what is moved or withdrawn nobody is let off: whether they are told of that is for no rule to say.
  const canExempt = deadline.changes.length === 0 && deadline.withdrawnAt === null;
  const said = random.weighted<readonly ScriptedAnswer['kind'][]>(
    [
      [30, ['SUBMITTED']],
      [8, ['NOT_THIS_YEAR']],
      [8, ['PREPARING']],
      [6, ['PREPARING', 'SUBMITTED']],
      [3, ['HELP']],
      [2, ['HELP', 'SUBMITTED']],
      [canExempt ? 2 : 0, ['EXEMPT']],
      [2, ['SUBMITTED', 'REOPENED']],
      [39, []],
    ],
    [],
  );
  return said.map((kind, index) => answer(kind, index === 0 ? at : later));
}

function refusalOf(random: Random, firm: string): ScriptedAnswer {
  const at = momentIn(random, '2024-01-15', 300);
  return { at, firm, about: 'certificate', kind: 'NOT_THIS_YEAR', helpClosedAt: null };
}

function renewalOf(random: Random, firm: string): ScriptedRenewal {
  return { at: momentIn(random, '2024-02-01', 250), firm, isHandedIn: random.chance(80) };
}

function optOutsOf(random: Random, person: string): ScriptedOptOut[] {
  const optOut = (kind: ScriptedOptOut['kind']) => ({ at: momentIn(random, '2024-01-03', 340), person, kind });
  return [...(random.chance(6) ? [optOut('CALL')] : []), ...(random.chance(4) ? [optOut('CERTIFICATE')] : [])];
}

/** Most hand in while they may; some are late, some never do, some are sent back or let off. */
function reportsOf(random: Random, period: string, firm: string): ScriptedReport[] {
  const month = plusDays(`${period}-28`, 4).slice(0, 7);
  const closes = workdayOn(`${month}-10`);
  const at = momentIn(random, `${month}-01`, daysFrom(`${month}-01`, closes));
  const nextDay = `${plusDays(at.slice(0, 10), 1)}T11:00`;
  const is = (what: ScriptedReport['is'], when: string) => ({ at: when, firm, period, is: what });
  return random.weighted<ScriptedReport[]>(
    [
      [76, [is('handed-in', at)]],
      [8, [is('handed-in', momentIn(random, plusDays(closes, 1), 5))]],
      [6, []],
      [4, [is('handed-in', at), is('returned', nextDay)]],
      [
        3,
        [is('handed-in', at), is('returned', nextDay), is('handed-in', `${plusDays(nextDay.slice(0, 10), 1)}T15:00`)],
      ],
      [3, [is('exempted', at)]],
    ],
    [],
  );
}
