import { reportName } from '../../cards/report-parts.ts';
import type { Card } from '../core/card.ts';
import type { Sender } from '../core/event.ts';
import type { Telling } from '../domain/bindings.ts';
import { formatDate } from '../domain/calendar.ts';
import type { ReportRecord } from '../domain/reports/record.ts';
import type { Addresses } from './addresses.ts';

/** What is told of what was done on a page: to the enterprise of what staff decided, to staff of an explanation. */
export type ReportNews =
  | { is: 'returned'; labels: readonly string[]; reason: string; dueOn: string }
  | { is: 'approved' }
  | { is: 'inquired'; text: string }
  | { is: 'exempt'; reason: string | null }
  | { is: 'answered'; text: string };

const titles: Readonly<Record<ReportNews['is'], string>> = {
  returned: '月报退回',
  approved: '月报审核通过',
  inquired: '月报需核实',
  exempt: '月报免报',
  answered: '企业已答复核实',
};

/** @param page the whole address of the page where it goes on */
export function reportTellings(
  record: ReportRecord,
  news: ReportNews,
  { to, page }: { to: readonly Sender[]; page: string },
): Telling[] {
  if (to.length === 0) return [];
  const card: Card = {
    title: titles[news.is],
    blocks: [{ kind: 'text', text: sentence(record, news) }],
    link: { text: '打开月报', url: page },
    confidential: true,
  };
  const reader = news.is === 'answered' ? { needs: 'report.decide' as const } : { enterpriseId: record.enterprise.id };
  return [{ to, card, purpose: `report.${news.is}`, ...reader }];
}

/** Whole, as a card needs it. */
export function wholeAddress(publicUrl: string, path: ReturnType<Addresses['ownReport']>): string {
  return new URL(path, publicUrl).href;
}

/** domain.md G3 */
function sentence({ enterprise, period }: ReportRecord, news: ReportNews): string {
  const name = `${enterprise.name}${reportName(period)}`;
  switch (news.is) {
    case 'returned': {
      const fields = news.labels.map((label) => `“${label}”`).join('、');
      return `【退回】${name}${fields}需核实：${news.reason}。请于${formatDate(news.dueOn)}前修改后重新提交。`;
    }
    case 'approved':
      return `${name}已审核通过。`;
    case 'inquired':
      return `【核实】${name}有情况请说明：${news.text}。请在月报页面填写说明。`;
    case 'exempt':
      return news.reason === null
        ? `${name}的免报已取消，请按期填报。`
        : `${name}已登记免报，无需填报。原因：${news.reason}。`;
    case 'answered':
      return `${name}的核实已答复：${news.text}。`;
  }
}
