import { grouped } from '../../src/core/grouped.ts';
import { counted, type Message, messageKinds } from './message.ts';
import type { ToldMessage } from './told.ts';

/** Where a year went otherwise than the rules have it: every list is to be empty. */
export interface Differences {
  missing: string[];
  /** Asked for by nobody, or told twice. */
  extra: string[];
  outsideHours: string[];
  droppedByLimit: string[];
  /** Groups that read more than one message on a day. */
  severalInGroup: string[];
}

const staffKinds: readonly string[] = ['digest'];
/** What staff have entered is told when they did so; everything else is the round's. */
const atOnce: readonly string[] = ['deadline-entered', 'deadline-changed', 'deadline-withdrawn'];

export function differences(expected: readonly Message[], told: readonly ToldMessage[]): Differences {
  const wanted = counted(expected);
  const got = counted(
    told.map(({ kind, about, text, ...rest }) =>
      // Of what nothing is known its words are told.
      kind === 'other' ? { ...rest, kind: 'digest', about: `? ${text.slice(0, 60)}` } : { ...rest, kind, about },
    ),
  );
  const times = (line: string, count: number, of: number) =>
    count === 1 && of === 0 ? line : `${line} (${count}, not ${of})`;
  const inGroups = grouped(
    told.filter(({ to }) => to.startsWith('group-')),
    ({ day, to }) => `${day} ${to}`,
  );
  return {
    missing: [...wanted].flatMap(([line, count]) => {
      const has = got.get(line) ?? 0;
      return has < count ? [`${line}${count > 1 ? ` (${has}, not ${count})` : ''}`] : [];
    }),
    extra: [...got].flatMap(([line, count]) => {
      const of = wanted.get(line) ?? 0;
      return count > of ? [times(line, count, of)] : [];
    }),
    outsideHours: told
      .filter(({ kind, time }) => {
        const from = atOnce.includes(kind) ? '08:00' : staffKinds.includes(kind) ? '08:30' : '09:00';
        return time < from || time >= '21:00';
      })
      .map(({ day, time, kind, about, to }) => [day, time, kind, about, to].join(' ')),
    droppedByLimit: told.filter(({ isDropped }) => isDropped).map(({ day, time, text }) => [day, time, text].join(' ')),
    severalInGroup: [...inGroups].flatMap(([line, those]) =>
      new Set(those.map(({ text }) => text)).size > 1 ? [line] : [],
    ),
  };
}

/** For whoever reads a failure: so many of each, and how many there are. */
export function readable(found: Differences): string {
  return Object.entries(found)
    .flatMap(([name, lines]: [string, string[]]) =>
      lines.length === 0
        ? []
        : [
            `${name}: ${lines.length}`,
            ...lines
              .sort()
              .slice(0, 20)
              .map((line) => `  ${line}`),
          ],
    )
    .join('\n');
}

/** `deadline 1101, month 528, …` */
export function figures(told: readonly ToldMessage[]): string {
  return messageKinds.map((kind) => `${kind} ${told.filter((one) => one.kind === kind).length}`).join(', ');
}
