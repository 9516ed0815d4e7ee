import { bindingDecidedCard, bindingRequestCard, bindingResultCard, openRequestsCard } from '../../cards/binding.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type BindingRequest, likelyContact } from '../../src/domain/bindings.ts';

/** 绑定申请: what is waiting, and one of them with its buttons. */
export const bindingRequests = defineIntent<string>({
  id: 'binding-requests',
  command: '绑定申请',
  permission: 'binding.decide',
  inGroup: 'refuse',
  examples: [{ say: '/绑定申请', gets: '待审核的绑定申请' }],
  read: (said) => argumentOf(said, ['绑定申请', '待审核绑定']),
  async run(ctx, id) {
    if (id === '') {
      return { here: openRequestsCard(await ctx.bindings.openRequests()), audit: [listed()] };
    }
    const request = await ctx.bindings.findRequest(readId(id));
    if (!request) return notFound(id);
    const audit = [listed(request)];
    if (request.state !== 'PENDING') return { here: decidedBefore(ctx, request), audit };
    const contacts = await ctx.bindings.contactsOf(request.enterprise.id);
    const { enterprises } = await ctx.ledger.findEnterprises(request.enterprise.name);
    const creditCode = enterprises.find((one) => one.id === request.enterprise.id)?.creditCode ?? null;
    const known = { creditCode, contacts: contacts.length, alike: likelyContact(contacts, request.claimedName) };
    return { here: bindingRequestCard(request, known), audit };
  },
});

/** 同意绑定 <编号> [同名] */
export const approveBinding = defineIntent<{ id: string; asListed: boolean }>({
  id: 'approve-binding',
  command: '同意绑定',
  permission: 'binding.decide',
  inGroup: 'refuse',
  examples: [{ say: '/同意绑定 编号', gets: '同意一项绑定申请' }],
  read(said) {
    const argument = argumentOf(said, ['同意绑定']);
    if (argument === null) return null;
    const [id = '', how] = argument.split(' ');
    return { id, asListed: how === '同名' };
  },
  run: (ctx, { id, asListed }) => decide(ctx, id, { approve: true, reason: null, asListed }),
});

/** 拒绝绑定 <编号> <原因> */
export const rejectBinding = defineIntent<{ id: string; reason: string }>({
  id: 'reject-binding',
  command: '拒绝绑定',
  permission: 'binding.decide',
  inGroup: 'refuse',
  examples: [{ say: '/拒绝绑定 编号 原因', gets: '拒绝一项绑定申请并说明原因' }],
  read(said) {
    const argument = argumentOf(said, ['拒绝绑定']);
    if (argument === null) return null;
    const [id = '', ...reason] = argument.split(' ');
    return { id, reason: reason.join(' ').slice(0, 100) };
  },
  async run(ctx, { id, reason }) {
    if (id !== '' && reason === '') {
      return {
        here: noticeCard('请写明原因', `请写明拒绝的原因，例如“/拒绝绑定 ${readId(id)} 申请信息与企业登记不符”。`),
      };
    }
    return decide(ctx, id, { approve: false, reason, asListed: false });
  },
});

async function decide(
  ctx: Context,
  writtenId: string,
  { approve, reason, asListed }: { approve: boolean; reason: string | null; asListed: boolean },
): Promise<Answer> {
  const known = await ctx.bindings.findRequest(readId(writtenId));
  if (!known) return notFound(writtenId);
  const contacts = asListed ? await ctx.bindings.contactsOf(known.enterprise.id) : [];
  const alike = likelyContact(contacts, known.claimedName);
  if (asListed && known.state === 'PENDING' && !alike) {
    throw new UserError('该企业已没有与申请人同名且未绑定账号的登记联系人，请重新打开绑定申请后再处理。');
  }
  const decided = await ctx.bindings.decide(ctx.doer, {
    requestId: known.id,
    approve,
    reason,
    asContactId: alike?.personId ?? null,
    tell: (request) => [
      { to: [request.account], card: bindingResultCard(request, ctx.bureau), purpose: 'binding.result' },
    ],
  });
  if (!decided) return notFound(writtenId);
  const { request, isNew } = decided;
  if (!isNew) {
    const tapped = { state: '已处理', forAll: false };
    return { here: decidedBefore(ctx, request), tapped, audit: [listed(request)] };
  }
  return {
    here: bindingDecidedCard(request, { isNew, isMine: true }),
    tapped: { state: approve ? '已同意' : '已拒绝', forAll: true },
  };
}

/** The first decided; whoever comes later sees what was decided, and by whom. */
function decidedBefore({ actor }: Context, request: BindingRequest) {
  const isMine = request.decidedBy?.personId === actor.personId;
  return bindingDecidedCard(request, { isNew: false, isMine });
}

/** An application shows who somebody says they are, and their account. */
function listed(request?: BindingRequest): AuditFact {
  const about = request && { objectType: 'binding-request', objectId: request.id, enterpriseId: request.enterprise.id };
  return { action: 'binding.list', result: 'allowed', ...about };
}

function readId(written: string): string {
  return written.trim().toUpperCase();
}

function notFound(written: string): Answer {
  const text =
    written === ''
      ? '请写明申请编号，发送“/绑定申请”可查看待审核的申请。'
      : `没有编号为${quoted(written)}的绑定申请，发送“/绑定申请”可查看待审核的申请。`;
  return { here: noticeCard('没有找到申请', text), tapped: { state: '没有找到', forAll: false } };
}
