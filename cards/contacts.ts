import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Button, Card } from '../src/core/card.ts';
import { type Contact, dutyLabels, rankLabels } from '../src/domain/bindings.ts';
import { maskName, maskPhone } from '../src/domain/masking.ts';
import { noticeCard } from './notice.ts';

/** 联系人 of one enterprise. Masked unless `whole`. */
export function contactsCard(
  enterprise: EnterpriseRef,
  contacts: readonly Contact[],
  { whole, mayChange }: { whole: boolean; mayChange: boolean },
): Card {
  if (contacts.length === 0) {
    return { ...noticeCard('联系人', `${enterprise.name}目前没有登记联系人。`), confidential: true };
  }
  const how = `设置主、备用联系人请发送“/联系人 ${enterprise.name} 主 序号”“/联系人 ${enterprise.name} 备 序号”；解除绑定请发送“/解绑 ${enterprise.name} 序号”。`;
  return {
    title: `${enterprise.name}联系人`,
    blocks: [
      { kind: 'list', items: contacts.map((contact) => contactLine(contact, whole)) },
      ...(mayChange ? [{ kind: 'text' as const, text: how }] : []),
    ],
    ...(mayChange && !whole
      ? { footer: `查看完整姓名和电话请发送“/联系人 ${enterprise.name} 完整”，查看将记入审计记录。` }
      : {}),
    confidential: true,
  };
}

function contactLine({ name, mobile, duty, rank, isReachable }: Contact, whole: boolean): string {
  return [
    whole ? (name ?? '未登记姓名') : maskName(name),
    dutyLabels[duty],
    ...(rank === null ? [] : [rankLabels[rank]]),
    whole ? (mobile ?? '电话未登记') : maskPhone(mobile),
    ...(isReachable ? [] : ['未绑定账号']),
  ].join('，');
}

/** Asks before a binding is ended. */
export function confirmUnbindCard(enterprise: EnterpriseRef, who: string, say: string): Card {
  const button: Button = { text: '确认解绑', tap: { say, answer: 'here' } };
  return {
    title: '确认解绑',
    blocks: [
      { kind: 'text', text: `确认解除${who}与${enterprise.name}的绑定？解除后将不能再查询该企业的非公开信息。` },
    ],
    buttons: [button],
    insteadOfButtons: `确认请发送“/${say}”。`,
    confidential: true,
  };
}
