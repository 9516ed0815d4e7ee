import { dayOf, daysBetween, minusMonths, plusDays, toldAt, workdayBack } from './days.ts';
import { readersOf } from './expected-readers.ts';
import type { Message, MessageKind } from './message.ts';
import type { Day, Firm, Moment, Script, ScriptedAnswer, ScriptedDeadline } from './script.ts';

const leads = [30, 15, 7, 3, 1, 0];
/** From here on silence is told to the backup contact as well. */
const backupFrom = 3;
const certificateMonths = [12, 6, 3, 1];
const endings = ['SUBMITTED', 'NOT_THIS_YEAR', 'EXEMPT'];

const nineOn = (day: Day): Moment => `${day}T09:00`;

/** On which day each lead is told. */
function stepsOf(due: Day): { lead: number; day: Day }[] {
  return leads.map((lead) => ({ lead, day: workdayBack(plusDays(due, -lead)) }));
}

/** What a firm had answered by then, last. */
type Answers = (firm: string, at: Moment) => ScriptedAnswer['kind'] | undefined;

function answersAbout(script: Script, isAbout: (answer: ScriptedAnswer) => boolean): Answers {
  const byFirm = new Map<string, ScriptedAnswer[]>();
  for (const answer of script.answers) {
    if (isAbout(answer)) byFirm.set(answer.firm, [...(byFirm.get(answer.firm) ?? []), answer]);
  }
  for (const said of byFirm.values()) said.sort((a, b) => (a.at < b.at ? -1 : 1));
  return (firm, before) => byFirm.get(firm)?.findLast(({ at }) => at < before)?.kind;
}

const hasEnded = (answer: ReturnType<Answers>) => answer !== undefined && endings.includes(answer);
const isSilent = (answer: ReturnType<Answers>) => answer === undefined || answer === 'REOPENED';

function isConcerned({ audience }: ScriptedDeadline, { id, certificate }: Firm, on: Day): boolean {
  if (audience === 'everybody') return true;
  if (audience === 'certificate-valid') return certificate !== null && on <= certificate;
  if (audience === 'certificate-ends-this-year') return certificate?.startsWith('2024-') ?? false;
  return audience.includes(id);
}

/** Everything that contacts read of one deadline in these days. */
export function expectedOfDeadline(script: Script, deadline: ScriptedDeadline, days: readonly Day[]): Message[] {
  const messages: Message[] = [];
  const told = new Set<string>();
  const answers = answersAbout(script, ({ about }) => about !== 'certificate' && about.deadline === deadline.program);

  function tell(kind: MessageKind, at: Moment, covers: readonly number[], isTold: (firm: Firm) => boolean): void {
    const isLate = covers.some((lead) => lead <= backupFrom);
    for (const firm of script.firms.filter(isTold)) {
      if (hasEnded(answers(firm.id, at))) continue;
      const withBackup = isLate && isSilent(answers(firm.id, at));
      const optional = deadline.kind === 'CALL' ? 'CALL' : null;
      for (const to of readersOf(script, firm, { withBackup, kind: optional, at })) {
        messages.push({ day: dayOf(at), to, kind, about: deadline.program });
        told.add(firm.id);
      }
    }
  }
  /** Of another day who was told and is not concerned any more reads that, once. */
  function announce({ at, kind, covers }: ReturnType<typeof announcementsOf>[number], day: Day): void {
    const isOut = (firm: Firm) => told.has(firm.id) && !isConcerned(deadline, firm, day);
    const out = script.firms.filter(isOut);
    tell(kind, at, covers, kind === 'deadline-withdrawn' ? orTold(day) : concernedOn(day));
    if (kind !== 'deadline-changed') return;
    tell('deadline-released', at, [], (firm) => out.includes(firm));
    for (const { id } of out) told.delete(id);
  }
  const concernedOn = (day: Day) => (firm: Firm) => isConcerned(deadline, firm, day);
  const orTold = (day: Day) => (firm: Firm) => isConcerned(deadline, firm, day) || told.has(firm.id);

  const announcements = announcementsOf(deadline);
  for (const day of days) {
    for (const one of announcements) if (dayOf(one.at) === day && one.at <= nineOn(day)) announce(one, day);
    const steps = stepsOn(deadline, day);
    if (steps.length > 0) tell('deadline', nineOn(day), steps, concernedOn(day));
    for (const one of announcements) if (dayOf(one.at) === day && one.at > nineOn(day)) announce(one, day);
  }
  return messages;
}

