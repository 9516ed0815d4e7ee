import { type Actor, isStaff } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Block, Button, Card, Field } from '../src/core/card.ts';
import { presentStep, statusOf, subjectOf, updatedOn } from '../src/domain/application-state.ts';
import { type ApplicationRecord, type ApplicationStep, applicationLabel } from '../src/domain/applications.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import { applicationStep } from '../src/domain/next-step.ts';
import { type Move, moveRules, movesFrom } from '../src/domain/progress.ts';
import { statusLabels } from '../src/domain/qualification.ts';
import { asAt } from './parts.ts';

/** Who reads it, where from, and when. */
export interface Reader {
  actor: Pick<Actor, 'role' | 'personId'>;
  bureau: Bureau;
  now: Date;
  /** Where the forms of what may be done about it are. */
  page: string;
}

/** One application: how it stands, every step with who, when and what proves it, what comes next and what may be done. */
export function applicationCard(
  application: ApplicationRecord,
  { actor, bureau, now, page }: Reader,
  /** Said first: what was done, or why it was not. */
  remarks: readonly string[] = [],
): Card {
  const ofStaff = isStaff(actor);
  const label = applicationLabel(application.number);
  const moves = movesFrom(statusOf(application), actor.role);
  return {
    title: ofStaff ? `${label} ${application.enterprise.name}` : `申报进度 ${label}`,
    blocks: [
      ...remarks.map(text),
      ...(ofStaff ? [] : [text(statusLine(application))]),
      { kind: 'fields', fields: facts(application, ofStaff) },
      {
        kind: 'list',
        heading: '办理记录',
        items: application.steps.map((step) => stepLine(step, { actor, bureau })),
      },
      text(`下一步：${nextLine(application)}`),
    ],
    ...(moves.length > 0
      ? {
          buttons: moves.map((move) => moveButton(application, move)),
          insteadOfButtons: typed(label, moves),
          link: { text: '打开办理页面', url: page },
        }
      : {}),
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** In the words of domain.md G3. */
export function statusLine(application: ApplicationRecord): string {
  const step = presentStep(application);
  return `【办理进度】贵公司${subjectOf(application)}申报当前状态：${statusLabels[step.status]}（${updatedOn(step)}）。`;
}

/** What is to be done next; once it is recognised, what came of it. */
export function nextLine(application: ApplicationRecord): string {
  const status = statusOf(application);
  if (status === 'REVOKED') return '资格已被取消，请与开发区科技局联系，了解可再次申报的时间。';
  if (status !== 'RECOGNIZED') return applicationStep(status);
  const { certNo = null, validTo = null } = application.result ?? {};
  const number = certNo === null ? '' : `编号 ${certNo}，`;
  const until = validTo === null ? '未设截止日' : `有效期至${formatDate(validTo)}`;
  return `已认定，${number}${until}，可发送“资质”查询。`;
}

/** The button of a step; it knows which state was seen, so that an old card does nothing new. */
export function moveButton({ number, version }: ApplicationRecord, move: Move): Button {
  const [word] = moveRules[move].words;
  return { text: word, tap: { say: `进度 ${applicationLabel(number)} ${word} #${version}`, answer: 'here' } };
}

/** `S-12 示例企业02，国家级高新技术企业，2023年，待批复（更新于2023年7月14日）` */
export function applicationRow(application: ApplicationRecord, options: { withEnterprise: boolean }): string {
  const { number, enterprise, year, batch } = application;
  const step = presentStep(application);
  const name = options.withEnterprise ? `${enterprise.name}，` : '';
  return `${applicationLabel(number)} ${name}${subjectOf(application)}，${roundOf({ year, batch })}，${statusLabels[step.status]}（${updatedOn(step)}）`;
}

function roundOf({ year, batch }: Pick<ApplicationRecord, 'year' | 'batch'>): string {
  return batch === null ? `${year}年` : `${year}年第${batch}批`;
}

function facts(application: ApplicationRecord, ofStaff: boolean): Field[] {
  const { enterprise, previous, result, number } = application;
  const step = presentStep(application);
  return [
    ...(ofStaff ? [{ label: '企业', value: enterprise.name }] : [{ label: '编号', value: applicationLabel(number) }]),
    { label: '类型', value: subjectOf(application) },
    { label: '申报', value: `${roundOf(application)}${previous ? '，到期重新认定（复审）' : ''}` },
    ...(ofStaff ? [{ label: '状态', value: `${statusLabels[step.status]}（${updatedOn(step)}）` }] : []),
    ...(previous ? [{ label: '原证书', value: certificate(previous) }] : []),
    ...(result ? [{ label: '新证书', value: certificate(result) }] : []),
  ];
}

function certificate({ certNo, validTo }: { certNo: string | null; validTo: string | null }): string {
  return `${certNo ?? '编号未登记'}，${validTo === null ? '未设截止日' : `有效期至${formatDate(validTo)}`}`;
}

function stepLine(step: ApplicationStep, reader: Pick<Reader, 'actor' | 'bureau'>): string {
  const day = step.dateKnown ? formatDate(step.effectiveOn) : '日期未登记';
  const proof = evidenceText(step);
  const who = whoEntered(step, reader);
  return `${day} ${statusLabels[step.status]}${proof === '' ? '' : `，${proof}`}${who === '' ? '' : `（${who}）`}`;
}

/** An enterprise hears of the bureau, not of who works there; its own people and 代办员 by name. */
function whoEntered({ by, evidence }: ApplicationStep, { actor, bureau }: Pick<Reader, 'actor' | 'bureau'>): string {
  if (by === null) return '';
  if (by.personId === actor.personId) return '您登记';
  const isBureaus =
    evidence === null || evidence.move === 'open' || evidence.move === 'revoke'
      ? evidence?.move !== 'open'
      : !moveRules[evidence.move].by.includes('enterprise');
  if (!isStaff(actor) && isBureaus) return bureau.name;
  return `${by.name ?? '未登记姓名'}登记`;
}

/** What proves a step, in words; empty where nothing was asked for. */
export function evidenceText({ evidence }: Pick<ApplicationStep, 'evidence'>): string {
  switch (evidence?.move) {
    case 'recommend':
      return `推荐文号 ${evidence.docNo}`;
    case 'return':
    case 'reject':
    case 'withdraw':
      return `原因：${evidence.reason}`;
    case 'hand-on':
      return evidence.to === undefined ? '' : `报送${evidence.to}`;
    case 'publicise':
      return `公示至${formatDate(evidence.endsOn)}，${evidence.link}`;
    case 'recognise':
      return `公告文号 ${evidence.docNo}${evidence.certNo === null ? '' : `，编号 ${evidence.certNo}`}`;
    case 'revoke':
      return `决定文号 ${evidence.docNo}，原因：${evidence.reason}`;
    case 'submit':
      return evidence.note === undefined ? '' : `说明：${evidence.note}`;
    case 'open':
    case 'draft':
    case undefined:
      return '';
  }
}

/** What is typed for each step, with the words for what is to be filled in. */
export const usageOf: Readonly<Record<Move, string>> = {
  draft: '',
  submit: '',
  recommend: '推荐文号 日期',
  return: '原因',
  'hand-on': '日期',
  publicise: '公示网址 开始日期 截止日期',
  recognise: '公告文号 证书编号 发证日期',
  reject: '原因',
  withdraw: '原因',
};

export function usageLine(label: string, move: Move): string {
  return `/进度 ${label} ${moveRules[move].words[0]} ${usageOf[move]}`.trimEnd();
}

function typed(label: string, moves: readonly Move[]): string {
  return `请发送${moves.map((move) => `“${usageLine(label, move)}”`).join('或')}。`;
}

function text(line: string): Block {
  return { kind: 'text', text: line };
}
