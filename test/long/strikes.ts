/** Where a bot kills itself when it is told to. */
export const strikePoints = [
  /** At the nth statement from now on: in the middle of planning, of settling, of anything. */
  'statement',
  /** The call is on its way, its answer is not here. */
  'during send',
  /** The call is answered, and nothing written down of it. */
  'before settling',
  /** What became of it is written down, the job is open. */
  'before finishing',
  /** In n milliseconds. */
  'moment',
] as const;
export type StrikePoint = (typeof strikePoints)[number];

export interface Strike {
  point: StrikePoint;
  nth: number;
}

/** What a bot is told: what time it is, and mostly that a minute rings. */
export interface Order {
  now: number;
  ring?: number;
  strike?: Strike | undefined;
}

/** Its last words: when it died, and whom the calls under way were for. */
export interface Death {
  point: StrikePoint;
  at: number;
  calls: readonly (readonly string[])[];
}
