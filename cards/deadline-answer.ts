import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Button, Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { OwnCertificate } from '../src/domain/deadlines/certificates.ts';
import { deadlineNo } from '../src/domain/deadlines/deadline.ts';
import { deadlineTitle } from '../src/domain/deadlines/due-text.ts';
import { type HelpRequest, helpNo } from '../src/domain/deadlines/help.ts';
import type { OwnDeadline } from '../src/domain/deadlines/own-standings.ts';
import { type AnswerKind, answerLabels, type DeadlineAnswer, endsLadder } from '../src/domain/deadlines/reminders.ts';
import { certificateWord } from '../src/domain/deadlines/subject-words.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { certificateLine } from './deadline-certificate.ts';
import { briefOf, buttonsAtMost, sayButton } from './deadline-parts.ts';
import { inChinese } from './parts.ts';

/** What an answer does to the reminders (domain.md E2), in one sentence. */
const effects: Record<Exclude<AnswerKind, 'HELP'>, string> = {
  SUBMITTED: '本事项不再提醒，以开发区科技局收到的材料为准。',
  PREPARING: '截止前仍按期提醒，不再提醒备用联系人，也不再电话提醒。',
  NOT_THIS_YEAR: '本事项不再提醒；如改变计划，可重新答复。',
  EXEMPT: '本事项不再提醒。',
  REOPENED: '恢复按期提醒。',
};

/** What was kept of an answer: it, what stood before, what follows from it. */
export function answeredText(answered: {
  answer: DeadlineAnswer;
  before: DeadlineAnswer | null;
  help: HelpRequest | null;
}): string {
  const { answer, before, help } = answered;
  const said = quotedAnswer(answer);
  // An equal answer is kept once: then the one before is the one that holds.
  if (before?.seq === answer.seq) return `此前已答复${said}，未重复记录。${effectOf(answer.kind, help)}`;
  const changed = before !== null && before.kind !== 'REOPENED' ? `（原为${quotedAnswer(before)}）` : '';
  return `已记录答复${said}${changed}。${effectOf(answer.kind, help)}`;
}

/** `“今年不报”（暂不具备条件）` */
function quotedAnswer({ kind, reason }: Pick<DeadlineAnswer, 'kind' | 'reason'>): string {
  return `“${answerLabels[kind]}${reason === null ? '' : `：${inChinese(reason)}`}”`;
}

/** What becomes of a request for help whose matter has ended. */
export function afterHelp({ number, state }: HelpRequest): string {
  if (state === 'OPEN') return '';
  return `代办申请${helpNo(number)}${state === 'CLOSED' ? '随之办结' : '由代办员办结'}。`;
}

function effectOf(kind: AnswerKind, help: HelpRequest | null): string {
  if (kind !== 'HELP') return `${effects[kind]}${help !== null && endsLadder.has(kind) ? afterHelp(help) : ''}`;
  const taken =
    help === null
      ? ''
      : help.state === 'TAKEN'
        ? `代办申请${helpNo(help.number)}已由代办员办理，`
        : `代办申请${helpNo(help.number)}已登记，代办员将于${formatDate(help.acceptBy)}前受理并联系贵公司；`;
  return `${taken}截止前仍按期提醒，不再提醒备用联系人，也不再电话提醒。`;
}

const callReasons = ['暂不具备条件', '计划下年申报', '企业停产'];
const dutyReasons = ['企业停产', '企业已注销', '由上级公司统一报送'];

/** 今年不报 needs a reason: one tap each for the usual ones, any other is typed. */
export function askReasonCard(of: {
  /** What a button says for it, and what is typed, where that is another word. */
  word: string;
  spoken?: string;
  title: string;
  /** Of what everybody has to report other reasons are heard than of what is applied for. */
  isDuty: boolean;
  enterprise: EnterpriseRef;
  page: string;
}): Card {
  const { word, spoken = word, title, isDuty, enterprise, page } = of;
  const reasons = isDuty ? dutyReasons : callReasons;
  const say = (reason: string) => `截止 ${enterpriseWord(enterprise.id)} ${word} 今年不报 ${reason}`;
  const buttons: Button[] = reasons.map((reason) => sayButton(reason, say(reason)));
  return {
    title: '请说明今年不报的原因',
    blocks: [
      { kind: 'text', text: `${enterprise.name}：${title}。答复“今年不报”请说明原因，本次尚未记录。` },
      {
        kind: 'text',
        text: `其他原因请发送“/截止 ${spoken} 今年不报 原因”，例如“/截止 ${spoken} 今年不报 ${reasons[0]}”。`,
      },
    ],
    buttons,
    insteadOfButtons: `例如“/截止 ${spoken} 今年不报 ${reasons[0]}”。`,
    brief: briefOf('请说明今年不报的原因', [{ label: '企业', value: enterprise.name }]),
    link: { text: '打开截止事项', url: page },
    confidential: true,
  };
}

/** An answer was said and not to what: the own deadlines to choose from. */
export function whichAnsweredCard(
  of: { enterprise: EnterpriseRef; deadlines: readonly OwnDeadline[]; certificates: readonly OwnCertificate[] },
  { now, answer, page }: { now: Date; answer: string; page: string },
): Card {
  const { enterprise, deadlines, certificates } = of;
  const word = enterpriseWord(enterprise.id);
  const due = certificates.filter(({ stage }) => stage === 'DUE');
  const shown = [
    ...deadlines
      .filter(({ standing }) => standing.state !== 'EXEMPT')
      .map(({ deadline }) => ({ deadline, no: deadlineNo(deadline.number) }))
      .map(({ deadline, no }) => ({ button: no, subject: no, item: `${no} ${deadlineTitle(deadline)}` })),
    ...due.map((one) => ({
      ...{ button: '证书到期', subject: certificateWord(one.certificate.id) },
      item: `证书到期：${certificateLine(one, now)}`,
    })),
  ].slice(0, buttonsAtMost);
  const items = shown.map(({ item }) => item);
  return {
    title: `请选择“${answer}”的事项`,
    blocks:
      items.length === 0
        ? [{ kind: 'text', text: '目前没有登记涉及贵公司的截止事项，本次未记录。月报请发送“/月报”。' }]
        : [
            { kind: 'text', text: `${enterprise.name}：请选择答复“${answer}”的事项，本次尚未记录。` },
            { kind: 'list', items },
            ...(due.length > 0
              ? [{ kind: 'text' as const, text: `证书到期提醒请发送“/截止 证书 ${answer}”答复。` }]
              : []),
          ],
    ...(shown.length > 0
      ? {
          buttons: shown.map(({ button, subject }) => sayButton(button, `截止 ${word} ${subject} ${answer}`)),
          insteadOfButtons: `请发送“/截止 编号 ${answer}”；月报请发送“/月报”。`,
        }
      : {}),
    brief: briefOf(`请选择“${answer}”的事项`),
    link: { text: '打开截止事项', url: page },
    confidential: true,
  };
}
