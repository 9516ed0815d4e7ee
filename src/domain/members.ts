import { type Role, roleLabels, type StaffRole, staffRoles } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import type { Telling } from './bindings.ts';

/** 成员: somebody who works at the bureau. */
export interface Member {
  personId: string;
  /** What tells two of the same name apart: the shortest beginning of the person's id that no other member has. */
  number: string;
  name: string | null;
  role: StaffRole;
  accounts: readonly Sender[];
}

/** Somebody who may become a member, found by their 账号编号. */
export interface Newcomer {
  personId: string;
  account: Sender;
  name: string | null;
  /** What they are so far. */
  role: StaffRole | null;
}

export interface MemberChange {
  personId: string;
  /** What they are now, as the administrator saw it; null: no member. */
  from: StaffRole | null;
  /** Null: no member any more. */
  to: StaffRole | null;
  /** Set together with the role, if given. */
  name?: string;
  tell: readonly Telling[];
}

export type MemberChanged =
  | 'changed'
  /** Somebody else changed it meanwhile. */
  | 'outdated'
  /** There has to be an administrator, always. */
  | 'last-administrator'
  /** Whoever asks is no administrator any more. */
  | 'not-allowed';

/** 成员: reads and changes. */
export interface Members {
  list(): Promise<readonly Member[]>;
  /** By name, or by number (of which a longer beginning will do as well). */
  find(written: string): Promise<readonly Member[]>;
  /** By 账号编号. */
  findNewcomer(accountNumber: string): Promise<Newcomer | null>;
  /** Records itself and tells those concerned in one commit. */
  change(doer: Doer, change: MemberChange): Promise<MemberChanged>;
  /** The 账号编号 of an account; one that is not known yet gets a record, and no right by it. */
  accountNumber(doer: Doer, account: Sender): Promise<string>;
}

/** A role as somebody writes it: 经办人员, 经办. */
export function readRole(written: string): StaffRole | null {
  return staffRoles.find((role) => [roleLabels[role], shortLabels[role]].includes(written)) ?? null;
}

const shortLabels: Record<StaffRole, string> = {
  administrator: '管理员',
  officer: '经办',
  viewer: '查阅',
  agent: '代办',
};

export const roleNames = staffRoles.map((role) => roleLabels[role]).join('、');

export function roleName(role: Role | null): string {
  return role === null ? '非成员' : roleLabels[role];
}
