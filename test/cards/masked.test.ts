import { expect, it } from 'vitest';
import { linkCodeCard, linkListCard, sameNameCard } from '../../cards/access-link.ts';
import { bindingRequestCard } from '../../cards/binding.ts';
import { contactsCard } from '../../cards/contacts.ts';
import { confirmJoinCard, joinedReportCard } from '../../cards/join-accounts.ts';
import type { Card } from '../../src/core/card.ts';
import type { BindingRequest, Contact } from '../../src/domain/bindings.ts';
import type { Join, JoinSide } from '../../src/domain/joins.ts';
import type { AccessLink } from '../../src/domain/links.ts';
import { pageOf } from '../../src/domain/paging.ts';

const now = new Date('2023-12-29T02:00:00Z');
const enterprise = { id: 'FIRM', name: '示例企业01' };
const account = { platform: 'wecom', corpId: 'ww1', userId: 'u1' } as const;
const contact: Contact = {
  personId: 'p1',
  bindingId: 'b1',
  name: '李一甲',
  mobile: '13812345678',
  duty: 'CONTACT',
  rank: null,
  isReachable: false,
  others: 0,
};
const link: AccessLink = {
  id: 'LINK',
  personId: 'p1',
  name: '李一甲',
  enterprises: [enterprise],
  state: 'ACTIVE',
  expiresAt: now,
  createdById: 'p3',
  isCodeOpen: true,
};
const request: BindingRequest = {
  id: 'REQUEST',
  personId: 'p2',
  enterprise,
  claimedName: null,
  state: 'PENDING',
  reason: null,
  account,
  requestedAt: now,
  decidedBy: null,
  decidedAt: null,
};
const side: JoinSide = { account, name: '李一甲', role: 'contact', enterprises: [enterprise] };
const join: Join = { id: 'JOIN', asker: side, typist: side };

it.each<[string, Card]>([
  ['the code of a link', linkCodeCard('123456', link)],
  ['the list of links', linkListCard(pageOf([link], 1, 20), 1)],
  ['contacts of an enterprise', contactsCard(enterprise, [contact], { whole: false, mayChange: true })],
  [
    'a listed contact beside an application',
    bindingRequestCard(request, { creditCode: null, contacts: 1, alike: contact }),
  ],
  ['the other account, to who asked', confirmJoinCard(join, 'asker')],
  ['the other account, to who typed', confirmJoinCard(join, 'typist')],
])('%s: the name is masked', (_what, card) => {
  expect(JSON.stringify(card)).toContain('李*');
  expect(JSON.stringify(card)).not.toMatch(/李一|13812345678/);
  expect(card.confidential).toBe(true);
});

it('which of several of one name is told by masked numbers', () => {
  const card = sameNameCard('李一甲', [contact, { ...contact, mobile: '13900001111' }], () => '链接');
  const [, list] = card.blocks;
  expect(list).toMatchObject({ items: ['李*，138****5678', '李*，139****1111'] });
});

it('contacts in full only where that was asked for, and staff see whole who became one', () => {
  expect(JSON.stringify(contactsCard(enterprise, [contact], { whole: true, mayChange: true }))).toMatch(
    /李一甲，联系人，13812345678/,
  );
  expect(JSON.stringify(joinedReportCard(join))).toContain('李一甲');
});
