import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Block, Button, Card, Field } from '../src/core/card.ts';
import { type Cell, formatFigure } from '../src/domain/reports/cell.ts';
import { changeText, type Overwritten } from '../src/domain/reports/overwritten.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { formatPeriod, monthOfPeriod, type Period } from '../src/domain/reports/period.ts';
import type { CellProblem } from '../src/domain/reports/sheet-figures.ts';
import type { ReadMonth, TakenSheet } from '../src/domain/reports/take-sheet.ts';
import type { ReportTemplate } from '../src/domain/reports/template.ts';
import { isReady, saysWhy } from '../src/domain/reports/view.ts';
import { noticeCard } from './notice.ts';
import { reportButton } from './report-parts.ts';

/** The line before the sheet that is to be filled in. */
export function reportTemplateCard({ enterprise, months }: ReportTemplate): Card {
  const list = months.map(({ period, isLate }) => `${formatPeriod(period)}${isLate ? '（补报）' : ''}`).join('、');
  const text =
    months.length === 0
      ? `${enterprise.name}目前没有可填报的月份。补报或更正已结束的月份，请联系开发区科技局重新开放。`
      : `${enterprise.name}的月报表格见随附文件，可填报：${list}，已填入系统中已有的数据。填好后请在与智能机器人（企业微信）或机器人（钉钉）的单聊中发送该文件；读取后保存为草稿，逐月核对确认后才算提交。`;
  return { ...noticeCard('月报表格', text), confidential: true };
}

type ReadWorkbook = Omit<Extract<TakenSheet, { is: 'taken' }>, 'is'>;

/** Buttons are for the latest months: a card holds six. */
const buttonsAtMost = 6;

/** A message has room for a few of what a sheet has overwritten; the page of a month tells of each figure. */
const overwrittenAtMost = 5;

/**
 * What was read of a sheet, month by month, and the way to look at each and confirm it. @param page where there is more; null:
 * this is drawn on a page, which has room for everything
 */
export function readWorkbookCard({ enterprise, months, problems, notes }: ReadWorkbook, page: string | null): Card {
  const read = months.filter(({ read }) => read > 0);
  const shown = read.slice(-buttonsAtMost);
  const fields = read.map((month): Field => ({ label: formatPeriod(month.period), value: monthText(month) }));
  const conflicts = read.flatMap(({ period, conflicts }) => conflicts.map((one) => conflictText(period, one)));
  const blocks: Block[] = [
    { kind: 'text', text: `${enterprise.name}：${summaryOf(read, problems)}` },
    ...(fields.length === 0 ? [] : [{ kind: 'fields' as const, fields }]),
    ...listOf(
      '未读取，请改正',
      problems.map(({ at, reason }) => `${at}单元格：${reason}`),
    ),
    ...listOf('他人已填，未覆盖', conflicts),
    ...overwrittenBlocks(read, page === null ? Number.POSITIVE_INFINITY : overwrittenAtMost),
    ...read.flatMap(findingsOf),
    ...listOf('提示', notes),
  ];
  return {
    title: '月报表格读取结果',
    blocks,
    buttons: shown.map(
      ({ period }): Button => reportButton(`核对${formatPeriod(period)}`, sentence(period, enterprise)),
    ),
    insteadOfButtons:
      shown.length === 0
        ? undefined
        : `请逐月核对并确认：${shown.map(({ period }) => `发送“/月报 填报 ${period}”`).join('，')}。`,
    brief: {
      title: '月报表格读取结果',
      fields: shown.map((month) => ({ label: `${monthOfPeriod(month.period)}月`, value: `读取${month.read}项` })),
    },
    ...(page === null ? {} : { link: { text: '打开月报页面', url: page } }),
    confidential: true,
  };
}

/** The sentence that shows a month with the button that confirms it. */
const sentence = (period: Period, { id }: EnterpriseRef) => `/月报 ${enterpriseWord(id)} 填报 ${period}`;

