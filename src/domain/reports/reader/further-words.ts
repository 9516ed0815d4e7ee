import { fundSpentKey } from '../indicators.ts';

/** Further ways of saying what the bureau asks for, by the indicator's key. A set's own words come first. */
export const furtherWords: Readonly<Record<string, string>> = {
  revenue: '营业额 营业总收入 营业收入合计 销售总额 销售收入额 总营收 总收入 卖了',
  hiTechRevenue: '高新产品(服务)收入 高新技术服务收入 高新技术产品服务收入 高新产品服务收入',
  outputValue: '工业产值 生产总值 生产产值',
  rndExpense: 'R&D投入 R&D经费 R&D费用 R&D支出 研究开发费用 研发费用支出 研发投入费用 研发资金',
  totalProfit: '总利润 利润额 利润总数 盈利额 赢利 赚了',
  taxPaid:
    '税收 税款 税额 交税 上税 上缴税 上交税费 上交税金 上交税 缴纳税费 缴纳税金 缴纳税款 缴税额 交税额 实缴税费 实缴税金 实际缴税 实际纳税 实际上缴税金 实际缴纳税费 实际缴纳税金 完税 入库税金',
  export: '出口总额 外贸出口 外贸出口额 出口销售额 出口收入',
  staff:
    '期末从业人员 总人数 职工总人数 员工总人数 从业人员数 从业人数 从业人员总数 在职员工 在职职工 在职人数 在岗职工 在册职工 在册员工 全体职工 全体员工',
  techStaff: '科技活动人员 科技人员总数 科技人数',
  rndStaff: 'R&D人员 研发人员总数 研究开发人员 研究人员',
  inventionApplied: '发明专利申请量 发明专利申请件数 发明申请数 申请发明专利数 新申请发明 新申请发明专利',
  inventionGranted:
    '发明专利授权量 发明专利授权件数 发明授权数 新授权发明 新授权发明专利 获得发明专利授权 发明专利获授权',
  utilityGranted: '实用新型专利 授权实用新型 授权实用新型专利 实用新型授权数 实用新型专利授权数',
  softwareReg: '软著登记数 软件著作 软件著作权数 登记软著 登记软件著作权 软件著作权登记数 计算机软件著作权',
  inventionOwned: '有效发明专利数 有效发明专利拥有数 有效发明专利数量 拥有有效发明专利 有效发明拥有量 发明专利有效量',
  techContractCount:
    '登记技术合同 技术合同份数 技术合同数量 技术合同登记数 技术合同登记数量 技术合同登记份数 技术合同个数',
  techContractAmount: '技术合同交易额 技术合同总额 技术合同成交金额 技术合同登记金额 技术合同登记额 技术合同总金额',
  coopSigned:
    '产学研合作项目数 产学研协议 产学研合作协议 新签产学研协议 新签产学研项目 产学研项目 签订产学研 签订产学研合作',
  [fundSpentKey]:
    '科技专项支出 专项资金支出额 专项资金已支出 专项资金用了 专项资金花了 专项资金使用额 专项经费支出 科技资金支出 财政资金支出',
};

/** Of the words above those that say so only right before an amount. */
export const verbs: readonly string[] = ['卖了', '赚了'];

/** Indicators that are a part of another one, so that 含, 包括 before them says nothing else. */
export const subIndicators: readonly string[] = ['hiTechRevenue', 'export', 'techStaff', 'rndStaff', fundSpentKey];
