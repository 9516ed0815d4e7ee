import { type Actor, isStaff, roleLabels } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';
import type { Place } from '../src/core/event.ts';

/** Who the bot takes one for. In a group no name of an enterprise: who serves whom is not the group's business. */
export function whoAmICard(actor: Actor, place: Place, bureau: Bureau): Card {
  const role = isStaff(actor) ? `${bureau.name}工作人员（${roleLabels[actor.role]}）` : roleLabels[actor.role];
  const enterprises = actor.enterprises.map(({ name }) => name).join('、');
  return {
    title: '您的身份',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '身份', value: role },
          ...(place === 'direct' && actor.name ? [{ label: '姓名', value: actor.name }] : []),
          ...(place === 'direct' && enterprises ? [{ label: '绑定企业', value: enterprises }] : []),
        ],
      },
    ],
    confidential: place === 'direct',
  };
}
