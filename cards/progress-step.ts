import type { Button, Card, Field } from '../src/core/card.ts';
import { presentStep, statusOf, subjectOf, updatedOn } from '../src/domain/application-state.ts';
import { type ApplicationRecord, applicationLabel } from '../src/domain/applications.ts';
import type { Telling } from '../src/domain/bindings.ts';
import { type CalendarDate, formatDate } from '../src/domain/calendar.ts';
import { type Evidence, type Move, moveRules } from '../src/domain/progress.ts';
import { statusLabels } from '../src/domain/qualification.ts';
import type { StepHearers } from '../src/domain/step-hearers.ts';
import { moveButton, nextLine, statusLine, usageLine } from './progress.ts';

/** One tap each, by what the button says; any other reason is typed. */
const usualReasons: Readonly<Partial<Record<Move, readonly (readonly [string, string])[]>>> = {
  return: [
    ['材料不齐', '申报材料不齐全，请按申报通知补齐'],
    ['数据不一致', '填报数据与证明材料不一致，请核对修改'],
    ['签章缺失', '申报材料签字盖章不完整，请补充'],
  ],
  reject: [
    ['评审未通过', '专家评审未通过'],
    ['条件不符', '经审核不符合认定条件'],
    ['公示有异议', '公示期间有异议，经核实不予认定'],
  ],
  withdraw: [
    ['暂不申报', '企业今年暂不申报'],
    ['改报下批', '企业改为申报下一批次'],
    ['材料未备齐', '申报材料未能按期备齐'],
  ],
};

/** What the step needs, or everything that is missing or wrong about what was given. */
export function askEvidenceCard(
  application: ApplicationRecord,
  move: Move,
  { problems, today, page }: { problems: readonly string[]; today: CalendarDate; page: string },
): Card {
  const { number, enterprise, version } = application;
  const label = applicationLabel(number);
  const [word] = moveRules[move].words;
  const button = (text: string, evidence: string): Button => ({
    text,
    tap: { say: `进度 ${label} ${word} ${evidence} #${version}`, answer: 'here' },
  });
  const reasons = usualReasons[move] ?? [];
  const buttons = [
    ...reasons.map(([text, reason]) => button(text, reason)),
    ...(move === 'hand-on' ? [button('今天上报', today)] : []),
  ];
  const usage = `“${usageLine(label, move)}”${examples[move] ?? ''}`;
  return {
    title: `${word}：${label} ${enterprise.name}`,
    blocks: [
      ...(problems.length > 0 ? [{ kind: 'list' as const, heading: '请补正后重新发送', items: problems }] : []),
      { kind: 'text', text: `办理“${word}”请发送${usage}，各项先后不限；也可在网页填写。` },
    ],
    ...(buttons.length > 0 ? { buttons, insteadOfButtons: `其他情况请发送${usage}。` } : {}),
    link: { text: '打开办理页面', url: page },
    confidential: true,
  };
}

const examples: Readonly<Partial<Record<Move, string>>> = {
  recommend: '，例如“推荐 开科发〔2023〕12号 2023-07-10”',
  'hand-on': '，例如“上报 2023-07-14”',
  publicise: '，例如“公示 https://… 2023-10-16 2023-10-27”',
  recognise: '，例如“认定 国科火字〔2023〕12号 GR202315000001 2023-11-09”',
};

/** 认定 and 未通过 end an application: read back whole before they are entered. */
export function confirmStepCard(
  application: ApplicationRecord,
  evidence: Extract<Evidence, { move: 'recognise' | 'reject' }>,
  { warnings, until }: { warnings: readonly string[]; until: string },
): Card {
  const { number, enterprise, version } = application;
  const label = applicationLabel(number);
  const [word] = moveRules[evidence.move].words;
  const say = `进度 ${label} ${word} ${sayEvidence(evidence)} #${version} 确认`;
  return {
    title: `请确认：${word}`,
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '企业', value: enterprise.name },
          { label: '申报', value: `${label} ${subjectOf(application)}` },
          {
            label: '现状态',
            value: `${statusLabels[statusOf(application)]}（${updatedOn(presentStep(application))}）`,
          },
          ...evidenceFields(evidence, until),
        ],
      },
      ...(warnings.length > 0 ? [{ kind: 'list' as const, heading: '请留意', items: warnings }] : []),
      { kind: 'text', text: '确认后申报办结并告知企业，登记后不能修改。如有误，请重新发送。' },
    ],
    buttons: [{ text: `确认${word}`, tap: { say, answer: 'here' } }],
    insteadOfButtons: `确认请发送“/${say}”。`,
    confidential: true,
  };
}

