import type { AuditFact, Doer } from '../../core/audit.ts';
import { UserError } from '../../core/errors.ts';
import { readDocNo } from '../../domain/funds/doc-no.ts';
import type { EntryFact } from '../../domain/funds/facts.ts';
import type { EntryKeys } from '../../domain/funds/keys.ts';
import { labelOf, noteOf, type Place, type Proposal, periodOf, signedFen } from '../../domain/funds/proposal.ts';
import type { Tx } from '../transact.ts';
import { toEntries } from './rows.ts';

/** The row of an entry, without who entered it and under which keys. */
export interface EntryContent {
  type: EntryFact['type'];
  fen: bigint;
  effectiveOn: string;
  dateKnown: boolean;
  docNo: string | null;
  period: string | null;
  note: string | null;
  reversesId: string | null;
  claimId: string | null;
}

/** As it is stored: the sum signed, the month named, 垫支 in the note. */
export function contentOf(proposal: Proposal, claimId: string | null = null): EntryContent {
  const { type, effectiveOn, dateKnown, docNo } = proposal;
  return {
    type,
    fen: signedFen(proposal),
    effectiveOn,
    dateKnown,
    docNo,
    period: periodOf(proposal),
    note: noteOf(proposal),
    reversesId: null,
    claimId,
  };
}

export async function insertEntry(
  tx: Tx,
  doer: Doer,
  { id, place, content, keys }: { id: string; place: Place; content: EntryContent; keys: EntryKeys },
): Promise<EntryFact> {
  const { batch, project } = place;
  const row = await tx.fundEntry.create({
    data: {
      id,
      batchId: batch.id,
      projectId: project?.id ?? null,
      enterpriseId: project?.enterprise.id ?? null,
      ...content,
      ...keys,
      recordedById: doer.personId,
      recordedAt: doer.at,
    },
  });
  const [entry] = await toEntries(tx, [row]);
  if (!entry) throw new Error(`entry ${id} is not there`);
  return entry;
}

/** The same form or draft a second time. @throws if something else was entered under the id, which is no slip of a person */
export function refuseOther(id: string, known: object, wanted: object): void {
  const [before, after] = [known, wanted].map((one) => new Map(Object.entries(one)));
  for (const [key, value] of after ?? []) {
    if (before?.get(key) !== value) throw new Error(`${id} was entered before with another ${key}`);
  }
}

/** What is recorded of something in the ledger: which, never how much. */
export function fundFact(
  action: Extract<AuditFact['action'], `fund.${string}`>,
  {
    object,
    id,
    place,
    detail,
  }: { object: string; id: string; place: Pick<Place, 'batch' | 'project'>; detail?: object },
): AuditFact {
  return {
    action,
    result: 'allowed',
    objectType: object,
    objectId: id,
    ...(place.project ? { enterpriseId: place.project.enterprise.id } : {}),
    detail: { number: labelOf(place), ...detail },
  };
}

/** @throws UserError with a rule that is broken */
export function refuseIf(reason: string | null): void {
  if (reason !== null) throw new UserError(reason);
}

/** A document number as it is stored. @throws UserError */
export function tidyDocNo(docNo: string | null): string | null {
  if (docNo === null || docNo.trim() === '') return null;
  const read = readDocNo(docNo);
  if (!read.ok) throw new UserError(read.reason);
  return read.docNo;
}

const noteAtMost = 500;

/** A note, or anything else in one's own words; nothing written is null. @throws UserError */
export function tidyText(text: string | null, what = '说明'): string | null {
  const tidy = (text ?? '').trim();
  if (tidy.length > noteAtMost) {
    throw new UserError(`${what}共${tidy.length}个字，超过${noteAtMost}个字，请缩短后重填。`);
  }
  return tidy === '' ? null : tidy;
}
