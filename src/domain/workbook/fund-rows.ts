import type { CalendarDate } from '../calendar.ts';
import { searchKey } from '../enterprise-name.ts';
import {
  type EntryType,
  entryTypeLabels,
  type FundCategory,
  type FundLevel,
  fundCategoryLabels,
  fundLevelLabels,
  type SurplusPolicy,
  surplusPolicyLabels,
} from '../funds/terms.ts';
import { exactYuan, type Fen, readPositiveAmount } from '../money.ts';
import { readAmountCell, readUnit, unitInHeader } from './amounts.ts';
import { type Cell, type Reading, readText, refuse, type SheetRow } from './cell.ts';
import { fundBatchColumns } from './fund-batch-columns.ts';
import { fundEntryColumns } from './fund-entry-columns.ts';
import { fundProjectColumns } from './fund-project-columns.ts';
import {
  type FundReference,
  readDocNoCell,
  readFundNumber,
  readFundReference,
  readMonthCell,
  readWords,
  readYearCell,
} from './fund-values.ts';
import type { Header } from './header.ts';
import { cellsOf, dated, type ReadingContext } from './row-cells.ts';
import { type Reference, readCertNo, readOneOf, readReference, readYesNo, shown } from './values.ts';

/** A line of a sheet of the fund ledger, understood. `null` = the file does not say. Amounts in 分. */
export interface FundBatchRow {
  row: number;
  /** 3 of B-03 */
  number: number | null;
  name: string;
  nameKey: string;
  level: FundLevel | null;
  category: FundCategory | null;
  year: number | null;
  fen: Fen | null;
  effectiveOn: CalendarDate | null;
  docNo: string | null;
  surplusPolicy: SurplusPolicy | null;
  trackSpending: boolean | null;
}

export interface FundProjectRow {
  row: number;
  /** 12 of P-12 */
  number: number | null;
  batch: FundReference;
  enterprise: Reference;
  name: string;
  nameKey: string;
  code: string | null;
  leader: string | null;
  partner: string | null;
  startsOn: CalendarDate | null;
  endsOn: CalendarDate | null;
  acceptanceDueOn: CalendarDate | null;
  fen: Fen | null;
  effectiveOn: CalendarDate | null;
  docNo: string | null;
  selfRaised: Fen | null;
  goal: string | null;
}

export interface FundEntryRow {
  row: number;
  id: string | null;
  batch: FundReference | null;
  project: FundReference | null;
  enterprise: Reference | null;
  type: EntryType;
  fen: Fen;
  effectiveOn: CalendarDate | null;
  docNo: string | null;
  /** YYYY-MM */
  period: string | null;
  isAdvance: boolean;
  note: string | null;
}

/** A line that an export marked as reversing or reversed: it is left alone. */
export interface ReversalRow {
  row: number;
  isReversal: true;
}

const levelWords = readOneOf<FundLevel>({
  CENTRAL: [fundLevelLabels.CENTRAL, '中央级', '国家级', '国家', '中央引导'],
  REGION: [fundLevelLabels.REGION, '自治区级', '省级'],
  CITY: [fundLevelLabels.CITY, '市级', '盟市级'],
  ZONE: [fundLevelLabels.ZONE, '开发区级', '区级'],
});
const categoryWords = readOneOf<FundCategory>({
  CENTRAL_GUIDE: [fundCategoryLabels.CENTRAL_GUIDE, '中央引导', '中央引导地方', '中央引导资金'],
  RESULT_TRANSFER: [fundCategoryLabels.RESULT_TRANSFER, '科技成果转化', '成果转化'],
  APPLIED_RND: [fundCategoryLabels.APPLIED_RND, '应用技术研究与开发', '应用技术研究'],
  INNOVATION_REWARD: [fundCategoryLabels.INNOVATION_REWARD, '科技创新引导奖励', '创新引导奖励'],
  CITY_INNOVATION: [fundCategoryLabels.CITY_INNOVATION, '市科技创新专项', '科技创新专项资金', '科技创新专项'],
  RND_SUBSIDY: [fundCategoryLabels.RND_SUBSIDY, '后补助', '研发后补助'],
  OTHER: [fundCategoryLabels.OTHER],
});
const policyWords = readOneOf<SurplusPolicy>({
  KEEP_BY_UNIT: [surplusPolicyLabels.KEEP_BY_UNIT, '结余留用', '单位留用'],
  RECOVER_2Y: [surplusPolicyLabels.RECOVER_2Y, '两年后', '2年后收回'],
  RECOVER_ALL: [surplusPolicyLabels.RECOVER_ALL, '全部收回'],
});
const { SPEND_REVERSAL: _, ...entered } = entryTypeLabels;
const typeWords = readOneOf<Exclude<EntryType, 'SPEND_REVERSAL'>>({
  ALLOCATE: [entered.ALLOCATE, '下达'],
  ADJUST: [entered.ADJUST, '调整'],
  APPROVE: [entered.APPROVE, '批复', '立项'],
  DISBURSE: [entered.DISBURSE, '拨款'],
  RECEIVE: [entered.RECEIVE, '到账'],
  SPEND: [entered.SPEND],
  RECOVER: [entered.RECOVER, '指标收回', '资金收回'],
  KEEP: [entered.KEEP, '留用'],
});

function readEntryType(cell: Cell | undefined): Reading<EntryType> {
  const read = readText(cell, { atMost: 100 });
  if (read.ok && read.value?.includes('冲销')) {
    return refuse('冲销不能用表格导入，请在对话或网页中对原记录办理冲销。');
  }
  return typeWords(cell);
}

