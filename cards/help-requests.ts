import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Card, Field } from '../src/core/card.ts';
import { type CalendarDate, dateOf, formatDate } from '../src/domain/calendar.ts';
import {
  endedText,
  type HelpRequest,
  helpNo,
  helpStateLabels,
  helpSubject,
  isLate,
} from '../src/domain/deadlines/help.ts';
import { helpLine } from './deadline-digest.ts';
import { briefOf, fieldsBlock, sayButton } from './deadline-parts.ts';
import { asAt, inChinese } from './parts.ts';
import { whenAt } from './report-trace.ts';

/** To staff: somebody waits for a 代办员. */
export function helpAskedCard(request: HelpRequest): Card {
  const { number, enterprise, topic, acceptBy } = request;
  const no = helpNo(number);
  return {
    title: `代办申请 ${no}`,
    blocks: [
      {
        kind: 'text',
        text: `【代办申请】${enterprise.name}申请代办：${inChinese(topic)}。请于${formatDate(acceptBy)}前受理。`,
      },
    ],
    buttons: [sayButton('受理', `受理 ${no}`), sayButton('代办清单', '代办')],
    insteadOfButtons: `请发送“/受理 ${no}”，可写计划办结的日期，例如“/受理 ${no} 2024-06-20”。`,
    subject: helpSubject(request),
    confidential: true,
  };
}

/** To who asked, and to their enterprise: who took it and by when, or that it is done. */
export function helpNewsCard(request: HelpRequest, bureau: Bureau): Card {
  const { number, topic, state, agent, dueOn, note, enterprise } = request;
  const by = agent?.name ?? '本局代办员';
  const until = dueOn === null ? '' : `，计划于${formatDate(dueOn)}前办结`;
  const text =
    state === 'CLOSED'
      ? `【代办进展】贵公司的代办申请${helpNo(number)}（${inChinese(topic)}）已办结${note === null ? '' : `：${inChinese(note)}`}。`
      : `【代办进展】贵公司的代办申请${helpNo(number)}（${inChinese(topic)}）已由${by}受理${until}，请保持联系畅通。`;
  return {
    title: state === 'CLOSED' ? '代办已办结' : '代办已受理',
    blocks: [
      { kind: 'text', text },
      { kind: 'fields', fields: [{ label: '企业', value: enterprise.name }] },
      { kind: 'text', text: `如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。代办服务不收取费用。` },
    ],
    confidential: true,
  };
}

const rowsAtMost = 20;
const buttonsAtMost = 5;

/** To staff: what is open, the oldest first. */
export function helpListCard(
  requests: readonly HelpRequest[],
  { now, mayTake }: { now: Date; mayTake: boolean },
): Card {
  const today = dateOf(now);
  const rows = requests.slice(0, rowsAtMost);
  const open = requests.filter(({ state }) => state === 'OPEN');
  const buttons = [
    ...(mayTake
      ? open.slice(0, buttonsAtMost).map(({ number }) => sayButton(`受理${helpNo(number)}`, `受理 ${helpNo(number)}`))
      : []),
  ];
  const how = mayTake ? '受理请发送“/受理 H-7 计划办结日期”，办结请发送“/办结 H-7 说明”。' : '';
  return {
    title: '代办申请',
    blocks:
      requests.length === 0
        ? [{ kind: 'text', text: '没有待受理或办理中的代办申请。' }]
        : [
            { kind: 'text', text: `共${requests.length}件，其中待受理${open.length}件。` },
            { kind: 'list', items: rows.map((one) => helpLine(one, today)) },
            ...(requests.length > rowsAtMost
              ? [{ kind: 'text' as const, text: `以上为最早的${rowsAtMost}件，其余在这些办结后列出。` }]
              : []),
          ],
    ...(buttons.length > 0 ? { buttons } : {}),
    brief: briefOf(`代办申请（${requests.length}件）`),
    ...(requests.length > 0 && how !== '' ? { insteadOfButtons: how } : {}),
    footer: asAt(today, now),
    confidential: true,
  };
}

