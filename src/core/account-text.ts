/**
 * An identity as one text, the same wherever it is written: tries are counted under it, and unlocking and erasing find them
 * by it.
 */
export function accountText(account: { platform: string; corpId: string; userId: string }): string {
  const { platform, corpId, userId } = account;
  return JSON.stringify([platform, corpId, userId]);
}