function sayEvidence(evidence: Extract<Evidence, { move: 'recognise' | 'reject' }>): string {
  if (evidence.move === 'reject') return `${evidence.reason} ${evidence.on}`;
  const { docNo, certNo, on, validTo } = evidence;
  return [docNo, certNo, on, validTo === null ? null : `有效期至 ${validTo}`].filter((one) => one !== null).join(' ');
}

function evidenceFields(evidence: Extract<Evidence, { move: 'recognise' | 'reject' }>, until: string): Field[] {
  if (evidence.move === 'reject') {
    return [
      { label: '原因', value: evidence.reason },
      { label: '日期', value: formatDate(evidence.on) },
    ];
  }
  return [
    { label: '公告文号', value: evidence.docNo },
    { label: '编号', value: evidence.certNo ?? '未填写' },
    { label: '发证日期', value: formatDate(evidence.on) },
    { label: '有效期至', value: until },
  ];
}

/** What is told of a step, to whom. */
export function stepTellings(application: ApplicationRecord, { contacts, staff }: StepHearers): Telling[] {
  const purpose = 'application.progress';
  const enterpriseId = application.enterprise.id;
  return [
    { to: contacts, card: progressNewsCard(application), purpose, enterpriseId },
    { to: staff, card: enterpriseMovedCard(application), purpose, needs: 'application.decide' },
  ];
}

/** To the enterprise, when the bureau or a 代办员 moved its application. */
export function progressNewsCard(application: ApplicationRecord): Card {
  const { evidence } = presentStep(application);
  const status = statusOf(application);
  const why = evidence && 'reason' in evidence ? `原因：${evidence.reason}。` : '';
  const until = evidence?.move === 'publicise' ? `公示至${formatDate(evidence.endsOn)}：${evidence.link} 。` : '';
  const label = applicationLabel(application.number);
  const again = status === 'RETURNED' ? { buttons: [moveButton(application, 'submit')] } : {};
  return {
    title: '办理进度',
    blocks: [
      { kind: 'text', text: `${statusLine(application)}${why}${until}` },
      { kind: 'text', text: nextLine(application) },
    ],
    ...again,
    ...(status === 'RETURNED' ? { insteadOfButtons: `补正后请发送“/进度 ${label} 提交”。` } : {}),
    footer: `编号 ${label}，发送“/进度 ${label}”查看办理记录。`,
    confidential: true,
  };
}

/** To staff, when an enterprise hands in or takes back. */
function enterpriseMovedCard(application: ApplicationRecord): Card {
  const { number, enterprise } = application;
  const label = applicationLabel(number);
  const { status, evidence } = presentStep(application);
  const what = status === 'ZONE_REVIEW' ? '已提交初审' : `状态已变更为“${statusLabels[status]}”`;
  const more = evidence && 'reason' in evidence ? `原因：${evidence.reason}。` : '';
  const note = evidence?.move === 'submit' && evidence.note !== undefined ? `说明：${evidence.note}。` : '';
  return {
    title: status === 'ZONE_REVIEW' ? '申报待初审' : '申报状态变更',
    blocks: [
      {
        kind: 'text',
        text: `${enterprise.name}的${subjectOf(application)}申报（${label}）${what}（${updatedOn(presentStep(application))}）。${more}${note}`,
      },
    ],
    buttons: [{ text: '查看并办理', tap: { say: `进度 ${label}`, answer: 'here' } }],
    insteadOfButtons: `请发送“/进度 ${label}”查看并办理。`,
    confidential: true,
  };
}
