import { UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { isOpen } from '../domain/application-state.ts';
import type { ApplicationRecord, Applications } from '../domain/applications.ts';
import { type CalendarDate, dateOf, formatDate, readDate, yearOf } from '../domain/calendar.ts';
import type { Evidence } from '../domain/progress.ts';
import { type QualificationType, typeFacts } from '../domain/qualification.ts';
import { barredForTheYear } from '../domain/revocation.ts';
import { applicationFact, applicationParts, recordOf, toRecords } from './application-rows.ts';
import { toNotices } from './binding-rows.ts';
import { change, type StoreDeps } from './store-deps.ts';
import type { Tx } from './transact.ts';
import { thoseThere } from './visible-rows.ts';

/** 申报 is opened: one at a time for an enterprise, type, level and year. */
export function createStart(deps: StoreDeps): Pick<Applications, 'start'> {
  return {
    start: (doer, { enterprise, type, level, year, batch, status, on, tell }) =>
      change<{ application: ApplicationRecord; isNew: boolean }>(deps, doer, async (tx) => {
        assertDay(on, dateOf(doer.at));
        const key = { enterpriseId: enterprise.id, type, level, year };
        // What was entered before there was an open key has none: its steps say whether it is open.
        const rows = await tx.application.findMany({
          where: key,
          orderBy: { number: 'desc' },
          include: applicationParts,
        });
        const open = (await toRecords(tx, rows)).find(isOpen);
        if (open) return { result: { application: open, isNew: false }, alongside: null };
        await assertNotBarred(tx, key);
        const last = await tx.application.aggregate({ _max: { number: true } });
        const id = newId();
        // Two at once: the open key, or the number, lets one in; the other is tried again, and finds it.
        await tx.application.create({
          data: {
            id,
            number: (last._max.number ?? 0) + 1,
            ...key,
            batch,
            previousQualificationId: await previousOf(tx, { ...key, on }),
            openKey: Object.values(key).join(' '),
            version: 1,
            recordedAt: doer.at,
          },
        });
        const evidence: Evidence = { move: 'open', on };
        await tx.transition.create({
          data: {
            id: newId(),
            applicationId: id,
            status,
            effectiveOn: on,
            evidence: JSON.stringify(evidence),
            recordedById: doer.personId,
            recordedAt: doer.at,
          },
        });
        const application = await recordOf(tx, id);
        if (!application) throw new Error('an application that was just opened is not there');
        const detail = { number: application.number, type, level, year, status };
        return {
          result: { application, isNew: true },
          alongside: {
            audit: [applicationFact('application.start', application, detail)],
            notices: (tell?.(application) ?? []).flatMap(toNotices),
          },
        };
      }),
  };
}

function assertDay(on: CalendarDate, today: CalendarDate): void {
  if (readDate(on) !== on) throw new UserError(`日期“${on}”无效，请按 2023-12-31 的格式填写。`);
  if (on > today) throw new UserError(`日期${formatDate(on)}晚于今天，尚未发生的事项不能登记。`);
}

interface Kind {
  enterpriseId: string;
  type: QualificationType;
  level: string;
  year: number;
}

async function assertNotBarred(tx: Tx, { enterpriseId, type, year }: Kind): Promise<void> {
  if (!barredForTheYear.has(type)) return;
  const revoked = await tx.transition.findFirst({
    where: { status: 'REVOKED', effectiveOn: { startsWith: `${year}-` }, qualification: { enterpriseId, type } },
  });
  if (!revoked) return;
  const { label } = typeFacts[type];
  throw new UserError(
    `该企业的${label}资格已于${formatDate(revoked.effectiveOn)}被取消，${yearOf(revoked.effectiveOn)}年内不能再次申报，请按次年的申报通知办理。`,
  );
}

/** The certificate that is renewed: the one in force, or that ran out last. One that was cancelled is not renewed. */
async function previousOf(
  tx: Tx,
  { enterpriseId, type, level, on }: Kind & { on: CalendarDate },
): Promise<string | null> {
  const rows = await tx.qualification.findMany({
    where: { enterpriseId, type, level },
    include: { transitions: true },
  });
  const held = (await thoseThere(tx, rows)).filter(
    ({ transitions, validFrom }) =>
      (validFrom === null || validFrom <= on) &&
      transitions.some(({ status, effectiveOn }) => status === 'RECOGNIZED' && effectiveOn <= on) &&
      !transitions.some(({ status, effectiveOn }) => status === 'REVOKED' && effectiveOn <= on),
  );
  // Without an end it outlasts all others.
  const [last] = held.sort((a, b) => (a.validTo === b.validTo ? 0 : (a.validTo ?? '9') > (b.validTo ?? '9') ? -1 : 1));
  return last?.id ?? null;
}
