import { z } from 'zod';

/** Who an indicator is asked of: everybody, or those of whom one of these holds in the period. */
export const audiences = ['ALL', 'HNTE', 'TECH_SME', 'INDUSTRY', 'FUNDED'] as const;
export type Audience = (typeof audiences)[number];
export const audienceLabels: Record<Audience, string> = {
  ALL: '全部企业',
  HNTE: '高新技术企业',
  TECH_SME: '科技型中小企业',
  INDUSTRY: '工业企业',
  FUNDED: '承担专项资金项目的企业',
};

export const units = ['WAN', 'PERSON', 'PIECE', 'ITEM'] as const;
export type Unit = (typeof units)[number];
export const unitLabels: Record<Unit, string> = { WAN: '万元', PERSON: '人', PIECE: '件', ITEM: '项' };

/** FLOW: a figure of the month and the sum of the year so far. STOCK: what there is at the end of the month. */
export const indicatorKinds = ['FLOW', 'STOCK'] as const;
export type IndicatorKind = (typeof indicatorKinds)[number];
export const indicatorKindLabels: Record<IndicatorKind, string> = { FLOW: '本月数（自动累计）', STOCK: '月末数' };

const AudiencesSchema = z.array(z.enum(audiences)).readonly();

/** 指标 as it is asked for. Part of a set, which is data: staff change it from a period on. */
export const IndicatorSchema = z.object({
  /** Never changes: what was reported under it stays comparable. */
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{1,30}$/u),
  label: z.string().min(1).max(30),
  unit: z.enum(units),
  kind: z.enum(indicatorKinds),
  mayBeNegative: z.boolean(),
  /** By what contacts call it in a chat, beside the label. */
  words: z.array(z.string().min(1).max(20)).readonly(),
  /** Empty: it is not asked any more. */
  asked: AudiencesSchema,
  /** Of whom it must be there; a part of `asked`. */
  required: AudiencesSchema,
  /** 口径, printed on the form. */
  note: z.string().max(100).nullable(),
});
export type Indicator = z.infer<typeof IndicatorSchema>;

export const IndicatorsSchema = z.array(IndicatorSchema).readonly();

/** The form of a period: the set with the highest number among those from that period or before. */
export interface IndicatorSet {
  /** 0 is the one built in. */
  number: number;
  /** YYYY-MM; '' of the one built in: from ever on */
  fromPeriod: string;
  indicators: readonly Indicator[];
}

const all: readonly Audience[] = ['ALL'];
const nobody: readonly Audience[] = [];

function amount(key: string, label: string, given: Partial<Indicator> = {}): Indicator {
  const plain = { unit: 'WAN', kind: 'FLOW', mayBeNegative: false, words: [], asked: all, required: nobody } as const;
  return { ...plain, key, label, note: null, ...given };
}

function count(key: string, label: string, unit: Unit, given: Partial<Indicator> = {}): Indicator {
  return amount(key, label, { unit, ...given });
}

/** 科技专项资金支出: asked once for every project, under `fundSpent:` and the project's number. */
export const fundSpentKey = 'fundSpent';

/** domain.md D1. */
export const builtInSet: IndicatorSet = {
  number: 0,
  fromPeriod: '',
  indicators: [
    amount('revenue', '营业收入', { required: all, words: ['营收', '销售额', '收入', '销售收入'] }),
    amount('hiTechRevenue', '高新技术产品（服务）收入', {
      asked: ['HNTE', 'TECH_SME'],
      required: ['HNTE'],
      words: ['高新收入', '高品收入', '高新技术产品收入', '高新技术收入', '高新产品收入', '高新技术产品(服务)收入'],
      note: '包含在营业收入中',
    }),
    amount('outputValue', '工业总产值', {
      asked: ['INDUSTRY'],
      required: ['INDUSTRY'],
      words: ['产值', '总产值'],
      note: '当年价格',
    }),
    amount('rndExpense', '研发费用', {
      required: all,
      words: ['研发', '研发投入', 'R&D', '研发支出', '研发经费', '研发费'],
      note: '按研发费用辅助账的会计口径',
    }),
    amount('totalProfit', '利润总额', {
      required: all,
      mayBeNegative: true,
      words: ['利润', '盈利'],
      note: '亏损以负数填写',
    }),
    amount('taxPaid', '实际上缴税费', {
      required: all,
      words: ['税', '税金', '税费', '上缴税费', '上缴税金', '纳税', '缴税', '纳税额'],
      note: '有退税的请在说明中注明',
    }),
    amount('export', '出口额', { words: ['出口', '出口交货值'] }),
    count('staff', '期末从业人员（职工总数）', 'PERSON', {
      kind: 'STOCK',
      required: all,
      words: ['职工总数', '人数', '员工', '职工', '从业人员', '员工数', '职工数', '员工总数', '职工人数', '员工人数'],
    }),
    count('techStaff', '科技人员', 'PERSON', {
      kind: 'STOCK',
      required: all,
      words: ['科技人员数', '科技人员人数'],
      note: '包含在期末从业人员中',
    }),
    count('rndStaff', '研发人员', 'PERSON', {
      kind: 'STOCK',
      words: ['研发人员数', '研发人数', '研发人员人数'],
      note: '包含在科技人员中',
    }),
    count('inventionApplied', '发明专利申请', 'PIECE', {
      required: all,
      words: ['发明申请', '发明专利申请数', '申请发明', '申请发明专利'],
    }),
    count('inventionGranted', '发明专利授权', 'PIECE', {
      required: all,
      words: ['发明授权', '发明专利授权数', '授权发明', '授权发明专利'],
    }),
    count('utilityGranted', '实用新型授权', 'PIECE', { words: ['实用新型', '新型授权', '实用新型专利授权'] }),
    count('softwareReg', '软件著作权登记', 'PIECE', { words: ['软著', '软著登记', '软件著作权'] }),
    count('inventionOwned', '有效发明专利拥有量', 'PIECE', {
      kind: 'STOCK',
      words: ['有效发明', '有效发明专利', '发明专利拥有量', '拥有发明专利'],
    }),
    count('techContractCount', '技术合同登记项数', 'ITEM', {
      words: ['技术合同', '技术合同项数', '技术合同登记', '技术合同数'],
    }),
    amount('techContractAmount', '技术合同成交额', {
      words: ['技术合同额', '技术合同金额', '技术合同登记成交额', '合同成交额'],
    }),
    count('coopSigned', '新签产学研合作', 'ITEM', {
      words: ['产学研', '产学研合作', '新签产学研', '产学研合作项目'],
    }),
    amount(fundSpentKey, '科技专项资金支出', {
      asked: ['FUNDED'],
      required: ['FUNDED'],
      words: ['专项资金支出', '专项支出', '专项资金使用'],
      note: '按项目填写财政资金支出，不含自筹',
    }),
  ],
};

/** The form that holds for a period. `sets`: those that staff made, in any order. */
export function setFor(sets: readonly IndicatorSet[], period: string): IndicatorSet {
  const holding = sets.filter(({ fromPeriod }) => fromPeriod <= period);
  return holding.reduce((latest, one) => (one.number > latest.number ? one : latest), builtInSet);
}