/** What is told when staff enter, change or withdraw, and which leads that makes good. */
function announcementsOf(deadline: ScriptedDeadline): { at: Moment; kind: MessageKind; covers: number[] }[] {
  const { enteredAt, due, changes, withdrawnAt } = deadline;
  const entered = toldAt(enteredAt);
  // One message for a person, deadline and day: what is told covers the steps of its own day.
  const passed = (of: Day, on: Day) =>
    stepsOf(of)
      .filter(({ day }) => day <= on)
      .map(({ lead }) => lead);
  return [
    ...(isEnteredLate(deadline)
      ? [{ at: entered, kind: 'deadline-entered' as const, covers: passed(due, dayOf(entered)) }]
      : []),
    ...changes.map((change) => {
      const at = toldAt(change.at);
      return { at, kind: 'deadline-changed' as const, covers: passed(change.due, dayOf(at)) };
    }),
    ...(withdrawnAt ? [{ at: toldAt(withdrawnAt), kind: 'deadline-withdrawn' as const, covers: [] }] : []),
  ];
}

/** Some step was over when it was entered. */
function isEnteredLate({ enteredAt, due }: ScriptedDeadline): boolean {
  return stepsOf(due).some(({ day }) => nineOn(day) <= enteredAt);
}

/** The leads of a deadline that are due at 09:00 of that day. */
export function stepsOn(deadline: ScriptedDeadline, day: Day): number[] {
  const { enteredAt, due, changes, withdrawnAt } = deadline;
  const now = nineOn(day);
  if (enteredAt >= now || (withdrawnAt !== null && withdrawnAt < now)) return [];
  const change = changes.filter(({ at }) => at < now).at(-1);
  const coveredTo = change ? dayOf(toldAt(change.at)) : isEnteredLate(deadline) ? dayOf(toldAt(enteredAt)) : '';
  if (day <= coveredTo) return [];
  return stepsOf(change?.due ?? due)
    .filter((step) => step.day === day)
    .map(({ lead }) => lead);
}

/** The day on which a deadline ends, as it stands then; null: it is not there, or withdrawn. */
export function dueAsAt({ enteredAt, due, changes, withdrawnAt }: ScriptedDeadline, now: Moment): Day | null {
  if (enteredAt >= now || (withdrawnAt !== null && withdrawnAt < now)) return null;
  return changes.filter(({ at }) => at < now).at(-1)?.due ?? due;
}

/** 证书到期: to the main contact, until a renewal is handed in or the firm has said that it will not. */
export function expectedOfCertificates(script: Script, days: readonly Day[]): Message[] {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const answers = answersAbout(script, ({ about }) => about === 'certificate');
  return script.firms.flatMap((firm) => {
    const { certificate } = firm;
    if (certificate === null) return [];
    const steps = new Set(certificateMonths.map((months) => workdayBack(minusMonths(certificate, months))));
    return [...steps].flatMap((day): Message[] => {
      const at = nineOn(day);
      if (day < first || day > last) return [];
      if (script.renewals.some((one) => one.firm === firm.id && one.isHandedIn && one.at < at)) return [];
      if (hasEnded(answers(firm.id, at))) return [];
      const to = readersOf(script, firm, { withBackup: false, kind: 'CERTIFICATE', at });
      return to.map((person) => ({ day, to: person, kind: 'certificate', about: '' }));
    });
  });
}

/** The days of the year. */
export const yearOf = (year: number): Day[] => daysBetween(`${year}-01-01`, `${year}-12-31`);
