import type { Bureau } from '../src/core/bureau.ts';
import type { Card, Field } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { QualificationFact } from '../src/domain/ledger.ts';
import { levelLabels, typeFacts } from '../src/domain/qualification.ts';
import { barredForTheYear, type Revocation } from '../src/domain/revocation.ts';

const usage = '/进度 取消资质 企业名称 高企 决定文号 决定日期 原因';

/** What a cancellation needs, or everything that is missing or wrong about it. */
export function askRevocationCard(problems: readonly string[]): Card {
  return {
    title: '取消资质',
    blocks: [
      ...(problems.length > 0 ? [{ kind: 'list' as const, heading: '未办理', items: problems }] : []),
      { kind: 'text', text: `取消已认定的资质请发送“${usage}”，核对无误后再确认。` },
    ],
    confidential: true,
  };
}

/** Read back whole: it ends a certificate. */
export function confirmRevocationCard(fact: QualificationFact, revocation: Revocation, say: string): Card {
  return {
    title: '请确认：取消资质',
    blocks: [
      { kind: 'fields', fields: fieldsOf(fact, revocation) },
      { kind: 'text', text: '确认后自决定日期起登记为已取消并告知企业，登记后不能修改。如有误，请重新发送。' },
    ],
    buttons: [{ text: '确认取消资质', tap: { say, answer: 'here' } }],
    insteadOfButtons: `确认请发送“/${say}”。`,
    confidential: true,
  };
}

export function revokedCard(fact: QualificationFact, revocation: Revocation): Card {
  return {
    title: '已取消资质',
    blocks: [
      { kind: 'fields', fields: fieldsOf(fact, revocation) },
      { kind: 'text', text: '已登记为已取消，并已告知企业联系人。' },
    ],
    confidential: true,
  };
}

/** To the enterprise: what, since when, why, and whom to ask. */
export function revokedNewsCard(fact: QualificationFact, { evidence }: Revocation, bureau: Bureau): Card {
  const { certNo, type, level } = fact;
  const number = certNo === null ? '' : `（编号 ${certNo}）`;
  return {
    title: '资质取消',
    blocks: [
      {
        kind: 'text',
        text: `贵公司${levelLabels[level]}${typeFacts[type].label}资格${number}自${formatDate(evidence.on)}起取消，决定文号 ${evidence.docNo}。原因：${evidence.reason}。`,
      },
      {
        kind: 'text',
        text: `${barredForTheYear.has(type) ? '当年不能再次申报该类资质。' : ''}如有疑问，请联系${bureau.name}（电话 ${bureau.tel}）。`,
      },
    ],
    confidential: true,
  };
}

function fieldsOf({ certNo, type, level }: QualificationFact, { enterprise, evidence }: Revocation): Field[] {
  return [
    { label: '企业', value: enterprise },
    { label: '资质', value: `${levelLabels[level]}${typeFacts[type].label}` },
    { label: '编号', value: certNo ?? '未登记' },
    { label: '决定文号', value: evidence.docNo },
    { label: '决定日期', value: formatDate(evidence.on) },
    { label: '原因', value: evidence.reason },
  ];
}
