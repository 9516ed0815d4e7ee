import { expect } from 'vitest';
import { differences, figures, readable } from './differences.ts';
import { expectedMessages } from './expected.ts';
import { scenario } from './scenario.ts';
import { simulateYear } from './simulate.ts';

/** Holds what the bot says in a year against what was counted from the script alone. */
export async function expectYear(of: { firms: number; moments: readonly string[]; until?: string }): Promise<void> {
  const script = scenario(of.firms);
  const { until = '2024-12-31' } = of;
  const started = performance.now();
  const { told, errors, refused } = await simulateYear(script, of);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(`${of.firms} enterprises to ${until} in ${minutes} min: ${told.length} messages; ${figures(told)}`);
  const expected = expectedMessages(script).filter(({ day }) => day <= until);
  // Together: what was logged or refused tells why something is missing.
  expect({
    differences: readable(differences(expected, told)),
    errors: errors.slice(0, 20),
    refused: refused.slice(0, 20),
  }).toEqual({ differences: '', errors: [], refused: [] });
}
