import type { Card } from '../src/core/card.ts';
import { platformLabels } from '../src/core/event.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import { type Group, pushLabels } from '../src/domain/groups.ts';
import type { Page } from '../src/domain/paging.ts';
import { noticeCard } from './notice.ts';

/** In the group itself: that it is registered, and no name of an enterprise. */
export function groupHereCard(group: Group | null): Card {
  if (!group) {
    return noticeCard('本群尚未登记', '请工作人员在本群@我发送“/群 登记 名称”登记，登记后在单聊中设置企业和推送方式。');
  }
  return {
    title: '本群已登记',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '名称', value: group.title },
          { label: '编号', value: String(group.number) },
          { label: '推送方式', value: pushLabels[group.push] },
          { label: '关联企业', value: `${group.enterprises.length}家` },
        ],
      },
      { kind: 'text', text: `查看和修改请在单聊中发送“/群 ${group.number}”。` },
    ],
    confidential: false,
  };
}

/** To who registered it, in the group. */
export function groupRegisteredCard(group: Group, isNew: boolean): Card {
  const card = groupHereCard(group);
  return isNew ? { ...card, title: '本群登记成功' } : { ...card, title: '本群此前已登记' };
}

/** Every registered group, one line each. */
export function groupsCard({ rows, page, pages, offset }: Page<Group>, total: number): Card {
  if (total === 0) {
    return {
      ...noticeCard('群登记', '目前没有登记的群。请在要登记的群里@我发送“/群 登记 名称”。'),
      confidential: true,
    };
  }
  const numbered = rows.map(
    ({ number, title, platform, push, enterprises }) =>
      `${title}（${platformLabels[platform]}），编号 ${number}，推送：${pushLabels[push]}，企业${enterprises.length}家`,
  );
  const more = page < pages ? `发送“/群 第${page + 1}页”看下一页。` : '';
  return {
    title: '群登记',
    blocks: [
      { kind: 'text', text: `已登记 ${total} 个群。` },
      { kind: 'list', items: numbered, start: offset + 1 },
      { kind: 'text', text: `发送“/群 编号”查看一个群。${pages > 1 ? `第${page}页，共${pages}页。` : ''}${more}` },
    ],
    confidential: true,
  };
}

/** Everything about one group, and what can be changed. */
export function groupCard(group: Group, done?: string): Card {
  const { number, title, platform, push, pushTo, enterprises, registeredBy, recordedAt } = group;
  const how = platform === 'dingtalk' ? '钉钉”“无' : 'webhook 地址”“应用群 群编号”“无';
  return {
    title: done ?? title,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '名称', value: title },
          { label: '编号', value: String(number) },
          { label: '平台', value: platformLabels[platform] },
          { label: '推送方式', value: pushLabels[push] },
          ...(pushTo === null || push === 'DINGTALK' ? [] : [{ label: '推送到', value: pushTo }]),
          { label: '登记人', value: `${registeredBy ?? '未登记'}，${formatDate(dateOf(recordedAt))}` },
        ],
      },
      enterprises.length === 0
        ? { kind: 'text', text: '尚未设置关联企业。' }
        : { kind: 'list', heading: `关联企业（${enterprises.length}家）`, items: enterprises.map(({ name }) => name) },
      {
        kind: 'text',
        text: `修改请发送：“/群 ${number} 企业 企业、企业”“/群 ${number} 增加 企业”“/群 ${number} 移除 企业”“/群 ${number} 改名 名称”“/群 ${number} 测试”“/群 ${number} 注销”；推送方式发送“/群 ${number} 推送”，后面写“${how}”。`,
      },
    ],
    confidential: true,
  };
}

/** Asks before a group is forgotten. */
export function confirmGroupEndCard({ number, title }: Group): Card {
  const say = `群 ${number} 注销 确认`;
  return {
    title: '确认注销',
    blocks: [
      {
        kind: 'text',
        text: `确认注销群“${title}”的登记？注销后不再向该群推送，关联企业和推送设置一并清除。重新登记须在该群中办理。`,
      },
    ],
    buttons: [{ text: '确认注销', tap: { say, answer: 'here' } }],
    insteadOfButtons: `确认请发送“/${say}”。`,
    confidential: true,
  };
}

/** Said in the group by the test. */
export const groupTestCard: Card = noticeCard('推送测试', '这是一条测试消息，收到说明本群的推送设置有效。');
