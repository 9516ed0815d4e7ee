import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { type Applications, type DutyFact, dutyKinds } from '../domain/applications.ts';
import { dateOf } from '../domain/calendar.ts';
import { dutyProblem } from '../domain/duties.ts';
import { entryTime } from './application-rows.ts';
import { toNotices } from './binding-rows.ts';
import { change, type StoreDeps } from './store-deps.ts';
import { thoseThere } from './visible-rows.ts';

/** 年度发展情况报表 and 火炬统计年报 as recorded: never changed, the last record of a year counts. */
export function createDuties(deps: StoreDeps): Pick<Applications, 'recordDuty' | 'dutiesOf'> {
  const { client } = deps;
  return {
    recordDuty: (doer, { qualificationId, enterpriseId, kind, year, state, tell = [] }) =>
      change(deps, doer, async (tx) => {
        // Held from here on: of two officers the second finds what the first recorded.
        await tx.$executeRaw`UPDATE "Qualification" SET "certNo" = "certNo" WHERE "id" = ${qualificationId}`;
        const found = await tx.qualification.findUnique({
          where: { id: qualificationId },
          include: {
            duties: { orderBy: { recordedAt: 'asc' } },
            transitions: { where: { status: 'REVOKED' }, orderBy: { effectiveOn: 'asc' } },
          },
        });
        const [row] = found ? await thoseThere(tx, [found]) : [];
        if (!row || row.enterpriseId !== enterpriseId || row.type !== 'HNTE') {
          throw new UserError('没有找到该企业的高新技术企业证书，请核对后再登记。');
        }
        const { validFrom, validTo } = row;
        const bound =
          validFrom !== null && validTo !== null
            ? { validFrom, validTo, revokedOn: row.transitions[0]?.effectiveOn ?? null }
            : null;
        const problem = dutyProblem({ kind, year, state }, bound, dateOf(doer.at));
        if (problem !== null) throw new UserError(problem);
        const known = row.duties.findLast((one) => one.kind === kind && one.year === year);
        if (known?.state === state) return { result: false, alongside: null };
        const recordedAt = entryTime(doer.at, row.duties);
        await tx.dutyRecord.create({
          data: { id: newId(), qualificationId, kind, year, state, recordedById: doer.personId, recordedAt },
        });
        return {
          result: true,
          alongside: {
            audit: [
              {
                action: 'duty.record',
                result: 'allowed',
                objectType: 'qualification',
                objectId: qualificationId,
                enterpriseId,
                detail: { kind, year, state },
              },
            ],
            notices: tell.flatMap(toNotices),
          },
        };
      }),

    async dutiesOf(enterpriseId) {
      const rows = await client.dutyRecord.findMany({
        where: { qualification: { enterpriseId } },
        orderBy: { recordedAt: 'asc' },
      });
      return rows.flatMap(({ qualificationId, kind, year, state, recordedAt }): DutyFact[] => {
        const known = dutyKinds.find((one) => one === kind);
        return known
          ? [{ qualificationId, kind: known, year, state: state === 'DONE' ? 'DONE' : 'MISSED', recordedAt }]
          : [];
      });
    },
  };
}
