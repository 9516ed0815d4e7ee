import { expect, it } from 'vitest';
import { auditActions } from '../../src/core/audit.ts';
import { actionGroups } from '../../src/domain/audit-trail.ts';

it('every action is found by one word, a command that was refused among what was refused', () => {
  const grouped = Object.values(actionGroups).flat();
  expect(new Set(grouped).size).toBe(grouped.length);
  expect([...grouped, 'command.denied'].sort()).toEqual(Object.keys(auditActions).sort());
});
