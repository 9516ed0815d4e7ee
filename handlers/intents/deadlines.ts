import { deadlineUsage } from '../../cards/deadline-usage.ts';
import { elsewhereCard, noticeCard } from '../../cards/notice.ts';
import { isStaff, staffRoles } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { deadlineNo } from '../../src/domain/deadlines/deadline.ts';
import { type DeadlineRequest, readDeadlineRequest } from '../../src/domain/deadlines/deadline-request.ts';
import type { StaffStep } from '../../src/domain/deadlines/deadline-steps.ts';
import { deadlinesAbout } from '../../src/domain/deadlines/find-about.ts';
import { answerLabels } from '../../src/domain/deadlines/reminders.ts';
import { may, rolesThatMay } from '../../src/domain/permissions.ts';
import { answerDeadline } from '../deadline-answering.ts';
import { changeAudience, changeDeadline, withdrawDeadline } from '../deadline-changing.ts';
import { exemptEnterprise } from '../deadline-exempting.ts';
import {
  answerWhen,
  askWhichAnswered,
  ownCertificate,
  ownDeadline,
  ownDeadlines,
  ownOver,
  publicDeadlines,
  publicOver,
} from '../deadline-own.ts';
import { pressDeadline } from '../deadline-press.ts';
import { staffDeadline, staffDeadlines } from '../deadline-staff.ts';
import { occasions } from '../occasions.ts';

const managing = rolesThatMay('deadline.manage');

/** 截止: until when what is due, who answered what, and the answers. In a group: what everybody may know. */
export const deadlines = defineIntent<DeadlineRequest>({
  id: 'deadlines',
  command: '截止',
  permission: 'deadline.ask',
  inGroup: 'answer',
  examples: [
    { say: '/截止', gets: '涉及本企业的截止事项、剩余天数和本企业的答复', roles: ['contact'] },
    { say: '高企第二批什么时候截止', gets: '某一事项的截止时间' },
    { say: '/截止 已截止', gets: '已截止的事项和答复情况' },
    { say: '/截止 J-12 已报送', gets: '答复提醒（正在准备、需要帮助同理）', roles: ['contact'] },
    { say: '/截止 J-12 今年不报 暂不具备条件', gets: '今年不报，须写明原因', roles: ['contact'] },
    { say: '/截止', gets: '未到期的截止事项和各企业答复的数量', roles: staffRoles },
    { say: '/截止 J-12', gets: '一项的对象、答复和未答复的企业', roles: staffRoles },
    { say: '/截止 J-12 催报', gets: '提醒未答复的企业，确认后发送', roles: managing },
    {
      say: '/截止 J-12 改 7月15日 24:00 依据 通知 文号 内科高字〔2024〕8号 原因 上级通知延期',
      gets: '变更截止时间或依据并告知企业，只写有变的内容',
      roles: managing,
    },
    { say: '/截止 J-12 撤销 上级通知取消', gets: '撤销并告知企业', roles: managing },
    { say: '/截止 J-12 对象 当年到期高企、有效科小', gets: '变更对象', roles: managing },
    { say: '/截止 J-12 免除 企业简称 已迁出', gets: '不再提醒某企业（“恢复”为恢复提醒）', roles: managing },
  ],
  read: readDeadlineRequest,
  async run(ctx, request) {
    if (request.do === 'unclear') {
      const manages = may(ctx.actor.role, 'deadline.manage');
      if ('number' in request) {
        const user = manages ? 'manager' : isStaff(ctx.actor) ? 'staff' : 'contact';
        throw new UserError(`${request.problem}${deadlineUsage(user, request.number)}`);
      }
      // What is missing is asked of nobody who may not do it.
      if (!manages) return mayNot(request.step);
      throw new UserError(request.problem);
    }
    if (ctx.place === 'group') return inGroup(ctx, request);
    if (request.do === 'about') return about(ctx, request);
    if (changes(request) && ctx.groupId !== null) throw new UserError('请在单聊中办理，本次未办理。');
    if ('number' in request) return maySee(ctx, request) ? step(ctx, request) : mayNot(request.do);
    return isStaff(ctx.actor) ? forStaff(ctx, request) : forContact(ctx, request);
  },
});