const ofUnits = (cell: Cell | undefined): Reading<string> => {
  const read = readText(cell, { atMost: 20 });
  if (!read.ok || read.value === null) return read;
  const unit = readUnit(read.value);
  return unit === null
    ? refuse(`不认识金额单位“${shown(read.value)}”，可用元、千元、万元、亿元。`)
    : { ok: true, value: unit };
};

/** More than nothing. */
const positive = (read: Reading<Fen>): Reading<Fen> => {
  if (!read.ok || read.value === null) return read;
  const again = readPositiveAmount(exactYuan(read.value));
  return again.ok ? read : refuse(again.reason);
};

const notNegative = (read: Reading<Fen>): Reading<Fen> =>
  read.ok && read.value !== null && read.value < 0n ? refuse('金额不能为负数。') : read;

const unitOf = <Key extends string>({ titles }: Header<Key>, key: Key) => unitInHeader(titles.get(key) ?? '');
const ofText = (atMost: number) => (cell: Cell | undefined) => readWords(cell, { atMost });
const [nameAtMost, textAtMost] = [200, 2000];

export function readFundBatchRow(
  row: SheetRow,
  header: Header<keyof typeof fundBatchColumns>,
  context: ReadingContext,
): FundBatchRow | null {
  const { take, need, fail, isSound } = cellsOf(row, header, fundBatchColumns, context);
  const name = need('name', ofText(nameAtMost));
  const unit = unitOf(header, 'amount') ?? take('unit', ofUnits);
  const read = {
    number: take('number', readFundNumber('B')),
    level: take('level', levelWords),
    category: take('category', categoryWords),
    year: take('year', readYearCell),
    fen: take('amount', (cell) => positive(readAmountCell(cell, unit))),
    effectiveOn: take('effectiveOn', dated(context)),
    docNo: take('docNo', readDocNoCell),
    surplusPolicy: take('surplusPolicy', policyWords),
    trackSpending: take('trackSpending', readYesNo),
  };
  const lastYear = Number(context.today.slice(0, 4)) + 1;
  if (read.year !== null && (read.year < 2000 || read.year > lastYear)) {
    fail('year', `年度${read.year}不在2000年至${lastYear}年之间。`);
  }
  if (read.effectiveOn !== null && read.effectiveOn > context.today) {
    fail('effectiveOn', `${read.effectiveOn} 晚于今天。`);
  }
  if (name === null || !isSound()) return null;
  return { row: row.number, name, nameKey: searchKey(name), ...read };
}

export function readFundProjectRow(
  row: SheetRow,
  header: Header<keyof typeof fundProjectColumns>,
  context: ReadingContext,
): FundProjectRow | null {
  const { take, need, fail, isSound } = cellsOf(row, header, fundProjectColumns, context);
  const batch = need('batch', readFundReference('B'));
  const enterprise = need('enterprise', readReference);
  const name = need('name', ofText(nameAtMost));
  const read = {
    number: take('number', readFundNumber('P')),
    code: take('code', readCertNo),
    leader: take('leader', ofText(textAtMost)),
    partner: take('partner', ofText(textAtMost)),
    startsOn: take('startsOn', dated(context)),
    endsOn: take('endsOn', dated(context)),
    acceptanceDueOn: take('acceptanceDueOn', dated(context)),
    fen: take('amount', (cell) => positive(readAmountCell(cell, unitOf(header, 'amount')))),
    effectiveOn: take('effectiveOn', dated(context)),
    docNo: take('docNo', readDocNoCell),
    selfRaised: take('selfRaised', (cell) => notNegative(readAmountCell(cell, unitOf(header, 'selfRaised')))),
    goal: take('goal', ofText(textAtMost)),
  };
  if (read.effectiveOn !== null && read.effectiveOn > context.today) {
    fail('effectiveOn', `${read.effectiveOn} 晚于今天。`);
  }
  if (batch === null || enterprise === null || name === null || !isSound()) return null;
  return { row: row.number, batch, enterprise, name, nameKey: searchKey(name), ...read };
}

export function readFundEntryRow(
  row: SheetRow,
  header: Header<keyof typeof fundEntryColumns>,
  context: ReadingContext,
): FundEntryRow | ReversalRow | null {
  const { take, need, fail, isSound } = cellsOf(row, header, fundEntryColumns, context);
  const mark = take('reversal', ofText(nameAtMost));
  if (mark !== null) return { row: row.number, isReversal: true };
  const type = need('type', readEntryType);
  const amount = (cell: Cell | undefined) => readAmountCell(cell, unitOf(header, 'amount'));
  // An adjustment may take away.
  const fen = need('amount', (cell) => (type === 'ADJUST' ? amount(cell) : positive(amount(cell))));
  const read = {
    id: take('id', readCertNo),
    batch: take('batch', readFundReference('B')),
    project: take('project', readFundReference('P')),
    enterprise: take('enterprise', readReference),
    effectiveOn: take('effectiveOn', dated(context)),
    docNo: take('docNo', readDocNoCell),
    period: take('period', (cell) => readMonthCell(cell, context.dateSystem)),
    isAdvance: take('isAdvance', readYesNo) ?? false,
    note: take('note', ofText(textAtMost)),
  };
  if (read.effectiveOn !== null && read.effectiveOn > context.today) {
    fail('effectiveOn', `${read.effectiveOn} 晚于今天。`);
  }
  if (read.period !== null && type !== null && type !== 'SPEND') fail('period', '只有支出填写所属月份。');
  if (type === 'ADJUST' && fen === 0n) fail('amount', '调整金额不能为零；调增填正数，调减填负数。');
  if (read.batch === null && read.project === null && isSound()) fail('project', '项目和批次至少填写一项。');
  if (type === null || fen === null || !isSound()) return null;
  return { row: row.number, type, fen, ...read };
}
