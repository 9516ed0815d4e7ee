import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/sqlite/client.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import type { AuditFact } from '../../core/audit.ts';
import { refusals } from '../../core/mailing.ts';
import { dutyKinds } from '../../domain/applications.ts';
import { AudienceSchema } from '../../domain/deadlines/audience.ts';
import {
  bases,
  changeKinds,
  type Deadline,
  type DeadlineChange,
  type DeadlineContent,
  DueTimeSchema,
  deadlineKinds,
  type Subject,
} from '../../domain/deadlines/deadline.ts';
import { type HelpRequest, helpStates } from '../../domain/deadlines/help.ts';
import { type Policy, PolicyContentSchema } from '../../domain/deadlines/policy.ts';
import { builtInPolicy } from '../../domain/deadlines/policy-rules.ts';
import type { PlannedReminder } from '../../domain/deadlines/promises.ts';
import {
  type AnswerKind,
  answerKinds,
  type DeadlineAnswer,
  dropReasons,
  occasionKinds,
  type Reminder,
  readerSteps,
  reminderStates,
} from '../../domain/deadlines/reminders.ts';
import { qualificationTypes } from '../../domain/qualification.ts';
import type { PersonNow } from '../persons-now.ts';

const SettledBySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('application'), type: z.enum(qualificationTypes) }),
  z.object({ kind: z.literal('duty'), duty: z.enum(dutyKinds), year: z.number().int() }),
]);

/** As a change keeps it. */
const ContentSchema = z.object({
  program: z.string(),
  year: z.number().int(),
  batch: z.number().int().nullable(),
  kind: z.enum(deadlineKinds),
  enterpriseDue: DueTimeSchema,
  officialDue: DueTimeSchema.nullable(),
  basis: z.enum(bases),
  noticeNo: z.string().nullable(),
  url: z.string().nullable(),
  audience: AudienceSchema,
  settledBy: SettledBySchema.nullable(),
});

type DeadlineRow = Prisma.DeadlineGetPayload<object>;
type ChangeRow = Prisma.DeadlineChangeGetPayload<object>;
export type ReminderRow = Prisma.ReminderGetPayload<object>;
type AnswerRow = Prisma.DeadlineAnswerGetPayload<object>;
export type HelpRow = Prisma.HelpRequestGetPayload<{ include: typeof enterpriseName }>;
type Persons = ReadonlyMap<string, PersonNow>;

/** What rows about an enterprise are read with. */
export const enterpriseName = {
  enterprise: { select: { id: true, names: { where: { kind: 'FULL' }, select: { text: true } } } },
} as const;

function enterpriseRef({ id, names }: { id: string; names: readonly { text: string }[] }): EnterpriseRef {
  return { id, name: names[0]?.text ?? '' };
}

const who = (persons: Persons, id: string | null) =>
  id === null ? null : (persons.get(id) ?? { personId: id, name: null });

/** The columns of what staff entered. */
export function toColumns(content: DeadlineContent) {
  const { program, year, batch, kind, enterpriseDue, officialDue, basis, noticeNo, url, audience, settledBy } = content;
  // One by one: who passes a whole deadline means its content and nothing else.
  return {
    ...{ program, year, batch, kind, basis, noticeNo, url },
    enterpriseDue: enterpriseDue.on,
    enterpriseTime: enterpriseDue.at,
    officialDue: officialDue?.on ?? null,
    officialTime: officialDue?.at ?? null,
    audience: JSON.stringify(audience),
    settledBy: settledBy && JSON.stringify(settledBy),
  };
}

/** What makes an active deadline one of a kind. */
export const openKeyOf = ({ program, year, batch }: Pick<DeadlineContent, 'program' | 'year' | 'batch'>) =>
  `${program} ${year} ${batch ?? ''}`;

export function toDeadline(row: DeadlineRow): Deadline {
  const content = ContentSchema.parse({
    ...row,
    enterpriseDue: { on: row.enterpriseDue, at: row.enterpriseTime },
    officialDue: row.officialDue === null ? null : { on: row.officialDue, at: row.officialTime },
    audience: JSON.parse(row.audience),
    settledBy: row.settledBy === null ? null : JSON.parse(row.settledBy),
  });
  const { id, number, version, ladderFrom } = row;
  return { ...content, id, number, version, ladderFrom, isWithdrawn: row.state === 'WITHDRAWN' };
}

