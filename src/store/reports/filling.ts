import { UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { dateOf } from '../../domain/calendar.ts';
import { type Cell, isSameCell } from '../../domain/reports/cell.ts';
import type { GivenReason } from '../../domain/reports/finding.ts';
import type { EnteredBy, ReportRecord } from '../../domain/reports/record.ts';
import type { Filled, Reports, Stepped } from '../../domain/reports/reports.ts';
import { whyClosed } from '../../domain/reports/window.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { tidyReason } from './deciding.ts';
import { holdReport, holdSeen } from './hold-report.ts';
import { readOpenings } from './looking-back.ts';
import { reportFact } from './report-fact.ts';
import { findRecord, readRecord } from './rows.ts';

/** Drafts: what was typed and is not handed in. */
export function createFilling(deps: StoreDeps): Pick<Reports, 'fill' | 'explain' | 'discard'> {
  return {
    fill: (doer, { enterprise, period, entries, seen, onBehalf }) =>
      change<Filled>(deps, doer, async (tx) => {
        const openings = await readOpenings(tx, period, enterprise.id);
        const why = whyClosed(period, dateOf(doer.at), openings);
        if (why !== null) throw new UserError(why);
        const held = await holdReport(tx, { enterpriseId: enterprise.id, period }, doer.at);
        const present = await readRecord(tx, held, enterprise);
        if (!present) throw new Error('a report that is held is not there');
        if (present.exempt) throw new UserError('该企业本期已免报，无需填报；如需填报，请联系开发区科技局取消免报。');
        const typedSince = seen === null ? new Set<string>() : await keysTypedSince(tx, held.id, seen);
        const { taken, conflicts, before } = weigh(present, entries, typedSince);
        await tx.reportEntry.createMany({
          data: taken.map(({ key, month, total }) => ({
            id: newId(),
            reportId: held.id,
            seq: held.version,
            kind: 'FIGURE',
            ...{ key, month, total, onBehalf, via: doer.channel },
            personId: doer.personId,
            recordedAt: doer.at,
          })),
        });
        const record = await readRecord(tx, held, enterprise);
        if (!record) throw new Error('a report that is held is not there');
        const detail = { keys: taken.map(({ key }) => key), ...(onBehalf ? { onBehalf } : {}) };
        const audit = taken.length === 0 ? [] : [reportFact('report.fill', held, detail)];
        return { result: { record, conflicts, before }, alongside: { audit } };
      }),

    explain: (doer, { reportId, reasons }) =>
      change<ReportRecord | null>(deps, doer, async (tx) => {
        const known = await tx.monthlyReport.findUnique({ where: { id: reportId } });
        if (!known) return { result: null, alongside: null };
        const held = await holdReport(tx, { enterpriseId: known.enterpriseId, period: known.period }, doer.at);
        await tx.reportEntry.createMany({
          data: reasons.map(tidied).map((reason) => ({
            id: newId(),
            reportId,
            seq: held.version,
            kind: 'REASON',
            key: reason.findingId,
            reason: JSON.stringify(reason),
            via: doer.channel,
            personId: doer.personId,
            recordedAt: doer.at,
          })),
        });
        const detail = { findings: reasons.map(({ findingId }) => findingId) };
        return {
          result: await findRecord(tx, reportId),
          alongside: { audit: [reportFact('report.explain', held, detail)] },
        };
      }),

    discard: (doer, reportId, version) =>
      change<Stepped>(deps, doer, async (tx) => {
        const held = await holdSeen(tx, reportId, version);
        if (!held) return { result: { is: 'stale', record: await findRecord(tx, reportId) }, alongside: null };
        const present = await findRecord(tx, reportId);
        // Taken out, not deleted: what was typed stays on record.
        await tx.reportEntry.createMany({
          data: (present?.draft ?? []).map(({ key }) => ({
            id: newId(),
            ...{ reportId, seq: held.version, kind: 'FIGURE', key, via: doer.channel },
            personId: doer.personId,
            recordedAt: doer.at,
          })),
        });
        const record = await findRecord(tx, reportId);
        if (!record) throw new Error('a report that is held is not there');
        return { result: { is: 'done', record }, alongside: { audit: [reportFact('report.discard', held)] } };
      }),
  };
}

function tidied(reason: GivenReason): GivenReason {
  return reason.text === null ? reason : { ...reason, text: tidyReason(reason.text, '说明') };
}

/** What is written, and what somebody else has typed since the form was drawn and differs: that is for people to decide. */
function weigh(
  { draft, values, version }: ReportRecord,
  entries: readonly (Cell & { key: string })[],
  typedSince: ReadonlySet<string>,
) {
  const drafts = new Map(draft.map((entry) => [entry.key, entry]));
  const submitted = new Map(values.map((value) => [value.key, value]));
  const before = new Map<string, Cell & EnteredBy>();
  const taken: (Cell & { key: string })[] = [];
  const conflicts: Filled['conflicts'][number][] = [];
  for (const entry of entries) {
    const { key, month, total } = entry;
    const theirs = drafts.get(key);
    const stands = theirs ?? submitted.get(key);
    // An entry that changes nothing would hide who said it first; a carried figure that is said is a new one.
    const handedIn = theirs === undefined ? submitted.get(key) : undefined;
    // What was handed in has its sum with it: the month's figure said again is the same.
    const isSame = isSameCell(stands, entry) || (handedIn?.month === month && total === null);
    if (isSame && handedIn?.isCarried !== true) continue;
    // Typed since the form was drawn, and perhaps handed in since.
    const newer = typedSince.has(key)
      ? (theirs ?? (handedIn && { ...handedIn, seq: version, replaced: null }))
      : undefined;
    if (newer) {
      conflicts.push({ key, theirs: newer, yours: { month, total } });
      continue;
    }
    if (stands) before.set(key, stands);
    taken.push(entry);
  }
  return { taken, conflicts, before };
}

/** Figures that somebody typed after a form of this version was drawn. */
async function keysTypedSince(tx: Tx, reportId: string, seen: number): Promise<Set<string>> {
  const where = { reportId, kind: 'FIGURE', seq: { gt: seen } };
  const rows = await tx.reportEntry.findMany({ where, select: { key: true } });
  return new Set(rows.map(({ key }) => key));
}
