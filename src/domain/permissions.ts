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
