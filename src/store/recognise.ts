import { isStaff } from '../core/actor.ts';
import type { Doer } from '../core/audit.ts';
import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { ApplicationRecord } from '../domain/applications.ts';
import { type CalendarDate, yearOf } from '../domain/calendar.ts';
import { readCertNo, yearOfCertNo } from '../domain/cert-no.ts';
import type { Evidence } from '../domain/progress.ts';
import { type QualificationType, typeFacts } from '../domain/qualification.ts';
import { hnteValidTo, type TechSmeValidTo, techSmeValidUntil } from '../domain/validity.ts';
import type { Tx } from './transact.ts';
import { thoseThere } from './visible-rows.ts';

export type Recognition = Extract<Evidence, { move: 'recognise' }>;

/** 认定: the qualification begins, with the step that makes it, in the commit of the step. @returns its id */
export async function recognise(
  tx: Tx,
  {
    application,
    evidence,
    step,
    rule,
    doer,
  }: {
    application: ApplicationRecord;
    evidence: Recognition;
    step: {
      id: string;
      status: string;
      effectiveOn: string;
      evidence: string;
      recordedById: string | null;
      recordedAt: Date;
    };
    rule: TechSmeValidTo;
    doer: Doer;
  },
): Promise<string> {
  const { enterprise, type, level } = application;
  const certNo = evidence.certNo === null ? null : numberOf(type, evidence.certNo);
  if (certNo !== null) await assertFree(tx, { type, certNo, doer });
  const id = newId();
  await tx.qualification.create({
    data: {
      id,
      enterpriseId: enterprise.id,
      type,
      level,
      certNo,
      issuedOn: evidence.on,
      validFrom: evidence.on,
      validTo: evidence.validTo ?? usualEnd({ type, certNo, on: evidence.on, rule }),
      applicationId: application.id,
      recordedAt: doer.at,
    },
  });
  await tx.transition.create({ data: { ...step, qualificationId: id } });
  return id;
}

function numberOf(type: QualificationType, written: string): string {
  const read = readCertNo(type, written, null);
  if (!read.ok) throw new UserError(read.reason);
  return read.certNo;
}

/** Last valid day by the rules of the type (src/domain/validity.ts); null = no end. */
function usualEnd(of: {
  type: QualificationType;
  certNo: string | null;
  on: CalendarDate;
  rule: TechSmeValidTo;
}): CalendarDate | null {
  const { type, certNo, on, rule } = of;
  if (type === 'HNTE') return hnteValidTo(on);
  if (type !== 'TECH_SME') return null;
  // The number's own year decides, not the day on which it was announced.
  const year = (certNo === null ? null : yearOfCertNo(type, certNo)) ?? yearOf(on);
  return techSmeValidUntil(`${year}-01-01`, rule);
}

/** A number is one certificate's. Whose, is told to who may know it. */
async function assertFree(
  tx: Tx,
  { type, certNo, doer }: { type: QualificationType; certNo: string; doer: Doer },
): Promise<void> {
  const taken = await tx.qualification.findUnique({
    where: { type_certNo: { type, certNo } },
    include: { enterprise: { select: { names: { where: { kind: 'FULL' }, select: { text: true } } } } },
  });
  if (!taken) return;
  const mayKnow = doer.role !== 'system' && isStaff({ role: doer.role });
  // What an import is still writing is nobody's yet.
  const [there] = mayKnow ? await thoseThere(tx, [taken]) : [];
  const whose = there?.enterprise.names[0]?.text;
  const { label } = typeFacts[type];
  const where = whose === undefined ? `另一家${label}` : `${label}${whose}`;
  throw new UserError(`编号 ${certNo} 已登记在${where}名下，同一编号不能重复使用，请核对。`);
}
