import { type SheetKind, sheetKinds, sheets } from './columns.ts';
import { type Problem, problemText } from './problem.ts';

export interface Counts {
  added: number;
  changed: number;
  unchanged: number;
}

/** Something registered that the file says otherwise, as a person reads it. Phone numbers are masked. */
export interface ReportedChange {
  sheet: SheetKind;
  row: number;
  /** Full name of the enterprise, or the name of the fund batch. */
  enterprise: string;
  /** Which contact, qualification or project; empty for the enterprise or the batch itself. */
  subject: string;
  column: string;
  before: string;
  after: string;
}

/** Whom a deadline that the file enters or changes concerns: agreed to with the file. */
export interface ReportedConcerned {
  row: number;
  /** e.g. 2024年高新技术企业认定第二批 */
  title: string;
  isNew: boolean;
  /** e.g. 2024年7月10日24:00 */
  due: string;
  /** In words. */
  audience: string;
  count: number;
  /** Every enterprise that is operating. */
  isEverybody: boolean;
  /** Whether they are told as soon as it is imported, beside the reminders. */
  isTold: boolean;
}

/** What checking or applying a file found, for whoever sent it. */
export interface ImportReport {
  /** Names of the sheets that were read. */
  found: Readonly<Partial<Record<SheetKind, string>>>;
  counts: Readonly<Record<SheetKind, Counts>>;
  changes: readonly ReportedChange[];
  /** All of them, also those that are not kept. */
  changeCount: number;
  /** Whom the deadlines would concern that the file enters or changes. */
  concerned: readonly ReportedConcerned[];
  problems: readonly Problem[];
  problemCount: number;
  notes: readonly string[];
  /** Of what applying it would do; two that would do the same have the same. */
  digest: string;
}

/** applied, or why it was not: nothing to do; problems; changes that nobody agreed to; not what was agreed to. */
export type ImportOutcome = 'applied' | 'nothing' | 'problems' | 'unconfirmed' | 'stale';

const units: Readonly<Record<SheetKind, string>> = {
  enterprises: '家',
  contacts: '人',
  qualifications: '项',
  fundBatches: '个',
  fundProjects: '个',
  fundEntries: '笔',
  deadlines: '项',
};

export function noCounts(): Record<SheetKind, Counts> {
  const none = () => ({ added: 0, changed: 0, unchanged: 0 });
  return Object.fromEntries(sheetKinds.map((kind) => [kind, none()])) as Record<SheetKind, Counts>;
}

/** `企业：新增 3 家，变更 1 家，无变化 5 家`, one for each sheet that was read. */
export function countLines({ found, counts }: Pick<ImportReport, 'found' | 'counts'>): string[] {
  return sheetKinds
    .filter((kind) => found[kind] !== undefined)
    .map((kind) => {
      const { added, changed, unchanged } = counts[kind];
      const unit = units[kind];
      return `${sheets[kind].name}：新增 ${added} ${unit}，变更 ${changed} ${unit}，无变化 ${unchanged} ${unit}`;
    });
}

/** `“企业”第3行 内蒙古…有限公司 行业：未登记 → 农业` */
export function changeText({ sheet, row, enterprise, subject, column, before, after }: ReportedChange): string {
  const who = subject === '' ? enterprise : `${enterprise} ${subject}`;
  return `“${sheets[sheet].name}”第${row}行 ${who} ${column}：${before} → ${after}`;
}

/** `“截止事项”第3行 2024年高新技术企业认定第二批（新增，材料到开发区2024年7月10日24:00）：…，涉及12家，导入后通知这些企业` */
export function concernedText({ row, title, isNew, due, audience, ...of }: ReportedConcerned): string {
  const what = `${title}（${isNew ? '新增' : '变更'}，材料到开发区${due}）`;
  return `“${sheets.deadlines.name}”第${row}行 ${what}：${audience}，${concernedCount(of)}`;
}

/** How many are concerned, and what they hear of it. */
export function concernedCount({
  count,
  isEverybody,
  isTold,
}: Pick<ReportedConcerned, 'count' | 'isEverybody' | 'isTold'>): string {
  const many = isEverybody ? `涉及全部在营企业共${count}家，请核对` : `涉及${count}家`;
  return `${many}；${isTold ? '导入后通知这些企业' : '按提醒规则逐次提醒'}`;
}

/** What a file says of which nothing is to be written. */
export function unchangedText({ found, counts }: Pick<ImportReport, 'found' | 'counts'>): string {
  const read = sheetKinds.filter((kind) => found[kind] !== undefined);
  const empty = read.filter((kind) => Object.values(counts[kind]).every((count) => count === 0));
  if (empty.length === 0) return '文件与已登记的内容一致';
  const names = empty.map((kind) => `“${sheets[kind].name}”`).join('');
  return `${names}表没有填写内容${empty.length < read.length ? '，其余与已登记的内容一致' : ''}`;
}

export function isUnchanged({ counts, changeCount }: Pick<ImportReport, 'counts' | 'changeCount'>): boolean {
  return changeCount === 0 && sheetKinds.every((kind) => counts[kind].added === 0 && counts[kind].changed === 0);
}

/** The whole report as text, for a file or a terminal. */
export function reportText(report: ImportReport): string {
  const { problems, problemCount, changes, changeCount, concerned, notes } = report;
  const lines: string[] = [];
  if (problemCount > 0) {
    lines.push(`有 ${problemCount} 处需要改正，全部改正后才能导入（没有写入任何数据）：`);
    lines.push(...problems.map((problem) => `  ${problemText(problem)}`));
    if (problems.length < problemCount) lines.push(`  ……另有 ${problemCount - problems.length} 处未列出。`);
  } else {
    lines.push(...countLines(report));
    if (changeCount > 0) {
      lines.push(`变更 ${changeCount} 处（原内容 → 新内容）：`);
      lines.push(...changes.map((change) => `  ${changeText(change)}`));
      if (changes.length < changeCount) lines.push(`  ……另有 ${changeCount - changes.length} 处未列出。`);
    }
    if (concerned.length > 0) lines.push('截止事项涉及的企业：', ...concerned.map((one) => `  ${concernedText(one)}`));
  }
  if (notes.length > 0) lines.push('提示：', ...notes.map((note) => `  ${note}`));
  return lines.join('\n');
}
