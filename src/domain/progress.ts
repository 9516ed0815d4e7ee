import { z } from 'zod';
import type { Role } from '../core/actor.ts';
import type { Status } from './qualification.ts';

/** Steps of an application that somebody takes (domain.md B2), by what people call them. */
export const moves = [
  'draft',
  'submit',
  'recommend',
  'return',
  'hand-on',
  'publicise',
  'recognise',
  'reject',
  'withdraw',
] as const;
export type Move = (typeof moves)[number];

/** Who takes a step: `enterprise` its contacts (and 代办员 on its behalf), `staff` who may decide. */
type Party = 'enterprise' | 'staff';

interface MoveRule {
  /** What people say for it, the first is printed. */
  words: readonly [string, ...string[]];
  from: readonly Status[];
  to: Exclude<Status, 'CULTIVATING' | 'REVOKED'>;
  by: readonly Party[];
}

/** Handed on by no one yet: until here an application can be taken back. */
const beforePending = ['CULTIVATING', 'DRAFTING', 'ZONE_REVIEW', 'RETURNED', 'RECOMMENDED'] as const;

/** The one table of what may follow what. Nothing else is allowed. */
export const moveRules: Readonly<Record<Move, MoveRule>> = {
  draft: { words: ['开始填报'], from: ['CULTIVATING'], to: 'DRAFTING', by: ['enterprise', 'staff'] },
  submit: { words: ['提交初审', '提交'], from: ['DRAFTING', 'RETURNED'], to: 'ZONE_REVIEW', by: ['enterprise'] },
  recommend: { words: ['推荐'], from: ['ZONE_REVIEW'], to: 'RECOMMENDED', by: ['staff'] },
  return: { words: ['退回'], from: ['ZONE_REVIEW'], to: 'RETURNED', by: ['staff'] },
  'hand-on': { words: ['上报'], from: ['RECOMMENDED'], to: 'PENDING', by: ['staff'] },
  publicise: { words: ['公示'], from: ['PENDING'], to: 'PUBLICITY', by: ['staff'] },
  recognise: { words: ['认定'], from: ['PUBLICITY'], to: 'RECOGNIZED', by: ['staff'] },
  reject: { words: ['未通过'], from: ['PENDING', 'PUBLICITY'], to: 'REJECTED', by: ['staff'] },
  withdraw: { words: ['撤回'], from: beforePending, to: 'WITHDRAWN', by: ['enterprise', 'staff'] },
};

/** An application that is in one of these is decided, and a new one may be opened in the same year. */
export const closedStatuses: ReadonlySet<Status> = new Set(['RECOGNIZED', 'REJECTED', 'WITHDRAWN', 'REVOKED']);

/** As which party somebody acts on an enterprise's application; null: not at all. A contact's enterprises are checked elsewhere. */
export function partyOf(role: Role | 'system'): readonly Party[] {
  switch (role) {
    case 'administrator':
    case 'officer':
      // Staff may hand in on an enterprise's behalf, as 代办员 do.
      return ['staff', 'enterprise'];
    case 'agent':
    case 'contact':
      return ['enterprise'];
    case 'viewer':
    case 'stranger':
    case 'system':
      return [];
  }
}

/** What may be done with an application in this status by this role, in the order of the table. */
export function movesFrom(status: Status, role: Role | 'system'): Move[] {
  const parties = partyOf(role);
  return moves.filter((move) => {
    const { from, by } = moveRules[move];
    return from.includes(status) && by.some((one) => parties.includes(one));
  });
}

const text = (atMost: number) => z.string().trim().min(1).max(atMost);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u);

/** What proves a step (domain.md B2, column “evidence stored”). `on`: the day from which it holds. */
export const EvidenceSchema = z.discriminatedUnion('move', [
  z.object({ move: z.literal('open'), on: day }),
  z.object({ move: z.literal('draft'), on: day }),
  z.object({ move: z.literal('submit'), on: day, note: text(200).optional() }),
  /** 推荐文 number and date */
  z.object({ move: z.literal('recommend'), on: day, docNo: text(60) }),
  z.object({ move: z.literal('return'), on: day, reason: text(200) }),
  /** The day it was handed to 市科技局 or 自治区科技厅 */
  z.object({ move: z.literal('hand-on'), on: day, to: text(40).optional() }),
  /** 公示: where, from (`on`) and until when */
  z.object({ move: z.literal('publicise'), on: day, endsOn: day, link: z.url({ protocol: /^https?$/ }).max(500) }),
  /** 公告 number; certificate or 登记编号; issue date (`on`) */
  z.object({
    move: z.literal('recognise'),
    on: day,
    docNo: text(60),
    certNo: text(40).nullable(),
    validTo: day.nullable(),
  }),
  z.object({ move: z.literal('reject'), on: day, reason: text(200) }),
  z.object({ move: z.literal('withdraw'), on: day, reason: text(200) }),
  /** Of a qualification: the decision document */
  z.object({ move: z.literal('revoke'), on: day, docNo: text(60), reason: text(200) }),
]);
export type Evidence = z.infer<typeof EvidenceSchema>;
