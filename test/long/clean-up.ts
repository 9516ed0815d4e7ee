import { afterEach } from 'vitest';

/** For a file of tests: what is pushed here is done after each, the last first. */
export function cleanUpAfterEach(): (() => Promise<unknown>)[] {
  const steps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of steps.splice(0).reverse()) await step();
  });
  return steps;
}
