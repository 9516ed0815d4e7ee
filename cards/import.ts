import type { Block, Button, Card } from '../src/core/card.ts';
import type { ImportProgress, ImportRecord } from '../src/domain/exchange.ts';
import { problemText } from '../src/domain/workbook/problem.ts';
import {
  changeText,
  concernedText,
  countLines,
  type ImportReport,
  isUnchanged,
  unchangedText,
} from '../src/domain/workbook/report.ts';
import { noticeCard } from './notice.ts';

/** As many as are listed in a card; the file has the rest. */
const listedAtMost = 20;

/** How to import, and where an empty workbook is. */
export function importHelpCard(page: string): Card {
  return {
    title: '导入企业、联系人、资质、资金、截止事项',
    blocks: [
      {
        kind: 'list',
        items: [
          '按随附的空白表填写，“填写说明”中有每一列的要求。',
          '把填好的 .xlsx 文件（不超过 20 MB）在单聊中发给我（企业微信发给智能机器人，应用内不能收文件），或在导入网页上传。',
          '检查后列出需要改正的位置，或新增、变更的内容；确认后一次写入，有错误时不写入任何数据。',
        ],
      },
      {
        kind: 'text',
        text: '专项资金的明细只增不改：已登记的不会重复登记，登记有误的请在对话或网页中冲销后重新登记。',
      },
      {
        kind: 'text',
        text: '截止事项写明日期、依据和对象，导入前列出每一项涉及的企业数；日期有变的，导入后将原日期和新日期通知所涉企业。',
      },
      {
        kind: 'text',
        text: '导出请发送“/导出 企业”“/导出 联系人”“/导出 资质”“/导出 资金”或“/导出 截止事项”，导出的表可以修改后再导入。',
      },
    ],
    link: { text: '打开导入网页', url: page },
    confidential: false,
  };
}

/** What a check found: what has to be put right, or what would be written, to be agreed to. */
export function checkedCard({ id, report }: ImportRecord): Card {
  if (report.problemCount > 0) return problemsCard(report);
  if (isUnchanged(report)) return unchangedCard(report);
  const buttons: Button[] = [
    { text: '确认导入', tap: { say: `导入 确认 ${id}`, answer: 'here' } },
    { text: '放弃', tap: { say: `导入 放弃 ${id}`, answer: 'here' } },
  ];
  return {
    title: '请确认导入',
    blocks: [
      { kind: 'text', text: countLines(report).join('\n') },
      ...concernedBlocks(report),
      ...changeBlocks(report),
      ...noteBlocks(report),
    ],
    buttons,
    insteadOfButtons: `确认请发送“/导入 确认 ${id}”，放弃请发送“/导入 放弃 ${id}”。`,
    confidential: true,
  };
}

/** Registered data changed between check and agreement. */
export function staleCard(record: ImportRecord): Card {
  const card = checkedCard(record);
  const text = '检查之后，已登记的数据有变化，本次没有写入。按现在的数据，导入内容如下，请重新确认。';
  return { ...card, blocks: [{ kind: 'text', text }, ...card.blocks] };
}

export function problemsCard(report: ImportReport): Card {
  const { problems, problemCount } = report;
  const rest = problemCount - Math.min(problems.length, listedAtMost);
  return {
    title: `文件有${problemCount}处需要改正`,
    blocks: [
      { kind: 'list', items: problems.slice(0, listedAtMost).map(problemText) },
      ...(rest > 0 ? [{ kind: 'text' as const, text: `另有${rest}处，见随附的文件。` }] : []),
      { kind: 'text', text: '没有写入任何数据。请改正后重新发送文件。' },
    ],
    confidential: true,
  };
}

export function unchangedCard(report: ImportReport): Card {
  return {
    title: '没有需要导入的内容',
    blocks: [
      { kind: 'text', text: countLines(report).join('\n') },
      ...noteBlocks(report),
      { kind: 'text', text: `${unchangedText(report)}，没有写入任何数据。` },
    ],
    confidential: true,
  };
}

export function appliedCard(report: ImportReport): Card {
  return {
    title: '导入完成',
    blocks: [{ kind: 'text', text: countLines(report).join('\n') }],
    footer: '同一份文件再次导入不会改变任何内容。',
    confidential: true,
  };
}

export function discardedCard(): Card {
  return noticeCard('已放弃导入', '没有写入任何数据，收到的文件已删除。');
}

const stages: Record<ImportProgress['stage'], string> = {
  read: '正在读取文件',
  compare: '正在与已登记的内容核对',
  write: '正在写入',
  tidy: '已写入，正在整理',
};

export function progressCard({ stage, done, total }: ImportProgress): Card {
  const share = total === null || total === 0 ? '' : `，已完成 ${Math.floor((done / total) * 100)}%`;
  return noticeCard('正在处理', `${stages[stage]}${share}。`);
}

/** Whether a card shows less than the whole report. */
export function isCut({ problemCount, changeCount, concerned, notes }: ImportReport): boolean {
  return Math.max(problemCount, changeCount, concerned.length, notes.length) > listedAtMost;
}

/** Whom the deadlines concern, before anything else: nobody should hear of one by mistake. */
function concernedBlocks({ concerned }: ImportReport): Block[] {
  if (concerned.length === 0) return [];
  const rest = concerned.length - listedAtMost;
  return [
    { kind: 'text', text: '截止事项涉及的企业：' },
    { kind: 'list', items: concerned.slice(0, listedAtMost).map(concernedText) },
    ...(rest > 0 ? [{ kind: 'text' as const, text: `另有${rest}项，见随附的文件。` }] : []),
  ];
}

function changeBlocks({ changes, changeCount }: ImportReport): Block[] {
  if (changeCount === 0) return [];
  const rest = changeCount - Math.min(changes.length, listedAtMost);
  return [
    { kind: 'text', text: `变更${changeCount}处（原内容 → 新内容）：` },
    { kind: 'list', items: changes.slice(0, listedAtMost).map(changeText) },
    ...(rest > 0 ? [{ kind: 'text' as const, text: `另有${rest}处，见随附的文件。` }] : []),
  ];
}

function noteBlocks({ notes }: ImportReport): Block[] {
  if (notes.length === 0) return [];
  const rest = notes.length - listedAtMost;
  const lines = [...notes.slice(0, listedAtMost), ...(rest > 0 ? [`另有${rest}条，见随附的文件。`] : [])];
  return [{ kind: 'text', text: `提示：${lines.join('\n')}` }];
}
