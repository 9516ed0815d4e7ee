import { z } from 'zod';
import { type Reader, ReaderSchema } from './event.ts';

export type { Reader } from './event.ts';

/**
 * How many readers one call of a platform takes: touser of 企业微信 发送应用消息 90236, userIds of 钉钉
 * 批量发送人与机器人会话中机器人消息 (an error text of that page says 100).
 */
export const mailingSizes = { wecom: 1000, dingtalk: 20 } as const;

/** A call of a mailing as it is stored: the platform's own, and whom it goes to. */
export const MailCallSchema = z.looseObject({ readers: z.array(ReaderSchema).min(1) });
export type MailCall = z.infer<typeof MailCallSchema>;

/** Why a message did not get to a reader. */
export const refusals = [
  /** 企业微信 invaliduser, 钉钉 invalidStaffIdList: the platform knows nobody of that id. */
  'invalid',
  /** 企业微信 unlicenseduser */
  'unlicensed',
  /** 企业微信: above the messages a member gets in a minute or an hour it is dropped without a word, so it is not sent. */
  'paced',
  /** The whole call was refused for good. */
  'refused',
  /** It was tried too often. */
  'given-up',
] as const;
export type RefusalOf = (typeof refusals)[number];

/** What became of one call of a mailing: of everybody in it, since a platform takes some and refuses others. */
export interface Mailed {
  accepted: readonly Reader[];
  refused: readonly { reader: Reader; why: RefusalOf }[];
  /** Not taken for now: to be tried again (钉钉 flowControlledStaffIdList). */
  later: readonly Reader[];
  /** The key by which the platform tells who read it (钉钉 processQueryKey); null: it does not tell. */
  readKey: string | null;
}

/** The book of promises as whoever carries mailings out sees it; made in src/store. */
export interface MailingBook {
  /** Until when nothing may go to these, since the hours for it are over; null: now it may. */
  notBefore(readers: readonly Reader[], now: Date): Promise<Date | null>;
  /**
   * Of these readers those to whom it is still to be told, marked as being sent: the promise stands, it was not withdrawn
   * or answered meanwhile, they still speak for the enterprise, the account is still theirs.
   */
  begin(jobId: string, readers: readonly Reader[], now: Date): Promise<readonly Reader[]>;
  /** Writes down what became of a call. What was refused for good is left to the next way (other platform, backup contact). */
  settle(jobId: string, mailed: Mailed, now: Date): Promise<void>;
}

/** What is tried out on somebody's own word is no promise and always goes. */
export const testReader = (to: Reader['to']): Reader => ({ reminderId: 'test', to });
export const isTest = ({ reminderId }: Reader): boolean => reminderId === 'test';
