import { isWorkday, plusDays, workdayBack } from './days.ts';
import { dueAsAt, expectedOfCertificates, expectedOfDeadline, stepsOn, yearOf } from './expected-deadlines.ts';
import { expectedOfMonth } from './expected-reports.ts';
import type { Message } from './message.ts';
import type { Day, Moment, Script } from './script.ts';

/** The months that are reported in 2024. */
export const periods = ['2023-12', ...Array.from({ length: 11 }, (_, n) => `2024-${String(n + 1).padStart(2, '0')}`)];

/**
 * Every message that the rules ask for in 2024, from the script alone: written from domain.md (D3, E2, E3), without a look at how
 * the bot does it.
 */
export function expectedMessages(script: Script): Message[] {
  const days = yearOf(2024);
  return [
    ...script.deadlines.flatMap((deadline) => expectedOfDeadline(script, deadline, days)),
    ...expectedOfCertificates(script, days),
    ...periods.flatMap((period) => expectedOfMonth(script, period)),
    ...days.flatMap((day) => [...expectedDigest(script, day), ...expectedCallLists(script, day)]),
    ...days.flatMap((day) => expectedInGroups(script, day)),
  ].filter(({ day }) => day >= '2024-01-01' && day <= '2024-12-31');
}

/** 早报: on workdays, where something is due within seven days, is over since the last one, was answered, waits for help. */
function expectedDigest(script: Script, day: Day): Message[] {
  if (!isWorkday(day)) return [];
  const now: Moment = `${day}T08:30`;
  const last: Moment = `${workdayBack(plusDays(day, -1))}T08:30`;
  const isDue = script.deadlines.some((deadline) => {
    const due = dueAsAt(deadline, now);
    return due !== null && due >= day && due <= plusDays(day, 7);
  });
  // What is due on a day is over when the next one begins.
  const isOver = script.deadlines.some((deadline) => {
    const due = dueAsAt(deadline, now);
    const end: Moment | null = due && `${plusDays(due, 1)}T00:00`;
    return end !== null && end > last && end <= now;
  });
  const isAnswered = script.answers.some((one) => one.at >= last && one.at < now && isWord(script, one));
  const isAsked = script.answers.some((one) => {
    if (one.kind !== 'HELP' || !isWord(script, one) || one.at >= now) return false;
    const end = helpEnd(script, one);
    return end === null || end >= now;
  });
  if (!isDue && !isOver && !isAnswered && !isAsked) return [];
  return script.staff.map((to) => ({ day, to, kind: 'digest', about: '' }));
}

type Answer = Script['answers'][number];

/** When a request for help ends: its agent closes it, or what the firm says of the same, or staff, leaves nothing to help with. */
function helpEnd(script: Script, asked: Answer): Moment | null {
  const matter = ({ about }: Answer) => (about === 'certificate' ? about : about.deadline);
  const words = script.answers.filter((one) => {
    const isSame = one.firm === asked.firm && matter(one) === matter(asked) && one.at > asked.at;
    return isSame && ['SUBMITTED', 'NOT_THIS_YEAR', 'EXEMPT'].includes(one.kind) && stands(script, one);
  });
  return [...words.map(({ at }) => at), asked.helpClosedAt].filter((one) => one !== null).sort()[0] ?? null;
}

/** An enterprise's own answer. */
function isWord(script: Script, one: Answer): boolean {
  return one.kind !== 'EXEMPT' && one.kind !== 'REOPENED' && stands(script, one);
}

/** Whether it is said of something that still stands: of what is withdrawn nothing is answered any more. */
function stands(script: Script, { about, at }: Answer): boolean {
  if (about === 'certificate') return true;
  const deadline = script.deadlines.find(({ program }) => program === about.deadline);
  return !deadline?.withdrawnAt || at < deadline.withdrawnAt;
}

/** 电话提醒名单: on the last workday before a day on which something is due. */
function expectedCallLists(script: Script, day: Day): Message[] {
  return script.deadlines.flatMap((deadline) => {
    const due = dueAsAt(deadline, `${day}T09:00`);
    if (due === null || workdayBack(plusDays(due, -1)) !== day) return [];
    return script.staff.map((to): Message => ({ day, to, kind: 'call-list', about: deadline.program }));
  });
}

/** One line in each group on a day on which some deadline has a step. */
function expectedInGroups(script: Script, day: Day): Message[] {
  if (!script.deadlines.some((deadline) => stepsOn(deadline, day).length > 0)) return [];
  return script.groups.map((to) => ({ day, to, kind: 'group-line', about: '' }));
}
