import type { Card } from '../src/core/card.ts';
import { type CalendarDate, dateOf } from '../src/domain/calendar.ts';
import type { Period } from '../src/domain/reports/period.ts';
import { asAt } from './parts.ts';
import { reportButton, reportName } from './report-parts.ts';
import { reminderText } from './report-told.ts';

/** Who would be told. */
export interface Owing {
  period: Period;
  enterprises: number;
  /** Of those: handed back */
  returned: number;
  /** Of those: nobody is reached */
  unreachable: number;
  people: number;
}

interface Shown {
  now: Date;
  page: string;
}

/** 催报 asks first: how many owe, how many are told, and in which words. */
export function pressCard(owing: Owing, pressId: string, { now, page }: Shown): Card {
  const { period, people } = owing;
  const say = `月报 催报 ${period} 确认 ${pressId}`;
  const nobody = people === 0;
  return {
    title: `${reportName(period)}催报`,
    blocks: [
      { kind: 'text', text: `${owedText(owing)}可通知的联系人${people}人。` },
      ...(nobody
        ? [{ kind: 'text' as const, text: '没有可通知的联系人，请电话催报。' }]
        : [
            { kind: 'text' as const, text: `将发送：${reminderText(period, dateOf(now))}` },
            ...(owing.returned > 0 ? [{ kind: 'text' as const, text: '退回的企业将再次收到退回的指标和原因。' }] : []),
          ]),
    ],
    buttons: [
      ...(nobody ? [] : [reportButton('确认催报', say)]),
      ...(owing.unreachable > 0 ? [reportButton('无联系人名单', `月报 ${period} 无联系人`)] : []),
    ],
    insteadOfButtons: nobody ? `请发送“/月报 ${period} 无联系人”查看名单。` : `请发送“/${say}”确认催报。`,
    link: { text: '打开月报台账', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

function owedText({ period, enterprises, returned, unreachable }: Owing): string {
  const parts = [
    ...(returned > 0 ? [`退回待修改${returned}家`] : []),
    ...(unreachable > 0 ? [`无联系人可通知${unreachable}家`] : []),
  ];
  return `${reportName(period)}尚需报送的企业${enterprises}家${parts.length > 0 ? `（其中${parts.join('，')}）` : ''}，`;
}

/** What became of it. `before`: messages of this press that had gone out already. */
export function pressedCard(owing: Owing, { sent, before }: { sent: number; before: number }, shown: Shown): Card {
  const { period, unreachable } = owing;
  const again = sent === 0 ? `本次催报此前已发送${before}条，未重复发送。` : '';
  const text =
    sent === 0 ? again : `已发送${sent}条催报${before > 0 ? `；本次催报此前已发送${before}条，未重复发送` : ''}。`;
  return {
    title: `${reportName(period)}${sent === 0 ? '此前已催报' : '已催报'}`,
    blocks: [
      { kind: 'text', text },
      ...(unreachable > 0
        ? [
            {
              kind: 'text' as const,
              text: `无联系人可通知${unreachable}家，请电话催报，可发送“/月报 ${period} 无联系人”查看。`,
            },
          ]
        : []),
    ],
    link: { text: '打开月报台账', url: shown.page },
    footer: asAt(dateOf(shown.now), shown.now),
    confidential: true,
  };
}

/** Everybody has reported. */
export function nothingOwedCard(period: Period, on: CalendarDate, { now, page }: Shown): Card {
  return {
    title: `${reportName(period)}催报`,
    blocks: [{ kind: 'text', text: `${reportName(period)}没有尚需报送的企业，无需催报。` }],
    link: { text: '打开月报台账', url: page },
    footer: asAt(on, now),
    confidential: true,
  };
}
