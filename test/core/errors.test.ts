import { expect, it } from 'vitest';
import { mayHaveArrived, PlatformError } from '../../src/core/errors.ts';

it.each([
  // No answer, or none that says anything.
  ['timeout', true],
  ['shape', true],
  ['http 502', true],
  ['ECONNRESET', true],
  ['EPIPE', true],
  // It never got there.
  ['ECONNREFUSED', false],
  ['ENOTFOUND', false],
  ['EAI_AGAIN', false],
  // The platform said no, or we did.
  ['-1', false],
  ['45009', false],
  ['Forbidden.AccessDenied.QpsLimitForApi', false],
  ['paced', false],
])('a call that failed with %s may have arrived: %s', (code, may) => {
  expect(mayHaveArrived(new PlatformError('a call', { code, retryable: true }))).toBe(may);
});
