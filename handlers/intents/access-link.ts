import { accessLinkCard, linkCodeCard, linkListCard, sameNameCard } from '../../cards/access-link.ts';
import { chooseAmongCard } from '../../cards/choose-enterprise.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Answer, Card } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { readCode } from '../../src/core/ids.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import type { AccessLink } from '../../src/domain/links.ts';
import { pageOf } from '../../src/domain/paging.ts';

const linksAPage = 20;

type LinkRequest =
  | { do: 'list'; page: number }
  | { do: 'code' | 'stop'; id: string }
  | { do: 'make'; enterprise: string; name: string; position: number | null }
  | { do: 'explain' };

/** 链接: for somebody whom no bot reaches. The link and its code go out in two messages, to be handed over in two ways. */
export const accessLink = defineIntent<LinkRequest>({
  id: 'access-link',
  command: '链接',
  permission: 'link.manage',
  inGroup: 'refuse',
  examples: [
    { say: '/链接 企业全称 姓名', gets: '为没有企业微信、钉钉的联系人生成专用链接' },
    { say: '/链接', gets: '可以打开的专用链接（后面写“验证码 编号”或“停用 编号”）' },
  ],
  read(said) {
    const argument = argumentOf(said, ['专用链接', '链接']);
    return argument === null ? null : readArgument(argument);
  },
  async run(ctx, request) {
    switch (request.do) {
      case 'list': {
        const all = await ctx.links.active();
        return {
          here: linkListCard(pageOf(all, request.page, linksAPage), all.length),
          audit: [{ action: 'link.list', result: 'allowed' }],
        };
      }
      case 'code':
        return newCode(ctx, request.id);
      case 'stop':
        return stop(ctx, request.id);
      case 'make':
        return make(ctx, request);
      case 'explain':
        throw new UserError('请写明企业和姓名，例如“/链接 示例企业05 李五”。');
    }
  },
});

function readArgument(argument: string): LinkRequest {
  const page = /^(?:第\s*(\d{1,4})\s*页)?$/u.exec(argument);
  if (page) return { do: 'list', page: Number(page[1] ?? 1) };
  const order = /^(?<what>新?验证码|停用|撤销)\s*(?<id>[0-9A-Za-z -]{0,40})$/u.exec(argument)?.groups;
  if (order)
    return { do: order.what === '停用' || order.what === '撤销' ? 'stop' : 'code', id: readCode(order.id ?? '') };
  const made = /^(?<enterprise>.+?)\s(?<name>\p{L}[\p{L}·]{1,29})(?:\s(?<position>\d{1,2}))?$/u.exec(argument)?.groups;
  if (!made?.enterprise || !made.name) return { do: 'explain' };
  const position = made.position === undefined ? null : Number(made.position);
  return { do: 'make', enterprise: made.enterprise, name: made.name, position };
}

async function make(ctx: Context, wanted: Extract<LinkRequest, { do: 'make' }>): Promise<Answer> {
  const candidates = await ctx.ledger.findEnterprises(wanted.enterprise);
  const [found] = candidates.enterprises;
  if (!found) {
    const text = `没有找到名称含${quoted(wanted.enterprise)}的企业，请核对名称，可用全称、简称或统一社会信用代码。`;
    return { here: noticeCard('没有找到企业', text) };
  }
  if (candidates.total > 1) {
    return { here: chooseAmongCard(wanted.enterprise, candidates, (full) => `链接 ${full} ${wanted.name}`) };
  }
  return makeFor(ctx, { id: found.id, name: found.name }, wanted);
}

async function makeFor(
  ctx: Context,
  enterprise: EnterpriseRef,
  { name, position }: { name: string; position: number | null },
): Promise<Answer> {
  const { links, bindings, doer, sender } = ctx;
  const alike = (await bindings.contactsOf(enterprise.id)).filter((contact) => contact.name === name);
  const [only, ...others] = alike;
  if (others.length > 0 && position === null) {
    const about = { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
    return {
      here: sameNameCard(name, alike, (nth) => `链接 ${enterprise.name} ${name} ${nth}`),
      audit: [{ action: 'contact.read', result: 'allowed', ...about }],
    };
  }
  const contact = others.length === 0 ? only : alike[(position ?? 0) - 1];
  if (only && !contact) throw new UserError(`该企业叫“${name}”的联系人只有${alike.length}位，请核对序号。`);
  const { link, address } = await links.create(doer, {
    for: contact ? { personId: contact.personId } : { name },
    enterprise,
    tell: (code, made) => tellCode(sender, linkCodeCard(code, made)),
  });
  const isReachable = contact?.isReachable ?? false;
  return {
    here: accessLinkCard(link, { enterprise, address, isReachable }),
    tapped: { state: '已生成', forAll: true },
  };
}

/** To who asked for it, as a message of its own. */
function tellCode(to: Context['sender'], card: Card) {
  return [{ to: [to], card, purpose: 'link.code' }];
}

async function newCode({ links, doer, sender }: Context, id: string): Promise<Answer> {
  if (id === '') throw new UserError('请写明链接编号，例如“/链接 验证码 编号”。发送“/链接”可查看编号。');
  const link = await links.newCode(doer, id, (code, made) => tellCode(sender, linkCodeCard(code, made)));
  if (!link) return ended(await links.find(id), id);
  const text = '新的验证码将另发一条消息，原验证码已失效。请通过电话等方式告知收件人本人。';
  return { here: { ...noticeCard('已生成验证码', text), confidential: true } };
}

async function stop({ links, doer }: Context, id: string): Promise<Answer> {
  if (id === '') throw new UserError('请写明链接编号，例如“/链接 停用 编号”。发送“/链接”可查看编号。');
  const stopped = await links.revoke(doer, id);
  if (!stopped) return ended(null, id);
  const text = stopped.isNew
    ? `编号 ${stopped.link.id} 的专用链接已停用，通过它打开的网页已全部退出。该联系人的绑定不变。`
    : `编号 ${stopped.link.id} 的专用链接此前已停用。`;
  return { here: { ...noticeCard('链接已停用', text), confidential: true } };
}

function ended(link: AccessLink | null, written: string): Answer {
  const text = link
    ? `编号 ${link.id} 的专用链接${link.state === 'REVOKED' ? '已停用' : '已过有效期'}，请重新生成。`
    : `没有编号为${quoted(written)}的专用链接，发送“/链接”可查看编号。`;
  return { here: { ...noticeCard(link ? '链接已失效' : '没有找到链接', text), confidential: true } };
}
