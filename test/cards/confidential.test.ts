import { describe, expect, it } from 'vitest';
import { qualificationCard } from '../../cards/qualification.ts';
import { qualificationListCard } from '../../cards/qualification-list.ts';
import { qualificationStatisticsCard } from '../../cards/qualification-statistics.ts';
import { whoAmICard } from '../../cards/who-am-i.ts';
import { stranger } from '../../src/core/actor.ts';

/** What the guard on the way out of a group relies on: a card that holds more than the public row says so. */
describe('a card is confidential', () => {
  const now = new Date('2023-12-29T02:00:00Z');
  const on = '2023-12-29';
  const enterprise = { id: '1', name: '示例企业01' };
  const bureau = { name: '科技局', tel: '0475-8000000' };

  it.each([true, false])('of an enterprise in full: %s', (full) => {
    expect(qualificationCard({ enterprise, standings: [], on, now, full }).confidential).toBe(full);
  });

  it.each([true, false])('with a list in full: %s', (confidential) => {
    const list = { title: '名单', sections: [], showType: false, page: 1, say: '资质 高企', on, now };
    expect(qualificationListCard({ ...list, confidential }).confidential).toBe(confidential);
  });

  it.each([true, false])('with counts in full: %s', (confidential) => {
    expect(qualificationStatisticsCard({ recognised: [], on, now, confidential }).confidential).toBe(confidential);
  });

  it.each([
    ['direct', true],
    ['group', false],
  ] as const)('about who one is, %s: %s', (place, confidential) => {
    const actor = { ...stranger, role: 'contact' as const, name: '李一', enterprises: [enterprise] };
    const card = whoAmICard(actor, place, bureau, null);
    expect(card.confidential).toBe(confidential);
    expect(JSON.stringify(card).includes('李一')).toBe(confidential);
  });
});
