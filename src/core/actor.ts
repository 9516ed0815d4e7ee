/** Roles at the bureau (domain.md F2: 代办员 help with filing, they do not decide). */
export const staffRoles = ['administrator', 'officer', 'viewer', 'agent'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** stranger: unknown, or known but bound to nothing. contact: speaks for enterprises. The others work at the bureau. */
export type Role = 'stranger' | 'contact' | StaffRole;

export const roleLabels: Record<Role, string> = {
  stranger: '未绑定人员',
  contact: '企业联系人',
  administrator: '管理员',
  officer: '经办人员',
  viewer: '查阅人员',
  agent: '代办员',
};

export interface EnterpriseRef {
  id: string;
  /** Full name. */
  name: string;
}

/** Who speaks. */
export interface Actor {
  role: Role;
  /** Opaque id; null if we have no record of this account. */
  personId: string | null;
  name: string | null;
  /** The enterprises this person speaks for. */
  enterprises: readonly EnterpriseRef[];
  /** Of several enterprises the one chosen in this conversation today. */
  chosen: EnterpriseRef | null;
}

export const stranger: Actor = { role: 'stranger', personId: null, name: null, enterprises: [], chosen: null };

export function isStaff({ role }: Pick<Actor, 'role'>): boolean {
  return staffRoles.some((one) => one === role);
}