type Understood = Exclude<DeadlineRequest, { do: 'unclear' }>;
type Step = { number: number } & StaffStep;
type Asked = Exclude<Understood, Step | { do: 'about' }>;

/** The list of a deadline's enterprises is what all of the bureau read. */
function maySee({ actor }: Context, { do: begun }: Step): boolean {
  return may(actor.role, 'deadline.manage') || (begun === 'concerned' && isStaff(actor));
}

function changes(request: Understood): boolean {
  return request.do === 'answer' || ('number' in request && request.do !== 'concerned');
}

async function inGroup(ctx: Context, request: Understood): Promise<Answer> {
  switch (request.do) {
    case 'list':
      return publicDeadlines(ctx, null);
    case 'over':
      return publicOver(ctx);
    case 'show':
      return 'number' in request.of ? publicDeadlines(ctx, request.of.number) : { here: elsewhereCard('截止') };
    case 'about':
      return about(ctx, request);
    default:
      return { here: elsewhereCard('截止') };
  }
}

/** “高企第二批什么时候截止”: one that is meant is shown whole, to whom it concerns with their answers. */
async function about(ctx: Context, request: Extract<DeadlineRequest, { do: 'about' }>): Promise<Answer> {
  const found = deadlinesAbout(request, await ctx.deadlines.list({}), ctx.now);
  const [only, ...others] = found;
  if (!only || others.length > 0 || ctx.place === 'group') return answerWhen(ctx, found, request);
  const { number } = only;
  return isStaff(ctx.actor) ? staffDeadline(ctx, { number }) : ownDeadline(ctx, number, null);
}

async function forContact(ctx: Context, request: Asked): Promise<Answer> {
  switch (request.do) {
    case 'list':
      return ownDeadlines(ctx, null);
    case 'over':
      return ownOver(ctx, request);
    case 'show': {
      const { of, enterpriseId } = request;
      if ('number' in of) return ownDeadline(ctx, of.number, enterpriseId);
      return ownCertificate(ctx, of, enterpriseId);
    }
    case 'answer': {
      const { of, kind, reason, enterpriseId } = request;
      return of ? answerDeadline(ctx, { about: of, kind, reason }, enterpriseId) : askWhichAnswered(ctx, kind);
    }
  }
}

async function forStaff(ctx: Context, request: Asked): Promise<Answer> {
  switch (request.do) {
    case 'list':
      return staffDeadlines(ctx, request.page, 'coming');
    case 'over':
      return staffDeadlines(ctx, request.page, 'over');
    case 'show':
      if ('number' in request.of) return staffDeadline(ctx, { number: request.of.number });
      throw new UserError('查看企业的证书请发送“/资质 企业简称”。');
    case 'answer': {
      const which = request.of && 'number' in request.of ? deadlineNo(request.of.number) : 'J-编号';
      const text = `“${answerLabels[request.kind]}”由企业联系人答复。企业不再需要提醒的，请发送“/截止 ${which} 免除 企业简称 原因”。`;
      return { here: noticeCard('由企业答复', text) };
    }
  }
}

function step(ctx: Context, request: Step): Promise<Answer> {
  switch (request.do) {
    case 'change':
      return changeDeadline(ctx, request);
    case 'withdraw':
      return withdrawDeadline(ctx, request);
    case 'audience':
      return changeAudience(ctx, request);
    case 'exempt':
      return exemptEnterprise(ctx, request);
    case 'reopen':
      return exemptEnterprise(ctx, { ...request, reason: null });
    case 'press':
      return pressDeadline(ctx, request);
    case 'concerned':
      return staffDeadline(ctx, { number: request.number, wanted: request.page });
  }
}

const stepWords: Record<StaffStep['do'], string> = {
  change: '改',
  withdraw: '撤销',
  exempt: '免除',
  reopen: '恢复',
  press: '催报',
  concerned: '名单',
  audience: '对象',
};

function mayNot(begun: StaffStep['do']): Answer {
  const command = `截止 ${stepWords[begun]}`;
  return {
    ...occasions.forbidden(command),
    audit: [{ action: 'command.denied', result: 'denied', detail: { command } }],
  };
}
