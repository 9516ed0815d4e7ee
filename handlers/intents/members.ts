import { memberChangedCard, memberReportCard, membersCard, ownRoleCard, whichMemberCard } from '../../cards/members.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import type { StaffRole } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type Member, readRole, roleName, roleNames } from '../../src/domain/members.ts';
import { pageOf } from '../../src/domain/paging.ts';

type Request =
  | { do: 'list'; page: number }
  | { do: 'add'; account: string; name: string; role: StaffRole }
  | { do: 'change'; who: string; role: StaffRole }
  | { do: 'remove'; who: string };

const membersAPage = 20;
const nameAtMost = 20;

/** 成员: who works at the bureau. */
export const members = defineIntent<{ read(): Request }>({
  id: 'members',
  command: '成员',
  permission: 'member.manage',
  inGroup: 'refuse',
  examples: [
    { say: '/成员', gets: '本局成员、角色和编号' },
    { say: '/成员 添加 账号编号 姓名 经办人员', gets: '添加成员（对方发送“/我是谁”可得到账号编号）' },
    { say: '/成员 姓名 查阅人员', gets: '修改成员的角色' },
    { say: '/成员 移除 姓名', gets: '移除成员' },
  ],
  read(said) {
    const argument = argumentOf(said, ['成员']);
    return argument === null ? null : { read: () => readArgument(argument) };
  },
  async run(ctx, { read }) {
    const request = read();
    switch (request.do) {
      case 'list':
        return list(ctx, request.page);
      case 'add':
        return add(ctx, request);
      case 'change':
        return changeRole(ctx, request.who, request.role);
      case 'remove':
        return changeRole(ctx, request.who, null);
    }
  },
});

/** @throws UserError */
function readArgument(argument: string): Request {
  const words = argument.split(' ').filter(Boolean);
  const [first = '', second = '', third = '', fourth] = words;
  const page = /^第(\d{1,4})页$/u.exec(words.join(''))?.[1];
  if (first === '' || page !== undefined) return { do: 'list', page: Number(page ?? 1) };
  if (first === '添加') {
    if (third === '' || fourth === undefined || words.length > 4) {
      throw new UserError('请按“/成员 添加 账号编号 姓名 角色”填写。对方向我发送“/我是谁”可得到账号编号。');
    }
    if (third.length > nameAtMost) throw new UserError(`姓名最多 ${nameAtMost} 个字。`);
    return { do: 'add', account: second, name: third, role: roleOf(fourth) };
  }
  if (first === '移除') {
    if (second === '' || words.length > 2) throw new UserError('请按“/成员 移除 姓名”填写，姓名相同的用编号。');
    return { do: 'remove', who: second };
  }
  if (words.length !== 2) {
    throw new UserError('请按“/成员 姓名 角色”“/成员 添加 账号编号 姓名 角色”或“/成员 移除 姓名”填写。');
  }
  return { do: 'change', who: first, role: roleOf(second) };
}

function roleOf(written: string): StaffRole {
  const role = readRole(written);
  if (!role) throw new UserError(`没有角色${quoted(written)}，可用的角色：${roleNames}。`);
  return role;
}

async function list(ctx: Context, page: number): Promise<Answer> {
  const all = await ctx.members.list();
  return {
    here: membersCard(pageOf(all, page, membersAPage), all),
    audit: [{ action: 'member.list', result: 'allowed' }],
  };
}

async function add(ctx: Context, { account, name, role }: Request & { do: 'add' }): Promise<Answer> {
  const newcomer = await ctx.members.findNewcomer(account);
  if (!newcomer) {
    const text = `没有账号编号${quoted(account)}，请核对。对方向我发送“/我是谁”可得到账号编号。`;
    return { here: noticeCard('没有找到账号', text) };
  }
  if (newcomer.role !== null) {
    const text = `${newcomer.name ?? name}已是成员（${roleName(newcomer.role)}），如需修改请发送“/成员 ${newcomer.name ?? name} 角色”。`;
    return { here: { ...noticeCard('已是成员', text), confidential: true } };
  }
  return apply(ctx, { personId: newcomer.personId, name, from: null, to: role, rename: true });
}

async function changeRole(ctx: Context, who: string, to: StaffRole | null): Promise<Answer> {
  const found = await ctx.members.find(who);
  const [member] = found;
  if (!member) {
    const text = `没有名为或编号为${quoted(who)}的成员，发送“/成员”查看全部成员。`;
    return { here: noticeCard('没有找到成员', text) };
  }
  if (found.length > 1) {
    return {
      here: whichMemberCard(found, (number) => (to ? `成员 ${number} ${roleName(to)}` : `成员 移除 ${number}`)),
    };
  }
  if (member.role === to) {
    const text = `${calledBy(member)}已是${roleName(to)}，未作变更。`;
    return { here: { ...noticeCard('无需变更', text), confidential: true } };
  }
  return apply(ctx, { personId: member.personId, name: calledBy(member), from: member.role, to, rename: false });
}

function calledBy({ name, number }: Member): string {
  return name ?? `编号 ${number} 的成员`;
}

async function apply(
  ctx: Context,
  wanted: { personId: string; name: string; from: StaffRole | null; to: StaffRole | null; rename: boolean },
): Promise<Answer> {
  const { actor, bindings, doer, members: store } = ctx;
  const { personId, name, from, to, rename } = wanted;
  const others = (await store.list()).filter(
    (one) => one.role === 'administrator' && one.personId !== personId && one.personId !== actor.personId,
  );
  const [own] = await bindings.accountsOf(personId);
  const changed = await store.change(doer, {
    personId,
    from,
    to,
    ...(rename ? { name } : {}),
    tell: [
      { to: own ? [own] : [], card: ownRoleCard({ from, to }), purpose: 'member.change' },
      {
        to: others.flatMap(({ accounts }) => accounts.slice(0, 1)),
        card: memberReportCard(actor.name, name, { from, to }),
        purpose: 'member.change',
      },
    ],
  });
  switch (changed) {
    case 'changed':
      return { here: memberChangedCard(name, { from, to }) };
    case 'outdated':
      return { here: noticeCard('已有变更', '该成员刚刚被其他管理员变更，请发送“/成员”查看后再处理。') };
    case 'last-administrator':
      return {
        here: noticeCard(
          '不能变更',
          '本局至少要有一名管理员，不能移除最后一名管理员或改为其他角色。请先添加另一名管理员。',
        ),
        audit: [{ action: 'member.change', result: 'denied', objectType: 'person', objectId: personId }],
      };
    case 'not-allowed':
      return {
        here: noticeCard('没有权限', '您已不是管理员，未作变更。'),
        audit: [{ action: 'member.change', result: 'denied', objectType: 'person', objectId: personId }],
      };
  }
}
