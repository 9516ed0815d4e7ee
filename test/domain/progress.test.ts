import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/core/actor.ts';
import { type Move, moveRules, moves, movesFrom } from '../../src/domain/progress.ts';
import { type Status, statuses } from '../../src/domain/qualification.ts';

type Who = Role | 'system';
const roles: readonly Who[] = ['administrator', 'officer', 'viewer', 'agent', 'contact', 'stranger', 'system'];

/** domain.md B2 by hand: from, the step, to, and whose it is. What is not here is not allowed. */
const table: readonly (readonly [Status, Move, Status, 'enterprise' | 'staff' | 'either'])[] = [
  ['CULTIVATING', 'draft', 'DRAFTING', 'either'],
  ['CULTIVATING', 'withdraw', 'WITHDRAWN', 'either'],
  ['DRAFTING', 'submit', 'ZONE_REVIEW', 'enterprise'],
  ['DRAFTING', 'withdraw', 'WITHDRAWN', 'either'],
  ['ZONE_REVIEW', 'recommend', 'RECOMMENDED', 'staff'],
  ['ZONE_REVIEW', 'return', 'RETURNED', 'staff'],
  ['ZONE_REVIEW', 'withdraw', 'WITHDRAWN', 'either'],
  ['RETURNED', 'submit', 'ZONE_REVIEW', 'enterprise'],
  ['RETURNED', 'withdraw', 'WITHDRAWN', 'either'],
  ['RECOMMENDED', 'hand-on', 'PENDING', 'staff'],
  ['RECOMMENDED', 'withdraw', 'WITHDRAWN', 'either'],
  ['PENDING', 'publicise', 'PUBLICITY', 'staff'],
  ['PENDING', 'reject', 'REJECTED', 'staff'],
  ['PUBLICITY', 'recognise', 'RECOGNIZED', 'staff'],
  ['PUBLICITY', 'reject', 'REJECTED', 'staff'],
];

/** Who acts for whom: deciding staff hand in for an enterprise too, 代办员 only that. */
const parties: Record<Who, readonly ('enterprise' | 'staff')[]> = {
  administrator: ['enterprise', 'staff'],
  officer: ['enterprise', 'staff'],
  viewer: [],
  agent: ['enterprise'],
  contact: ['enterprise'],
  stranger: [],
  system: [],
};

describe.each(statuses)('from %s', (status) => {
  it.each(roles)('to %s exactly what B2 says is open', (role) => {
    const expected = table
      .filter(
        ([from, , , by]) =>
          from === status && (by === 'either' ? parties[role].length > 0 : parties[role].includes(by)),
      )
      .map(([, move]) => move)
      .sort();
    expect([...movesFrom(status, role)].sort()).toEqual(expected);
  });
});

it.each(table)('%s by %s leads to %s', (_from, move, to) => {
  expect(moveRules[move].to).toBe(to);
});

it('every step of the table is one of ours', () => {
  expect(moves.filter((move) => !table.some(([, known]) => known === move))).toEqual([]);
});
