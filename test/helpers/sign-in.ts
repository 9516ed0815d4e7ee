import type { Browsing, Seen } from './browsing.ts';
import type { PersonId, World } from './world.ts';

/** What a platform's login page does with somebody: sends them back with a code. @returns where to */
export async function platformLogin(
  world: World,
  as: PersonId,
  platform: 'wecom' | 'dingtalk',
  sent: Pick<Seen, 'location'>,
): Promise<string> {
  const response = await fetch(`${world.emulator.url}/emulator/authorize`, {
    method: 'POST',
    body: JSON.stringify({ as, url: sent.location ?? '', client: platform }),
  });
  const { location, page } = (await response.json()) as { location?: string; page?: string };
  if (location === undefined) throw new Error(`no way back from ${sent.location}: ${page}`);
  return location;
}

/** Signs somebody in by a platform's page. */
export async function signIn(
  world: World,
  as: PersonId,
  platform: 'wecom' | 'dingtalk',
  who: Browsing,
  from = `/h5/login/${platform}`,
): Promise<Seen> {
  return who.get(await platformLogin(world, as, platform, await who.get(from)));
}