function summaryOf(read: readonly ReadMonth[], problems: readonly CellProblem[]): string {
  if (read.length === 0) {
    const why = problems.length === 0 ? '表中没有填写数据' : '没有可用的数据';
    return `${why}，未保存任何内容。请填写后重新发送。`;
  }
  const fix = problems.length === 0 ? '' : `有${problems.length}处未读取，可在表中改正后重新发送，或直接发送文字补填。`;
  return `已读取${read.length}个月的数据并保存为草稿，尚未提交。${fix}请逐月核对确认。`;
}

function monthText({ read, changed, view }: ReadMonth): string {
  const { findings, unexplained, rows } = view;
  const hard = findings.filter(({ severity }) => severity === 'hard').length;
  const missing = rows.filter(({ origin, indicator }) => origin === 'none' && indicator.isRequired).length;
  const why = saysWhy(view);
  const parts = [
    `读取${read}项`,
    changed === 0 ? '均与已填一致' : `新填或更改${changed}项`,
    ...(missing === 0 ? [] : [`必填未填${missing}项`]),
    ...(hard === 0 ? [] : [`须更正${hard}项`]),
    ...(unexplained.length === 0 ? [] : [`待说明${unexplained.length}项`]),
    ...(missing === 0 && isReady(view) ? ['可以确认提交'] : []),
    ...(why === null ? [] : [`属${why === 'late' ? '补报' : '更正'}，确认时须写明原因`]),
  ];
  return parts.join('，');
}

function conflictText(period: Period, { label, theirs, yours, unit }: ReadMonth['conflicts'][number]): string {
  const text = ({ month, total }: Cell) =>
    [month === null ? [] : formatFigure(unit, month), total === null ? [] : `累计${formatFigure(unit, total)}`]
      .flat()
      .join('，');
  return `${formatPeriod(period)}“${label}”：${theirs.by.name ?? '他人'}在表格生成后填为${text(theirs)}，表中为${text(yours)}。如以表中为准，请发送文字填报。`;
}

/** What stood there and is another now, what was typed after the sheet was made first: that may be an oversight. */
function overwrittenBlocks(months: readonly ReadMonth[], atMost: number): Block[] {
  const all = months
    .flatMap(({ period, overwritten }) => overwritten.map((one) => ({ period, ...one })))
    .sort((a, b) => Number(b.isNewer) - Number(a.isNewer));
  if (all.length === 0) return [];
  const text = (one: Overwritten & { period: Period }) =>
    `${formatPeriod(one.period)}“${one.label}”：${changeText(one)}${one.isNewer ? '（原数填于表格生成之后）' : ''}`;
  const rest = all.slice(atMost);
  const counts = [...new Set(rest.map(({ period }) => period))]
    .sort()
    .map((month) => `${formatPeriod(month)}${rest.filter(({ period }) => period === month).length}项`);
  const more = `另有${rest.length}项（${counts.join('、')}）未列出，请打开月报页面，各指标下注明原填数。`;
  return [
    { kind: 'list', heading: `已覆盖原填数（${all.length}项）`, items: all.slice(0, atMost).map(text) },
    ...(rest.length === 0 ? [] : [{ kind: 'text' as const, text: more }]),
  ];
}

/** All of a few months; of many the card of each month tells them. */
const monthsWithFindings = 3;

function findingsOf({ period, view }: ReadMonth, _index: number, all: readonly ReadMonth[]): Block[] {
  if (all.length > monthsWithFindings) return [];
  const hard = view.findings.flatMap(({ severity, text }) => (severity === 'hard' ? [text] : []));
  return listOf(`${formatPeriod(period)}需核对`, [...hard, ...view.unexplained.map(({ text }) => text)]);
}

const itemsAtMost = 20;

function listOf(heading: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  const more = items.length > itemsAtMost ? [`另有${items.length - itemsAtMost}项未列出。`] : [];
  return [
    { kind: 'list', heading: `${heading}（${items.length}项）`, items: [...items.slice(0, itemsAtMost), ...more] },
  ];
}

/** A sheet that was refused as a whole. */
export function refusedWorkbookCard(reasons: readonly string[]): Card {
  return {
    title: '月报表格未读取',
    blocks: [
      { kind: 'text', text: '整份表格未读取，没有保存任何内容：' },
      { kind: 'list', items: reasons },
    ],
    confidential: true,
  };
}
