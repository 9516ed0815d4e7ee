import { confirmUnbindCard } from '../../cards/contacts.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import type { Telling } from '../../src/domain/bindings.ts';
import { maskName } from '../../src/domain/masking.ts';
import { may, rolesThatMay } from '../../src/domain/permissions.ts';
import { findEnterprise } from '../find-enterprise.ts';
import { ownEnterprise } from '../own-enterprise.ts';

interface Request {
  /** Asked back and confirmed. */
  confirmed: boolean;
  enterprise: string;
  /** Staff: whose binding, by its place in the list or, confirmed, by its id. */
  whose?: string;
}

/** 解绑: the contact ends the own binding, staff anybody's. */
export const unbind = defineIntent<Request>({
  id: 'unbind',
  command: '解绑',
  permission: 'own.manage',
  inGroup: 'refuse',
  examples: [
    { say: '/解绑', gets: '解除本人与企业的绑定', roles: ['contact'] },
    { say: '/解绑 企业简称 1', gets: '解除某联系人的绑定（序号见“/联系人”）', roles: rolesThatMay('binding.decide') },
  ],
  read(said) {
    const argument = argumentOf(said, ['解绑', '解除绑定']);
    if (argument === null) return null;
    const [, confirmation, rest = ''] = /^(确认\s?)?(.*)$/u.exec(argument) ?? [];
    const of = /^(?<enterprise>.+?)\s(?<whose>[0-9A-Za-z]{1,12})$/u.exec(rest)?.groups;
    const confirmed = confirmation !== undefined;
    return of?.enterprise && of.whose
      ? { confirmed, enterprise: of.enterprise, whose: of.whose }
      : { confirmed, enterprise: rest };
  },
  async run(ctx, request) {
    if (request.whose === undefined) return endOwn(ctx, request);
    if (may(ctx.actor.role, 'binding.decide')) return endOthers(ctx, request, request.whose);
    const here = noticeCard('没有权限', `解除他人的绑定由${ctx.bureau.name}办理。解除本人的绑定请发送“/解绑”。`);
    return { here, audit: [{ action: 'binding.end', result: 'denied' }] };
  },
});

async function endOwn(ctx: Context, { confirmed, enterprise: written }: Request): Promise<Answer> {
  const { actor, bindings, bureau, doer } = ctx;
  if (actor.enterprises.length === 0 || actor.personId === null) {
    return { here: noticeCard('没有绑定', '您没有绑定企业。解除他人的绑定请发送“/解绑 企业简称 序号”。') };
  }
  const own = written === '' ? ownEnterprise(ctx, ({ name }) => `解绑 ${name}`) : await named(ctx, written);
  if ('ask' in own) return { here: own.ask };
  if ('answer' in own) return own.answer;
  const { enterprise } = own;
  if (!actor.enterprises.some(({ id }) => id === enterprise.id)) {
    return { here: noticeCard('没有绑定', `您没有绑定${enterprise.name}。`) };
  }
  if (!confirmed) return { here: confirmUnbindCard(enterprise, '您', `解绑 确认 ${enterprise.name}`) };
  const staff = await bindings.staff('binding.decide', ctx.sender.platform);
  const text = `${actor.name ?? '一名联系人'}已自行解除与${enterprise.name}的绑定。`;
  const tell: Telling[] = [
    { to: staff, card: confidential('联系人已解绑', text), purpose: 'binding.end', needs: 'binding.decide' },
  ];
  await bindings.end(doer, { personId: actor.personId, enterpriseId: enterprise.id, reason: null, tell });
  const done = `您与${enterprise.name}的绑定已解除，已告知${bureau.name}。如需重新绑定，请发送“/绑定 ${enterprise.name}”。`;
  return { here: confidential('已解绑', done), tapped: { state: '已解绑', forAll: true } };
}

async function named(ctx: Context, written: string) {
  const own = ctx.actor.enterprises.filter(({ name }) => name === written);
  const [one] = own;
  return one && own.length === 1 ? { enterprise: one } : findEnterprise(ctx, written, (full) => `解绑 ${full}`);
}

async function endOthers(ctx: Context, { confirmed, enterprise: written }: Request, whose: string): Promise<Answer> {
  const found = await findEnterprise(ctx, written, (full) => `解绑 ${full} ${whose}`);
  if ('answer' in found) return found.answer;
  const { enterprise } = found;
  const contacts = await ctx.bindings.contactsOf(enterprise.id);
  const byId = contacts.find(({ bindingId }) => bindingId === whose.toUpperCase());
  // A place in a list may be another's by now: what is confirmed names the binding itself.
  const contact = byId ?? (confirmed ? undefined : contacts[Number(whose) - 1]);
  if (!contact) {
    const text = `${enterprise.name}没有${quoted(whose)}这名联系人，或其绑定已解除。请发送“/联系人 ${enterprise.name}”核对。`;
    return { here: confidential('没有找到联系人', text) };
  }
  const who = maskName(contact.name);
  if (!confirmed)
    return { here: confirmUnbindCard(enterprise, who, `解绑 确认 ${enterprise.name} ${contact.bindingId}`) };
  await ctx.bindings.end(ctx.doer, {
    personId: contact.personId,
    enterpriseId: enterprise.id,
    reason: null,
    tell: await toldTo(ctx, contact.personId, enterprise),
  });
  const done = `${who}与${enterprise.name}的绑定已解除，已告知本人。`;
  return { here: confidential('已解绑', done), tapped: { state: '已解绑', forAll: true } };
}

async function toldTo(ctx: Context, personId: string, enterprise: EnterpriseRef): Promise<Telling[]> {
  const { bureau, bindings } = ctx;
  const text = `${bureau.name}已解除您与${enterprise.name}的绑定。如有疑问，请联系${bureau.tel}。`;
  const accounts = await bindings.accountsOf(personId);
  return [{ to: accounts.slice(0, 1), card: confidential('绑定已解除', text), purpose: 'binding.end' }];
}

function confidential(title: string, text: string) {
  return { ...noticeCard(title, text), confidential: true };
}
