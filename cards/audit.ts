import { type EnterpriseRef, type Role, roleLabels, staffRoles } from '../src/core/actor.ts';
import { auditActions } from '../src/core/audit.ts';
import type { Block, Card } from '../src/core/card.ts';
import { platformLabels } from '../src/core/event.ts';
import type { Look, TrailEntry, TrailPage, TrailPerson } from '../src/domain/audit-trail.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { maskName } from '../src/domain/masking.ts';
import { asAt } from './parts.ts';

/** 审计, for administrators. */
export function auditCard(options: {
  found: TrailPage<TrailEntry>;
  /** What it was narrowed down to, in words; empty: nothing. */
  scope: readonly string[];
  /** What to say for another page. */
  say: string;
  now: Date;
}): Card {
  const { found, scope, say, now } = options;
  const narrowed = scope.length > 0 ? `${scope.join('，')}：` : '';
  return {
    title: '审计记录',
    blocks: [
      { kind: 'text', text: `${narrowed}共 ${found.total} 条，新的在前。` },
      ...listed(found, entryLine),
      ...paging(found, say),
    ],
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** 谁看过我们, for those who speak for an enterprise. */
export function whoLookedCard(options: {
  enterprise: EnterpriseRef;
  found: TrailPage<Look> & { lists: number };
  say: string;
  now: Date;
}): Card {
  const { enterprise, found, say, now } = options;
  const text =
    found.total === 0
      ? '目前没有查看贵公司非公开信息的记录。'
      : `贵公司非公开信息被查看的记录共 ${found.total} 条，新的在前。`;
  const lists = `另有工作人员查看全区名单 ${found.lists} 次，名单中可能有贵公司。`;
  return {
    title: `${enterprise.name} 查看记录`,
    blocks: [
      { kind: 'text', text: found.lists === 0 ? text : text + lists },
      ...listed(found, lookLine),
      ...paging(found, say),
      { kind: 'text', text: '记录保存三年。如有疑问，请与本局联系。' },
    ],
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

function listed<T>({ rows, offset }: TrailPage<T>, line: (row: T) => string): Block[] {
  return rows.length === 0 ? [] : [{ kind: 'list', start: offset + 1, items: rows.map(line) }];
}

function paging({ page, pages }: TrailPage<unknown>, say: string): Block[] {
  if (pages === 1) return [];
  const next = page < pages ? `发送“${say} 第${page + 1}页”继续查看。` : '';
  return [{ kind: 'text', text: `第${page}页，共${pages}页。${next}` }];
}

function entryLine(entry: TrailEntry): string {
  const { at, role, channel, place, action, result, enterprise, about, link } = entry;
  const where = [roleLabel(role), channelLabels[channel] ?? channel, ...(place === 'group' ? ['群聊'] : [])];
  const what = [
    ...(enterprise ? [enterprise.name] : []),
    ...(about && about.id !== entry.person?.id && (about.name !== null || about.erased) ? [masked(about)] : []),
  ];
  return [
    when(at),
    `${doer(entry)}（${where.join('，')}）${link ? byLink(link.createdBy && named(link.createdBy)) : ''}`,
    `${actionLabel(action)}${what.length > 0 ? `：${what.join('，')}` : ''}`,
    ...(result === 'allowed' ? [] : [resultLabels[result] ?? result]),
  ].join('，');
}

function lookLine({ at, person, role, action, link }: Look): string {
  const who = role === 'contact' ? '本企业联系人' : roleLabel(role);
  const how = link ? byLink(link.createdBy && masked(link.createdBy)) : '';
  return `${when(at)}，${person ? masked(person) : '未登记人员'}（${who}）${how}，${actionLabel(action)}`;
}

/** Whoever has link and code passes for its addressee, and who made it had both. */
function byLink(creator: string | null): string {
  return creator === null ? '经专用链接' : `经专用链接（${creator}生成）`;
}

function when(at: Date): string {
  return `${formatDate(dateOf(at))} ${timeOf(at)}`;
}

/** Who works at the bureau by name, others masked: whom it concerns, administrators ask for by name. */
function doer({ person, role, account }: TrailEntry): string {
  if (person) return staffRoles.some((one) => one === role) ? named(person) : masked(person);
  if (account) return `${platformLabels[account.platform]}账号 ${account.userId}`;
  return role === 'system' ? '系统' : '已删除的账号';
}

function named(person: TrailPerson): string {
  return person.erased ? masked(person) : (person.name ?? '未登记姓名');
}

function masked({ name, erased }: TrailPerson): string {
  return erased ? '已删除信息的人员' : maskName(name);
}

function roleLabel(role: string): string {
  return role in roleLabels ? roleLabels[role as Role] : '系统';
}

function actionLabel(action: string): string {
  return action in auditActions ? auditActions[action as keyof typeof auditActions] : action;
}

const resultLabels: Record<string, string> = { denied: '已拒绝', failed: '未成功' };

export const channelLabels: Record<string, string> = {
  'wecom-app': '企业微信应用',
  'wecom-aibot': '企业微信机器人',
  'dingtalk-robot': '钉钉机器人',
  'dingtalk-card': '钉钉卡片',
  'dingtalk-event': '钉钉',
  h5: '网页',
  server: '服务器',
};
