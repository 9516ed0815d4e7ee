import type { Card } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import type { Policy } from '../src/domain/deadlines/policy.ts';
import { placeholderText, policyRemarks } from '../src/domain/deadlines/policy-rules.ts';
import { typeFacts } from '../src/domain/qualification.ts';
import { asAt } from './parts.ts';

/** 提醒规则 as it holds. @param page where they are changed; null: the reader may not, and the page is closed to them */
export function policyCard(policy: Policy, { now, page }: { now: Date; page: string | null }): Card {
  const { leads, certificateMonths, certificateTypes, reportDays, backupFrom, sendAt, spreadMinutes } = policy;
  const types = certificateTypes.map((type) => typeFacts[type].label).join('、');
  return {
    title: '提醒规则',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '截止提醒', value: `截止前${leads.map((lead) => (lead === 0 ? '当日' : `${lead}天`)).join('、')}` },
          { label: '证书到期', value: types === '' ? '不提醒' : `${types}，到期前${certificateMonths.join('、')}个月` },
          { label: '月报', value: `每月${reportDays.join('日、')}日和填报期最后一日` },
          {
            label: '备用联系人',
            value: backupFrom === null ? '不提醒' : `截止前${backupFrom}天起，企业未答复的一并提醒`,
          },
          { label: '发送时间', value: `${sendAt}起，${spreadMinutes}分钟内发完；遇休息日提前到前一工作日` },
          { label: '免打扰', value: `${policy.quietFrom}至次日${policy.quietUntil}` },
          { label: '早报', value: policy.digestAt },
          { label: '发送检查', value: policy.checkAt },
        ],
      },
      { kind: 'list', heading: '提醒文字', items: [policy.texts.deadline, policy.texts.certificate] },
      {
        kind: 'text',
        text: `截止提醒中，${placeholderText('deadline')}；证书到期提醒中，${placeholderText('certificate')}。发送时自动填入。`,
      },
      ...policyRemarks(policy).map((text) => ({ kind: 'text' as const, text })),
      { kind: 'text', text: policy.number === 0 ? '以上为系统默认规则。' : `以上为第${policy.number}次修改后的规则。` },
    ],
    ...(page === null ? {} : { link: { text: '查看或修改规则', url: page } }),
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}
