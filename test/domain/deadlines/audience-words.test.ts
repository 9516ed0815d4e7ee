import { expect, it } from 'vitest';
import { readAudience } from '../../../src/domain/deadlines/audience-words.ts';
import { sayAudience } from '../../../src/domain/deadlines/say-deadline.ts';
import { levelsOf } from '../../../src/domain/kind-spoken.ts';
import { qualificationTypes } from '../../../src/domain/qualification.ts';

const states = ['VALID', 'PENDING', 'EXPIRES_IN_YEAR', 'NONE'] as const;

it.each(qualificationTypes)(
  'every rule about %s reads back as it is said: an export of deadlines goes round',
  (type) => {
    for (const level of [null, ...levelsOf[type]]) {
      for (const state of states) {
        const audience = { everybody: false, anyOf: [{ kind: 'qualification' as const, type, level, state }] };
        expect(readAudience(sayAudience(audience, []))).toEqual({ audience, names: [] });
      }
    }
  },
);

it('其他 alone is no type', () => {
  expect(readAudience('其他、市级其他')).toEqual({
    audience: { everybody: false, anyOf: [] },
    names: ['其他', '市级其他'],
  });
});
