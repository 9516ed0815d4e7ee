import { newId } from '../../src/core/ids.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { type Deadline, type DeadlineContent, deadlineSubject } from '../../src/domain/deadlines/deadline.ts';
import type { Deadlines } from '../../src/domain/deadlines/deadlines.ts';
import { announcementOf, ladderOf, tellAt } from '../../src/domain/deadlines/ladder.ts';
import { windowOf } from '../../src/domain/reports/window.ts';
import type { Client } from '../../src/store/database.ts';
import { at } from '../helpers/deadline-store.ts';
import { testDoer } from '../helpers/stores.ts';
import { certificateOf } from './plant.ts';
import type { Moment, Script, ScriptedAnswer, ScriptedDeadline, ScriptedReport } from './script.ts';

/** Something of the script, and how the bot comes to know of it. */
export interface Happening {
  at: Moment;
  /** The bot says something about it by itself: the clock has to stand at its moment. */
  isAnnounced: boolean;
  happen(): Promise<unknown>;
}

const instant = (moment: Moment) => at(moment.slice(0, 10), moment.slice(11));
const officer = (moment: Moment) => testDoer(instant(moment));

/** The script as things to be done, in their order. */
export function happeningsOf(script: Script, client: Client, deadlines: Deadlines): Happening[] {
  const quiet = (moment: Moment, happen: () => Promise<unknown>) => ({ at: moment, isAnnounced: false, happen });
  const nameOf = new Map(script.firms.map(({ id, name }) => [id, name]));
  const speakerOf = new Map(script.firms.map(({ id, contacts }) => [id, contacts[0]?.person ?? null]));
  const entered = new Map<string, Deadline>();

  const subjectOf = ({ firm, about }: ScriptedAnswer) => {
    const of = about === 'certificate' ? null : entered.get(about.deadline);
    return of ? deadlineSubject(of.id) : (`certificate:${certificateOf(firm)}` as const);
  };

  async function answer(said: ScriptedAnswer): Promise<void> {
    const { at: moment, firm, kind } = said;
    const subject = subjectOf(said);
    const isStaffs = kind === 'EXEMPT' || kind === 'REOPENED';
    const doer = isStaffs
      ? officer(moment)
      : testDoer(instant(moment), { personId: speakerOf.get(firm) ?? null, role: 'contact' });
    await deadlines.answer(doer, {
      ...{ subject, enterprise: { id: firm, name: nameOf.get(firm) ?? '' }, kind },
      reason: kind === 'NOT_THIS_YEAR' ? '本年度暂不具备条件' : null,
      ...(kind === 'HELP' ? { help: { topic: '申报', acceptBy: moment.slice(0, 10), tell: () => [] } } : {}),
    });
  }

  /** By an agent, where the firm's own answer has not ended it before. */
  async function closeHelp(asked: ScriptedAnswer, moment: Moment): Promise<void> {
    const open = await client.helpRequest.findMany({
      where: { enterpriseId: asked.firm, subject: subjectOf(asked), state: { not: 'CLOSED' } },
    });
    for (const { number } of open) {
      await deadlines.takeHelp(officer(moment), { number, dueOn: null, tell: () => [] });
      await deadlines.closeHelp(officer(moment), { number, note: null, tell: () => [] });
    }
  }

  return [
    ...script.deadlines.flatMap((one) => stepsOfStaff(one, deadlines, entered)),
    ...script.answers.flatMap((one) => [
      quiet(one.at, () => answer(one)),
      ...(one.helpClosedAt === null ? [] : [quiet(one.helpClosedAt, () => closeHelp(one, one.helpClosedAt ?? one.at))]),
    ]),
    ...script.reports.map((one) => quiet(one.at, () => reportHappens(client, one))),
    ...script.renewals.map(({ at: moment, firm, isHandedIn }, n) =>
      quiet(moment, () => renew(client, { moment, firm, isHandedIn, number: n + 1 })),
    ),
    ...script.optOuts.map(({ at: moment, person, kind }) =>
      quiet(moment, () =>
        deadlines.setOptOut(testDoer(instant(moment), { personId: person, role: 'contact' }), person, kind, true),
      ),
    ),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What an officer enters, changes and withdraws, by the rules that decide when it is told. */
function stepsOfStaff(one: ScriptedDeadline, deadlines: Deadlines, entered: Map<string, Deadline>): Happening[] {
  const { program, kind, audience, changes, withdrawnAt } = one;
  const contentOf = (due: string): DeadlineContent => ({
    ...{ program, year: 2024, batch: null, kind, enterpriseDue: { on: due, at: '24:00' }, officialDue: null },
    ...{ basis: 'NOTICE', noticeNo: null, url: null, settledBy: null },
    audience: {
      everybody: audience === 'everybody',
      anyOf:
        audience === 'certificate-valid' || audience === 'certificate-ends-this-year'
          ? [{ kind: 'qualification', type: 'HNTE', level: null, state: stateOf(audience) }]
          : [],
      ...{ industries: [], include: typeof audience === 'string' ? [] : [...audience], exempt: [] },
    },
  });
  const known = (): Deadline => {
    const found = entered.get(program);
    if (!found) throw new Error(`${program} was not entered`);
    return found;
  };
  const staff = (moment: Moment, happen: () => Promise<{ is: string; deadline: Deadline }>): Happening => ({
    ...{ at: moment, isAnnounced: true },
    async happen() {
      const { is, deadline } = await happen();
      if (is !== 'done') throw new Error(`${program} at ${moment}: ${is}`);
      entered.set(program, deadline);
    },
  });
  return [
    staff(one.enteredAt, async () => {
      const [policy, now] = [await deadlines.policy(), instant(one.enteredAt)];
      const when = announcementOf({ dues: ladderOf(one.due, policy.leads), now, policy });
      return deadlines.enter(officer(one.enteredAt), { content: contentOf(one.due), ...when });
    }),
    ...changes.map(({ at: moment, due }) =>
      staff(moment, async () => {
        const { id, version } = known();
        const announceAt = tellAt(instant(moment), await deadlines.policy());
        const changed = { id, version, content: contentOf(due), reason: null, announceAt };
        return deadlines.change(officer(moment), { ...changed, ladderFrom: dateOf(announceAt) });
      }),
    ),
    ...(withdrawnAt === null
      ? []
      : [
          staff(withdrawnAt, async () => {
            const { id, version } = known();
            const announceAt = tellAt(instant(withdrawnAt), await deadlines.policy());
            return deadlines.withdraw(officer(withdrawnAt), { id, version, reason: '通知作废', announceAt });
          }),
        ]),
  ];
}

const stateOf = (audience: 'certificate-valid' | 'certificate-ends-this-year') =>
  audience === 'certificate-valid' ? ('VALID' as const) : ('EXPIRES_IN_YEAR' as const);

/** Handed in, returned or let off, as rows: what is reported is none of the year's business. */
async function reportHappens(client: Client, { at: moment, firm, period, is }: ScriptedReport): Promise<void> {
  const recordedAt = instant(moment);
  const which = { enterpriseId: firm, period };
  const id = `${firm} ${period}`;
  const known = await client.monthlyReport.findUnique({ where: { enterpriseId_period: which } });
  const seq = (known?.version ?? 0) + 1;
  const put = async (data: { state: string; submissionId?: string; exemptReason?: string; exemptAt?: Date }) => {
    if (known) await client.monthlyReport.update({ where: { id }, data: { ...data, version: seq } });
    else await client.monthlyReport.create({ data: { id, ...which, ...data, version: seq, recordedAt } });
  };
  if (is === 'exempted') return put({ state: 'DRAFT', exemptReason: '停产', exemptAt: recordedAt });
  if (is === 'returned') {
    await put({ state: 'RETURNED' });
    const questioned = { keys: '["revenue"]', text: '与上月相差较大', dueOn: moment.slice(0, 10) };
    await client.reportStep.create({
      data: { id: newId(), reportId: id, kind: 'RETURN', seq, ...questioned, recordedAt },
    });
    return;
  }
  const submissionId = newId();
  await put({ state: 'SUBMITTED', submissionId });
  await client.reportSubmission.create({
    data: {
      ...{ id: submissionId, reportId: id, number: seq, kind: 'REPORT', onBehalf: false, setNumber: 0, fromVersion: 0 },
      ...{ isLate: moment.slice(0, 10) > windowOf(period).closesOn, reasons: '[]', via: 'h5', recordedAt },
    },
  });
}

async function renew(
  client: Client,
  { moment, firm, isHandedIn, number }: { moment: Moment; firm: string; isHandedIn: boolean; number: number },
): Promise<void> {
  const [id, recordedAt] = [newId(), instant(moment)];
  const kind = { type: 'HNTE', level: 'NATIONAL', year: 2024, previousQualificationId: certificateOf(firm) };
  await client.application.create({ data: { id, number, enterpriseId: firm, ...kind, version: 2, recordedAt } });
  await client.transition.createMany({
    data: ['DRAFTING', ...(isHandedIn ? ['ZONE_REVIEW'] : [])].map((status, n) => ({
      ...{ id: newId(), applicationId: id, status, effectiveOn: moment.slice(0, 10) },
      recordedAt: new Date(recordedAt.getTime() + n),
    })),
  });
}
