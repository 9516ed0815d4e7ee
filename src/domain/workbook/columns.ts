import type { Column, SheetDefinition } from './column.ts';
import { deadlineColumns } from './deadline-columns.ts';
import { fundBatchColumns } from './fund-batch-columns.ts';
import { fundEntryColumns } from './fund-entry-columns.ts';
import { fundProjectColumns } from './fund-project-columns.ts';
import { blankKeeps, enterpriseReference } from './references.ts';

/** The sheets, in the order in which they are read and written. */
export const sheetKinds = [
  'enterprises',
  'contacts',
  'qualifications',
  'fundBatches',
  'fundProjects',
  'fundEntries',
  'deadlines',
] as const;
export type SheetKind = (typeof sheetKinds)[number];

/** The sheets that usually come together: who brings none of a group need not be told what it lacks. */
export const sheetGroups: readonly (readonly SheetKind[])[] = [
  ['enterprises', 'contacts', 'qualifications'],
  ['fundBatches', 'fundProjects', 'fundEntries'],
  ['deadlines'],
];

/** The three of the fund ledger: exported in one workbook as well. */
export const fundSheetKinds = ['fundBatches', 'fundProjects', 'fundEntries'] as const satisfies readonly SheetKind[];

export const operatingStateLabels = { NORMAL: '正常', SUSPENDED: '停产', MOVED: '迁出', DEREGISTERED: '注销' } as const;
export type OperatingState = keyof typeof operatingStateLabels;

/** 《国家重点支持的高新技术领域》 (domain.md B4, H3) */
export const technologyFields = [
  '电子信息',
  '生物与新医药',
  '航空航天',
  '新材料',
  '高技术服务',
  '新能源与节能',
  '资源与环境',
  '先进制造与自动化',
] as const;

export const enterpriseColumns = {
  name: {
    header: '企业全称',
    also: ['企业名称', '单位名称', '公司名称', '名称'],
    required: true,
    explanation: '必填。营业执照上的全称；更名时信用代码不变、写新名称，如仍要按原名查询，请把原名写入简称。',
    example: '示例企业01有限公司',
    width: 36,
  },
  code: {
    header: '统一社会信用代码',
    also: ['信用代码', '社会信用代码', '统一信用代码'],
    required: false,
    explanation: '18位，单元格请设为文本格式。以信用代码认定同一家企业；留空时以全称认定。',
    example: '91150500000000019M',
    width: 22,
  },
  aliases: {
    header: '简称',
    also: ['企业简称', '别名'],
    required: false,
    explanation: `多个用“、”分隔；填写时以填写的为准，整体替换已登记的简称。${blankKeeps}`,
    example: '示例01、示例一',
    width: 24,
  },
  industry: {
    header: '行业',
    also: ['所属行业', '行业类别'],
    required: false,
    explanation: blankKeeps,
    example: '软件和信息技术服务业',
    width: 24,
  },
  field: {
    header: '技术领域',
    also: ['所属技术领域', '高新技术领域'],
    required: false,
    explanation: `国家重点支持的高新技术领域之一：${technologyFields.join('、')}。${blankKeeps}`,
    example: '电子信息',
    width: 18,
    choices: technologyFields,
  },
  foundedOn: {
    header: '成立日期',
    also: ['注册日期', '成立时间', '注册时间'],
    required: false,
    explanation: `如 2016-05-20。${blankKeeps}`,
    example: '2016-05-20',
    width: 14,
  },
  aboveScale: {
    header: '是否规上',
    also: ['规上', '是否规模以上'],
    required: false,
    explanation: `是 或 否。${blankKeeps}`,
    example: '否',
    width: 10,
    choices: ['是', '否'],
  },
  operatingState: {
    header: '经营状态',
    also: ['企业状态', '状态'],
    required: false,
    explanation: `正常、停产、迁出、注销之一，新企业留空为正常。${blankKeeps}`,
    example: '正常',
    width: 10,
    choices: Object.values(operatingStateLabels),
  },
} as const satisfies Record<string, Column>;

