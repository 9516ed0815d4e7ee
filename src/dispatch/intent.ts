import type { Actor, Role } from '../core/actor.ts';
import type { AuditAction, AuditFact, Doer } from '../core/audit.ts';
import type { Bureau } from '../core/bureau.ts';
import type { Answer } from '../core/card.ts';
import type { Alert, Place, Sender } from '../core/event.ts';
import type { Said } from '../core/said.ts';
import { type Permission, rolesThatMay } from '../domain/permissions.ts';
import type { Stores } from '../domain/stores.ts';

export interface Pages {
  home: string;
  import: string;
  /** 资金台账, for staff */
  funds: string;
  /** 资金明细 to be entered, for staff: a batch, a project or an entry */
  fundForm(kind: 'batch' | 'project' | 'entry', of?: { project?: number; batch?: number }): string;
  /** One batch or project whole, for staff */
  fundBatch(number: number): string;
  fundProject(number: number): string;
  /** 本企业资金, with the form to report 到位 and 支出; of several enterprises the one that is named */
  ownFunds(enterpriseId?: string): string;
  /** One application, with the forms of what may be done about it */
  application(number: number): string;
  /** 本企业月报: history, templates; the form of a period (YYYY-MM) */
  ownReports(enterpriseId: string): string;
  ownReport(of: { enterpriseId: string; period: string }): string;
  /** 月报 for staff: a period's overview, and one enterprise's report of it */
  reports(period?: string): string;
  reportOf(of: { enterpriseId: string; period: string }): string;
  reportTrends: string;
  indicators: string;
  /** 截止事项 for staff: the list, one of them, the form of a new one or of one that is there */
  deadlines: string;
  deadline(number: number): string;
  deadlineForm(number?: number): string;
  reminderRules: string;
  /** What concerns one's own enterprises, and one of it, to be answered */
  ownDeadlines(enterpriseId?: string): string;
  ownDeadline(of: { number: number; enterpriseId?: string }): string;
  /** A private feed of dates: what it ends with is the key */
  calendar(token: string): string;
}

/** What a handler sees. */
export interface Context extends Stores {
  actor: Actor;
  /** The platform identity that asks. */
  sender: Sender;
  /** Where the answer will be read: this decides what may be shown. */
  place: Place;
  /** The platform's id of the group it was asked in; null one-to-one. */
  groupId: string | null;
  /**
   * What was filled in, by the names of the form's fields; null if no form was submitted. All of it is the client's word,
   * hidden and read-only fields too: names, options and who may do it are checked like a sentence that was typed.
   */
  form: Readonly<Record<string, string>> | null;
  /** The conversation, for what is remembered in it (only one-to-one). */
  conversation: string;
  now: Date;
  bureau: Bureau;
  /** Whole addresses of the pages that anybody may be shown: who looks is found out there. */
  pages: Pages;
  /** Who does it, for the audit. */
  doer: Doer;
  /** What this actor may ask, in the order of the one list. */
  capabilities: readonly Capability[];
  /** The content of the file that was sent. @throws UserError if it is larger than `bytesAtMost` */
  fetchFile(bytesAtMost: number): Promise<Buffer>;
}

/** A sample sentence. Help prints those of the asker's role; a test says each of them to its handler. */
export interface Example {
  say: string;
  /** What one gets, in a few words. */
  gets: string;
  /** For these of the roles that may ask; for all of them if absent. */
  roles?: readonly Role[];
}

export interface Capability {
  id: string;
  /** The command word without its slash, e.g. `资质`. */
  command: string;
  /** Who may ask: the roles that have this permission. */
  permission: Permission;
  /**
   * What becomes of it in a group. answer: the handler knows what may be said there. privately: a neutral line there, the
   * answer one-to-one. refuse: to be done one-to-one, and nothing is done.
   */
  inGroup: 'answer' | 'privately' | 'refuse';
  examples: readonly Example[];
}

/** Whether an example is for this role. */
export function isFor(example: Example, role: Role): boolean {
  return example.roles?.includes(role) ?? true;
}

/** Something people can ask. A value: help, routing and the test of every sample sentence derive from it. */
export interface Intent extends Capability {
  roles: readonly Role[];
  /**
   * What to do with this sentence, or null if it means something else. So may the function find out later, with the ledger
   * at hand, and answer null. It may throw UserError.
   */
  match(said: Said): ((ctx: Context) => Promise<Answer | null>) | null;
}

/** Declares an intent: `read` turns a sentence into a typed request or null, `run` answers it. */
export function defineIntent<Request>(
  definition: Capability & {
    read(said: Said): Request | null;
    run(ctx: Context, request: Request): Promise<Answer | null>;
  },
): Intent {
  const { read, run, ...capability } = definition;
  return {
    ...capability,
    roles: rolesThatMay(capability.permission),
    match(said) {
      const request = read(said);
      return request === null ? null : (ctx) => run(ctx, request);
    },
  };
}

/** Long work that goes on after its answer, as a durable job; who asked is told when it is done. */
export interface Work {
  name: string;
  permission: Permission;
  /** @param args what was stored with the job, checked again by the work itself */
  run(ctx: Context, args: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** What has no sentence: being greeted, not being understood, sending a picture, being unknown, our own failure. */
export interface Occasions {
  greet(ctx: Context): Answer;
  unrecognised(ctx: Context, said: Said): Promise<Answer>;
  unreadable(ctx: Context): Answer;
  unbound(ctx: Context): Answer;
  /** In a group: the answer comes one-to-one, whatever it is. */
  privately(): Answer;
  /** In a group: this is done one-to-one. */
  elsewhere(command: string): Answer;
  /** The command exists, but not for this role. */
  forbidden(command: string): Answer;
  /** A file was sent one-to-one. */
  file(ctx: Context, name: string): Promise<Answer>;
  /** These left the organisation. */
  left(ctx: Pick<Context, 'bindings' | 'doer'>, people: readonly Sender[]): Promise<void>;
  /** The platform's alert about our app. */
  alert(ctx: Pick<Context, 'bindings' | 'doer'>, what: Alert, effectiveAt: string | null): Promise<void>;
  /** Said where the question was asked when the answer goes one-to-one. */
  sentDirectly(): Answer;
  /** The tapped button is of a release that no longer exists. */
  outdatedTap(ctx: Context): Answer;
  /** The tapped button is somebody else's. */
  notYours(): Answer;
  /** It was done before, and the answer got lost on its way. */
  doneBefore(changes: readonly AuditAction[]): Answer;
  /** `message` is a UserError's. */
  refused(message: string): Answer;
  /** Our bug: `ref` is what the person can quote. */
  failed(ref: string, bureau: Bureau): Answer;
  /** What was said could not even be recorded. */
  unrecorded(ref: string, bureau: Bureau): Answer;
}

/** Records what was read or refused. */
export type RecordAudit = (doer: Doer, facts: readonly AuditFact[]) => Promise<void>;
