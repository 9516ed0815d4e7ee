import { isStaff, roleLabels } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';
import { platformLabels } from '../src/core/event.ts';
import type { BindingRequest, Contact, Left } from '../src/domain/bindings.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { maskName } from '../src/domain/masking.ts';
import { noticeCard } from './notice.ts';

/** One line on what is recorded about somebody who is bound (个人信息保护法: told at collection). */
const recorded =
  '本系统记录您的账号、姓名、所代表的企业和在本系统中的操作，仅用于涉企科技服务；如需解除，请发送“解绑”。';

/** 拒绝 with one tap; any other reason is typed. */
export const usualReasons = ['申请信息与企业登记不符', '申请人不是该企业人员'] as const;

/** To staff: who wants to speak for whom. `alike`: the listed contact of that enterprise who may be the same person. */
export function bindingRequestCard(
  request: BindingRequest,
  known: { creditCode: string | null; contacts: number; alike: Contact | null },
): Card {
  const { id, enterprise, claimedName, account, requestedAt } = request;
  const same = known.alike;
  const approve = (say: string, text: string) => ({ text, tap: { say, answer: 'here' as const } });
  return {
    title: '绑定申请',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '企业', value: enterprise.name },
          { label: '信用代码', value: known.creditCode ?? '未登记' },
          { label: '申请人', value: claimedName === null ? '未填写姓名' : `${claimedName}（自填，请核实）` },
          { label: '账号', value: `${platformLabels[account.platform]} ${account.userId}` },
          { label: '现有联系人', value: `${known.contacts}人` },
          ...(same ? [{ label: '同名登记', value: `${maskName(same.name)}，登记联系人，可关联为同一人` }] : []),
          { label: '申请时间', value: `${formatDate(dateOf(requestedAt))} ${timeOf(requestedAt)}` },
          { label: '编号', value: id },
        ],
      },
    ],
    buttons: [
      approve(`同意绑定 ${id}`, '同意'),
      ...(same ? [approve(`同意绑定 ${id} 同名`, '同意并关联同名')] : []),
      approve(`拒绝绑定 ${id} ${usualReasons[0]}`, '拒绝：信息不符'),
      approve(`拒绝绑定 ${id} ${usualReasons[1]}`, '拒绝：非本企业'),
    ],
    insteadOfButtons: `请发送“/同意绑定 ${id}”，或发送“/拒绝绑定 ${id} 原因”。`,
    confidential: true,
  };
}

/** To the applicant, when the bureau has decided. */
export function bindingResultCard(request: BindingRequest, bureau: Bureau): Card {
  const { enterprise, state, reason } = request;
  if (state === 'APPROVED') {
    return {
      title: '绑定已通过',
      blocks: [
        { kind: 'text', text: `您已绑定${enterprise.name}，可发送“资质”查询，或发送“帮助”查看全部用法。` },
        { kind: 'text', text: recorded },
      ],
      confidential: true,
    };
  }
  const why = reason === null ? '' : `原因：${reason}。`;
  return {
    title: '绑定未通过',
    blocks: [
      {
        kind: 'text',
        text: `您绑定${enterprise.name}的申请未通过。${why}如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。`,
      },
    ],
    confidential: true,
  };
}

/** To who decided, or came too late. */
export function bindingDecidedCard(
  request: BindingRequest,
  { isNew, isMine }: { isNew: boolean; isMine: boolean },
): Card {
  const { enterprise, state, reason, decidedBy, decidedAt, claimedName } = request;
  const approved = state === 'APPROVED';
  const who = claimedName ?? `${platformLabels[request.account.platform]} ${request.account.userId}`;
  const by = isMine ? '您' : (decidedBy?.name ?? '其他工作人员');
  const when = decidedAt === null ? '' : `（${formatDate(dateOf(decidedAt))} ${timeOf(decidedAt)}）`;
  const done = `${by}已${isNew ? '' : '于此前'}${approved ? '同意' : '拒绝'}${who}绑定${enterprise.name}${isNew ? '' : when}`;
  const why = !approved && reason !== null ? `，原因：${reason}` : '';
  return {
    title: approved ? '已同意绑定' : '已拒绝绑定',
    blocks: [
      { kind: 'text', text: `${done}${why}。结果已告知申请人。` },
      ...(isNew ? [{ kind: 'text' as const, text: '本次处理已记入审计记录。' }] : []),
    ],
    confidential: true,
  };
}

/** To who asked: it is with the bureau now. */
export function bindingAskedCard(
  { enterprise, requestedAt }: BindingRequest,
  { isNew, bureau }: { isNew: boolean; bureau: Bureau },
): Card {
  const when = `${formatDate(dateOf(requestedAt))} ${timeOf(requestedAt)}`;
  return {
    title: '申请已提交',
    blocks: [
      {
        kind: 'text',
        text: `${isNew ? '已向' : `您已于${when}向`}${bureau.name}提交绑定${enterprise.name}的申请，审核结果将在此告知您。`,
      },
      { kind: 'text', text: recorded },
    ],
    confidential: true,
  };
}

/** To staff: somebody is no longer there. */
export function leftCard({ name, enterprises, role, platforms }: Left): Card {
  const names = enterprises.map((one) => one.name).join('、');
  const elsewhere = platforms.map((platform) => platformLabels[platform]).join('、');
  const told = [
    `${roleLabels[role]}${name ?? '（未登记姓名）'}的一个账号已离开组织或应用可见范围，该账号已停用。`,
    ...(isStaff({ role }) ? ['其在本局的角色已取消，如仍在岗请由管理员重新设置。'] : []),
    ...(names !== '' && elsewhere === '' ? [`其与${names}的绑定已解除。`] : []),
    ...(names !== '' && elsewhere !== '' ? [`其${elsewhere}账号仍绑定${names}，如已离职请及时解绑。`] : []),
  ];
  return { ...noticeCard('人员已离开', told.join('')), confidential: true };
}

/** 待审核的绑定申请 */
export function openRequestsCard(requests: readonly BindingRequest[]): Card {
  if (requests.length === 0) return { ...noticeCard('绑定申请', '目前没有待审核的绑定申请。'), confidential: true };
  return {
    title: '待审核的绑定申请',
    blocks: [
      {
        kind: 'list',
        items: requests.map(
          ({ id, enterprise, claimedName, requestedAt }) =>
            `${enterprise.name}，${claimedName ?? '未填写姓名'}，${formatDate(dateOf(requestedAt))}，编号 ${id}`,
        ),
      },
      { kind: 'text', text: '发送“/绑定申请 编号”查看并处理。' },
    ],
    confidential: true,
  };
}
