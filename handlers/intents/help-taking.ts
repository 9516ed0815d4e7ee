import { dueProblem, helpCard } from '../../cards/help-requests.ts';
import { inChinese } from '../../cards/parts.ts';
import { whenAt, whoIs } from '../../cards/report-trace.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf, formatDate } from '../../src/domain/calendar.ts';
import { readDue } from '../../src/domain/deadlines/due-words.ts';
import { type HelpRequest, helpNo } from '../../src/domain/deadlines/help.ts';
import { type HelpSaid, readHelpRequest } from '../../src/domain/deadlines/help-request.ts';
import { helpNews } from '../help-news.ts';

/** 受理: an agent takes a request for help, and the enterprise is told who and by when. */
export const takeHelp = defineIntent<Extract<HelpSaid, { do: 'take' | 'unclear' }>>({
  id: 'take-help',
  command: '受理',
  permission: 'help.take',
  inGroup: 'refuse',
  examples: [{ say: '/受理 H-7 2024-06-20', gets: '受理代办申请，告知企业计划办结日期（可省略，以后可补充或变更）' }],
  read(said) {
    const asked = readHelpRequest(said);
    if (asked?.do === 'take') return asked;
    return asked?.do === 'unclear' && argumentOf(said, ['受理']) !== null ? asked : null;
  },
  async run(ctx, asked) {
    if (asked.do === 'unclear') throw new UserError(asked.problem);
    const today = dateOf(ctx.now);
    const dueOn = readDueOn(asked.dueText, today);
    const problem = dueOn === null ? null : dueProblem(dueOn, today);
    if (problem !== null) throw new UserError(problem);
    const before = await requestNumbered(ctx, asked.number);
    const { told, tell } = await helpNews(ctx, before.enterprise);
    const isMine = before.state === 'TAKEN' && before.agent?.personId === ctx.actor.personId;
    // Who has it names a date later, or another one.
    const isPlanned = isMine && dueOn !== null && dueOn !== before.dueOn;
    const request = isPlanned
      ? await ctx.deadlines.planHelp(ctx.doer, { number: asked.number, dueOn, tell })
      : await ctx.deadlines.takeHelp(ctx.doer, { number: asked.number, dueOn, tell });
    if (!request) return tooLate(ctx, asked.number);
    const no = helpNo(request.number);
    const until = dueOn === null ? '' : `，计划${formatDate(dueOn)}前办结`;
    const remark = isPlanned
      ? `${no}的计划办结日期已${before.dueOn === null ? '定' : '改'}为${formatDate(dueOn)}。`
      : `您已受理${no}${until}。`;
    return { here: helpCard(request, { remark, told, now: ctx.now }), tapped: { state: '已受理', forAll: true } };
  },
});

/** 办结: what was asked for is done. */
export const closeHelp = defineIntent<Extract<HelpSaid, { do: 'close' | 'unclear' }>>({
  id: 'close-help',
  command: '办结',
  permission: 'help.take',
  inGroup: 'refuse',
  examples: [{ say: '/办结 H-7 已提交申报材料', gets: '办结代办申请，说明一并告知企业（可省略）' }],
  read(said) {
    const asked = readHelpRequest(said);
    if (asked?.do === 'close') return asked;
    return asked?.do === 'unclear' && argumentOf(said, ['办结']) !== null ? asked : null;
  },
  async run(ctx, asked) {
    if (asked.do === 'unclear') throw new UserError(asked.problem);
    if ([...(asked.note ?? '')].length > 200) throw new UserError('办结说明请控制在200字以内，本次未办结。');
    const before = await requestNumbered(ctx, asked.number);
    const { told, tell } = await helpNews(ctx, before.enterprise);
    const note = asked.note === null ? null : inChinese(asked.note);
    const request = await ctx.deadlines.closeHelp(ctx.doer, { number: asked.number, note, tell });
    if (!request) return tooLate(ctx, asked.number);
    return {
      here: helpCard(request, { remark: `您已办结${helpNo(request.number)}。`, told, now: ctx.now }),
      tapped: { state: '已办结', forAll: true },
    };
  },
});

/** @throws UserError where what was written is no day */
function readDueOn(text: string | null, today: CalendarDate): CalendarDate | null {
  if (text === null) return null;
  const read = readDue(text.replace(/\s|办结|完成|计划|预计/gu, ''), today);
  if (read && 'on' in read) return read.on;
  throw new UserError(`${read?.problem ?? '没有看懂计划办结日期，请按“/受理 H-7 2024-06-20”的格式发送。'}本次未办理。`);
}

async function requestNumbered({ deadlines }: Context, number: number): Promise<HelpRequest> {
  const request = await deadlines.findHelp(number);
  if (!request) throw new UserError(`没有编号为${helpNo(number)}的代办申请，请发送“/代办”查看。`);
  return request;
}

/** Of two agents the second reads what the first did. */
async function tooLate(ctx: Context, number: number): Promise<Answer> {
  const request = await requestNumbered(ctx, number);
  const { state, agent, takenAt, closedAt } = request;
  const by = agent ? whoIs(agent, ctx.actor.personId) : '其他人员';
  const remark =
    state === 'CLOSED' && closedAt
      ? `该申请已于${whenAt(closedAt)}办结，本次未办理；需补充说明的请直接联系企业。`
      : `${by}已于${takenAt ? whenAt(takenAt) : ''}受理该申请，本次未办理。`;
  return {
    here: helpCard(request, { remark, now: ctx.now }),
    tapped: { state: state === 'CLOSED' ? '已办结' : '已受理', forAll: true },
    audit: [{ action: 'deadline.list', result: 'allowed', detail: { what: '代办' } }],
  };
}
