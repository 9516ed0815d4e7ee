import { timingSafeEqual } from 'node:crypto';

/** Compares in constant time; unequal lengths differ at once. */
export function safeEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
