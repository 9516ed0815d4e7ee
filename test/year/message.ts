import type { Day } from './script.ts';

/** What a message is: the first eight go to contacts, the next four to staff, the last two into groups. */
export const messageKinds = [
  'deadline',
  'deadline-entered',
  'deadline-changed',
  'deadline-released',
  'deadline-withdrawn',
  'certificate',
  'month-open',
  'month',
  'digest',
  'call-list',
  'late-list',
  'phone-list',
  'group-line',
  'group-month-open',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** One message that one reader gets. */
export interface Message {
  day: Day;
  /** A person, or a group. */
  to: string;
  kind: MessageKind;
  /** The program of a deadline, or a month; empty where the kind says it all */
  about: string;
}

/** Whoever serves several enterprises gets one for each: so many lines of the same words are expected. */
export const lineOf = ({ day, to, kind, about }: Message): string => [day, kind, about, to].join(' ');

/** How often each line occurs. */
export function counted(messages: readonly Message[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const message of messages) {
    const line = lineOf(message);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}
