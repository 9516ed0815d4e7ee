import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Block, Card } from '../src/core/card.ts';
import type { Contact } from '../src/domain/bindings.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { type AccessLink, linkRules } from '../src/domain/links.ts';
import { maskName, maskPhone } from '../src/domain/masking.ts';
import type { Page } from '../src/domain/paging.ts';
import { noticeCard } from './notice.ts';

const minutes = linkRules.codeMs / 60_000;

/** The link to hand over. Its code is never in the same message. */
export function accessLinkCard(
  link: AccessLink,
  { enterprise, address, isReachable }: { enterprise: EnterpriseRef; address: string; isReachable: boolean },
): Card {
  return {
    title: '专用链接',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '收件人', value: link.name ?? '未登记姓名' },
          { label: '企业', value: enterprise.name },
          { label: '有效期至', value: formatDate(dateOf(link.expiresAt)) },
          { label: '编号', value: link.id },
        ],
      },
      text('请将链接转发给收件人本人。验证码另发一条消息，请通过电话等其他方式告知，不要与链接一起转发。'),
      ...(isReachable ? [text('该联系人已绑定企业微信或钉钉账号，也可在其中直接查询。')] : []),
      // To be copied: what is behind a word of the message cannot be.
      text(address),
    ],
    link: { text: '专用链接', url: address },
    footer: `停用请发送“/链接 停用 ${link.id}”。`,
    confidential: true,
  };
}

/** The code, by itself. */
export function linkCodeCard(code: string, link: AccessLink): Card {
  return {
    title: '专用链接的验证码',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '验证码', value: code },
          { label: '收件人', value: maskName(link.name) },
          { label: '链接编号', value: link.id },
        ],
      },
      text(
        `请通过电话等方式告知收件人本人，${minutes}分钟内有效，输错${linkRules.codeTries}次即失效。请勿与链接一起转发。`,
      ),
    ],
    footer: `失效后可发送“/链接 验证码 ${link.id}”重新生成。`,
    confidential: true,
  };
}

/** To an addressee who has an account too: the link was opened, maybe not by them. */
export function linkOpenedCard(opened: { id: string; createdBy: string | null; at: Date; bureau: Bureau }): Card {
  const { id, createdBy, at, bureau } = opened;
  const when = `${formatDate(dateOf(at))} ${timeOf(at)}`;
  const days = linkRules.deviceMs / (24 * 60 * 60_000);
  return {
    title: '您的专用链接已打开',
    blocks: [
      text(
        `${when}，有人用您的专用链接（${maskName(createdBy)}生成，编号 ${id}）和验证码打开了网页，该设备${days}天内可以查看您所绑定企业的非公开信息。`,
      ),
      text(`如非您本人操作，请立即联系${bureau.name}（电话 ${bureau.tel}）停用该链接。`),
    ],
    confidential: true,
  };
}

/** 链接: those that can still be opened. */
export function linkListCard({ rows, page, pages, offset }: Page<AccessLink>, total: number): Card {
  const how =
    '生成链接请发送“/链接 企业全称 姓名”；重新生成验证码请发送“/链接 验证码 编号”；停用请发送“/链接 停用 编号”。';
  if (total === 0) {
    return { ...noticeCard('专用链接', `目前没有可以打开的专用链接。${how}`), confidential: true };
  }
  return {
    title: `专用链接（${total}个）`,
    blocks: [
      {
        kind: 'list',
        start: offset + 1,
        items: rows.map(({ id, name, enterprises, expiresAt }) => {
          const whose = enterprises.map((one) => one.name).join('、') || '未绑定企业';
          return `${maskName(name)}，${whose}，${formatDate(dateOf(expiresAt))}到期，编号 ${id}`;
        }),
      },
      ...(pages > 1 ? [text(pageLine(page, pages))] : []),
      text(how),
    ],
    confidential: true,
  };
}

function pageLine(page: number, pages: number): string {
  return `第${page}页，共${pages}页${page < pages ? `，发送“/链接 第${page + 1}页”看下一页` : ''}。`;
}

/** Several contacts of an enterprise have the same name: which of them. */
export function sameNameCard(name: string, contacts: readonly Contact[], say: (position: number) => string): Card {
  const shown = contacts.slice(0, 6);
  return {
    title: '请选择联系人',
    blocks: [
      text(`该企业有${contacts.length}位联系人叫“${name}”，请选择：`),
      { kind: 'list', items: shown.map(({ mobile }) => `${maskName(name)}，${maskPhone(mobile)}`) },
    ],
    buttons: shown.map((_contact, index) => ({
      text: `第${index + 1}位`,
      tap: { say: say(index + 1), answer: 'here' as const },
    })),
    insteadOfButtons: `请发送“/${say(1)}”，最后一位数字是序号。`,
    confidential: true,
  };
}

function text(line: string): Block {
  return { kind: 'text', text: line };
}
