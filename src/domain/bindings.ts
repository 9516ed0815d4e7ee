import type { EnterpriseRef, Role } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Card } from '../core/card.ts';
import type { Sender } from '../core/event.ts';
import type { CalendarDate } from './calendar.ts';
import type { Permission } from './permissions.ts';

/** What a contact does at the enterprise (domain.md I). */
export const duties = ['LEGAL', 'FINANCE', 'RND', 'CONTACT'] as const;
export type Duty = (typeof duties)[number];
export const dutyLabels: Record<Duty, string> = { LEGAL: '法人', FINANCE: '财务', RND: '研发', CONTACT: '联系人' };

export type Rank = 'MAIN' | 'BACKUP';
export const rankLabels: Record<Rank, string> = { MAIN: '主联系人', BACKUP: '备用联系人' };

/** Somebody who speaks for an enterprise. */
export interface Contact {
  personId: string;
  bindingId: string;
  name: string | null;
  /** The whole number; masked where it is shown (src/domain/masking.ts). */
  mobile: string | null;
  duty: Duty;
  rank: Rank | null;
  /** Whether a bot reaches them: they have an account on a platform. */
  isReachable: boolean;
  /** For how many other enterprises they speak too. */
  others: number;
}

/**
 * The one listed contact of this name who may be the same person; null if there is none, or more than one. Only who has no
 * account and speaks for no other enterprise: more than what was applied for is not granted along with it.
 */
export function likelyContact(contacts: readonly Contact[], claimedName: string | null): Contact | null {
  const [alike, ...others] = contacts.filter(
    ({ name, isReachable, others }) => name !== null && name === claimedName && !isReachable && others === 0,
  );
  return alike && others.length === 0 ? alike : null;
}

export type RequestState = 'PENDING' | 'APPROVED' | 'REJECTED';

/** 绑定申请 */
export interface BindingRequest {
  id: string;
  personId: string;
  enterprise: EnterpriseRef;
  claimedName: string | null;
  state: RequestState;
  reason: string | null;
  /** How and from where it was asked. */
  account: Sender;
  requestedAt: Date;
  decidedBy: { personId: string; name: string | null } | null;
  decidedAt: Date | null;
}

/** What is told, to whom: written by the handler, sent with the change. */
export interface Telling {
  to: readonly Sender[];
  card: Card;
  purpose: string;
  /** What the reader must still be allowed to do when it arrives. */
  needs?: Permission;
  /** For which enterprise the reader must still speak when it arrives. */
  enterpriseId?: string;
}

/** Somebody lost an account, and what goes with it. */
export interface Left {
  name: string | null;
  /** What they were. */
  role: Role;
  enterprises: readonly EnterpriseRef[];
  /** Where they are still known: then they still speak for their enterprises. */
  platforms: readonly Sender['platform'][];
}

/** What became of a decision: ours, or somebody else's before us (or our own, the second time). */
export interface Decided {
  request: BindingRequest;
  /** False: it had been decided before. */
  isNew: boolean;
}

/** 绑定: reads and changes. Each change records itself and tells those concerned in one commit. */
export interface Bindings {
  /**
   * Asks to be bound. A person without a record gets one (without any right). An open request for the same enterprise is
   * found, not doubled.
   */
  request(
    doer: Doer,
    asked: {
      account: Sender;
      enterprise: EnterpriseRef;
      claimedName: string | null;
      tell(request: BindingRequest): readonly Telling[];
    },
  ): Promise<{ request: BindingRequest; isNew: boolean }>;
  findRequest(id: string): Promise<BindingRequest | null>;
  /** Open requests, the oldest first. */
  openRequests(): Promise<readonly BindingRequest[]>;
  /**
   * Decides a request: of two officers the first. `asContactId`: the listed contact who this is; their record and this
   * account become one person.
   */
  decide(
    doer: Doer,
    decision: {
      requestId: string;
      approve: boolean;
      reason: string | null;
      asContactId: string | null;
      tell(request: BindingRequest): readonly Telling[];
    },
  ): Promise<Decided | null>;
  /** Ends a binding. False: there was none in force. */
  end(
    doer: Doer,
    ended: { personId: string; enterpriseId: string; reason: string | null; tell: readonly Telling[] },
  ): Promise<boolean>;
  /** Makes somebody the main or backup contact (null: neither); who was it before is it no longer. False: not bound. */
  rank(doer: Doer, change: { personId: string; enterpriseId: string; rank: Rank | null }): Promise<boolean>;
  /** These left their organisation: their accounts and roles go at once, and the bindings of who has no other account. */
  leave(doer: Doer, accounts: readonly Sender[], tell: (left: Left) => readonly Telling[]): Promise<void>;
  contactsOf(enterpriseId: string): Promise<readonly Contact[]>;
  /** Remembers which enterprise is meant in a conversation, today. */
  choose(personId: string, choice: { conversation: string; enterpriseId: string; on: CalendarDate }): Promise<void>;
  /**
   * The accounts of everybody whose role has a permission, one of each person: that on the preferred platform if they have
   * one there.
   */
  staff(permission: Permission, preferred?: Sender['platform']): Promise<readonly Sender[]>;
  /** The accounts of a person, those of the preferred platform first. */
  accountsOf(personId: string): Promise<readonly Sender[]>;
  /** Where everybody who speaks for these enterprises is told something, by enterprise: one account of each person. */
  reachable(enterpriseIds: readonly string[]): Promise<ReadonlyMap<string, readonly Sender[]>>;
  /** Tells something to somebody, by itself (nothing else changes). */
  tell(doer: Doer, tellings: readonly Telling[]): Promise<void>;
}
