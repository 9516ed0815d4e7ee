import type { AuditFact, Doer } from '../../core/audit.ts';
import { newId } from '../../core/ids.ts';
import { dateOf } from '../../domain/calendar.ts';
import type { EntryFact } from '../../domain/funds/facts.ts';
import type { Entered, Funds, NewEntry } from '../../domain/funds/funds.ts';
import { keysOf } from '../../domain/funds/keys.ts';
import type { Proposal } from '../../domain/funds/proposal.ts';
import { whyNotEntry, whyNotReversal } from '../../domain/funds/rules.ts';
import { toNotices } from '../binding-rows.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { holdBatch } from './hold-batch.ts';
import {
  contentOf,
  type EntryContent,
  fundFact,
  insertEntry,
  refuseIf,
  refuseOther,
  tidyDocNo,
  tidyText,
} from './insert-entry.ts';
import { allocationsBy, type HeldPlace, readPlace, sumsOf } from './place.ts';
import { toEntries } from './rows.ts';

/** Entries and what takes them back. */
export function createFundEntering(deps: StoreDeps): Pick<Funds, 'enter' | 'reverse'> {
  return {
    enter: (doer, id, wanted, tell = () => []) =>
      change<Entered>(deps, doer, async (tx) => {
        await holdBatch(tx, wanted.of);
        const place = await readPlace(tx, wanted.of);
        const proposal = proposalOf(wanted);
        const known = await findKnown(tx, id, place, contentOf(proposal));
        if (known) return { result: entered(place, known, false), alongside: null };
        const { entry, audit } = await enterInto(tx, doer, { id, place, proposal, claimId: null });
        const result = entered(place, entry, true);
        return { result, alongside: { audit: [audit], notices: tell(result).flatMap(toNotices) } };
      }),

    reverse: (doer, id, { entryId, on, reason }) =>
      change<Entered>(deps, doer, async (tx) => {
        await holdBatch(tx, { entryId });
        const row = await tx.fundEntry.findUnique({ where: { id: entryId } });
        const [original] = await toEntries(tx, row ? [row] : []);
        if (!original) throw new Error(`no entry ${entryId}`);
        const { projectId, batchId } = original;
        const place = await readPlace(tx, projectId === null ? { batchId } : { projectId });
        const note = tidyText(reason, '冲销原因');
        const content = reversalOf(original, on, note);
        const known = await findKnown(tx, id, place, content);
        if (known) return { result: entered(place, known, false), alongside: null };
        refuseIf(whyNotReversal(place, original, { on, reason: note ?? '' }, dateOf(doer.at)));
        const keys = { docKey: null, sourceKey: null };
        const entry = await insertEntry(tx, doer, { id, place, content, keys });
        const detail = { type: original.type, reverses: entryId };
        const audit = [fundFact('fund.reverse', { object: 'fund-entry', id, place, detail })];
        return { result: entered(place, entry, true), alongside: { audit } };
      }),
  };
}

/** Asks the rules and makes the entry; the batch is held and the place was read since. @throws UserError */
export async function enterInto(
  tx: Tx,
  doer: Doer,
  {
    id = newId(),
    place,
    proposal,
    claimId,
  }: { id?: string; place: HeldPlace; proposal: Proposal; claimId: string | null },
): Promise<{ entry: EntryFact; audit: AuditFact }> {
  const { uses, holding } = await allocationsBy(tx, proposal);
  refuseIf(whyNotEntry(place, proposal, dateOf(doer.at), holding));
  const keys = proposal.type === 'ALLOCATE' ? keysOf(place, proposal, uses) : keysOf(place, proposal);
  const entry = await insertEntry(tx, doer, { id, place, content: contentOf(proposal, claimId), keys });
  const detail = { type: entry.type };
  return { entry, audit: fundFact('fund.enter', { object: 'fund-entry', id, place, detail }) };
}

function proposalOf({ type, fen, effectiveOn, docNo, period, note, isAdvance }: NewEntry): Proposal {
  return {
    type,
    fen,
    effectiveOn,
    dateKnown: true,
    docNo: tidyDocNo(docNo),
    period,
    note: tidyText(note),
    isAdvance,
  };
}

/** 支出 is taken back by a 支出冲销, everything else by the same with the other sign. */
function reversalOf(original: EntryFact, on: string, note: string | null): EntryContent {
  return {
    type: original.type === 'SPEND' ? 'SPEND_REVERSAL' : original.type,
    fen: -original.fen,
    effectiveOn: on,
    dateKnown: true,
    docNo: null,
    period: original.period,
    note,
    reversesId: original.id,
    claimId: null,
  };
}

/** What was entered before under this id, if it was the same. */
async function findKnown(tx: Tx, id: string, place: HeldPlace, content: EntryContent): Promise<EntryFact | null> {
  const row = await tx.fundEntry.findUnique({ where: { id } });
  if (!row) return null;
  refuseOther(id, row, { batchId: place.batch.id, projectId: place.project?.id ?? null, ...content });
  return place.entries.find((one) => one.id === id) ?? null;
}

/** `sums`: with the entry, which the place has already if it is not new. */
function entered(place: HeldPlace, entry: EntryFact, isNew: boolean): Entered {
  const { batch, project } = place;
  return { entry, batch, project, isNew, sums: sumsOf(place, isNew ? entry : null) };
}
