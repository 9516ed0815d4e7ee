import { formatDate } from '../src/domain/calendar.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { reportStatusLabels } from '../src/domain/reports/status.ts';
import type { ReportView } from '../src/domain/reports/view.ts';
import { lastDayFor, windowOf } from '../src/domain/reports/window.ts';
import { reportName, whoWhen } from './report-parts.ts';

/** How a month stands and until when what can be done about it, in one line: what a plain question asks. */
export function standingText({ view, openings }: ReportLook): string {
  const { period, status, record, openness } = view;
  const { submission } = record ?? {};
  const by = submission ? `，由${whoWhen(submission)}提交` : '';
  const draft = submission && view.hasChanges ? '，另有修改尚未提交' : '';
  const lastDay = `${formatDate(openness === 'open' ? windowOf(period).closesOn : lastDayFor(period, openings))}24:00`;
  return `${reportName(period)}：${reportStatusLabels[status]}${by}${draft}。${whatNext(view, lastDay)}`;
}

function whatNext({ record, openness, period, isCorrection }: ReportView, lastDay: string): string {
  if (record?.exempt) return '本期无需填报。';
  if (openness === 'future') return `填报自${formatDate(windowOf(period).opensOn)}开始。`;
  if (openness === 'closed') return '填报已结束，补报或更正请联系开发区科技局重新开放。';
  if (record?.returned) return `请于${formatDate(record.returned.dueOn)}前修改后重新提交。`;
  if (isCorrection) return `${lastDay}前可以更正，提交时须写明原因。`;
  if (record?.submission) return `${lastDay}前可以修改，修改后须重新确认。`;
  if (openness === 'open') return `填报截止${lastDay}，请在此之前提交。`;
  return `填报期已于${formatDate(windowOf(period).closesOn)}24:00截止，补报请于${lastDay}前提交并说明原因。`;
}
