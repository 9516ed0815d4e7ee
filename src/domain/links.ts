import type { EnterpriseRef } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import type { Telling } from './bindings.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What holds for every 专用链接 and its code. */
export const linkRules = {
  /** A link can be opened so long. */
  linkMs: 30 * dayMs,
  codeDigits: 6,
  codeMs: 10 * minuteMs,
  /** After so many wrong tries the code is dead, and an officer has to make another. */
  codeTries: 5,
  /** Who has opened it is known on that device so long. */
  deviceMs: 30 * dayMs,
} as const;

/** 专用链接: lets somebody whom no bot reaches open private pages, once they have the code that comes another way. */
export interface AccessLink {
  id: string;
  personId: string;
  /** Masked where it is shown (src/domain/masking.ts). */
  name: string | null;
  /** For whom that person speaks at present. */
  enterprises: readonly EnterpriseRef[];
  /** REVOKED also where the person speaks for nobody any more. */
  state: 'ACTIVE' | 'EXPIRED' | 'REVOKED';
  expiresAt: Date;
  createdById: string;
  /** Whether there is a code that could be right now. */
  isCodeOpen: boolean;
}

/** What one try of a code came to. `none`: no code is open (used, too late, too many tries, or the link has ended). */
export type CodeTry = { kind: 'right'; proof: string } | { kind: 'wrong'; triesLeft: number } | { kind: 'none' };

/**
 * 专用链接: reads and changes. Each change records itself in its commit. A code leaves this store once, in what `tell` makes
 * of it; it is kept as a digest only.
 */
export interface Links {
  /**
   * Makes a link for somebody who speaks for the enterprise. A name alone makes a new contact of it, bound by the officer.
   * The same request a second time finds the link it made.
   */
  create(
    doer: Doer,
    made: {
      for: { personId: string } | { name: string };
      enterprise: EnterpriseRef;
      tell(code: string, link: AccessLink): readonly Telling[];
    },
  ): Promise<{ link: AccessLink; address: string }>;
  /** Makes a new code; the one before is dead. Null: there is no such link, or it has ended. */
  newCode(
    doer: Doer,
    id: string,
    tell: (code: string, link: AccessLink) => readonly Telling[],
  ): Promise<AccessLink | null>;
  /** Ends a link and everybody's sessions by it. Null: there is none. */
  revoke(doer: Doer, id: string): Promise<{ link: AccessLink; isNew: boolean } | null>;
  find(id: string): Promise<AccessLink | null>;
  /** Those that can still be opened, the newest first. */
  active(): Promise<readonly AccessLink[]>;
  /** Counts a try and says what it came to; also of many at once no more than `codeTries` are compared. */
  tryCode(id: string, code: string): Promise<CodeTry>;
}
