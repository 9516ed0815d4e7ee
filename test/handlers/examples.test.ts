import { describe, expect, it } from 'vitest';
import { intents } from '../../handlers/index.ts';
import { hear } from '../../src/core/said.ts';

const examples = intents.flatMap((intent) => intent.examples.map((example) => ({ ...example, id: intent.id })));

describe('every sample sentence reaches its handler', () => {
  it.each(examples)('$say → $id', ({ say, id, roles }) => {
    for (const role of roles) {
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

it('every intent has an example for everybody who may ask it', () => {
  for (const { id, roles, examples: own } of intents) {
    for (const role of roles)
      expect([id, role, own.some((example) => example.roles.includes(role))]).toEqual([id, role, true]);
  }
});
