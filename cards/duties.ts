import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Card, Field } from '../src/core/card.ts';
import { type DutyFact, type DutyKind, dutyKinds, dutyLabels } from '../src/domain/applications.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import type { CertificateDuties } from '../src/domain/certificate-duties.ts';
import type { OwedDuty } from '../src/domain/duties.ts';
import { asAt } from './parts.ts';

/** What the certificates of an enterprise owe by the year, and what became of it. */
export function dutiesCard(
  enterprise: EnterpriseRef,
  certificates: readonly CertificateDuties[],
  { now, remark, mayRecord }: { now: Date; remark?: string; mayRecord: boolean },
): Card {
  const text = (line: string): Block => ({ kind: 'text', text: line });
  return {
    title: `${enterprise.name} 年度义务`,
    blocks: [
      ...(remark === undefined ? [] : [text(remark)]),
      ...(certificates.length === 0 ? [text('没有登记在册的高新技术企业证书，没有年度义务。')] : []),
      ...certificates.flatMap(({ certNo, duties, warning }): Block[] => [
        { kind: 'fields', heading: `高新技术企业 ${certNo ?? '编号未登记'}`, fields: dutyFields(duties) },
        ...(warning ? [text(warning.text)] : []),
      ]),
      ...(mayRecord ? [text('登记请发送“/年报 企业简称 2022 已报”或“/火炬 企业简称 2022 未报”。')] : []),
    ],
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** A line for each of the two duties; those that are due name the last day. */
export function dutyFields(duties: readonly OwedDuty[]): Field[] {
  return dutyKinds.map((kind) => {
    const own = duties.filter((duty) => duty.kind === kind);
    return { label: dutyLabels[kind], value: own.length === 0 ? '有效期内没有应报年度' : own.map(dutyText).join('；') };
  });
}

function dutyText({ year, dueOn, state }: OwedDuty): string {
  const of = `${year}年度`;
  switch (state) {
    case 'done':
      return `${of}已报`;
    case 'missed':
      return `${of}未报`;
    case 'due':
      return `${of}应于${formatDate(dueOn)}前报送`;
    case 'overdue':
      return `${of}未登记（截止日${formatDate(dueOn)}已过）`;
    case 'not-yet':
      return `${of}未到填报期`;
  }
}

/** To the enterprise, when a year was recorded as missed. */
export function dutyMissedCard(kind: DutyKind, year: number, warning: string | null): Card {
  return {
    title: '年度义务',
    blocks: [
      {
        kind: 'text',
        text: `【年报登记】贵公司${year}年度${dutyLabels[kind]}登记为未报。如已报送，请与开发区科技局核对。`,
      },
      ...(warning === null ? [] : [{ kind: 'text' as const, text: warning }]),
    ],
    footer: '发送“/年报”查看本企业的登记情况。',
    confidential: true,
  };
}

export const dutyStateLabels: Record<DutyFact['state'], string> = { DONE: '已报', MISSED: '未报' };
