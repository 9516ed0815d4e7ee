import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Card } from '../src/core/card.ts';
import { packTap } from '../src/core/card.ts';
import { grouped } from '../src/core/grouped.ts';
import { dutyLabels } from '../src/domain/applications.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import {
  type Deadline,
  type DeadlineContent,
  deadlineKindLabels,
  deadlineNo,
} from '../src/domain/deadlines/deadline.ts';
import { reportName } from '../src/domain/deadlines/deadline-rules.ts';
import { deadlineTitle, dueText } from '../src/domain/deadlines/due-text.ts';
import type { Hearer } from '../src/domain/deadlines/hearers.ts';
import { isOver } from '../src/domain/deadlines/standing.ts';
import { typeFacts } from '../src/domain/qualification.ts';
import { briefOf, fieldsBlock, restText, sayButton } from './deadline-parts.ts';
import { dueWithDays, publicFields } from './deadline-public.ts';
import { inChinese } from './parts.ts';

/** Whom a draft concerns now: so many names are shown, the others are on the page. */
export interface Concerned {
  names: readonly string[];
  /** 对象 in words */
  audience: string;
  /** Every enterprise that is operating is concerned, by rule or by count. */
  isEverybody: boolean;
}

const namesAtMost = 5;

const text = (text: string): Block => ({ kind: 'text', text });
const list = (heading: string, items: readonly string[]): Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', heading, items }];

/** What is missing or wrong, and how it is written. Nothing was entered. */
export function deadlineProblemsCard(problems: readonly string[], page: string, isBare = false): Card {
  return {
    title: '登记截止事项',
    blocks: [
      ...(isBare ? [] : list('请补正后重新发送，本次未登记', problems)),
      text(
        '请按“/新增截止 高企认定 2024年第二批 7月10日 24:00 推荐上报 7月17日 17:00 对象 当年到期高企、有效科小 文号 内科高字〔2024〕8号”的形式发送：名称在前，其余先后不限。',
      ),
      text(
        '对象可写“全部企业”“有效高企”“当年到期高企”“待批复高企”“没有高企”“三类企业”或企业名称；属于报送义务的加写“报送义务”；没有通知的写“依据 惯例”。也可在网页填写。',
      ),
    ],
    link: { text: '打开登记页面', url: page },
    confidential: true,
  };
}

/** What staff should look at twice before they enter a new deadline. */
export function enteringRemarks(
  { program, kind }: DeadlineContent,
  of: { withdrawn: readonly Deadline[]; similar: readonly Deadline[] },
): string[] {
  const word = kind === 'CALL' ? reportName.exec(program)?.[0] : undefined;
  const named = (some: readonly Deadline[]) =>
    some.map((one) => `${deadlineNo(one.number)} ${deadlineTitle(one)}（${dueText(one.enterpriseDue, one.basis)}）`);
  const withdrawn = of.withdrawn.map(({ number }) => deadlineNo(number)).join('、');
  return [
    ...(of.similar.length === 0
      ? []
      : [`已登记相近的事项：${named(of.similar).join('、')}，如为同一事项请勿重复登记。`]),
    ...(withdrawn === '' ? [] : [`同一事项此前已撤销（${withdrawn}），已告知企业无需报送，登记后将另行通知所涉企业。`]),
    ...(word === undefined ? [] : [`名称含“${word}”：属于报送义务的请加写“报送义务”，否则企业可以退订该类提醒。`]),
  ];
}

/** That nobody to whom it is new is told before it is over. */
function tooLateText(content: DeadlineContent, at: Date): string {
  return isOver(content, at) ? '届时已过截止时间，企业不会收到通知，请电话告知。' : '';
}

/** That those who are told of a change hear of it when it is over. */
export function tooLateToActText(content: DeadlineContent, at: Date): string {
  return isOver(content, at) ? '届时已过截止时间，请同时电话告知。' : '';
}

