import { contactsCard } from '../../cards/contacts.ts';
import { noticeCard } from '../../cards/notice.ts';
import { type EnterpriseRef, isStaff, staffRoles } from '../../src/core/actor.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type Contact, type Rank, rankLabels } from '../../src/domain/bindings.ts';
import { maskName } from '../../src/domain/masking.ts';
import { may, rolesThatMay } from '../../src/domain/permissions.ts';
import { findEnterprise } from '../find-enterprise.ts';
import { ownEnterprise, rememberChoice } from '../own-enterprise.ts';

interface Request {
  enterprise: string;
  /** Unmasked. */
  whole: boolean;
  change?: { rank: Rank | null; position: number };
}

const rankWords = new Map<string, Rank | null>([
  ['主', 'MAIN'],
  ['备', 'BACKUP'],
  ['备用', 'BACKUP'],
]);

/** 联系人: who speaks for an enterprise, who is main and backup. */
export const contacts = defineIntent<Request>({
  id: 'contacts',
  command: '联系人',
  permission: 'contact.ask',
  inGroup: 'privately',
  examples: [
    { say: '/联系人', gets: '本企业的联系人', roles: ['contact'] },
    { say: '/联系人 企业简称', gets: '某企业的联系人', roles: staffRoles },
    {
      say: '/联系人 企业简称 主 1',
      gets: '设为主联系人（换成“备”或“取消主备”同理）',
      roles: rolesThatMay('binding.decide'),
    },
    { say: '/联系人 企业简称 完整', gets: '完整姓名和电话（查看将记录）', roles: rolesThatMay('contact.reveal') },
  ],
  read(said) {
    const argument = argumentOf(said, ['联系人']);
    return argument === null ? null : readRequest(argument);
  },
  async run(ctx, request) {
    const found = await which(ctx, request.enterprise);
    if ('answer' in found) return found.answer;
    const { enterprise } = found;
    if (!isStaff(ctx.actor) && !ctx.actor.enterprises.some(({ id }) => id === enterprise.id))
      return refused(enterprise);
    await rememberChoice(ctx, enterprise);
    const list = await ctx.bindings.contactsOf(enterprise.id);
    if (request.change) return setRank(ctx, enterprise, list, request.change);
    const whole = request.whole && may(ctx.actor.role, 'contact.reveal');
    const mayChange = may(ctx.actor.role, 'binding.decide');
    const action = whole ? 'contact.reveal' : 'contact.read';
    const refusedWhole = request.whole && !whole ? [fact(enterprise, 'contact.reveal', 'denied')] : [];
    const audit = [...refusedWhole, fact(enterprise, action, 'allowed')];
    return { here: contactsCard(enterprise, list, { whole, mayChange }), audit };
  },
});

function readRequest(argument: string): Request {
  const ranked = /^(?<enterprise>.*?)\s*(?<word>主|备用?|取消(?:主备|主|备)?)\s?(?<position>\d{1,3})$/u.exec(
    argument,
  )?.groups;
  if (ranked) {
    const rank = rankWords.get(ranked.word ?? '') ?? null;
    return { enterprise: ranked.enterprise ?? '', whole: false, change: { rank, position: Number(ranked.position) } };
  }
  const whole = /^(?<enterprise>.*?)\s*完整$/u.exec(argument)?.groups;
  return whole ? { enterprise: whole.enterprise ?? '', whole: true } : { enterprise: argument, whole: false };
}

async function which(ctx: Context, written: string): Promise<{ enterprise: EnterpriseRef } | { answer: Answer }> {
  const say = (name: string) => `联系人 ${name}`;
  if (written !== '') return findEnterprise(ctx, written, say);
  if (ctx.actor.enterprises.length === 0) {
    return { answer: { here: noticeCard('联系人', '请写明企业，例如“/联系人 企业简称”。') } };
  }
  const own = ownEnterprise(ctx, ({ name }) => say(name));
  return 'ask' in own ? { answer: { here: own.ask } } : own;
}

function refused(enterprise: EnterpriseRef): Answer {
  const here = noticeCard('不对外提供', '联系人信息仅向本企业和本局工作人员提供。');
  return { here, audit: [fact(enterprise, 'contact.read', 'denied')] };
}

async function setRank(
  ctx: Context,
  enterprise: EnterpriseRef,
  list: readonly Contact[],
  { rank, position }: { rank: Rank | null; position: number },
): Promise<Answer> {
  if (!may(ctx.actor.role, 'binding.decide')) {
    const here = noticeCard('没有权限', `主、备用联系人由${ctx.bureau.name}设置，如需调整请联系${ctx.bureau.tel}。`);
    return { here, audit: [fact(enterprise, 'binding.rank', 'denied')] };
  }
  const contact = list[position - 1];
  if (!contact)
    return { here: noticeCard('请核对序号', `${enterprise.name}登记了${list.length}名联系人，请核对序号。`) };
  const done = await ctx.bindings.rank(ctx.doer, { personId: contact.personId, enterpriseId: enterprise.id, rank });
  if (!done) return { here: noticeCard('请核对', '该联系人的绑定已解除，请重新查询后再设置。') };
  const as = rank === null ? '不再是主联系人或备用联系人' : `为${rankLabels[rank]}`;
  const text = `${enterprise.name}：${maskName(contact.name)}（第${position}名）${rank === null ? '已' : '已设'}${as}。`;
  return { here: { ...noticeCard('设置完成', text), confidential: true } };
}

function fact({ id }: EnterpriseRef, action: AuditFact['action'], result: AuditFact['result']): AuditFact {
  return { action, result, objectType: 'enterprise', objectId: id, enterpriseId: id };
}
