import { expect, it } from 'vitest';
import { auditCard, whoLookedCard } from '../../cards/audit.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import type { Look, TrailEntry, TrailPage } from '../../src/domain/audit-trail.ts';

const now = new Date('2023-12-29T02:00:00Z');
const wang = { id: 'W', name: '王晨', erased: false };
const enterprise = { id: '1', name: '示例企业01' };

function pageOf<T>(...rows: T[]): TrailPage<T> {
  return { rows, page: 1, pages: 1, offset: 0, total: rows.length };
}

/** How an entry reads. */
function line(entry: Partial<TrailEntry>): string {
  const whole: TrailEntry = {
    at: new Date('2023-12-28T16:05:00Z'),
    person: wang,
    role: 'officer',
    account: null,
    channel: 'wecom-app',
    place: 'direct',
    action: 'contact.reveal',
    result: 'allowed',
    enterprise,
    about: null,
    link: null,
    ...entry,
  };
  const card = auditCard({ found: pageOf(whole), scope: [], say: '审计', now });
  expect(card.confidential).toBe(true);
  return /^1\. (.*)$/mu.exec(drawPlain(card))?.[1] ?? '';
}

it.each<[Partial<TrailEntry>, string]>([
  [{}, '2023年12月29日 00:05，王晨（经办人员，企业微信应用），查看联系人完整信息：示例企业01'],
  [{ person: { ...wang, name: '李一' }, role: 'contact', channel: 'h5' }, '李*（企业联系人，网页）'],
  [
    { person: { ...wang, name: '李一' }, role: 'contact', channel: 'h5', link: { createdBy: wang } },
    '李*（企业联系人，网页）经专用链接（王晨生成），查看联系人完整信息：示例企业01',
  ],
  [{ link: { createdBy: { id: 'W', name: null, erased: true } } }, '经专用链接（已删除信息的人员生成），'],
  [{ link: { createdBy: null } }, '）经专用链接，'],
  [{ person: { id: 'W', name: null, erased: true } }, '已删除信息的人员（经办人员，企业微信应用）'],
  [{ person: { id: 'W', name: null, erased: false } }, '未登记姓名（经办人员，企业微信应用）'],
  [
    { person: null, role: 'stranger', account: { platform: 'dingtalk', corpId: 'd', userId: 'u1' } },
    '钉钉账号 u1（未绑定人员，企业微信应用）',
  ],
  [{ person: null, role: 'stranger' }, '已删除的账号（未绑定人员，企业微信应用）'],
  [{ person: null, role: 'system', channel: 'server', enterprise: null }, '系统（系统，服务器），查看联系人完整信息'],
  [{ place: 'group', result: 'denied' }, '（经办人员，企业微信应用，群聊），查看联系人完整信息：示例企业01，已拒绝'],
  [{ result: 'failed' }, '查看联系人完整信息：示例企业01，未成功'],
  [{ about: { id: 'L', name: '李一', erased: false } }, '：示例企业01，李*'],
  [{ about: { id: 'L', name: null, erased: true } }, '：示例企业01，已删除信息的人员'],
  // Of another release: as it is stored.
  [{ action: 'x.y', channel: 'x', result: 'z', role: 'r' }, '王*（系统，x），x.y：示例企业01，z'],
])('an entry reads %#', (entry, expected) => {
  expect(line(entry)).toContain(expected);
});

it('nothing is added by who has no name, or did it themselves', () => {
  expect(line({ about: { id: 'L', name: null, erased: false } })).toBe(line({}));
  expect(line({ about: wang })).toBe(line({}));
});

it('what an enterprise reads of who looked names nobody in full', () => {
  const look: Look = {
    at: now,
    person: wang,
    role: 'officer',
    channel: 'wecom-app',
    action: 'contact.reveal',
    link: null,
  };
  const own = { ...look, person: { id: 'L', name: '李一', erased: false }, role: 'contact' };
  const erased = { ...look, person: { id: 'E', name: null, erased: true } };
  const byLink = { ...own, link: { createdBy: wang } };
  const found = { ...pageOf(look, own, byLink, erased), lists: 0 };
  const card = whoLookedCard({ enterprise, found, say: '谁看过我们', now });
  expect(card.confidential).toBe(true);
  expect(drawPlain(card)).toBe(
    [
      '示例企业01 查看记录',
      '贵公司非公开信息被查看的记录共 4 条，新的在前。',
      [
        '1. 2023年12月29日 10:00，王*（经办人员），查看联系人完整信息',
        '2. 2023年12月29日 10:00，李*（本企业联系人），查看联系人完整信息',
        '3. 2023年12月29日 10:00，李*（本企业联系人）经专用链接（王*生成），查看联系人完整信息',
        '4. 2023年12月29日 10:00，已删除信息的人员（经办人员），查看联系人完整信息',
      ].join('\n'),
      '记录保存三年。如有疑问，请与本局联系。',
      '数据截至2023年12月29日 10:00',
    ].join('\n\n'),
  );
});
