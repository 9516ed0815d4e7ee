import type { AuditFact } from '../core/audit.ts';
import { type Sender, SenderSchema } from '../core/event.ts';
import { newId } from '../core/ids.ts';
import type { BindingRequest, RequestState, Telling } from '../domain/bindings.ts';
import { accountKey } from './account-key.ts';
import { holdPersons } from './hold-persons.ts';
import type { Notice } from './notices.ts';
import type { Tx } from './transact.ts';

/** The person behind an account. Who is not known yet gets a record, and no right by it. */
export async function personOf(tx: Tx, account: Sender, now: Date): Promise<string> {
  const { platform, corpId, userId } = account;
  const known = await tx.account.findUnique({ where: accountKey(account) });
  if (known) return known.personId;
  const id = newId();
  await tx.person.create({ data: { id, name: null, recordedAt: now } });
  await tx.account.create({ data: { id: newId(), platform, corpId, userId, personId: id, recordedAt: now } });
  return id;
}

/** The person behind an account, held: nobody makes them one with somebody else before this is done. */
export async function holdPersonOf(tx: Tx, account: Sender, now: Date): Promise<string> {
  await holdPersons(tx, async () => [await personOf(tx, account, now)]);
  return personOf(tx, account, now);
}

/** One message to each account. */
export function toNotices({ to, card, purpose, needs, enterpriseId }: Telling): Notice[] {
  return to.map((one) => ({ to: one, card, purpose, needs, enterpriseId }));
}

export function requestFact(
  action: Extract<AuditFact['action'], 'binding.request' | 'binding.approve' | 'binding.reject'>,
  { id, personId, enterprise, reason }: BindingRequest,
): AuditFact {
  return {
    action,
    result: 'allowed',
    objectType: 'binding-request',
    objectId: id,
    enterpriseId: enterprise.id,
    detail: { personId, ...(reason === null ? {} : { reason }) },
  };
}

/** What a request's row is read with. */
export const requestParts = {
  enterprise: { select: { id: true, names: { where: { kind: 'FULL' }, select: { text: true } } } },
} as const;

export interface RequestRow {
  id: string;
  personId: string;
  enterprise: { id: string; names: { text: string }[] };
  claimedName: string | null;
  askedFrom: string;
  state: string;
  reason: string | null;
  decidedById: string | null;
  requestedAt: Date;
  decidedAt: Date | null;
}

export function toRequest(row: RequestRow): BindingRequest {
  const { id, personId, enterprise, claimedName, askedFrom, state, reason, decidedById, requestedAt, decidedAt } = row;
  return {
    id,
    personId,
    enterprise: { id: enterprise.id, name: enterprise.names[0]?.text ?? '' },
    claimedName,
    state: state as RequestState,
    reason,
    account: SenderSchema.parse(JSON.parse(askedFrom)),
    requestedAt,
    decidedBy: decidedById === null ? null : { personId: decidedById, name: null },
    decidedAt,
  };
}

/** With the name of who decided. */
export async function withDecider(tx: Pick<Tx, 'person'>, row: RequestRow): Promise<BindingRequest> {
  const request = toRequest(row);
  if (row.decidedById === null) return request;
  const decider = await tx.person.findUnique({ where: { id: row.decidedById }, select: { name: true } });
  return { ...request, decidedBy: { personId: row.decidedById, name: decider?.name ?? null } };
}
