import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Applications } from '../domain/applications.ts';
import { dateOf, formatDate, readDate } from '../domain/calendar.ts';
import { EvidenceSchema } from '../domain/progress.ts';
import { entryTime } from './application-rows.ts';
import { toNotices } from './binding-rows.ts';
import { change, type StoreDeps } from './store-deps.ts';
import { thoseThere } from './visible-rows.ts';

/** 取消: a recognised qualification ends by a document, once. */
export function createRevocation(deps: StoreDeps): Pick<Applications, 'revoke'> {
  return {
    revoke: (doer, { qualificationId: id, evidence, tell }) =>
      change(deps, doer, async (tx) => {
        // Held from here on: of two officers the second finds what the first did.
        await tx.$executeRaw`UPDATE "Qualification" SET "certNo" = "certNo" WHERE "id" = ${id}`;
        const found = await tx.qualification.findUnique({ where: { id }, include: { transitions: true } });
        const [row] = found ? await thoseThere(tx, [found]) : [];
        const begun =
          row?.transitions.filter(({ status }) => status === 'RECOGNIZED').map((one) => one.effectiveOn) ?? [];
        const [since] = begun.sort();
        const isRevoked = row?.transitions.some(({ status }) => status === 'REVOKED');
        const { on } = EvidenceSchema.parse(evidence);
        if (!row || since === undefined || isRevoked || (row.validTo !== null && row.validTo < on)) {
          return { result: false, alongside: null };
        }
        if (readDate(on) !== on) throw new UserError(`日期“${on}”无效，请按 2023-12-31 的格式填写。`);
        if (on > dateOf(doer.at)) throw new UserError(`日期${formatDate(on)}晚于今天，尚未发生的事项不能登记。`);
        if (begun.some((day) => on < day)) {
          throw new UserError(`取消日期${formatDate(on)}早于认定日期${formatDate(begun.at(-1) ?? since)}，请核对。`);
        }
        await tx.transition.create({
          data: {
            id: newId(),
            qualificationId: id,
            status: 'REVOKED',
            effectiveOn: on,
            evidence: JSON.stringify(evidence),
            recordedById: doer.personId,
            recordedAt: entryTime(doer.at, row.transitions),
          },
        });
        return {
          result: true,
          alongside: {
            audit: [
              {
                action: 'qualification.revoke',
                result: 'allowed',
                objectType: 'qualification',
                objectId: id,
                enterpriseId: row.enterpriseId,
                detail: { on, reason: evidence.reason },
              },
            ],
            notices: tell.flatMap(toNotices),
          },
        };
      }),
  };
}
