import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Card, Field } from '../src/core/card.ts';
import { type CalendarDate, formatDate, yearOf } from '../src/domain/calendar.ts';
import type { CertificateDuties } from '../src/domain/certificate-duties.ts';
import { nextStep } from '../src/domain/next-step.ts';
import { levelLabels, type QualificationType, statusLabels, typeFacts } from '../src/domain/qualification.ts';
import {
  type ApplicationStanding,
  isInForce,
  type QualificationStanding,
  type Standing,
  type Validity,
} from '../src/domain/standing.ts';
import type { VisibleStanding } from '../src/domain/visibility.ts';
import { dutyFields } from './duties.ts';
import { asAt, offerDirect } from './parts.ts';

const unregistered = '未登记';

/** One enterprise's qualifications: everything to whom it concerns, the public row to all others. */
export function qualificationCard(options: {
  enterprise: EnterpriseRef;
  standings: readonly VisibleStanding[];
  type?: QualificationType;
  on: CalendarDate;
  now: Date;
  /** Whether everything may be shown; else only what is public, with the offer of a one-to-one answer in groups. */
  full: boolean;
  /** What its 高新技术企业 certificates owe by the year; shown only where everything may be. */
  duties?: readonly CertificateDuties[];
  /** What to say one-to-one for the full answer; absent where there is nothing to offer. */
  askDirectly?: string;
}): Card {
  const { enterprise, standings, type, on, now, full, duties = [], askDirectly } = options;
  const subject = type ? typeFacts[type].label : '资质';
  return {
    title: `${enterprise.name} ${subject}`,
    blocks: [
      ...(standings.length > 0 ? blocks(standings, { on, duties }) : [text(emptyLine(subject, full))]),
      ...(full || askDirectly !== undefined ? [] : [text('其他企业只显示已公布的有效资质。')]),
    ],
    ...(askDirectly === undefined ? {} : { offer: offerDirect(askDirectly) }),
    footer: asAt(on, now),
    confidential: full,
  };
}

function text(line: string): Block {
  return { kind: 'text', text: line };
}

function emptyLine(subject: string, full: boolean): string {
  return full ? `没有登记在册的${subject}记录。` : `已公布的有效${subject}：无。`;
}

interface Day {
  on: CalendarDate;
  duties: readonly CertificateDuties[];
}

function blocks(standings: readonly VisibleStanding[], day: Day): Block[] {
  return standings.flatMap(({ type, level, full }): Block[] => {
    const heading = `${levelLabels[level]}${typeFacts[type].label}`;
    if (!full) return [{ kind: 'fields', heading, fields: [{ label: '状态', value: '已认定' }] }];
    const owed = dutiesOf(full, day.duties);
    return [
      { kind: 'fields', heading, fields: fields(full, day.on, owed) },
      ...(owed?.warning ? [text(owed.warning.text)] : []),
    ];
  });
}

function fields(standing: Standing, on: CalendarDate, owed: CertificateDuties | undefined): Field[] {
  const own = standing.kind === 'qualification' ? qualificationFields(standing, on) : applicationFields(standing);
  // What ran out or was cancelled owes nothing new.
  const shown = owed && isInForce(standing) ? dutyFields(owed.duties) : [];
  return [...own, ...shown, { label: '下一步', value: nextStep(standing, on) }];
}

function dutiesOf(standing: Standing, duties: readonly CertificateDuties[]): CertificateDuties | undefined {
  if (standing.kind !== 'qualification' || standing.type !== 'HNTE') return undefined;
  return duties.find(({ certNo, validTo }) => certNo === standing.certNo && validTo === standing.validTo);
}

function qualificationFields(standing: QualificationStanding, on: CalendarDate): Field[] {
  const { certNo, issuedOn, daysLeft } = standing;
  return [
    { label: '状态', value: validityLabel(standing, on) },
    { label: '编号', value: certNo ?? unregistered },
    { label: '发证日期', value: issuedOn ? formatDate(issuedOn) : unregistered },
    { label: '有效期', value: validityPeriod(standing) },
    ...(daysLeft === null ? [] : [{ label: '剩余', value: daysLeftText(daysLeft) }]),
  ];
}

function validityPeriod({ validFrom, validTo }: QualificationStanding): string {
  if (validTo === null) return validFrom === null ? '未设截止日' : `自${formatDate(validFrom)}起，未设截止日`;
  return validFrom === null
    ? `至${formatDate(validTo)}（起始日未登记）`
    : `${formatDate(validFrom)}至${formatDate(validTo)}`;
}

const validityLabels: Record<Validity, string> = {
  VALID: '已认定，有效',
  EXPIRING: '已认定，即将到期',
  EXPIRED: '已失效',
  REVOKED: '已取消',
  NOT_YET: '已认定，尚未生效',
};

function validityLabel(standing: QualificationStanding, on: CalendarDate): string {
  return isToBeRenewed(standing, on) ? '有效（待更新）' : validityLabels[standing.validity];
}

/**
 * 科小: from 1 January to 31 March of the year after the number's year (国科发政〔2017〕115号 第十一条); not where the bureau
 * lets numbers run out with their year (domain.md B5).
 */
function isToBeRenewed({ type, validity, validTo }: QualificationStanding, on: CalendarDate): boolean {
  if (type !== 'TECH_SME' || validity !== 'EXPIRING' || validTo === null) return false;
  return validTo.endsWith('-03-31') && yearOf(on) === yearOf(validTo);
}

function daysLeftText(days: number): string {
  if (days > 0) return `${days}天`;
  return days === 0 ? '今天到期' : `已过期${-days}天`;
}

function applicationFields(standing: ApplicationStanding): Field[] {
  return [
    { label: '状态', value: `${statusLabels[standing.status]}（尚未认定）` },
    { label: '申报年度', value: `${standing.year}年` },
    { label: '更新于', value: standing.since ? formatDate(standing.since) : unregistered },
  ];
}
