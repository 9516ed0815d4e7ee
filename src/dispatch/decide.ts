import { type Actor, stranger } from '../core/actor.ts';
import type { AuditAction, Doer } from '../core/audit.ts';
import type { Bureau } from '../core/bureau.ts';
import { type Answer, unpackTap } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import { UserError } from '../core/errors.ts';
import type { InboundEvent, Sender } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import { hear, type Said } from '../core/said.ts';
import { coverText } from '../domain/covered-text.ts';
import { may } from '../domain/permissions.ts';
import type { Stores } from '../domain/stores.ts';
import { besides, conversationOf, doerOf, isOurs, nobody } from './circumstances.ts';
import { deliver } from './deliver.ts';
import { deniedCommand, isDenied } from './denied.ts';
import type { Context, Intent, Occasions, Pages, RecordAudit, Work } from './intent.ts';
import { assertSayable, owned, toCorrect } from './sayable.ts';

export interface DecideOptions {
  intents: readonly Intent[];
  works: readonly Work[];
  occasions: Occasions;
  /** Who is behind a platform identity, in this conversation; a stranger if nobody known is. */
  findActor(sender: Sender, conversation: string): Promise<Actor>;
  stores: Stores;
  recordAudit: RecordAudit;
  /** What an event has changed already, by the audit trail. */
  changesOf(ref: string): Promise<readonly AuditAction[]>;
  /** Covers the secret that an event says, where it is stored. */
  cover(ref: string): Promise<void>;
  /** What a card has to say from now on (LiveCard); null: nothing is to be changed any more. */
  stateOf(liveCardId: string): Promise<string | null>;
  /** Whose a file is; null if it is gone. */
  ownerOf(attachmentId: string): Promise<string | null>;
  bureau: Bureau;
  pages: Pages;
  clock: Clock;
  log: Log;
}

/** What deciding needs of whoever carries the event. */
export interface Means {
  /** Whether this was begun before and not brought to its end: the process died, or the platform said no. */
  again: boolean;
  /** Whether long work is not tried again after this. */
  last: boolean;
  fetchFile(bytesAtMost: number): Promise<Buffer>;
}

/** Decides what an event is answered with; throws only where nobody asked. `sender` is who really sent it (Channel.identify). */
export type Decide = (event: InboundEvent, sender: Sender | null, ref: string, means: Means) => Promise<Answer>;

/** In a group this word before a question sends the answer one-to-one; in a one-to-one chat it changes nothing. */
const directly = /^请?单聊[\s,:]*/u;

