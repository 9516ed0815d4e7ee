import { expect, it } from 'vitest';
import { addressKey } from '../../src/h5/limits.ts';

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['2001:db8:0:1:ffff::1', '2001:db8:0:1::/64'],
  ['2001:0DB8:0000:0001:0:0:0:1', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['1::', '1:0:0:0::/64'],
  ['', 'unknown'],
  ['unknown', 'unknown'],
  ['999.1.1.1', 'unknown'],
  ['x'.repeat(10_000), 'unknown'],
])('tries from %s are counted as those of %s', (ip, key) => {
  expect(addressKey(ip)).toBe(key);
});
