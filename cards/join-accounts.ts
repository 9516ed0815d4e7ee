import { roleLabels } from '../src/core/actor.ts';
import type { Card, Field } from '../src/core/card.ts';
import { platformLabels, type Sender } from '../src/core/event.ts';
import { type Join, type JoinSide, joinMinutes } from '../src/domain/joins.ts';
import { maskName } from '../src/domain/masking.ts';

/** To who wants to join another account: the code to type there. */
export function joinCodeCard(code: string, joinedTo: readonly Sender[]): Card {
  const already = [...new Set(joinedTo.map(({ platform }) => platformLabels[platform]))].join('、');
  return {
    title: '关联账号',
    blocks: [
      { kind: 'fields', fields: [{ label: '关联码', value: `${code.slice(0, 4)} ${code.slice(4)}` }] },
      {
        kind: 'text',
        text: `请在${joinMinutes}分钟内，用您的另一个账号（另一平台或另一组织）打开与我的单聊，发送“/关联 ${code}”，再按提示在两边确认。`,
      },
      { kind: 'text', text: '关联后两个账号视为同一人，绑定和权限共用。请勿将关联码告诉他人。' },
      ...(already === '' ? [] : [{ kind: 'text' as const, text: `您目前已关联的账号：${already}。` }]),
    ],
    confidential: true,
  };
}

/** Asks one side whether the other is the same person. */
export function confirmJoinCard(join: Join, reader: 'asker' | 'typist'): Card {
  const other = reader === 'asker' ? join.typist : join.asker;
  const confirm = reader === 'asker' ? '确认' : '确认关联';
  return {
    title: '确认关联账号',
    blocks: [
      { kind: 'fields', heading: '对方账号', fields: sideFields(other, true) },
      {
        kind: 'text',
        text: `如对方账号是您本人的，请在${joinMinutes}分钟内确认；如不是，请取消。关联后两个账号视为同一人，绑定和权限共用。`,
      },
    ],
    buttons: [
      { text: confirm, tap: { say: `关联 确认 ${join.id}`, answer: 'here' } },
      { text: '取消', tap: { say: `关联 取消 ${join.id}`, answer: 'here' } },
    ],
    insteadOfButtons: '请发送“/关联 确认”或“/关联 取消”。',
    confidential: true,
  };
}

/** To either side: the two are one. */
export function joinedCard(join: Join, reader: 'asker' | 'typist'): Card {
  const other = reader === 'asker' ? join.typist : join.asker;
  return {
    title: '账号已关联',
    blocks: [
      {
        kind: 'text',
        text: `您的账号已与${platformLabels[other.account.platform]}账号 ${other.account.userId} 关联，两个账号现在视为同一人。如非本人操作，请立即联系本局。`,
      },
    ],
    confidential: true,
  };
}

/** To staff: who became one. */
export function joinedReportCard({ asker, typist }: Join): Card {
  return {
    title: '人员账号已关联',
    blocks: [
      { kind: 'text', text: '下列两个账号经双方确认，已关联为同一人。' },
      { kind: 'fields', heading: '发起方', fields: sideFields(asker, false) },
      { kind: 'fields', heading: '输入方', fields: sideFields(typist, false) },
      { kind: 'text', text: '如有疑问，请与本人核实。' },
    ],
    confidential: true,
  };
}

/** To the side that waited: what the other confirmed came to nothing. */
export function joinFailedCard(why: string): Card {
  return {
    title: '账号未能关联',
    blocks: [{ kind: 'text', text: `对方已确认，但账号未能关联：${why}未作任何变更。` }],
    confidential: true,
  };
}

/** To the side that waited. */
export function joinCancelledCard(): Card {
  return {
    title: '关联已取消',
    blocks: [{ kind: 'text', text: '对方已取消账号关联，未作任何变更。如仍需关联，请重新发送“/关联”。' }],
    confidential: true,
  };
}

function sideFields({ account, name, role, enterprises }: JoinSide, masked: boolean): Field[] {
  return [
    { label: '平台', value: platformLabels[account.platform] },
    { label: '账号', value: account.userId },
    { label: '姓名', value: masked ? maskName(name) : (name ?? '未登记') },
    { label: '身份', value: roleLabels[role] },
    ...(enterprises.length > 0 ? [{ label: '绑定企业', value: enterprises.map((one) => one.name).join('、') }] : []),
  ];
}
