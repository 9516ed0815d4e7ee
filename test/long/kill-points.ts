/** Where the bot is killed. */
export const killPoints = [
  'after record',
  'during send',
  'before it is marked sent',
  'before commit',
  'after commit',
] as const;
export type KillPoint = (typeof killPoints)[number];
