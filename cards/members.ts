import { roleLabels, type StaffRole, staffRoles } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import { platformLabels } from '../src/core/event.ts';
import { type Member, type MemberChange, roleName, roleNames } from '../src/domain/members.ts';
import type { Page } from '../src/domain/paging.ts';

/** Everybody who works at the bureau. */
export function membersCard({ rows, page, pages, offset }: Page<Member>, all: readonly Member[]): Card {
  const counts = staffRoles
    .map((role) => `${roleLabels[role]}${all.filter((one) => one.role === role).length}人`)
    .join('，');
  const more = page < pages ? `，发送“/成员 第${page + 1}页”看下一页` : '';
  return {
    title: '成员',
    blocks: [
      { kind: 'text', text: `共 ${all.length} 名成员：${counts}。` },
      { kind: 'list', items: rows.map(memberLine), start: offset + 1 },
      ...(pages > 1 ? [{ kind: 'text' as const, text: `第${page}页，共${pages}页${more}。` }] : []),
      { kind: 'text', text: howToChange },
    ],
    confidential: true,
  };
}

/** Several go by this name. */
export function whichMemberCard(found: readonly Member[], say: (number: string) => string): Card {
  return {
    title: '请选择成员',
    blocks: [
      { kind: 'list', items: found.map(memberLine) },
      { kind: 'text', text: `有 ${found.length} 名成员相符，请用编号，例如“/${say(found[0]?.number ?? '')}”。` },
    ],
    confidential: true,
  };
}

const howToChange = `添加请发送“/成员 添加 账号编号 姓名 角色”（对方向我发送“/我是谁”可得到账号编号）；修改请发送“/成员 姓名 角色”；移除请发送“/成员 移除 姓名”。姓名相同的用编号。角色：${roleNames}。`;

function memberLine({ name, role, accounts, number }: Member): string {
  const platforms = [...new Set(accounts.map(({ platform }) => platformLabels[platform]))].join('、');
  return `${name ?? '未登记姓名'}，${roleLabels[role]}，${platforms === '' ? '未绑定账号' : platforms}，编号 ${number}`;
}

/** To the administrator who changed it. */
export function memberChangedCard(name: string, { from, to }: Pick<MemberChange, 'from' | 'to'>): Card {
  return {
    title: '成员已变更',
    blocks: [{ kind: 'text', text: `${changeText(name, from, to)}。已告知本人和其他管理员。` }],
    confidential: true,
  };
}

/** To whom it is about. */
export function ownRoleCard({ from, to }: Pick<MemberChange, 'from' | 'to'>): Card {
  const text =
    to === null
      ? `您在本系统的成员身份（${roleName(from)}）已取消，即时生效。如有疑问，请联系本局管理员。`
      : `您在本系统的角色现为${roleName(to)}${from === null ? '' : `（原为${roleName(from)}）`}，即时生效。发送“/帮助”查看可以使用的功能。`;
  return { title: '您的角色已变更', blocks: [{ kind: 'text', text }], confidential: true };
}

/** To the other administrators. */
export function memberReportCard(
  by: string | null,
  name: string,
  { from, to }: Pick<MemberChange, 'from' | 'to'>,
): Card {
  const text = `${by ?? '管理员'}变更了成员：${changeText(name, from, to)}。`;
  return { title: '成员变更', blocks: [{ kind: 'text', text }], confidential: true };
}

function changeText(name: string, from: StaffRole | null, to: StaffRole | null): string {
  if (from === null) return `${name}添加为${roleName(to)}`;
  if (to === null) return `${name}（${roleName(from)}）已移除`;
  return `${name}由${roleName(from)}改为${roleName(to)}`;
}
