import { helpCard, helpListCard, ownHelpCard } from '../../cards/help-requests.ts';
import { elsewhereCard, noticeCard } from '../../cards/notice.ts';
import { type EnterpriseRef, isStaff, staffRoles } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { formatDate } from '../../src/domain/calendar.ts';
import { deadlineNo } from '../../src/domain/deadlines/deadline.ts';
import { helpNo } from '../../src/domain/deadlines/help.ts';
import { type HelpSaid, readHelpRequest } from '../../src/domain/deadlines/help-request.ts';
import { kindSpoken } from '../../src/domain/kind-spoken.ts';
import { may } from '../../src/domain/permissions.ts';
import { enterpriseWord } from '../../src/domain/reports/own-request.ts';
import { answerDeadline, helpOf } from '../deadline-answering.ts';
import { deadlineRead, ownNamed } from '../deadline-matter.ts';
import { lookAtOwn } from '../deadline-own.ts';
import { ownEnterprise } from '../own-enterprise.ts';

const topicsOffered = 4;

type HelpAsked = Exclude<HelpSaid, { do: 'take' | 'close' }>;
type Asked = Exclude<HelpAsked, { do: 'unclear' }>;

/** 代办: an enterprise asks for a 代办员 and sees what became of it; staff see what is open. */
export const helpRequests = defineIntent<HelpAsked>({
  id: 'help-requests',
  command: '代办',
  permission: 'deadline.ask',
  inGroup: 'privately',
  examples: [
    { say: '找代办员', gets: '请申报代办员协助', roles: ['contact'] },
    { say: '/代办 高企申报材料准备', gets: '提出代办申请，一个工作日内受理', roles: ['contact'] },
    { say: '/代办', gets: '本企业的代办申请和受理情况', roles: ['contact'] },
    { say: '/代办', gets: '待受理和办理中的代办申请', roles: staffRoles },
  ],
  read(said) {
    if (argumentOf(said, ['受理', '办结']) !== null) return null;
    const asked = readHelpRequest(said);
    return asked && asked.do !== 'take' && asked.do !== 'close' ? asked : null;
  },
  async run(ctx, asked) {
    if (asked.do === 'unclear') throw new UserError(asked.problem);
    return isStaff(ctx.actor) ? forStaff(ctx, asked) : forEnterprise(ctx, asked);
  },
});

async function forStaff(ctx: Context, asking: Asked): Promise<Answer> {
  if (asking.do === 'ask') {
    const text = '代办申请由企业联系人提出。查看全部请发送“/代办”，查看一件请发送“/代办 H-7”。';
    return { here: noticeCard('代办申请', text) };
  }
  const audit = [{ action: 'deadline.list', result: 'allowed', detail: { what: '代办' } }] as const;
  if (asking.do === 'show') {
    const request = await ctx.deadlines.findHelp(asking.number);
    if (!request) throw new UserError(`没有编号为${helpNo(asking.number)}的代办申请，请发送“/代办”查看。`);
    return { here: helpCard(request, { remark: '', now: ctx.now }), audit };
  }
  const mayTake = may(ctx.actor.role, 'help.take');
  const here = helpListCard(await ctx.deadlines.openHelp(), { now: ctx.now, mayTake });
  return { here, audit };
}

const nothing = { of: null, topic: null, kind: null, enterpriseId: null } as const;

async function forEnterprise(ctx: Context, asking: Asked): Promise<Answer> {
  const { of, enterpriseId, ...asked } = asking.do === 'ask' ? asking : nothing;
  // A type alone is what is to be filed.
  const topic = asked.topic !== null && asked.kind && kindSpoken(asked.topic) ? `${asked.topic}申报` : asked.topic;
  // It was read in the group; what is asked for is asked one-to-one.
  if (ctx.groupId !== null && (of !== null || topic !== null)) return { here: elsewhereCard('代办') };
  // Of a deadline it is one of its four answers.
  if (of) return answerDeadline(ctx, { about: of, kind: 'HELP', reason: topic }, enterpriseId);
  const say = ({ id }: EnterpriseRef) => `代办 ${enterpriseWord(id)} ${topic ?? ''}`.trim();
  const own = enterpriseId === null ? ownEnterprise(ctx, say) : { enterprise: ownNamed(ctx, enterpriseId) };
  if ('ask' in own) return { here: own.ask };
  const { enterprise } = own;
  if (topic === null) return show(ctx, enterprise);
  const { request, isNew } = await ctx.deadlines.askHelp(ctx.doer, {
    ...{ subject: null, enterprise, topic },
    ...(await helpOf(ctx)),
  });
  const no = helpNo(request.number);
  const remark = isNew
    ? `代办申请${no}已登记，代办员将于${formatDate(request.acceptBy)}前受理并联系贵公司。`
    : `该事项已有未办结的代办申请${no}，本次未重复登记。`;
  return show(ctx, enterprise, remark);
}

async function show(ctx: Context, enterprise: EnterpriseRef, remark?: string): Promise<Answer> {
  const requests = await ctx.deadlines.openHelp(enterprise.id);
  const { deadlines } = requests.length > 0 ? { deadlines: [] } : await lookAtOwn(ctx, enterprise);
  const word = enterpriseWord(enterprise.id);
  const topics = deadlines.slice(0, topicsOffered).map(({ deadline }) => {
    const no = deadlineNo(deadline.number);
    return { text: `${no}代办`, say: `截止 ${word} ${no} 需要帮助` };
  });
  const others = requests.length > 0 ? [] : [{ text: '申报咨询', say: `代办 ${word} 申报咨询` }];
  const here = ownHelpCard(
    { enterprise, requests, topics: [...topics, ...others] },
    { now: ctx.now, ...(remark === undefined ? {} : { remark }) },
  );
  return { here, audit: [deadlineRead(enterprise)] };
}
