import { describe, expect, it } from 'vitest';
import { intents } from '../../handlers/index.ts';
import { hear } from '../../src/core/said.ts';

const examples = intents.flatMap((intent) =>
  intent.examples.map((example) => ({ ...example, id: intent.id, all: intent.roles })),
);

describe('every sample sentence reaches its handler', () => {
  it.each(examples)('$say → $id', ({ say, id, roles, all }) => {
    for (const role of roles ?? all) {
      const reached = intents.filter((intent) => intent.roles.includes(role)).find((intent) => intent.match(hear(say)));
      expect(reached?.id).toBe(id);
    }
  });
});

it.each(intents)('the command of $id reaches it, with and without the slash', ({ id, command }) => {
  for (const say of [`/${command}`, command]) {
    expect(intents.find((intent) => intent.match(hear(say)))?.id).toBe(id);
  }
});

it.each(intents)('$id has an example, and none for who may not ask it', ({ roles, examples: own }) => {
  expect(own.length).toBeGreaterThan(0);
  const shown = own.flatMap((example) => example.roles ?? []);
  expect(shown.filter((role) => !roles.includes(role))).toEqual([]);
});
