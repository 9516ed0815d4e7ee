import { nanoid } from 'nanoid';
import type { Clock } from '../clock.ts';

/** Codes that are good for one use within a time. */
export interface OneTimeCodes<Subject> {
  issue(subject: Subject): string;
  /** Looks without using it up; nothing when unknown, used or too old. */
  look(code: string): Subject | undefined;
  spend(code: string): void;
}

export function createOneTimeCodes<Subject>(clock: Clock, lifetimeMs: number): OneTimeCodes<Subject> {
  const issued = new Map<string, { subject: Subject; until: number }>();
  return {
    issue(subject) {
      // All live as long, so what is over stands in front; a year's codes would fill the memory.
      for (const [old, { until }] of issued) {
        if (clock.now() <= until) break;
        issued.delete(old);
      }
      const code = nanoid(40);
      issued.set(code, { subject, until: clock.now() + lifetimeMs });
      return code;
    },
    look(code) {
      const found = issued.get(code);
      return found && clock.now() <= found.until ? found.subject : undefined;
    },
    spend(code) {
      issued.delete(code);
    },
  };
}
