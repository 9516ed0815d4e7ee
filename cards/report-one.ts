import type { Block, Button, Card, Field } from '../src/core/card.ts';
import { dateOf, formatDate } from '../src/domain/calendar.ts';
import type { AskedIndicator } from '../src/domain/reports/asked.ts';
import { reportSubject, submissionKindLabels } from '../src/domain/reports/record.ts';
import { reportStatusLabels } from '../src/domain/reports/status.ts';
import type { ReportView } from '../src/domain/reports/view.ts';
import type { StaffLook } from '../src/domain/reports/whole-look.ts';
import { lastDayFor, windowOf } from '../src/domain/reports/window.ts';
import { asAt, inChinese } from './parts.ts';
import { countFields, draftMark, findingBlocks, reportButton, reportName, tableBlocks } from './report-parts.ts';
import { historyLines, labelsOf, wayOf, whenAt, whoIs } from './report-trace.ts';

/** Who of the bureau reads it, when, and where the page of it is. */
export interface StaffReader {
  personId: string | null;
  /** Whether they decide. */
  decides: boolean;
  now: Date;
  page: string;
}

/** Everything about one report, for staff: how it stands, the table, what was found, what happened, what can be done. */
export function reportCard(look: StaffLook, reader: StaffReader, remarks: readonly string[] = []): Card {
  const { enterprise, inForce: view, versions, steps } = look;
  const { period, record } = view;
  const history = historyLines(versions, steps, { of: look, readerId: reader.personId });
  const buttons = reader.decides ? reviewButtons(view) : [];
  const status = statusText(look);
  return {
    title: `${enterprise.name} ${reportName(period)}`,
    blocks: [
      ...remarks.map((text): Block => ({ kind: 'text', text })),
      { kind: 'fields', fields: [{ label: '状态', value: status }, ...factFields(look, reader)] },
      ...(record ? tableBlocks(view, draftMark(view)) : []),
      ...(record ? findingBlocks(view) : []),
      ...(history.length === 0 ? [] : [{ kind: 'list' as const, heading: '办理记录', items: history }]),
      ...(reader.decides ? [{ kind: 'text' as const, text: `${waysToGoOn(view, enterprise.name)}` }] : []),
    ],
    ...(buttons.length > 0 ? { buttons, insteadOfButtons: insteadOf(view) } : {}),
    brief: {
      title: `${reportName(period)}：${reportStatusLabels[view.status]}${draftMark(view) ? '（草稿，未提交）' : ''}`,
      fields: record ? countFields(view) : [],
    },
    subject: reportSubject(enterprise.id, period),
    link: { text: '打开月报详情', url: reader.page },
    footer: asAt(dateOf(reader.now), reader.now),
    confidential: true,
  };
}

/** `逾期补报，审核通过`; a late one that was approved is both. */
function statusText({ view, inForce }: StaffLook): string {
  const { status, record } = view;
  const approved = record?.state === 'APPROVED' && status !== 'APPROVED' && status !== 'EXEMPT' ? '，审核通过' : '';
  const waits = record?.state === 'SUBMITTED' && status !== 'EXEMPT' ? '，待审核' : '';
  const typed = record?.draft.length ?? 0;
  // What is typed behind a report that was handed in is none of what is decided about.
  const draft =
    typed === 0 ? '' : record?.submission ? `，企业正在修改${typed}项（尚未提交）` : `，已填写${typed}项（未提交）`;
  return `${reportStatusLabels[inForce.status]}${approved}${waits}${status === 'EXEMPT' ? '' : draft}`;
}

