import type { Button, Card } from '../src/core/card.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { reasons, reasonsFor } from '../src/domain/reports/finding.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { reportSubject } from '../src/domain/reports/record.ts';
import { isReady, type ReportView, saysWhy } from '../src/domain/reports/view.ts';
import { asAt } from './parts.ts';
import { countFields, findingBlocks, reportButton, reportName, tableBlocks } from './report-parts.ts';

/** Reasons with one tap, where handing in asks for one. */
const usualReasons = { late: '企业书面申请，由科技局代为补报', correction: '企业书面申请，由科技局代为更正' } as const;

/** 代填, read back: everything as it will be handed in, what is found, and what comes next. */
export function fillingForCard(
  { enterprise, view }: Pick<ReportLook, 'enterprise' | 'view'>,
  { remarks, now, page }: { remarks: readonly string[]; now: Date; page: string },
): Card {
  const { period } = view;
  const buttons = nextButtons(view);
  return {
    title: `请核对代填的${reportName(period)}`,
    blocks: [
      { kind: 'fields', fields: [{ label: '企业', value: enterprise.name }] },
      ...(remarks.length > 0 ? [{ kind: 'list' as const, heading: '请留意', items: remarks }] : []),
      ...tableBlocks(view),
      ...findingBlocks(view),
      { kind: 'text', text: nextStep(view, enterprise.name) },
    ],
    ...(buttons.length > 0 ? { buttons } : {}),
    insteadOfButtons: typedWay(view),
    brief: { title: `代填${reportName(period)}`, fields: countFields(view) },
    subject: reportSubject(enterprise.id, period),
    link: { text: '打开月报详情', url: page },
    footer: asAt(dateOf(now), now),
    confidential: true,
  };
}

/** The first open question first: the others come when it is answered. */
function nextButtons(view: ReportView): Button[] {
  const { record, version, unexplained } = view;
  if (!record) return [];
  const [question] = unexplained;
  if (question) {
    const which = unexplained.length > 1 ? '1.' : '';
    return reasonsFor[question.rule].map((code) =>
      reportButton(shortened(`${which}${reasons[code]}`), `月报 代填说明 ${record.id} ${question.id} ${code}`),
    );
  }
  if (!isReady(view)) return [];
  const why = saysWhy(view);
  const say = `月报 代填确认 ${record.id} ${version}`;
  return [reportButton('确认代填', why === null ? say : `${say} ${usualReasons[why]}`)];
}

/** What WeCom's button card has room for (企业微信 发送应用消息 90236). */
const buttonCharactersAtMost = 10;

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= buttonCharactersAtMost
    ? text
    : `${characters.slice(0, buttonCharactersAtMost - 1).join('')}…`;
}

function nextStep(view: ReportView, name: string): string {
  const { period, unexplained } = view;
  const more = `补充或修改请发送“/月报 代填 ${name} ${period} 指标 数字”。`;
  if (unexplained.length > 0) return `请先说明第1项疑点的原因，再确认提交。${more}`;
  if (!isReady(view)) return `尚未提交。${more}`;
  const why = saysWhy(view);
  const how = why === null ? '' : `按${why === 'late' ? '补报' : '更正'}提交，原因为“${usualReasons[why]}”；`;
  return `${how}确认后以企业名义提交，标注为代填，并告知企业联系人。${more}`;
}

function typedWay(view: ReportView): string {
  const { record, version, unexplained } = view;
  if (!record) return '';
  const [question] = unexplained;
  if (question) return `请发送“/月报 代填说明 ${record.id} ${question.id} 原因”。`;
  if (!isReady(view)) return '补齐或更正后即可确认。';
  return `请发送“/月报 代填确认 ${record.id} ${version}${saysWhy(view) === null ? '' : ' 原因'}”。`;
}