/** A new deadline read back whole, with whom it concerns and when they are told. Nothing is entered before 确认. */
export function deadlineDraftCard(
  content: DeadlineContent,
  of: { concerned: Concerned; remarks: readonly string[]; announceAt: Date | null; say: string },
  { now, page }: { now: Date; page: string },
): Card {
  const { concerned, remarks, announceAt, say } = of;
  const count = concerned.names.length;
  const whole = concerned.isEverybody ? `对象是全部在营企业（${count}家），请确认确需通知全部企业。` : '';
  return {
    title: `请确认登记：${deadlineTitle(content)}`,
    blocks: [
      ...fieldsBlock([
        { label: '事项', value: deadlineTitle(content) },
        { label: '类别', value: deadlineKindLabels[content.kind] },
        ...publicFields(content, now),
        { label: '对象', value: inChinese(concerned.audience) },
        { label: '台账视为已办', value: settledText(content) },
      ]),
      text(`目前涉及${count}家：${namesText(concerned.names)}。名单每日按台账更新，登记后可查看完整名单。`),
      ...list('请留意', [
        ...(whole === '' ? [] : [whole]),
        ...remarks,
        ...(restText(content.enterpriseDue) === '' ? [] : [restText(content.enterpriseDue)]),
      ]),
      text(
        announceAt === null
          ? '登记后按提醒规则逐次提醒。'
          : `登记后将${whenText(announceAt, now)}通知所涉企业，其后按提醒规则提醒。${tooLateText(content, announceAt)}`,
      ),
    ],
    ...confirmation(`新增截止 确认 ${say}`, '确认登记', { text: '打开登记页面', url: page }),
    brief: briefOf('请确认登记', [
      { label: '截止', value: dueWithDays(content, now) },
      { label: '涉及', value: `${count}家` },
    ]),
    confidential: true,
  };
}

/** A step that is told to many is confirmed: by a button where the sentence fits on one, else on the page. */
function confirmation(
  say: string,
  button: string,
  link: NonNullable<Card['link']>,
): Pick<Card, 'buttons' | 'insteadOfButtons' | 'link'> {
  // What a WeCom key carries back (企业微信 发送应用消息 90236).
  const fits = new TextEncoder().encode(packTap({ say, answer: 'here' })).length <= 1024;
  if (!fits) return { insteadOfButtons: `内容较长，请${link.text}办理。`, link };
  return { buttons: [sayButton(button, say)], insteadOfButtons: `确认请发送“/${say}”。`, link };
}

/** `示例企业01、示例企业02等12家` */
function namesText(names: readonly string[]): string {
  const shown = names.slice(0, namesAtMost).join('、');
  return names.length > namesAtMost ? `${shown}等` : shown;
}

/** `2家（示例企业01、示例企业02）`, `0家` */
export function countText(enterprises: readonly EnterpriseRef[]): string {
  const names = namesText(enterprises.map(({ name }) => name));
  return `${enterprises.length}家${names === '' ? '' : `（${names}）`}`;
}

/** `立即`, `于2024年1月3日 09:00` */
export function whenText(at: Date, now: Date): string {
  return at <= now ? '立即' : `于${formatDate(dateOf(at))} ${timeOf(at)}`;
}

/** Who will hear of a change or a withdrawal, how many of them as what, and how many nobody reaches. */
export function hearingText(
  when: string,
  { hearers, unreachable }: { hearers: readonly Hearer[]; unreachable: number },
): string {
  if (hearers.length === 0) return '所涉企业均已办结或者未曾通知，确认后无需告知。';
  const phrases = {
    CHANGED: (count: number) => `所涉企业中尚未办结的${count}家`,
    ENTERED: (count: number) => `新列入的${count}家`,
    RELEASED: (count: number) => `不再涉及的${count}家`,
    WITHDRAWN: (count: number) => `所涉企业中尚未办结的${count}家`,
  };
  const counts = [...grouped(hearers, ({ occasion }) => occasion)];
  const whom = counts.map(([occasion, those]) => phrases[occasion](those.length)).join('、');
  return `确认后${when}告知${whom}${unreachable > 0 ? `（其中无联系人可通知${unreachable}家）` : ''}，`;
}

function settledText({ settledBy }: DeadlineContent): string {
  if (settledBy === null) return '无，以企业答复为准';
  return settledBy.kind === 'application'
    ? `${typeFacts[settledBy.type].label}申报已提交`
    : `${settledBy.year}年度${dutyLabels[settledBy.duty]}已登记`;
}

/** A change read back, old → new, with whom it will be told. */
export function deadlineChangeCard(
  deadline: Deadline,
  of: {
    items: readonly string[];
    remarks: readonly string[];
    told: string;
    say: string;
    title: string;
    button: string;
  },
  page: string,
): Card {
  const { items, remarks, told, say, title, button } = of;
  return {
    title: `${title}：${deadlineNo(deadline.number)}`,
    blocks: [text(deadlineTitle(deadline)), ...list('变更内容', items), ...list('请留意', remarks), text(told)],
    ...confirmation(say, button, { text: '打开该事项页面', url: page }),
    brief: briefOf(`${title}：${deadlineNo(deadline.number)}`),
    confidential: true,
  };
}