function factFields(look: StaffLook, { personId }: StaffReader): Field[] {
  const { view, openings } = look;
  const { period, record } = view;
  const { closesOn, lateUntil } = windowOf(period);
  const last = lastDayFor(period, openings);
  const until = last > lateUntil ? `，重新开放至${formatDate(last)}` : '';
  const fields: Field[] = [
    { label: '填报期', value: `至${formatDate(closesOn)}，补报至${formatDate(lateUntil)}${until}` },
  ];
  const { submission = null, returned = null, inquiry = null, exempt = null } = record ?? {};
  if (submission) {
    const { kind, by, at, via, onBehalf, reason, number } = submission;
    fields.push({
      label: '提交',
      value: `第${number}次，${submissionKindLabels[kind]}${submission.isLate ? '（逾期）' : ''}，${whoIs(by, personId)}（${whenAt(at)}${onBehalf ? '，代填' : ''}），${wayOf(via)}`,
    });
    if (reason !== null) fields.push({ label: '提交说明', value: inChinese(reason) });
  }
  const typed = record?.draft.at(-1);
  if (typed) {
    fields.push({
      label: '最近填写',
      value: `${whoIs(typed.by, personId)}（${whenAt(typed.at)}${typed.onBehalf ? '，代填' : ''}），${wayOf(typed.via)}`,
    });
  }
  if (returned) {
    fields.push({
      label: '退回',
      value: `“${labelsOf(returned.keys, look)}”：${inChinese(returned.reason)}，请于${formatDate(returned.dueOn)}前修改（${whoIs(returned.by, personId)}，${whenAt(returned.at)}）`,
    });
  }
  if (inquiry) {
    fields.push({
      label: '核实',
      value: `${inChinese(inquiry.text)}（${whoIs(inquiry.by, personId)}，${whenAt(inquiry.at)}）`,
    });
    const { answer } = inquiry;
    const said = answer
      ? `${inChinese(answer.text)}（${whoIs(answer.by, personId)}，${whenAt(answer.at)}）`
      : '尚未答复';
    fields.push({ label: '答复', value: said });
  }
  if (exempt) {
    fields.push({
      label: '免报',
      value: `${inChinese(exempt.reason)}（${whoIs(exempt.by, personId)}，${whenAt(exempt.at)}）`,
    });
  }
  return fields;
}

const buttonsAtMost = 6;
/** Of WeCom's button card: what is longer is cut on the screen (企业微信 发送应用消息 90236). */
const buttonCharactersAtMost = 10;
/** The reason of a 退回 with one tap. */
export const usualReason = '数据异常，请核对';

/** What may be done about a report as it stands; each button knows the version that was seen. */
export function reviewButtons({ record, status, findings, rows }: ReportView): Button[] {
  if (!record) return [];
  const { id, version } = record;
  if (status === 'EXEMPT') return [reportButton('取消免报', `月报 取消免报 ${id}`)];
  if (!record.submission || record.state === 'RETURNED') return [];
  const approve = record.state === 'SUBMITTED' ? [reportButton('通过', `月报 通过 ${id} ${version}`)] : [];
  const others = [
    reportButton('退回指标', `月报 退回 ${id} ${version}`),
    reportButton('核实', `月报 核实 ${id} ${version}`),
  ];
  const questioned = new Set(findings.flatMap(({ keys: [first] }) => first ?? []));
  const oneTap = rows
    .filter(({ indicator }) => questioned.has(indicator.key))
    .map(({ indicator }) =>
      reportButton(
        `退回：${shortName(indicator)}`,
        `月报 退回 ${id} ${version} ${plainName(indicator)} ${usualReason}`,
      ),
    );
  return [...approve, ...oneTap.slice(0, buttonsAtMost - approve.length - others.length), ...others];
}

/** A name without blanks, that the sentence is read with. */
export function plainName({ label, project }: AskedIndicator): string {
  return project === null ? label : `P-${String(project).padStart(2, '0')}`;
}

/** What stands on a button behind 退回：: the label if there is room for it, else another word for it. */
function shortName(indicator: AskedIndicator): string {
  const room = buttonCharactersAtMost - [...'退回：'].length;
  const name = plainName(indicator);
  const fits = [name, ...indicator.words].find((one) => [...one].length <= room);
  return fits ?? `${[...name].slice(0, room - 1).join('')}…`;
}

function insteadOf({ record, status }: ReportView): string {
  if (!record) return '';
  if (status === 'EXEMPT') return `请发送“/月报 取消免报 ${record.id}”。`;
  const approve = record.state === 'SUBMITTED' ? `“/月报 通过 ${record.id} ${record.version}”或` : '';
  return `请发送${approve}“/月报 退回 ${record.id} 指标 原因”或“/月报 核实 ${record.id} 内容”。`;
}

/** What is typed, with everything that a button cannot know. */
function waysToGoOn({ record, period, openness, status }: ReportView, name: string): string {
  if (status === 'EXEMPT') return '该企业本期免报。';
  if (openness === 'future') return '该期尚未开始填报。';
  if (record?.submission && record.state !== 'RETURNED') {
    return `如需退回，请写明指标和原因，例如“/月报 退回 ${record.id} 研发费用、营业收入 与账面不符”。`;
  }
  const fill = `代填请发送“/月报 代填 ${name} ${period} 营收320万 研发18.5万”`;
  const exempt = record?.submission ? '' : `，免报请发送“/月报 免报 ${name} ${period} 原因”`;
  const open =
    openness === 'closed' ? `该期填报已截止，请先发送“/月报 重开 ${period} 至 日期 ${name} 原因”重新开放；` : '';
  return `${open}${fill}${exempt}。`;
}
