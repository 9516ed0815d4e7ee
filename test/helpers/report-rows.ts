import { newId } from '../../src/core/ids.ts';
import type { Database } from '../../src/store/database.ts';

export const wan = (amount: number) => BigInt(Math.round(amount * 100)) * 10_000n;

type Figures = Readonly<Record<string, readonly [month: bigint, total: bigint | null, isCarried?: boolean]>>;

/** Writes reports as they were handed in, past the rules. */
export function reportRows({ client }: Pick<Database, 'client'>) {
  const at = new Date('2023-12-06T02:30:00Z');
  return {
    async enterprise(name: string): Promise<string> {
      const id = newId();
      await client.enterprise.create({ data: { id, recordedAt: at } });
      const of = { id: newId(), enterpriseId: id, kind: 'FULL', text: name };
      await client.enterpriseName.create({ data: { ...of, searchKey: name, initials: '' } });
      return id;
    },

    async report(
      enterpriseId: string,
      period: string,
      figures: Figures | null,
      given: { state?: string; isLate?: boolean; kind?: string; exemptReason?: string; reason?: string } = {},
    ): Promise<string> {
      const { state = 'SUBMITTED', isLate = false, kind = 'REPORT', exemptReason, reason = null } = given;
      const [reportId, submissionId] = [newId(), newId()];
      const exempt = exemptReason === undefined ? {} : { exemptReason, exemptAt: at };
      const handedIn = figures ? { submissionId, submittedSeq: 1 } : {};
      await client.monthlyReport.create({
        data: { id: reportId, enterpriseId, period, state, version: 1, recordedAt: at, ...handedIn, ...exempt },
      });
      if (!figures) return reportId;
      const by = { personId: null, via: 'h5', onBehalf: false, recordedAt: at };
      await client.reportSubmission.create({
        data: {
          ...{
            id: submissionId,
            reportId,
            number: 1,
            kind,
            isLate,
            reason,
            setNumber: 0,
            fromVersion: 0,
            reasons: '[]',
          },
          ...by,
        },
      });
      await client.reportValue.createMany({
        data: Object.entries(figures).map(([key, [month, total, isCarried = false]]) => ({
          ...{ submissionId, key, month, total, isCarried },
          ...by,
        })),
      });
      return submissionId;
    },
  };
}
