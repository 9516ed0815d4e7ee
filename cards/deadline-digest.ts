import type { Block, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, dateOf, formatDate } from '../src/domain/calendar.ts';
import { type Deadline, deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle, dueText } from '../src/domain/deadlines/due-text.ts';
import { endedText, type HelpRequest, helpNo, helpStateLabels, isLate } from '../src/domain/deadlines/help.ts';
import { type AnswerKind, answerLabels } from '../src/domain/deadlines/reminders.ts';
import { type StandingState, standingLabels, standingStates } from '../src/domain/deadlines/standing.ts';
import { sayButton } from './deadline-parts.ts';
import { asAt, inChinese } from './parts.ts';

/** How far the enterprises of one deadline have come. */
export interface DueCount {
  deadline: Deadline;
  concerned: number;
  counts: ReadonlyMap<StandingState, number>;
  /** Of those that have said nothing: nobody is reached by a bot */
  unreachable: number;
}

/** What staff read in the morning. */
export interface Digest {
  /** Due today or within seven days, in the order of their days. */
  due: readonly DueCount[];
  /** Over since the last one. */
  over: readonly DueCount[];
  /** What enterprises said since the last one. `about`: a deadline or a certificate, as it is called. */
  answered: readonly { about: string; enterprise: string; kind: AnswerKind; reason: string | null }[];
  /** 代办 that are open, the oldest first. */
  help: readonly HelpRequest[];
  /** Messages that reached nobody since the last one. */
  failed: number;
  now: Date;
  page: string;
}

/** So many rows of each kind: an ordinary morning fits into one message of WeCom's 2 048 bytes. The rest is on the page. */
const rowsAtMost = 5;

/** 早报: what is due, what is over, who said what, who waits for help, what went astray. */
export function digestCard({ due, over, answered, help, failed, now, page }: Digest): Card {
  const today = dateOf(now);
  const isToday = ({ deadline }: DueCount) => deadline.enterpriseDue.on === today;
  const unanswered = due.reduce((sum, one) => sum + openIn(one), 0);
  const late = help.filter((one) => one.state === 'OPEN' && isLate(one, today)).length;
  const counts: Field[] = [
    { label: '今日截止', value: `${due.filter(isToday).length}项` },
    { label: '七日内', value: `${due.filter((one) => !isToday(one)).length}项` },
    { label: '已截止', value: `${over.length}项` },
    { label: '未答复', value: `${unanswered}家次` },
    { label: '代办', value: `${help.length}件${late > 0 ? `，逾期未受理${late}件` : ''}` },
    { label: '未送达', value: `${failed}条` },
  ];
  const list = (heading: string, items: readonly string[]): Block[] =>
    items.length === 0 ? [] : [{ kind: 'list', heading: `${heading}（${items.length}）`, items: cut(items) }];
  return {
    title: `截止事项早报（${formatDate(today)}）`,
    blocks: [
      { kind: 'fields', fields: counts },
      ...list('今日截止', due.filter(isToday).map(dueLine)),
      ...list('七日内截止', due.filter((one) => !isToday(one)).map(dueLine)),
      ...list('已截止', over.map(dueLine)),
      ...list('最新答复', answered.map(answerLine)),
      ...list(
        '待办代办',
        help.map((one) => helpLine(one, today)),
      ),
    ],
    buttons: [
      ...(failed > 0 ? [sayButton('未送达', '提醒 失败')] : []),
      ...(help.length > 0 ? [sayButton('代办清单', '代办')] : []),
      sayButton('明日提醒', '提醒 明天'),
    ],
    insteadOfButtons: '可发送“/提醒 明天”“/代办”“/提醒 失败”查看。',
    // WeCom's card has room for five of them beside its link.
    brief: {
      title: `截止事项早报（${formatDate(today)}）`,
      fields: counts.filter(({ label }) => label !== (failed > 0 ? '已截止' : '未送达')),
    },
    link: { text: '打开截止事项', url: page },
    footer: asAt(today, now),
    confidential: true,
  };
}

function cut(items: readonly string[]): string[] {
  return items.length <= rowsAtMost
    ? [...items]
    : [...items.slice(0, rowsAtMost), `另有${items.length - rowsAtMost}条，请打开页面查看`];
}

/** `J-12 2024年…认定，2024年7月5日24:00：涉及12家，正在准备2、已报送3，未答复7（其中无法通知1）` */
export function dueLine(count: DueCount): string {
  const { deadline, concerned, counts, unreachable } = count;
  const { number, enterpriseDue, basis } = deadline;
  const said = answerCounts(counts);
  const out = unreachable > 0 ? `（其中无法通知${unreachable}）` : '';
  const what = `${deadlineNo(number)} ${deadlineTitle(deadline)}，${dueText(enterpriseDue, basis)}`;
  return `${what}：涉及${concerned}家，${said}未答复${openIn(count)}${out}`;
}

const openIn = ({ counts }: DueCount): number => counts.get('OPEN') ?? 0;

/** `已报送3、正在准备2，`, or nothing */
function answerCounts(counts: DueCount['counts']): string {
  const said = standingStates.flatMap((state) => {
    const count = state === 'OPEN' ? 0 : (counts.get(state) ?? 0);
    return count > 0 ? [`${state === 'SETTLED' ? '台账已办' : standingLabels[state]}${count}`] : [];
  });
  return said.length === 0 ? '' : `${said.join('、')}，`;
}

function answerLine({ about, enterprise, kind, reason }: Digest['answered'][number]): string {
  return `${enterprise}：${about}，${answerLabels[kind]}${reason === null ? '' : `（${inChinese(reason)}）`}`;
}

/** `H-7 示例企业01：2024年…认定，待受理，请于2024年7月1日前受理（已逾期）` */
export function helpLine(request: HelpRequest, today: CalendarDate): string {
  const { number, enterprise, topic, state, acceptBy, agent, dueOn, ended } = request;
  const start = `${helpNo(number)} ${enterprise.name}：${inChinese(topic)}，${helpStateLabels[state]}`;
  const late = isLate(request, today) ? '（已逾期）' : '';
  // What is ended is not to be taken any more: all that is left is to close it.
  const toClose = ended === null ? '' : `，${endedText(ended)}，请办结`;
  if (state === 'OPEN')
    return ended === null ? `${start}，请于${formatDate(acceptBy)}前受理${late}` : `${start}${toClose}`;
  const by = agent ? `，${agent.name ?? '未登记姓名'}受理` : '';
  const until = dueOn === null ? '' : `，计划${formatDate(dueOn)}前办结${late}`;
  return `${start}${by}${until}${toClose}`;
}