export const contactColumns = {
  enterprise: enterpriseReference,
  name: {
    header: '姓名',
    also: ['联系人', '联系人姓名'],
    required: true,
    explanation: '必填。',
    example: '李某',
    width: 12,
  },
  mobile: {
    header: '手机',
    also: ['手机号', '手机号码', '移动电话', '联系电话', '电话'],
    required: false,
    explanation: `11位手机号，单元格请设为文本格式。同一企业内以手机号认定同一人，没有时以姓名认定。${blankKeeps}`,
    example: '13800000000',
    width: 16,
  },
  duty: {
    header: '职务身份',
    also: ['身份', '职务', '角色'],
    required: false,
    explanation: `法人、财务、研发、联系人之一，新联系人留空为联系人。${blankKeeps}`,
    example: '研发',
    width: 12,
    choices: ['法人', '财务', '研发', '联系人'],
  },
  rank: {
    header: '主备',
    also: ['主备联系人', '主/备'],
    required: false,
    explanation: `主 或 备，每家企业至多各一人；原来的主（备）联系人随之不再是。${blankKeeps}`,
    example: '主',
    width: 8,
    choices: ['主', '备'],
  },
} as const satisfies Record<string, Column>;

export const qualificationColumns = {
  enterprise: enterpriseReference,
  type: {
    header: '类型',
    also: ['资质类型', '资质', '资质名称'],
    required: true,
    explanation: '必填。如 高新技术企业、科技型中小企业、企业研究开发中心，也可写 高企、科小。',
    example: '高新技术企业',
    width: 30,
  },
  level: {
    header: '级别',
    also: ['资质级别', '认定级别'],
    required: true,
    explanation: '必填。国家级、自治区级、市级、开发区级之一。',
    example: '国家级',
    width: 12,
    choices: ['国家级', '自治区级', '市级', '开发区级'],
  },
  certNo: {
    header: '证书编号',
    also: ['证书号', '编号', '登记编号', '入库登记编号'],
    required: false,
    explanation: `证书编号或入库登记编号，单元格请设为文本格式。同类型中以编号认定同一项资质。${blankKeeps}`,
    example: 'GR202315000001',
    width: 22,
  },
  issuedOn: {
    header: '发证日期',
    also: ['发证时间', '认定日期', '批准日期'],
    required: false,
    explanation: `如 2023-11-09。没有编号时以企业、类型、级别和发证日期认定同一项资质。${blankKeeps}`,
    example: '2023-11-09',
    width: 14,
  },
  validFrom: {
    header: '有效期起',
    also: ['有效期开始', '有效期自'],
    required: false,
    explanation: `留空表示自认定之日起。${blankKeeps}`,
    example: '2023-11-09',
    width: 14,
  },
  validTo: {
    header: '有效期止',
    also: ['有效期至', '有效期结束', '到期日期', '有效期'],
    required: false,
    explanation: `最后一个有效日。新登记的高新技术企业和科技型中小企业必填，其他类型留空表示长期有效。${blankKeeps}`,
    example: '2026-11-09',
    width: 14,
  },
  status: {
    header: '状态',
    also: ['资质状态'],
    required: false,
    explanation: '可不填；本表只登记已认定的资质，申报进度不在此导入。',
    example: '已认定',
    width: 10,
    choices: ['已认定'],
  },
} as const satisfies Record<string, Column>;

export const sheets: Readonly<Record<SheetKind, SheetDefinition>> = {
  enterprises: { name: '企业', also: ['企业信息', '企业名单', '企业表', '企业库'], columns: enterpriseColumns },
  contacts: { name: '联系人', also: ['联系人信息', '联系人名单', '联系人表', '企业联系人'], columns: contactColumns },
  qualifications: { name: '资质', also: ['资质信息', '资质名单', '资质表', '企业资质'], columns: qualificationColumns },
  fundBatches: { name: '资金批次', also: ['专项资金批次', '批次'], columns: fundBatchColumns },
  fundProjects: { name: '资金项目', also: ['专项资金项目', '项目'], columns: fundProjectColumns },
  fundEntries: { name: '资金明细', also: ['专项资金明细', '资金台账', '明细'], columns: fundEntryColumns },
  deadlines: { name: '截止事项', also: ['截止', '截止日期', '申报截止'], columns: deadlineColumns },
};

/** The columns of a sheet as they are written: an amount's header says its unit. */
export function writtenColumns(kind: SheetKind): Column[] {
  return Object.values(sheets[kind].columns)
    .filter(({ isOptional }) => isOptional !== true)
    .map((column) =>
      column.unit === undefined ? column : { ...column, header: `${column.header}（${column.unit}）` },
    );
}

/** Sheets and columns that may stand there and are left alone. */
export const ignoredSheets: ReadonlySet<string> = new Set(['说明', '填写说明']);
export const ignoredColumns: ReadonlySet<string> = new Set(['序号', '备注', '说明']);
