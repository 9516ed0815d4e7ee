import type { Deps } from '../deps.ts';

/** Whether a page of this address belongs to the app: its home page setting (digest 8.1) and its list of redirect addresses. */
export function isRegistered({ directory, callbacks }: Deps, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const robot = callbacks.dingtalkRobot;
  const registered = directory.world.dingtalk?.webOrigins ?? (robot === undefined ? [] : [robot]);
  // The digest does not say how much of a redirect address is compared; the origin is what both settings share.
  return registered.some((one) => new URL(one).origin === new URL(url).origin);
}
