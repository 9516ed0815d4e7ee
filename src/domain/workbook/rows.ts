import { type Duty, dutyLabels } from '../bindings.ts';
import type { CalendarDate } from '../calendar.ts';
import { searchKey } from '../enterprise-name.ts';
import { type Level, levelLabels, type QualificationType, typeSpoken } from '../qualification.ts';
import { type Cell, type Reading, readText, refuse, type SheetRow } from './cell.ts';
import {
  contactColumns,
  enterpriseColumns,
  type OperatingState,
  operatingStateLabels,
  qualificationColumns,
  technologyFields,
} from './columns.ts';
import type { Header } from './header.ts';
import { cellsOf, dated, type ReadingContext } from './row-cells.ts';
import {
  type Reference,
  readAliases,
  readCertNo,
  readCodeCell,
  readEnterpriseName,
  readMobile,
  readOneOf,
  readPersonName,
  readReference,
  readYesNo,
  shown,
} from './values.ts';

/** A line of a sheet, understood. `null` = the file does not say. */
export interface EnterpriseRow {
  row: number;
  name: string;
  nameKey: string;
  code: string | null;
  aliases: readonly string[] | null;
  industry: string | null;
  field: string | null;
  foundedOn: CalendarDate | null;
  aboveScale: boolean | null;
  operatingState: OperatingState | null;
}

export interface ContactRow {
  row: number;
  enterprise: Reference;
  /** null = not told; then there is a number. */
  name: string | null;
  mobile: string | null;
  duty: Duty | null;
  rank: 'MAIN' | 'BACKUP' | null;
}

export interface QualificationRow {
  row: number;
  enterprise: Reference;
  type: QualificationType;
  level: Level;
  certNo: string | null;
  issuedOn: CalendarDate | null;
  validFrom: CalendarDate | null;
  validTo: CalendarDate | null;
}

const readField = readOneOf(
  Object.fromEntries(
    technologyFields.map((field) => [field, [field, `${field}技术`, `${field}业`, field.replace('与', '及')]]),
  ),
);
const readState = readOneOf<OperatingState>({
  NORMAL: [operatingStateLabels.NORMAL, '在业', '存续', '正常经营'],
  SUSPENDED: [operatingStateLabels.SUSPENDED, '停业', '歇业'],
  MOVED: [operatingStateLabels.MOVED, '已迁出'],
  DEREGISTERED: [operatingStateLabels.DEREGISTERED, '已注销'],
});
const readDuty = readOneOf<Duty>({
  LEGAL: [dutyLabels.LEGAL, '法定代表人', '法人代表'],
  FINANCE: [dutyLabels.FINANCE, '财务负责人', '会计'],
  RND: [dutyLabels.RND, '研发负责人', '技术'],
  CONTACT: [dutyLabels.CONTACT, '一般联系人', '其他'],
});
const readRank = readOneOf<'MAIN' | 'BACKUP'>({
  MAIN: ['主', '主联系人', '主要联系人'],
  BACKUP: ['备', '备用联系人', '备用', '备联系人'],
});
const readLevel = readOneOf<Level>({
  NATIONAL: [levelLabels.NATIONAL, '国家'],
  REGION: [levelLabels.REGION, '自治区', '省级'],
  CITY: [levelLabels.CITY, '市', '盟市级'],
  ZONE: [levelLabels.ZONE, '开发区', '区级'],
});
const readStatus = readOneOf({
  RECOGNIZED: ['已认定', '有效', '已失效', '即将到期', '有效期内'],
  REVOKED: ['已取消'],
});

const readType = (cell: Cell | undefined): Reading<QualificationType> => {
  const read = readText(cell, { atMost: 100 });
  if (!read.ok || read.value === null) return read.ok ? { ok: true, value: null } : read;
  const word = read.value.replace(/\s/gu, '');
  const type = word === '其他' ? 'OTHER' : typeSpoken(word);
  return type === null ? refuse(`不认识的资质类型“${shown(word)}”。`) : { ok: true, value: type };
};

export function readEnterpriseRow(
  row: SheetRow,
  header: Header<keyof typeof enterpriseColumns>,
  context: ReadingContext,
): EnterpriseRow | null {
  const { take, need, fail, isSound } = cellsOf(row, header, enterpriseColumns, context);
  const name = need('name', readEnterpriseName);
  const read = {
    code: take('code', readCodeCell),
    aliases: take('aliases', readAliases),
    industry: take('industry', (cell) => readText(cell, { atMost: 60 })),
    field: take('field', readField),
    foundedOn: take('foundedOn', dated(context)),
    aboveScale: take('aboveScale', readYesNo),
    operatingState: take('operatingState', readState),
  };
  if (read.foundedOn !== null && read.foundedOn > context.today) fail('foundedOn', `${read.foundedOn} 晚于今天。`);
  if (name === null || !isSound()) return null;
  const key = searchKey(name);
  const nameKey = key === name ? name : key;
  const aliases = read.aliases?.filter((alias) => searchKey(alias) !== nameKey) ?? null;
  return { row: row.number, name, nameKey, ...read, aliases };
}

export function readContactRow(
  row: SheetRow,
  header: Header<keyof typeof contactColumns>,
  context: ReadingContext,
): ContactRow | null {
  const { take, need, fail, isSound } = cellsOf(row, header, contactColumns, context);
  const enterprise = need('enterprise', readReference);
  const written = take('name', readPersonName);
  const read = {
    mobile: take('mobile', readMobile),
    duty: take('duty', readDuty),
    rank: take('rank', readRank),
  };
  // An export says 未登记 of whoever has told no name.
  const name = written === untold ? null : written;
  if (written === null && read.mobile === null && isSound()) fail('name', '必须填写。');
  if (enterprise === null || !isSound()) return null;
  if (name === null && read.mobile === null) {
    context.note(`第${row.number}行：没有姓名和手机，未导入。`);
    return null;
  }
  return { row: row.number, enterprise, name, ...read };
}

/** How something that was never told reads. */
export const untold = '未登记';

export function readQualificationRow(
  row: SheetRow,
  header: Header<keyof typeof qualificationColumns>,
  context: ReadingContext,
): QualificationRow | null {
  const { take, need, fail, isSound } = cellsOf(row, header, qualificationColumns, context);
  const enterprise = need('enterprise', readReference);
  const type = need('type', readType);
  const level = need('level', readLevel);
  const read = {
    certNo: take('certNo', readCertNo),
    issuedOn: take('issuedOn', dated(context)),
    validFrom: take('validFrom', dated(context)),
    validTo: take('validTo', dated(context)),
  };
  const status = take('status', readStatus);
  const { issuedOn, validFrom, validTo } = read;
  if (issuedOn !== null && issuedOn > context.today) fail('issuedOn', `${issuedOn} 晚于今天。`);
  const begins = validFrom ?? issuedOn;
  if (begins !== null && validTo !== null && begins > validTo) {
    fail('validTo', `${validTo} 早于${validFrom === null ? '发证日期' : '有效期起'} ${begins}。`);
  }
  if (enterprise === null || type === null || level === null || !isSound()) return null;
  if (status === 'REVOKED') {
    context.note(`第${row.number}行：已取消的资质不导入。`);
    return null;
  }
  return { row: row.number, enterprise, type, level, ...read };
}
