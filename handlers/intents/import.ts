import { discardedCard, importHelpCard } from '../../cards/import.ts';
import { noticeCard } from '../../cards/notice.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { importApply } from '../works/import-apply.ts';

type Request = { kind: 'help' } | { kind: 'confirm' | 'discard'; id: string };

/** 导入: how it is done, and what becomes of a file that was checked. */
export const importData = defineIntent<Request>({
  id: 'import',
  command: '导入',
  permission: 'data.import',
  inGroup: 'refuse',
  examples: [{ say: '/导入', gets: '导入企业、联系人、资质、专项资金、截止事项的空白表和说明' }],
  read(said) {
    const argument = argumentOf(said, ['导入']);
    if (argument === null) return null;
    const decided = /^(?<word>确认|放弃)\s*(?<id>[0-9A-Za-z]{12})$/u.exec(argument)?.groups;
    if (!decided) return { kind: 'help' };
    return { kind: decided.word === '确认' ? 'confirm' : 'discard', id: (decided.id ?? '').toUpperCase() };
  },
  async run(ctx, request) {
    if (request.kind !== 'help') return decide(ctx, request);
    return { here: importHelpCard(ctx.pages.import), attachmentId: await ctx.exchange.template(ctx.doer) };
  },
});

async function decide(ctx: Context, { kind, id }: { kind: 'confirm' | 'discard'; id: string }): Promise<Answer> {
  const record = await ctx.exchange.find(id);
  const isTheirs = record?.personId === ctx.actor.personId || ctx.actor.role === 'administrator';
  // The same line whether it is not there or not theirs.
  if (!record || !isTheirs) return { here: noticeCard('没有找到', `没有找到由您发起的导入 ${id}，请重新发送文件。`) };
  switch (record.state) {
    case 'APPLIED':
      return said('已经导入', '这份文件已经导入，没有重复导入。', '已导入');
    case 'APPLYING':
      return said('正在导入', '正在写入，完成后将告知结果。', '正在导入');
    case 'DISCARDED':
      return said('已经放弃', '这次导入已放弃，如仍要导入请重新发送文件。', '已放弃');
    case 'FAILED':
      return said('不能导入', '这份文件检查时有错误或导入没有成功，没有写入任何数据，请重新发送文件。', '不能导入');
    case 'CHECKED':
      return kind === 'confirm' ? confirm(ctx, id) : discard(ctx, id);
  }
}

async function confirm(ctx: Context, importId: string): Promise<Answer> {
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: importApply.name, args: { importId } });
  return said('开始导入', '正在写入，完成后将告知结果。写入期间其他查询不受影响，数据在完成时一并生效。', '已确认');
}

async function discard(ctx: Context, importId: string): Promise<Answer> {
  const done = await ctx.exchange.discard(ctx.doer, importId);
  if (!done) return said('请稍候', '这次导入的状态刚刚变化，请重新查看。', '状态已变化');
  return { here: discardedCard(), tapped: { state: '已放弃', forAll: true } };
}

function said(title: string, text: string, state: string): Answer {
  return { here: noticeCard(title, text), tapped: { state, forAll: true } };
}
