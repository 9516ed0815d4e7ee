/** How a rate is kept below its limit: so many at once, and one more each interval. */
export interface Pace {
  burst: number;
  intervalMs: number;
  /** How much of the burst is for answers to a person alone: mass mail leaves it. */
  reserved: number;
}

/** What a call takes of a limit. */
export type Cost =
  | { kind: 'pace'; key: string; pace: Pace; count: number }
  /** Of what there is in a day or month of the bureau's calendar. */
  | { kind: 'quota'; key: string; window: 'day' | 'month'; atMost: number; count: number };

/** Gives everybody who shares the database their turn. */
export interface Pacer {
  /**
   * Takes a turn under each of these limits; waits for it where that is short.
   * @param urgent somebody waits for it: it goes before what does not matter to the second
   * @returns null: now; else not before then, and nothing was taken of the limit that stands in the way
   */
  turn(costs: readonly Cost[], of: { urgent: boolean }): Promise<Date | null>;
  /** One turn each of many, without waiting: the keys of those who have it. All must have the same pace. */
  turns(costs: readonly Cost[]): Promise<ReadonlySet<string>>;
}
