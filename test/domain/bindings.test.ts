import { describe, expect, it } from 'vitest';
import { type Contact, likelyContact } from '../../src/domain/bindings.ts';

const listed: Contact = {
  personId: 'p1',
  bindingId: 'b1',
  name: '李五',
  mobile: null,
  duty: 'CONTACT',
  rank: null,
  isReachable: false,
  others: 0,
};

describe('the listed contact who may be the applicant', () => {
  it('has the name that was given', () => {
    expect(likelyContact([{ ...listed, name: '赵五' }, listed], '李五')).toBe(listed);
    expect(likelyContact([listed], '李')).toBeNull();
  });

  it.each<[string, readonly Contact[], string | null]>([
    ['who gave no name, and is listed without one', [{ ...listed, name: null }], null],
    ['who gave no name', [listed], null],
    ['two of one name', [listed, { ...listed, personId: 'p2', bindingId: 'b2' }], '李五'],
    ['somebody who has an account', [{ ...listed, isReachable: true }], '李五'],
    ['somebody who speaks for others too', [{ ...listed, others: 1 }], '李五'],
    ['nobody at all', [], '李五'],
  ])('is nobody: %s', (_who, contacts, claimedName) => {
    expect(likelyContact(contacts, claimedName)).toBeNull();
  });

  it('is the one who has no account, beside another of that name who has', () => {
    expect(likelyContact([{ ...listed, personId: 'p2', isReachable: true }, listed], '李五')).toBe(listed);
  });
});
