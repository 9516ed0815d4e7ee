import type { Directory } from './directory.ts';
import { RefusedError } from './errors.ts';
import type { Person } from './world.ts';

/** Where a person opens a link: inside a vendor's client, which knows them, or in a browser, which knows nobody. */
export const CLIENTS = ['wecom', 'dingtalk', 'browser'] as const;
export type Client = (typeof CLIENTS)[number];

export interface Holder {
  person: Person;
  client: Client;
}

const COOKIE = 'emulator_phone';

/** Whoever opens pages of this origin from now on does so on that person's phone. */
export function phoneCookie({ person, client }: Holder): string {
  return `${COOKIE}=${client}.${encodeURIComponent(person.id)}`;
}

/** Who holds the phone a request came from, by its Cookie header. */
export function holderOf(directory: Directory, cookies: string | undefined): Holder | undefined {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)\\.([^;]+)`).exec(cookies ?? '');
  const client = CLIENTS.find((one) => one === value?.[1]);
  const person = directory.world.people.find((one) => encodeURIComponent(one.id) === value?.[2]);
  return client && person ? { person, client } : undefined;
}

/** The header by which a fragment reaches the login pages where the emulator saw the whole link; browsers keep it to themselves. */
export const FRAGMENT_HEADER = 'x-emulator-fragment';

export interface Visit {
  status: number;
  /** Where the page sends the person; nobody has gone there yet. */
  location?: string;
  /** What the page says instead. */
  page?: string;
}

const VENDOR_HOSTS = ['open.weixin.qq.com', 'login.dingtalk.com'];

/** Opens one login link of a vendor on a person's phone and says where it leads, without following. */
export async function visit(ownUrl: string, holder: Holder, link: string): Promise<Visit> {
  const target = httpUrl(link);
  const own = new URL(ownUrl);
  // A machine has several names; the port tells this server from the bot's.
  if (target.port !== own.port && !VENDOR_HOSTS.includes(target.host)) {
    throw new RefusedError(`${target.origin} is no login page of a vendor; follow its redirects first`);
  }
  const response = await fetch(new URL(target.pathname + target.search, own), {
    redirect: 'manual',
    headers: { cookie: phoneCookie(holder), [FRAGMENT_HEADER]: target.hash },
  });
  const location = response.headers.get('location');
  const page = await response.text();
  return { status: response.status, ...(location === null ? { page } : { location }) };
}

/** A link a client would open in its browser. */
export function httpUrl(link: string): URL {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new RefusedError('url is no http(s) address');
  return url;
}