export function createDecide(options: DecideOptions): Decide {
  const {
    intents,
    works,
    occasions,
    findActor,
    stores,
    recordAudit,
    changesOf,
    cover,
    stateOf,
    ownerOf,
    pages,
    bureau,
    clock,
    log,
  } = options;

  /** Fails closed: a file goes to whom it was made for. */
  async function assertOwn({ attachmentId }: Answer, { personId }: Actor): Promise<void> {
    if (attachmentId === undefined) return;
    const owner = await ownerOf(attachmentId);
    // Gone by now: the channel says so.
    if (owner !== null && owner !== personId) throw new Error('a file of somebody else');
  }

  /** What is said in a group, and what is not, is decided here and by what the handlers mark confidential. */
  async function inGroup(intent: Intent, said: Said, run: () => Promise<Answer | null>): Promise<Answer | null> {
    switch (intent.inGroup) {
      case 'answer':
        return run();
      case 'privately':
        return { ...occasions.privately(), privately: said.slash ? `/${said.text}` : said.text };
      case 'refuse':
        return occasions.elsewhere(intent.command);
    }
  }

  async function answerTo(said: Said, ctx: Context): Promise<Answer> {
    const isStranger = ctx.actor.role === 'stranger';
    for (const intent of intents) {
      if (!intent.roles.includes(ctx.actor.role)) continue;
      const run = intent.match(said);
      const answer = run && (await (ctx.place === 'group' ? inGroup(intent, said, () => run(ctx)) : run(ctx)));
      if (answer) return answer;
    }
    const denied = said.slash ? intents.find((intent) => isDenied(intent, said, ctx)) : undefined;
    if (!denied) return isStranger ? occasions.unbound(ctx) : occasions.unrecognised(ctx, said);
    const audit = [deniedCommand({ command: denied.command })];
    return { ...(isStranger ? occasions.unbound(ctx) : occasions.forbidden(denied.command)), audit };
  }

  async function answerDirectly(said: Said, ctx: Context): Promise<Answer> {
    const apart: Context = {
      ...ctx,
      place: 'direct',
      conversation: besides(ctx.doer.channel),
      doer: { ...ctx.doer, place: 'direct' },
    };
    // What is wrong with it may be as private as its answer.
    const { here, attachmentId, audit } = await answerTo(said, apart).catch((error: unknown) => {
      if (error instanceof UserError) return { ...occasions.refused(error.message), audit: error.audit };
      throw error;
    });
    return {
      ...occasions.sentDirectly(),
      ...(here ? { direct: here } : {}),
      ...(attachmentId ? { attachmentId } : {}),
      ...(audit ? { audit: audit.map((fact) => ({ ...fact, place: 'direct' as const })) } : {}),
    };
  }

  /** The neutral line goes to the group, the answer to who asked. If it cannot get there, it goes nowhere. */
  async function withPrivate({ privately, ...answer }: Answer, ctx: Context): Promise<Answer> {
    if (privately === undefined || ctx.place === 'direct') return answer;
    const { here: _line, tapped: _tapped, ...direct } = await answerDirectly(hear(privately), ctx);
    return { ...answer, ...direct, audit: [...(answer.audit ?? []), ...(direct.audit ?? [])] };
  }

  async function answerText(said: Said, ctx: Context): Promise<Answer> {
    const inner = hear(said.text.replace(directly, ''));
    if (inner.text === '' || !directly.test(said.text)) return withPrivate(await answerTo(said, ctx), ctx);
    // Who is not known may be out of reach one-to-one, and there is nothing private to tell them.
    const apart = ctx.place === 'group' && ctx.actor.role !== 'stranger';
    return apart ? answerDirectly(inner, ctx) : answerTo(inner, ctx);
  }

  async function answerTap({ code, values }: Pressed, besidesForm: Context): Promise<Answer> {
    const tap = unpackTap(code);
    const ctx: Context = { ...besidesForm, form: values ?? null };
    if (!tap) return occasions.outdatedTap(ctx);
    if (tap.for !== undefined && tap.for !== ctx.actor.personId) {
      return { ...occasions.notYours(), audit: [deniedCommand({ card: 'of somebody else' })] };
    }
    // A button is a command, with or without the slash: who may not give it any more is told so.
    const said = { ...hear(tap.say), slash: true };
    if (tap.answer === 'direct' && ctx.place === 'group') {
      // The tapped card itself says where the answer went.
      const { here: _here, ...answer } = await answerDirectly(said, ctx);
      return answer;
    }
    const tapped = { state: values ? '已提交' : '已选择', forAll: true, said: tap.say };
    return { tapped, ...(await withPrivate(await answerTo(said, ctx), ctx)) };
  }

  async function work(ctx: Context, name: string, args: Readonly<Record<string, unknown>>): Promise<Answer> {
    const found = works.find((one) => one.name === name);
    if (!found) throw new Error(`no work ${name}`);
    // Roles may have changed since it was asked for.
    if (!may(ctx.actor.role, found.permission)) return occasions.forbidden(name);
    return found.run(ctx, args);
  }

  /** A change that was made and whose answer got lost is not tried again: it would find itself done and say so wrongly. */
  async function doneBefore({ happening }: InboundEvent, ref: string): Promise<Answer | null> {
    if (happening.kind !== 'text' && happening.kind !== 'tap') return null;
    const changes = await changesOf(ref);
    return changes.length > 0 ? occasions.doneBefore(changes) : null;
  }

  async function decide(event: InboundEvent, ctx: Context): Promise<Answer> {
    const { happening } = event;
    switch (happening.kind) {
      case 'text':
        return answerText(hear(happening.text), ctx);
      case 'tap':
        return answerTap(happening, ctx);
      case 'work':
        return work(ctx, happening.work, happening.args);
      case 'deliver':
        return deliver(happening, ctx);
      case 'close-card': {
        const state = await stateOf(happening.liveCardId);
        return state === null ? {} : { tapped: { state, forAll: true } };
      }
      case 'left':
        await occasions.left(ctx, happening.people);
        return {};
      case 'read':
        await stores.promises.markRead(happening.readKey, happening.userIds, new Date(happening.at));
        return {};
      case 'alert':
        await occasions.alert(ctx, happening.what, happening.effectiveAt);
        return {};
      case 'unknown':
      // Decided for everybody in it when it was planned; src/dispatch/carry-mail.ts brings it.
      case 'mail':
        return {};
      case 'entered':
        return ctx.actor.role === 'stranger' ? occasions.unbound(ctx) : occasions.greet(ctx);
      case 'file':
        return ctx.actor.role === 'stranger' ? occasions.unbound(ctx) : occasions.file(ctx, happening.name);
      case 'unreadable':
        return ctx.actor.role === 'stranger' ? occasions.unbound(ctx) : occasions.unreadable(ctx);
    }
  }

  function contextOf(event: InboundEvent, known: { sender: Sender; actor: Actor; ref: string; means: Means }): Context {
    const { sender, actor, ref, means } = known;
    const { place, groupId = null } = event;
    const now = clock.now();
    return {
      ...stores,
      actor,
      sender,
      place,
      groupId,
      form: null,
      conversation: conversationOf(event),
      now,
      bureau,
      pages,
      doer: doerOf(event, { sender, actor, ref, now }),
      capabilities: intents.filter(({ roles }) => roles.includes(actor.role)),
      fetchFile: means.fetchFile,
    };
  }

  const answerOf: Decide = async (event, sender, ref, means) => {
    let doer: Doer | null = null;
    try {
      const who = sender ?? nobody;
      const actor = sender ? await findActor(sender, conversationOf(event)) : stranger;
      const ctx = contextOf(event, { sender: who, actor, ref, means });
      doer = ctx.doer;
      const answer = (means.again && (await doneBefore(event, ref))) || (await decide(event, ctx));
      await assertOwn(answer, actor);
      assertSayable(answer, event.place);
      // Before it leaves: what could not be recorded is not said.
      if (answer.audit && answer.audit.length > 0) await recordAudit(ctx.doer, answer.audit);
      return owned(answer, event.place, actor);
    } catch (error) {
      if (sender && error instanceof UserError) {
        if (doer && error.audit.length > 0) await recordAudit(doer, error.audit);
        return toCorrect(event, occasions.refused(error.message));
      }
      // Nobody asked just now, so there is nobody to apologise to: it is tried again. Who waits for long work is told in the end.
      if (!sender || (isOurs(event) && !(means.last && event.happening.kind === 'work'))) throw error;
      log.error({ err: error, ref, channel: event.channel }, 'could not decide');
      return toCorrect(event, occasions.failed(ref, bureau));
    }
  };

  return async (event, sender, ref, means) => {
    const answer = await answerOf(event, sender, ref, means);
    const { happening } = event;
    // Whoever said it and whatever came of it. What was changed by it has covered it already.
    if (happening.kind === 'text' && coverText(happening.text) !== null) await cover(ref);
    return answer;
  };
}

type Pressed = Extract<InboundEvent['happening'], { kind: 'tap' }>;
