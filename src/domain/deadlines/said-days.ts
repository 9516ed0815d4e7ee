import { type CalendarDate, formatDate } from '../calendar.ts';
import type { DueRead, TimeRead } from './due-words.ts';

/** The two days of a deadline, as they are called. */
export type DayLabel = '截止' | '推荐上报';

/** `on` null: it was said and not understood. `at` null: no time was said; `unclear`: one that was not understood. */
export type DayRead = { on: CalendarDate | null; at: string | null };
export const unclear = 'unclear';

/** Gathers the two days of a sentence word by word, and of each mistake one complaint. */
export function gatherDays({ problems, remarks }: { problems: string[]; remarks: string[] }) {
  const read: Record<DayLabel, DayRead | null> = { 截止: null, 推荐上报: null };
  /** Whose day has to come next. */
  let awaited: DayLabel | null = null;
  /** The day that a time behind it belongs to. */
  let last: DayLabel | null = null;

  return {
    read,
    await(label: DayLabel): void {
      awaited = label;
    },
    isAwaited: (): boolean => awaited !== null,
    /** Whether a label stands behind its own day: 7月10日 截止. */
    isSaid: (label: string): boolean => last === label,
    /** A label follows: a time does not belong to the day before it any more. */
    part(): void {
      last = null;
    },
    /** Something else than a day follows: one that had to come is missing. */
    miss(): void {
      if (awaited === null) return;
      problems.push(`“${awaited}”之后请写明日期，例如“${awaited} 7月17日”。`);
      read[awaited] ??= { on: null, at: unclear };
      awaited = null;
    },
    takeDay(word: string, said: DueRead): void {
      const which: DayLabel = awaited ?? '截止';
      awaited = null;
      if (read[which]) {
        problems.push('problem' in said ? said.problem : secondDay(word, which));
        return;
      }
      last = which;
      if ('problem' in said) {
        problems.push(said.problem);
        // It was said, though not understood: that it is missing is not said too.
        read[which] = { on: said.day, at: unclear };
        return;
      }
      read[which] = { on: said.on, at: said.at };
      if (said.isNextYear) remarks.push(`今年的这一天已过，“${word}”按${formatDate(said.on)}理解。`);
    },
    takeTime(word: string, said: TimeRead): void {
      const day = last && read[last];
      awaited = null;
      if ('problem' in said) {
        problems.push(said.problem);
        if (last && day) read[last] = { ...day, at: unclear };
      } else if (!last || !day) problems.push(`时间“${word}”前面没有日期，请写在日期之后。`);
      // Of a day that is wrong itself nothing more is said.
      else if (day.at === unclear) return;
      else if (day.at !== null) problems.push(`时间“${word}”是同一日期的第二个时间，请只写一个。`);
      else read[last] = { ...day, at: said.at };
    },
  };
}

/** Of each of the two there is one day. */
function secondDay(word: string, which: DayLabel): string {
  return which === '推荐上报'
    ? `日期“${word}”是第二个推荐上报日期。`
    : `日期“${word}”是第二个材料到开发区的日期，推荐上报的日期请写在“推荐上报”之后。`;
}
