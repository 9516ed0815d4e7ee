import { isIPv4, isIPv6 } from 'node:net';
import type { AttemptRule } from '../domain/attempts.ts';

const minuteMs = 60_000;

/** How often something may be tried. An enterprise's people come from one address, so that gets more than one person. */
export const limits = {
  codesOfPerson: { limit: 20, windowMs: 60 * minuteMs },
  codesFromAddress: { limit: 40, windowMs: 10 * minuteMs },
  loginsOfPerson: { limit: 60, windowMs: 60 * minuteMs },
  loginsFromAddress: { limit: 60, windowMs: 10 * minuteMs },
  uploadsOfPerson: { limit: 20, windowMs: 60 * minuteMs },
  uploadsFromAddress: { limit: 60, windowMs: 60 * minuteMs },
  badLinksFromAddress: { limit: 40, windowMs: 10 * minuteMs },
  readsOfCalendar: { limit: 60, windowMs: 60 * minuteMs },
  onceADay: { limit: 1, windowMs: 24 * 60 * minuteMs },
  /** Of what can be repeated at will so much is recorded. */
  refusalsFromAddress: { limit: 1, windowMs: 10 * minuteMs },
} as const satisfies Record<string, AttemptRule>;

/**
 * An address as tries are counted by it: IPv4 as it is, of IPv6 the first 64 bits, of which one household or host has all
 * the rest (RFC 6177). Some proxies write the port behind it (RFC 7239, section 6).
 */
export function addressKey(ip: string): string {
  const bare = /^\[([^\]]*)\](?::\d+)?$/u.exec(ip)?.[1] ?? /^([\d.]+):\d+$/u.exec(ip)?.[1] ?? ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(bare)?.[1] ?? bare;
  if (isIPv4(mapped)) return mapped;
  const [plain = ''] = mapped.split('%');
  if (!isIPv6(plain)) return 'unknown';
  const [head = '', tail] = plain.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const all = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
