import { type Actor, isStaff, roleLabels } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';
import type { Place } from '../src/core/event.ts';

/** Who the bot takes one for, and 账号编号 for who may become a member. In a group no name of an enterprise: who serves whom is not the group's business. */
export function whoAmICard(actor: Actor, place: Place, bureau: Bureau, accountNumber: string | null): Card {
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
          ...(accountNumber === null ? [] : [{ label: '账号编号', value: accountNumber }]),
        ],
      },
      ...(actor.role === 'stranger' ? [{ kind: 'text' as const, text: howToGoOn(bureau, accountNumber) }] : []),
    ],
    confidential: place === 'direct',
  };
}

function howToGoOn(bureau: Bureau, accountNumber: string | null): string {
  const asMember =
    accountNumber === null
      ? ''
      : `如您是${bureau.name}工作人员，请将账号编号告知本局管理员，由管理员添加为成员。该编号本身不带任何权限。`;
  return `${asMember}企业人员请${accountNumber === null ? '在单聊中' : ''}发送“/绑定 企业全称”申请绑定。`;
}
