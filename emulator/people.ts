import { z } from 'zod';
import type { Deps } from './deps.ts';
import type { Dingtalk } from './dingtalk/index.ts';
import type { Conversation } from './directory.ts';
import { RefusedError } from './errors.ts';
import { tellMembership } from './membership.ts';
import type { DeliveryView } from './message-view.ts';
import type { Outcome, Player } from './player.ts';
import type { Wecom } from './wecom/index.ts';

const id = z.string().min(1);
const SayingSchema = z.strictObject({
  as: id,
  conversation: id,
  text: z.string(),
  /** Groups: whether the bot is mentioned. */
  mention: z.boolean().default(true),
  kind: z.string().default('text'),
  extra: z.record(z.string(), z.unknown()).default({}),
});
const TappingSchema = z.strictObject({
  as: id,
  conversation: id,
  messageId: id,
  key: id,
  selected: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  // DingTalk cards: values of a form by field name; the same unchecked; all parameters as they are sent.
  form: z.record(z.string(), z.unknown()).optional(),
  forged: z.record(z.string(), z.unknown()).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});
const SeatSchema = z.strictObject({ as: id, conversation: id });
const EventSchema = z.strictObject({
  channel: z.enum(['wecom-app', 'wecom-aibot', 'dingtalk-event']),
  event: z.record(z.string(), z.unknown()),
});

const JoiningSchema = z.strictObject({ as: id, platform: z.enum(['wecom', 'dingtalk']) });
const LeavingSchema = JoiningSchema.extend({ from: z.enum(['range', 'organisation']).default('organisation') });
const SharingSchema = z.strictObject({ corpId: id, shared: z.boolean() });

export interface ActionReport {
  messageId?: string;
  seq?: number;
  /** State of the callback exchange when this report was made. */
  delivery?: DeliveryView;
  note?: string;
}

/** What a person can do. With `wait` the report comes when the callback exchange, repetitions included, is over. */
export interface People {
  say(saying: z.input<typeof SayingSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
  tap(tapping: z.input<typeof TappingSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
  enter(seat: z.input<typeof SeatSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
  event(event: z.input<typeof EventSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
  /** Leaves the app's visible range, or the organisation; the bot is told. */
  leave(leaving: z.input<typeof LeavingSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
  join(joining: z.input<typeof JoiningSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
  /** The administrator shares the WeCom app with a downstream corp, or takes it back. */
  share(sharing: z.input<typeof SharingSchema>, options?: { wait?: boolean }): Promise<ActionReport>;
}

export function createPeople(deps: Deps, players: { wecom: Wecom; dingtalk: Dingtalk }): People {
  const { directory, mailbox } = deps;
  const playerOf = ({ channel }: Conversation): Player =>
    ({
      'wecom-app': players.wecom.app,
      'wecom-aibot': players.wecom.aibot,
      'wecom-chat': players.wecom.chats,
      'dingtalk-robot': players.dingtalk,
    })[channel];
  /** Somebody's place in a conversation they can still act in. */
  const seatOf = (as: string, where: string) => {
    const seat = directory.seat(as, where);
    const { platform, channel } = seat.conversation;
    const absence = directory.absences.of(platform, as);
    // Who is only out of the range of the app still has the groups and the AI bot.
    const isGone = absence === 'organisation' || (absence === 'range' && channel === 'wecom-app');
    if (isGone) throw new RefusedError(`${as} has left (${absence})`, 403);
    return seat;
  };
  const report = async (
    outcome: Outcome & { note?: string; delivery?: DeliveryView },
    wait: boolean | undefined,
  ): Promise<ActionReport> => {
    if (wait) await outcome.done;
    const delivery = outcome.delivery ?? outcome.message?.delivery;
    return {
      ...(outcome.message ? { messageId: outcome.message.id, seq: outcome.message.seq } : {}),
      ...(delivery ? { delivery } : {}),
      ...(outcome.note === undefined ? {} : { note: outcome.note }),
    };
  };

  return {
    async say(input, options) {
      const { as, conversation: where, ...saying } = SayingSchema.parse(input);
      const seat = seatOf(as, where);
      // In a group a mention alone can be sent.
      const mentionAlone = seat.conversation.kind === 'group' && saying.mention;
      if (saying.text === '' && saying.kind === 'text' && !mentionAlone) throw new RefusedError('text is empty');
      return report(playerOf(seat.conversation).say({ ...seat, ...saying }), options?.wait);
    },
    async tap(input, options) {
      const { as, conversation: where, messageId, ...tapping } = TappingSchema.parse(input);
      const seat = seatOf(as, where);
      const message = mailbox.get(messageId);
      if (!message || message.conversation !== where || message.visibleTo?.has(as) === false) {
        throw new RefusedError(`${as} sees no message ${messageId} in ${where}`, 404);
      }
      if (message.recalled) throw new RefusedError('the message was recalled');
      const isForm = (tapping.form ?? tapping.forged ?? tapping.params) !== undefined;
      // 企业微信 5.3: nothing can be typed into a template card.
      if (isForm && seat.conversation.platform !== 'dingtalk')
        throw new RefusedError('forms are in DingTalk cards only');
      return report(playerOf(seat.conversation).tap({ ...seat, message, ...tapping }), options?.wait);
    },
    async enter(input, options) {
      const { as, conversation: where } = SeatSchema.parse(input);
      const seat = seatOf(as, where);
      return report(playerOf(seat.conversation).enter(seat), options?.wait);
    },
    async event(input, options) {
      const { channel, event } = EventSchema.parse(input);
      const outcome =
        channel === 'wecom-app'
          ? players.wecom.app.event(event)
          : channel === 'wecom-aibot'
            ? players.wecom.aibot.event(event)
            : players.dingtalk.events.push(event);
      return report(outcome, options?.wait);
    },
    async leave(input, options) {
      const { as, platform, from } = LeavingSchema.parse(input);
      // No document at hand says what DingTalk does then.
      if (platform === 'dingtalk' && from === 'range')
        throw new RefusedError('DingTalk: only leaving the organisation');
      const outcome = tellMembership(deps, players, { person: directory.person(as), platform, isJoining: false });
      directory.absences.set(platform, as, from);
      return report(outcome, options?.wait);
    },
    async join(input, options) {
      const { as, platform } = JoiningSchema.parse(input);
      const outcome = tellMembership(deps, players, { person: directory.person(as), platform, isJoining: true });
      directory.absences.set(platform, as, undefined);
      return report(outcome, options?.wait);
    },
    async share(input, options) {
      const { corpId, shared } = SharingSchema.parse(input);
      return report(players.wecom.corpgroup.share(corpId, shared), options?.wait);
    },
  };
}