/** To an enterprise: its open requests, and how to ask for help with something else. @param remark what has just become of one */
export function ownHelpCard(
  of: { enterprise: EnterpriseRef; requests: readonly HelpRequest[]; topics: readonly { text: string; say: string }[] },
  { now, remark }: { now: Date; remark?: string },
): Card {
  const { enterprise, requests, topics } = of;
  const today = dateOf(now);
  const none = '申报代办员协助准备和提交申报材料，不收取费用。请写明需要协助的事项，例如“/代办 高企申报材料准备”。';
  return {
    title: `${enterprise.name} 代办申请`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      ...(requests.length > 0
        ? [{ kind: 'list' as const, items: requests.map((one) => ownHelpLine(one, today)) }]
        : []),
      { kind: 'text', text: requests.length > 0 ? '需要协助其他事项请发送“/代办 事项”。' : none },
    ],
    brief: briefOf(`${enterprise.name} 代办申请`),
    ...(topics.length > 0
      ? {
          buttons: topics.map(({ text, say }) => sayButton(text, say)),
          insteadOfButtons: '就某一截止事项申请，请发送“/截止 编号 需要帮助”。',
        }
      : {}),
    footer: asAt(today, now),
    confidential: true,
  };
}

/** `H-7 高企申报，待受理，代办员将于2024年7月1日前受理` */
function ownHelpLine(request: HelpRequest, today: CalendarDate): string {
  const { number, topic, state, acceptBy, agent, dueOn, ended } = request;
  const start = `${helpNo(number)} ${inChinese(topic)}，${helpStateLabels[state]}`;
  if (state === 'OPEN' && ended !== null) return `${start}，${endedText(ended)}`;
  if (state === 'OPEN') {
    return `${start}，${isLate(request, today) ? `应于${formatDate(acceptBy)}前受理，已逾期，可联系本局` : `代办员将于${formatDate(acceptBy)}前受理`}`;
  }
  const until = dueOn === null ? '' : `，计划${formatDate(dueOn)}前办结`;
  return `${start}，由${agent?.name ?? '本局代办员'}受理${until}`;
}

/** To staff: one request as it stands. @param remark what has just become of it, or why nothing has */
export function helpCard(
  request: HelpRequest,
  { remark, now, told }: { remark: string; now: Date; told?: string },
): Card {
  const { number, enterprise, topic, state, askedBy, askedAt, agent, takenAt, dueOn, closedAt, note, ended } = request;
  const no = helpNo(number);
  const fields: Field[] = [
    { label: '企业', value: enterprise.name },
    { label: '事项', value: inChinese(topic) },
    { label: '状态', value: helpStateLabels[state] },
    { label: '申请', value: `${askedBy.name ?? '未登记姓名'}（${whenAt(askedAt)}）` },
    ...(agent && takenAt ? [{ label: '受理', value: `${agent.name ?? '未登记姓名'}（${whenAt(takenAt)}）` }] : []),
    ...(dueOn === null ? [] : [{ label: '计划办结', value: formatDate(dueOn) }]),
    ...(ended === null || state === 'CLOSED' ? [] : [{ label: '答复', value: `${endedText(ended)}，请办结` }]),
    ...(closedAt === null ? [] : [{ label: '办结', value: whenAt(closedAt) }]),
    ...(note === null ? [] : [{ label: '说明', value: inChinese(note) }]),
  ];
  return {
    title: `代办申请 ${no}`,
    blocks: [
      { kind: 'text', text: `${remark}${told ?? ''}` },
      ...fieldsBlock(fields),
      ...(state === 'TAKEN' ? [{ kind: 'text' as const, text: howToGoOn(no, dueOn) }] : []),
    ],
    ...(state === 'TAKEN'
      ? { buttons: [sayButton('办结', `办结 ${no}`)], insteadOfButtons: `办结请发送“/办结 ${no} 说明”。` }
      : {}),
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** To who has it: a button says no date and no note. */
function howToGoOn(no: string, dueOn: CalendarDate | null): string {
  const plan = dueOn === null ? '告知企业计划办结日期' : '变更计划办结日期';
  return `${plan}由受理人发送“/受理 ${no} 6月20日”；办结时如需向企业说明，请发送“/办结 ${no} 说明”。`;
}

/** Why a date that an agent named cannot be kept to; null: it can. */
export function dueProblem(dueOn: CalendarDate, today: CalendarDate): string | null {
  return dueOn < today ? `计划办结日期${formatDate(dueOn)}已过，请写今天或以后的日期，本次未办理。` : null;
}
