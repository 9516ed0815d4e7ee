import type { AuditFact } from '../../core/audit.ts';
import { UserError } from '../../core/errors.ts';
import { dateOf } from '../../domain/calendar.ts';
import { alreadyReported, notYourProject, openKeyOf, whyNotClaim } from '../../domain/funds/claim-rules.ts';
import type { Claim, Funds } from '../../domain/funds/funds.ts';
import { toNotices } from '../binding-rows.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';
import { enterInto } from './entering.ts';
import { holdBatch } from './hold-batch.ts';
import { fundFact, refuseIf, refuseOther, tidyDocNo, tidyText } from './insert-entry.ts';
import { readPlace } from './place.ts';
import { claimParts, toClaims } from './rows.ts';

/** 企业自报: open until staff confirm it (then it is an entry) or reject it, or the enterprise takes it back. */
export function createFundClaims(deps: StoreDeps): Pick<Funds, 'claim' | 'decideClaim' | 'withdrawClaim'> {
  return {
    async claim(doer, id, { enterpriseIds, projectId, type, fen, effectiveOn, tell, ...given }) {
      const done = await change<{ claim: Claim; isNew: boolean } | null>(deps, doer, async (tx) => {
        await holdBatch(tx, { projectId });
        const owner = await tx.fundProject.findUnique({ where: { id: projectId }, select: { enterpriseId: true } });
        if (!owner || !enterpriseIds.includes(owner.enterpriseId)) {
          return { result: null, alongside: { audit: [denied(projectId, owner?.enterpriseId)] } };
        }
        const period = type === 'SPEND' ? (given.period ?? effectiveOn.slice(0, 7)) : null;
        const [docNo, note] = [tidyDocNo(given.docNo), tidyText(given.note)];
        const row = { projectId, type, fen, effectiveOn, period, docNo, note };
        const known = await tx.fundClaim.findUnique({ where: { id } });
        if (known) {
          refuseOther(id, known, row);
          return { result: { claim: await readClaim(tx, id), isNew: false }, alongside: null };
        }
        const place = await readPlace(tx, { projectId });
        if (!place.project) throw new Error(`no project ${projectId}`);
        refuseIf(whyNotClaim(place.project, place.entries, row, dateOf(doer.at)));
        const openKey = openKeyOf(projectId, row);
        const open = await tx.fundClaim.findUnique({ where: { openKey } });
        if (open) throw new UserError(alreadyReported({ ...row, fen: open.fen }));
        const reported = { reportedById: doer.personId ?? '', reportedAt: doer.at };
        await tx.fundClaim.create({ data: { id, ...row, state: 'PENDING', openKey, ...reported } });
        const claim = await readClaim(tx, id);
        const audit = [fundFact('fund.claim', { object: 'fund-claim', id, place, detail: { type } })];
        return { result: { claim, isNew: true }, alongside: { audit, notices: tell(claim).flatMap(toNotices) } };
      });
      // Once it is on record that it was tried.
      if (!done) throw new UserError(notYourProject);
      return done;
    },

    decideClaim: (doer, { claimId, confirm, reason: given, isAdvance, tell }) =>
      change<{ claim: Claim; isNew: boolean } | null>(deps, doer, async (tx) => {
        await holdBatch(tx, { claimId });
        const reason = tidyText(given, '原因');
        const { count } = await tx.fundClaim.updateMany({
          where: { id: claimId, state: 'PENDING' },
          data: {
            state: confirm ? 'CONFIRMED' : 'REJECTED',
            openKey: null,
            reason,
            decidedById: doer.personId,
            decidedAt: doer.at,
          },
        });
        const found = await tx.fundClaim.findUnique({ where: { id: claimId }, select: { id: true } });
        if (!found) return { result: null, alongside: null };
        const claim = await readClaim(tx, claimId);
        if (count === 0) return { result: { claim, isNew: false }, alongside: null };
        const { project, type, fen, effectiveOn, period, docNo } = claim;
        if (!confirm && reason === null) throw new UserError('请写明退回原因后再提交。');
        const place = { batch: project.batch, project };
        const detail = { type, state: claim.state };
        const audit = [fundFact('fund.claim.decide', { object: 'fund-claim', id: claimId, place, detail })];
        if (confirm) {
          // Why staff agree to a 垫支 is theirs to say; else what the enterprise wrote stands.
          const note = isAdvance ? (reason ?? claim.note) : claim.note;
          const proposal = { type, fen, effectiveOn, dateKnown: true, period, docNo, note, isAdvance };
          const held = await readPlace(tx, { projectId: project.id });
          audit.push((await enterInto(tx, doer, { place: held, proposal, claimId })).audit);
        }
        return { result: { claim, isNew: true }, alongside: { audit, notices: tell(claim).flatMap(toNotices) } };
      }),

    withdrawClaim: (doer, claimId, enterpriseIds) =>
      change<boolean>(deps, doer, async (tx) => {
        const { count } = await tx.fundClaim.updateMany({
          where: { id: claimId, state: 'PENDING', project: { enterpriseId: { in: [...enterpriseIds] } } },
          data: { state: 'WITHDRAWN', openKey: null, decidedById: doer.personId, decidedAt: doer.at },
        });
        if (count === 0) return { result: false, alongside: null };
        const { project, type } = await readClaim(tx, claimId);
        const place = { batch: project.batch, project };
        const audit = [fundFact('fund.claim.withdraw', { object: 'fund-claim', id: claimId, place, detail: { type } })];
        return { result: true, alongside: { audit } };
      }),
  };
}

async function readClaim(tx: Tx, id: string): Promise<Claim> {
  const row = await tx.fundClaim.findUniqueOrThrow({ where: { id }, include: claimParts });
  const [claim] = await toClaims(tx, [row]);
  if (!claim) throw new Error(`the project of claim ${id} is not there`);
  return claim;
}

function denied(projectId: string, enterpriseId: string | undefined): AuditFact {
  return {
    action: 'fund.claim',
    result: 'denied',
    objectType: 'fund-project',
    objectId: projectId,
    ...(enterpriseId === undefined ? {} : { enterpriseId }),
  };
}
