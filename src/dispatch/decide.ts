import { type Actor, stranger } from '../core/actor.ts';
import type { Bureau } from '../core/bureau.ts';
import { type Answer, type Tap, unpackTap } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import { UserError } from '../core/errors.ts';
import type { InboundEvent, Place, Sender } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import { hear, type Said } from '../core/said.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { Context, Intent, Occasions } from './intent.ts';

export interface DecideOptions {
  intents: readonly Intent[];
  occasions: Occasions;
  /** Who is behind a platform identity; a stranger if nobody known is. */
  findActor(sender: Sender): Promise<Actor>;
  ledger: Ledger;
  bureau: Bureau;
  clock: Clock;
  log: Log;
}

/** Decides what an event is answered with; never throws. `sender` is who really sent it (Channel.identify). */
export type Decide = (event: InboundEvent, sender: Sender | null, ref: string) => Promise<Answer>;

/** In a group this word before a question sends the answer one-to-one; in a one-to-one chat it changes nothing. */
const directly = /^请?单聊[\s,:]*/u;

export function createDecide(options: DecideOptions): Decide {
  const { intents, occasions, findActor, ledger, bureau, clock, log } = options;

  function contextOf(actor: Actor, place: Place): Context {
    const capabilities = intents.filter(({ roles }) => roles.includes(actor.role));
    return { actor, place, now: clock.now(), ledger, bureau, capabilities };
  }

  async function answerTo(said: Said, ctx: Context): Promise<Answer> {
    for (const intent of intents) {
      if (!intent.roles.includes(ctx.actor.role)) continue;
      const answer = await intent.match(said)?.(ctx);
      if (answer) return answer;
    }
    return occasions.unrecognised(ctx, said);
  }

  async function answerDirectly(said: Said, actor: Actor): Promise<Answer> {
    const { here } = await answerTo(said, contextOf(actor, 'direct'));
    return { ...occasions.sentDirectly(), ...(here ? { direct: here } : {}) };
  }

  async function answerText(said: Said, actor: Actor, place: Place): Promise<Answer> {
    const inner = hear(said.text.replace(directly, ''));
    if (inner.text === '' || !directly.test(said.text)) return answerTo(said, contextOf(actor, place));
    return place === 'group' ? answerDirectly(inner, actor) : answerTo(inner, contextOf(actor, place));
  }

  async function answerTap(tap: Tap | null, actor: Actor, place: Place): Promise<Answer> {
    if (!tap) return occasions.outdatedTap(contextOf(actor, place));
    const said = hear(tap.say);
    if (tap.answer === 'direct' && place === 'group') {
      // The tapped card itself says where the answer went.
      const { direct, tapped } = await answerDirectly(said, actor);
      return { ...(direct ? { direct } : {}), ...(tapped ? { tapped } : {}) };
    }
    const tapped = { state: '已选择', forAll: true, said: tap.say };
    return { tapped, ...(await answerTo(said, contextOf(actor, place))) };
  }

  async function decide(event: InboundEvent, actor: Actor): Promise<Answer> {
    const { happening, place } = event;
    if (happening.kind === 'unknown') return {};
    const ctx = contextOf(actor, place);
    if (actor.role === 'stranger') return occasions.unbound(ctx);
    switch (happening.kind) {
      case 'text':
        return answerText(hear(happening.text), actor, place);
      case 'tap':
        return answerTap(unpackTap(happening.code), actor, place);
      case 'entered':
        return occasions.greet(ctx);
      case 'unreadable':
        return occasions.unreadable(ctx);
    }
  }

  return async (event, sender, ref) => {
    try {
      const answer = await decide(event, sender ? await findActor(sender) : stranger);
      // Fails closed: whatever a handler did wrong, nothing private is said in a group.
      if (event.place === 'group' && answer.here?.confidential) throw new Error('confidential card for a group');
      return answer;
    } catch (error) {
      if (error instanceof UserError) return occasions.refused(error.message);
      log.error({ err: error, ref, channel: event.channel }, 'could not decide');
      return occasions.failed(ref, bureau);
    }
  };
}
