import { expect, it } from 'vitest';
import { auditActions } from '../../src/core/audit.ts';
import { actionGroups, looks, looksAtMany } from '../../src/domain/audit-trail.ts';

it('every action is found by one word, a command that was refused among what was refused', () => {
  const grouped = Object.values(actionGroups).flat();
  expect(new Set(grouped).size).toBe(grouped.length);
  expect([...grouped, 'command.denied'].sort()).toEqual(Object.keys(auditActions).sort());
});

it('an enterprise is told of every look at what is private of it, and of lists that hold it', () => {
  expect([...looks].sort()).toEqual([
    'application.read',
    'contact.read',
    'contact.reveal',
    'export',
    'fund.read',
    'qualification.read',
    'report.read',
  ]);
  expect([...looksAtMany].sort()).toEqual(['export', 'fund.list', 'qualification.list', 'report.list']);
});
