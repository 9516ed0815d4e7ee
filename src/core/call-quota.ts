/** The calls that a platform gives an organisation in a month. Neither way of asking ever throws. */
export interface CallQuota {
  /** One more. */
  count(): Promise<void>;
  /** How much of it is used up: 1 is all. */
  used(): Promise<number>;
}

/** DingTalk's calls of this month and how many there may be; null where it is not set up. */
export type MonthlyCalls = () => Promise<{ made: number; limit: number } | null>;
