import {
  confirmGroupEndCard,
  groupCard,
  groupHereCard,
  groupRegisteredCard,
  groupsCard,
  groupTestCard,
} from '../../cards/group.ts';
import { elsewhereCard, noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer, Card } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type GroupOrder, type GroupRequest, readGroupArgument } from '../../src/domain/group-request.ts';
import type { Group, GroupChange } from '../../src/domain/groups.ts';
import { pageOf } from '../../src/domain/paging.ts';

const groupsAPage = 20;

/** 群: registered in the group itself, looked after one-to-one. */
export const group = defineIntent<{ read(): GroupRequest }>({
  id: 'group',
  command: '群',
  permission: 'group.manage',
  inGroup: 'answer',
  examples: [
    { say: '/群', gets: '已登记的群（在群里：本群是否登记）' },
    { say: '/群 登记 名称', gets: '登记本群，在要登记的群里@我发送' },
    { say: '/群 1', gets: '一个群的企业、推送方式和修改办法' },
  ],
  read(said) {
    const argument = argumentOf(said, ['群']);
    return argument === null ? null : { read: () => readGroupArgument(argument) };
  },
  async run(ctx, { read }) {
    const request = read();
    if (request.do === 'register') return register(ctx, request.title);
    if (ctx.place === 'group') {
      return request.do === 'look' ? here(ctx) : { here: elsewhereCard('群') };
    }
    if (request.do === 'look') return list(ctx, request.page);
    const found = await ctx.groups.find({ number: request.number });
    return found ? order(ctx, found, request) : notFound(request.number);
  },
});

async function register(ctx: Context, title: string | null): Promise<Answer> {
  const { groups, doer, sender, groupId, place } = ctx;
  if (place === 'direct' || groupId === null) {
    throw new UserError('请在要登记的群里@我发送“/群 登记 名称”。');
  }
  const { platform, corpId } = sender;
  const { group: registered, isNew } = await groups.register(doer, { platform, corpId, chatId: groupId, title });
  return { here: groupRegisteredCard(registered, isNew) };
}

async function here({ groups, sender, groupId }: Context): Promise<Answer> {
  const { platform, corpId } = sender;
  return { here: groupHereCard(groupId === null ? null : await groups.find({ platform, corpId, chatId: groupId })) };
}

async function list({ groups }: Context, page: number): Promise<Answer> {
  const all = await groups.list();
  return { here: groupsCard(pageOf(all, page, groupsAPage), all.length), audit: [looked()] };
}

async function order(ctx: Context, found: Group, wanted: GroupOrder): Promise<Answer> {
  switch (wanted.do) {
    case 'show':
      return { here: groupCard(found), audit: [looked(found)] };
    case 'rename':
      return change(ctx, found, { kind: 'rename', title: wanted.title }, '已改名');
    case 'enterprises': {
      const { enterprises, problems } = await findAll(ctx, wanted.names);
      if (problems.length > 0) return { here: problemsCard(problems) };
      return change(ctx, found, { kind: 'enterprises', how: wanted.how, enterprises }, '已更新关联企业');
    }
    case 'push':
      return setPush(ctx, found, wanted);
    case 'test':
      return test(ctx, found);
    case 'end':
      if (!wanted.isConfirmed) return { here: confirmGroupEndCard(found) };
      return end(ctx, found);
  }
}

async function change(ctx: Context, found: Group, wanted: GroupChange, done: string): Promise<Answer> {
  const changed = await ctx.groups.change(ctx.doer, found.id, wanted);
  return changed ? { here: groupCard(changed, done) } : notFound(found.number);
}

async function end(ctx: Context, found: Group): Promise<Answer> {
  const ended = await ctx.groups.change(ctx.doer, found.id, { kind: 'end' });
  if (!ended) return notFound(found.number);
  const card = noticeCard('已注销', `群“${found.title}”的登记已注销，不再向该群推送。`);
  return { here: { ...card, confidential: true }, tapped: { state: '已注销', forAll: true } };
}

async function setPush(ctx: Context, found: Group, { way, target }: GroupOrder & { do: 'push' }): Promise<Answer> {
  if (way !== 'NONE' && (way === 'DINGTALK') !== (found.platform === 'dingtalk')) {
    const own = found.platform === 'dingtalk' ? '“钉钉”或“无”' : '“webhook 地址”“应用群 群编号”或“无”';
    throw new UserError(`“${found.title}”的推送方式只能是${own}。`);
  }
  const checked = way === 'WEBHOOK' ? ctx.groups.readWebhook(target) : target;
  return change(ctx, found, { kind: 'push', push: way, target: checked }, '已更新推送方式');
}

async function test(ctx: Context, found: Group): Promise<Answer> {
  const tested = await ctx.groups.say(ctx.doer, found.id, groupTestCard, 'group.test');
  switch (tested.kind) {
    case 'sent':
      return { here: noticeCard('测试已发送', `已向“${found.title}”发送一条测试消息，请在群里核对。`) };
    case 'no-way':
      return {
        here: noticeCard('不能推送', `“${found.title}”没有可用的推送方式，请先发送“/群 ${found.number} 推送”设置。`),
      };
    case 'failed': {
      const text = `向“${found.title}”发送测试消息没有成功（错误码 ${tested.code}），请核对推送设置，以及机器人或应用是否仍在群里。`;
      return { here: noticeCard('测试未成功', text) };
    }
  }
}

/** Each name has to mean one enterprise; otherwise nothing is changed. */
async function findAll({ ledger }: Context, names: readonly string[]) {
  const enterprises: EnterpriseRef[] = [];
  const problems: string[] = [];
  for (const name of names) {
    const { enterprises: found, total } = await ledger.findEnterprises(name);
    const [only] = found;
    if (only && total === 1) enterprises.push({ id: only.id, name: only.name });
    else if (total === 0) problems.push(`${quoted(name)}：没有找到企业`);
    else problems.push(`${quoted(name)}：有 ${total} 家企业相符，请写全称或统一社会信用代码`);
  }
  return { enterprises, problems };
}

function problemsCard(problems: readonly string[]): Card {
  return {
    title: '请核对企业',
    blocks: [
      { kind: 'list', items: problems },
      { kind: 'text', text: '未作任何变更，请改正后重新发送。' },
    ],
    confidential: true,
  };
}

function looked(found?: Group): AuditFact {
  return { action: 'group.list', result: 'allowed', ...(found ? { objectType: 'group', objectId: found.id } : {}) };
}

function notFound(number: number): Answer {
  const card = noticeCard('没有找到群', `没有编号为 ${number} 的群，可能已注销。发送“/群”查看已登记的群。`);
  return { here: card, tapped: { state: '没有找到', forAll: false } };
}
