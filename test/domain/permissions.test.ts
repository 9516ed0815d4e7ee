import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Role, roleLabels } from '../../src/core/actor.ts';
import { may, permissions } from '../../src/domain/permissions.ts';

const columns: readonly Role[] = ['administrator', 'officer', 'viewer', 'agent', 'contact', 'stranger'];

describe.each(['README.md', 'README.zh-CN.md'])('the table of %s', (name) => {
  const text = readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
  const lines = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

  it('has a column for each role', () => {
    const header = lines.find((cells) =>
      columns.every((role) => cells.some((cell) => cell.startsWith(roleLabels[role]))),
    );
    expect(header?.slice(-1 - columns.length, -1).map((cell) => cell.split(' ')[0])).toEqual(
      columns.map((role) => roleLabels[role]),
    );
  });

  it.each(permissions)('says who has %s', (permission) => {
    const rows = lines.filter((cells) => cells[1] === `\`${permission}\``);
    expect(rows.map((cells) => cells.slice(-1 - columns.length, -1))).toEqual([
      columns.map((role) => (may(role, permission) ? '✓' : '–')),
    ]);
  });
});

/** What a contact does for the own enterprise is no right over others; and 代办员 are not given the enterprises' money to see. */
const notOfMore: Partial<Record<Role, readonly string[]>> = {
  viewer: ['application.file', 'fund.report', 'report.file', 'deadline.answer'],
  agent: ['fund.ask', 'fund.report', 'report.ask', 'report.file', 'deadline.answer'],
};

describe('nobody gains by a role below', () => {
  it.each([
    ['administrator', 'officer'],
    ['officer', 'viewer'],
    ['viewer', 'contact'],
    ['agent', 'contact'],
    ['contact', 'stranger'],
  ] as const)('%s may whatever %s may', (more, less) => {
    const except = notOfMore[more] ?? [];
    expect(permissions.filter((one) => may(less, one) && !may(more, one))).toEqual(except);
  });
});