export function toChange(persons: Persons, row: ChangeRow): DeadlineChange {
  const content = (text: string | null) => (text === null ? null : ContentSchema.parse(JSON.parse(text)));
  return {
    version: row.version,
    kind: z.enum(changeKinds).parse(row.kind),
    before: content(row.before),
    after: content(row.after),
    reason: row.reason,
    announceAt: row.announceAt,
    recordedAt: row.recordedAt,
    by: who(persons, row.recordedById),
  };
}

/** For whoever reads it, with the client or without. */
export const newestPolicy = 'SELECT "number", "content" FROM "ReminderPolicy" ORDER BY "number" DESC LIMIT 1';

/** The newest 提醒规则 that staff made; without any, the built-in one. */
export function toPolicy(row: { number: number; content: string } | undefined): Policy {
  if (!row) return builtInPolicy;
  return { ...PolicyContentSchema.parse(JSON.parse(row.content)), number: Number(row.number) };
}

export const toLeads = (text: string) => text.split(',').filter(Boolean).map(Number);

/** What was promised to whom, without what became of it. */
export function toPlanned(row: ReminderRow): PlannedReminder {
  return {
    subject: row.subject as Subject,
    enterpriseId: row.enterpriseId,
    personId: row.personId,
    occasion: z.enum(occasionKinds).parse(row.occasion),
    version: row.version,
    sendOn: row.sendOn,
    leads: toLeads(row.leads),
    step: z.enum(readerSteps).parse(row.step),
    to: { platform: z.enum(['wecom', 'dingtalk']).parse(row.platform), corpId: row.corpId, userId: row.userId },
  };
}

export function toReminder(row: Prisma.ReminderGetPayload<{ include: typeof enterpriseName }>): Reminder {
  const { enterpriseId: _, version: __, ...planned } = toPlanned(row);
  return {
    ...planned,
    id: row.id,
    enterprise: enterpriseRef(row.enterprise),
    state: z.enum(reminderStates).parse(row.state),
    why: z
      .enum([...dropReasons, ...refusals])
      .nullable()
      .parse(row.why),
    plannedAt: row.plannedAt,
    acceptedAt: row.acceptedAt,
    readAt: row.readAt,
    tellsReading: row.readKey !== null,
  };
}

export function toAnswer(persons: Persons, row: AnswerRow): DeadlineAnswer {
  return {
    subject: row.subject as Subject,
    enterpriseId: row.enterpriseId,
    kind: z.enum(answerKinds).parse(row.kind),
    reason: row.reason,
    seq: row.seq,
    by: who(persons, row.personId),
    at: row.recordedAt,
  };
}

export function toHelp(persons: Persons, row: HelpRow, ended: AnswerKind | null): HelpRequest {
  return {
    id: row.id,
    number: row.number,
    enterprise: enterpriseRef(row.enterprise),
    subject: row.subject as Subject | null,
    topic: row.topic,
    state: z.enum(helpStates).parse(row.state),
    askedBy: persons.get(row.askedById) ?? { personId: row.askedById, name: null },
    askedAt: row.askedAt,
    acceptBy: row.acceptBy,
    agent: who(persons, row.agentId),
    takenAt: row.takenAt,
    dueOn: row.dueOn,
    closedAt: row.closedAt,
    note: row.note,
    ended,
  };
}

export function deadlineFact(
  action: AuditFact['action'],
  id: string,
  detail: Record<string, unknown> = {},
): AuditFact & { result: 'allowed' } {
  return { action, result: 'allowed', objectType: 'deadline', objectId: id, detail };
}

/** The answers that hold, by subject and enterprise: of each the last. */
export function holdingOf<Row extends Pick<AnswerRow, 'subject' | 'enterpriseId' | 'seq'>>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  // In order here: a statement that orders may not name more than 998 subjects on SQLite.
  const sorted = [...rows].sort((a, b) => a.seq - b.seq);
  return new Map(sorted.map((row) => [`${row.subject} ${row.enterpriseId}`, row]));
}
