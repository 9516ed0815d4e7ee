import type { Role } from '../core/actor.ts';

/**
 * What each role may do: the one table (README.md prints it). What may be *shown* depends on the place as well, see
 * visibility.ts: there the group beats every role.
 */
const table = {
  /** 帮助, 我是谁, 绑定, 关联 */
  'self.manage': ['stranger', 'contact', 'administrator', 'officer', 'viewer', 'agent'],
  /** 资质: what may be shown of it follows from visibility */
  'qualification.ask': ['contact', 'administrator', 'officer', 'viewer', 'agent'],
  /** 进度: a contact of the own enterprise, staff of any */
  'progress.ask': ['contact', 'administrator', 'officer', 'viewer', 'agent'],
  /** 申报, 提交, 撤回: a contact for the own enterprise, 代办员 and staff on its behalf */
  'application.file': ['contact', 'administrator', 'officer', 'agent'],
  /** 推荐, 退回, 上报, 公示, 认定, 未通过, 取消 */
  'application.decide': ['administrator', 'officer'],
  /** 年报, 火炬: whether a certificate's duties were done */
  'duty.record': ['administrator', 'officer'],
  /** 资金: a contact of the own enterprise, staff of all */
  'fund.ask': ['contact', 'administrator', 'officer', 'viewer'],
  /** 到位 and 支出 as the own enterprise reports them */
  'fund.report': ['contact'],
  /** Batches, projects, entries, reversals; confirming what enterprises report */
  'fund.write': ['administrator', 'officer'],
  /** 月报: a contact of the own enterprise, staff of all */
  'report.ask': ['contact', 'administrator', 'officer', 'viewer'],
  /** Filling in and handing in for the own enterprise */
  'report.file': ['contact'],
  /** 退回, 通过, 核实, 代填, 免报, 重新开放, 催报 */
  'report.decide': ['administrator', 'officer'],
  /** 指标: which figures are asked of whom */
  'indicator.manage': ['administrator', 'officer'],
  /** 截止, 日历, 订阅, 退订: a contact what concerns the own enterprises, staff all of it */
  'deadline.ask': ['contact', 'administrator', 'officer', 'viewer', 'agent'],
  /** 已报送, 正在准备, 需要帮助, 今年不报 for the own enterprise */
  'deadline.answer': ['contact'],
  /** 新增截止, changing and withdrawing; 提醒规则; 催报 of a deadline; 免除 */
  'deadline.manage': ['administrator', 'officer'],
  /** 提醒 记录, 提醒 明天: what was sent to whom */
  'reminder.ask': ['administrator', 'officer', 'viewer'],
  /** 受理, 办结: requests for a 代办员 */
  'help.take': ['administrator', 'officer', 'agent'],
  /** 解绑, 谁看过我们, 选择企业 */
  'own.manage': ['contact', 'administrator', 'officer', 'viewer', 'agent'],
  /** 联系人 of the own enterprise; staff those of any */
  'contact.ask': ['contact', 'administrator', 'officer', 'viewer', 'agent'],
  /** 待办绑定, 同意, 拒绝; ending anybody's binding; 主备 */
  'binding.decide': ['administrator', 'officer'],
  /** Whole phone numbers and names, each look recorded */
  'contact.reveal': ['administrator', 'officer'],
  /** 群 */
  'group.manage': ['administrator', 'officer'],
  /** 专用链接 */
  'link.manage': ['administrator', 'officer'],
  /** 导入 */
  'data.import': ['administrator', 'officer'],
  /** 导出 */
  'data.export': ['administrator', 'officer'],
  /** 成员 */
  'member.manage': ['administrator'],
  /** 审计 */
  'audit.read': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;

export const permissions = Object.keys(table) as Permission[];

export function isPermission(text: string): text is Permission {
  return text in table;
}

/** Who may, in the order of the table. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return table[permission];
}

export function may(role: Role, permission: Permission): boolean {
  return rolesThatMay(permission).includes(role);
}
