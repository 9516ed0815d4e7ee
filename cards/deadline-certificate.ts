import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import { dateOf, daysBetween, formatDate } from '../src/domain/calendar.ts';
import { certificateName, type OwnCertificate } from '../src/domain/deadlines/certificates.ts';
import { certificateSubject } from '../src/domain/deadlines/deadline.ts';
import { stateOf } from '../src/domain/deadlines/standing.ts';
import { certificateWord } from '../src/domain/deadlines/subject-words.ts';
import { levelLabels, typeFacts } from '../src/domain/qualification.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import {
  answerWays,
  briefOf,
  buttonsAtMost,
  fieldsBlock,
  sayButton,
  standingText,
  subjectOf,
} from './deadline-parts.ts';
import { asAt } from './parts.ts';

interface Shown {
  now: Date;
  page: string;
}

/** `国家级高新技术企业（GR…）：有效期至2024年9月16日，剩余262天，未答复` */
export function certificateLine(one: OwnCertificate, now: Date): string {
  const { certNo } = one.certificate;
  const no = certNo === null ? '' : `（${certNo}）`;
  return `${certificateName(one.certificate)}${no}：有效期至${endText(one, now).join('，')}，${certificateText(one)}`;
}

/** What was answered, or why nothing is asked. */
export function certificateText({ stage, answer }: OwnCertificate): string {
  const state = stateOf(answer, stage === 'SETTLED');
  if (state !== 'OPEN' || stage === 'DUE') return standingText({ state, answer });
  return stage === 'LATER' ? '未到提醒时间' : '不发到期提醒';
}

function endText({ certificate: { validTo } }: OwnCertificate, now: Date): [day: string, left: string] {
  const days = daysBetween(dateOf(now), validTo);
  return [formatDate(validTo), days < 0 ? '已到期' : days === 0 ? '今日到期' : `剩余${days}天`];
}

/** How people call one certificate among others, as they may type it: `高企证书`; what has no such word, by its id. */
export function spokenCertificate({ certificate }: OwnCertificate, among: readonly OwnCertificate[]): string {
  const { id, type, level } = certificate;
  const word = typeFacts[type].spoken.at(-1);
  const alike = among.filter((other) => other.certificate.type === type);
  if (word === undefined) return certificateWord(id);
  if (alike.length < 2) return `${word}证书`;
  const isAlone = alike.filter((other) => other.certificate.level === level).length < 2;
  return isAlone ? `${levelLabels[level]}${word}证书` : certificateWord(id);
}

/** The end of a certificate as an enterprise sees it, with the four answers. */
export function ownCertificateCard(
  { enterprise, certificate: own }: { enterprise: EnterpriseRef; certificate: OwnCertificate },
  { now, page, remark }: Shown & { remark?: string },
): Card {
  const { id, type, certNo } = own.certificate;
  const { label } = typeFacts[type];
  const [day, left] = endText(own, now);
  return {
    title: `${label}证书到期`,
    blocks: [
      ...(remark === undefined ? [] : [{ kind: 'text' as const, text: remark }]),
      ...fieldsBlock([
        { label: '企业', value: enterprise.name },
        ...(certNo === null ? [] : [{ label: '证书编号', value: certNo }]),
        { label: '有效期至', value: `${day}（${left}）` },
        { label: '本企业', value: certificateText(own) },
      ]),
    ],
    ...(own.stage === 'DUE' ? certificateWays(id, enterprise) : {}),
    brief: briefOf(`${label}证书到期`, [{ label: '企业', value: enterprise.name }]),
    ...subjectOf(certificateSubject(id), enterprise),
    link: { text: '打开截止事项', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** The four answers: a button knows the certificate's id, who types calls it 证书. */
export function certificateWays(qualificationId: string, { id }: EnterpriseRef): ReturnType<typeof answerWays> {
  return answerWays(certificateWord(qualificationId), enterpriseWord(id), '证书');
}

/** 证书 was said where several are near their end. @param answer what was said of it; null: it was asked for */
export function whichCertificateCard(
  { enterprise, certificates }: { enterprise: EnterpriseRef; certificates: readonly OwnCertificate[] },
  { now, page, answer }: Shown & { answer: string | null },
): Card {
  const behind = answer === null ? '' : ` ${answer}`;
  const shown = certificates.slice(0, buttonsAtMost);
  const why = answer === null ? '请选择要查看的证书。' : `请选择答复“${answer}”的证书，本次尚未记录。`;
  const [example = '证书'] = certificates.map((one) => spokenCertificate(one, certificates));
  const word = enterpriseWord(enterprise.id);
  return {
    title: '请选择证书',
    blocks: [
      { kind: 'text', text: `${enterprise.name}：${why}` },
      { kind: 'list', items: certificates.map((one) => certificateLine(one, now)) },
    ],
    buttons: shown.map(({ certificate: { id } }, index) =>
      sayButton(`第${index + 1}份`, `截止 ${word} ${certificateWord(id)}${behind}`),
    ),
    insteadOfButtons: `请写明是哪一份证书，例如“/截止 ${example}${behind}”。`,
    brief: briefOf('请选择证书', [{ label: '企业', value: enterprise.name }]),
    link: { text: '打开截止事项', url: page },
    confidential: true,
  };
}

/** 证书 was said where none is to be answered: which there are, and why nothing is asked of them. */
export function noCertificateCard(
  { whose, what, certificates }: { whose: string; what: string; certificates: readonly OwnCertificate[] },
  { now, isAnswer }: { now: Date; isAnswer: boolean },
): Card {
  const none = `${whose}目前没有需要答复到期提醒的${what}${isAnswer ? '，本次未记录' : ''}。`;
  return {
    title: '证书到期',
    blocks: [
      { kind: 'text', text: none },
      ...(certificates.length === 0
        ? []
        : [{ kind: 'list' as const, items: certificates.map((one) => certificateLine(one, now)) }]),
      { kind: 'text', text: '查看全部证书和截止事项请发送“/截止”。' },
    ],
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}
