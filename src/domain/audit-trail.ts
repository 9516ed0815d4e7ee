import type { EnterpriseRef } from '../core/actor.ts';
import type { AuditAction } from '../core/audit.ts';
import type { Sender } from '../core/event.ts';
import type { CalendarDate } from './calendar.ts';
import type { Page } from './paging.ts';

/** What administrators may narrow the trail down to, by the word they say. */
export const actionGroups = {
  查询: [
    'qualification.read',
    'qualification.list',
    'application.read',
    'fund.read',
    'fund.list',
    'report.read',
    'report.list',
    'contact.read',
    'contact.reveal',
    'binding.list',
    'member.list',
    'group.list',
    'link.list',
    'deadline.read',
    'deadline.list',
    'reminder.read',
    'feed.read',
  ],
  申报: ['application.start', 'application.move', 'qualification.revoke', 'duty.record'],
  资金: [
    'fund.batch',
    'fund.project',
    'fund.status',
    'fund.enter',
    'fund.reverse',
    'fund.claim',
    'fund.claim.decide',
    'fund.claim.withdraw',
  ],
  月报: [
    'report.fill',
    'report.explain',
    'report.discard',
    'report.submit',
    'report.return',
    'report.approve',
    'report.inquire',
    'report.answer',
    'report.exempt',
    'report.reopen',
    'report.remind',
    'indicator.change',
  ],
  截止: [
    'deadline.enter',
    'deadline.change',
    'deadline.withdraw',
    'deadline.answer',
    'deadline.exempt',
    'deadline.remind',
    'policy.change',
  ],
  提醒: ['reminder.subscribe', 'feed.open', 'feed.close'],
  代办: ['help.ask', 'help.take', 'help.plan', 'help.close'],
  审计: ['audit.read', 'access.read', 'audit.prune'],
  绑定: ['binding.request', 'binding.approve', 'binding.reject', 'binding.end', 'binding.rank'],
  账号: ['account.join', 'account.leave', 'account.number', 'member.change', 'attempts.clear', 'person.erase'],
  群: ['group.register', 'group.change', 'group.end'],
  链接: ['link.create', 'link.code', 'link.revoke', 'link.open'],
  登录: ['session.begin', 'session.end'],
  导入: ['import.check', 'import.apply', 'import.discard'],
  导出: ['export'],
  消息: ['message.send'],
} as const satisfies Record<string, readonly AuditAction[]>;
export type ActionGroup = keyof typeof actionGroups;

/** Everything by which one enterprise's private data were looked at. */
export const looks = [
  'qualification.read',
  'application.read',
  'fund.read',
  'report.read',
  'contact.read',
  'contact.reveal',
  'export',
] as const satisfies AuditAction[];

/** Everything by which those of many were looked at together. */
export const looksAtMany = [
  'qualification.list',
  'fund.list',
  'report.list',
  'export',
] as const satisfies AuditAction[];

export interface TrailFilter {
  enterpriseId?: string;
  /** Whoever is called so: what they did, and what was done about them. */
  personName?: string;
  group?: ActionGroup;
  /** Only what did not succeed: refused, or failed. */
  refused?: true;
  on?: CalendarDate;
}

/** Who did it. Erased: nothing is left but that it was somebody. */
export interface TrailPerson {
  id: string;
  name: string | null;
  erased: boolean;
}

export interface TrailEntry {
  at: Date;
  person: TrailPerson | null;
  role: string;
  /** Where nobody is known: the platform identity. */
  account: Sender | null;
  channel: string;
  place: string;
  action: string;
  result: string;
  enterprise: EnterpriseRef | null;
  /** Whom it is about, if it is about a person. */
  about: TrailPerson | null;
  /** Who it was is known by a 专用链接 only: then also who made that. */
  link: { createdBy: TrailPerson | null } | null;
}

export interface TrailPage<T> extends Page<T> {
  total: number;
}

/** Somebody looked at one enterprise's private data. */
export type Look = Pick<TrailEntry, 'at' | 'person' | 'role' | 'channel' | 'action' | 'link'>;

/** The read side of the audit trail, the newest first. */
export interface AuditTrail {
  /** Whether anybody in the trail's reach is called so. */
  knowsPerson(name: string): Promise<boolean>;
  entries(filter: TrailFilter, part: { page: number; size: number }): Promise<TrailPage<TrailEntry>>;
  /** `lists`: how often lists over all enterprises were looked at, which hold this one's data too. */
  looksAt(enterpriseId: string, part: { page: number; size: number }): Promise<TrailPage<Look> & { lists: number }>;
}
