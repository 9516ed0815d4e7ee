import { z } from 'zod';
import type { ApiAnswer, ApiCall } from '../api.ts';
import { jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Message, NewMessage } from '../message.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { Person } from '../world.ts';
import { checkCard, isInteractive } from './card-rules.ts';
import type { TemplateCard } from './card-schema.ts';
import type { DayCap } from './day-cap.ts';
import { accept, refuse } from './errors.ts';
import type { WecomMedia } from './media.ts';
import { checkBody } from './message-bodies.ts';
import { appRates, createMemberRates } from './rates.ts';
import { resolveReceivers } from './receivers.ts';
import type { OneTimeCodes } from './response-codes.ts';
import type { SentCard, SentCards } from './sent-cards.ts';
import type { SentMessages } from './sent-messages.ts';
import type { WecomHandler } from './tokens.ts';

const flag = z.union([z.literal(0), z.literal(1)]).optional();
const RequestSchema = z.object({
  touser: z.string().optional(),
  toparty: z.string().optional(),
  totag: z.string().optional(),
  msgtype: z.string().optional(),
  agentid: z.unknown().optional(),
  safe: flag,
  enable_id_trans: flag,
  enable_duplicate_check: flag,
  duplicate_check_interval: z.number().optional(),
});

const MAX_INTERVAL_S = 4 * 3600;
const NOBODY = 'user & party & tag all invalid';
const DAY_OVER = 'api freq out of limit: messages of the day';
const NEVER_SAFE = ['markdown', 'textcard', 'template_card', 'voice'];

/** 发送应用消息 (90236). */
export function createMessageSend(options: {
  deps: Deps;
  cards: SentCards;
  codes: OneTimeCodes<SentCard>;
  sent: SentMessages;
  media: WecomMedia;
  cap: DayCap;
}): WecomHandler {
  const { deps, cards, codes, sent, media, cap } = options;
  const { directory, mailbox, clock, settings } = deps;
  const rates = createMemberRates(deps, appRates(deps));
  const seen = new Map<string, { until: number; answer: Record<string, unknown> }>();

  /** Hands each receiver the same message, or drops it above the rate of one member. */
  const deliver = (
    people: readonly Person[],
    call: ApiCall,
    look: Pick<NewMessage, 'kind' | 'draw' | 'warnings'>,
  ): Message[] => {
    const messages: Message[] = [];
    const dropped: string[] = [];
    for (const person of people) {
      const conversation = directory.direct('wecom-app', person.id);
      if (!conversation || !person.wecom) continue;
      const message = { conversation: conversation.id, from: 'bot' as const, ...look };
      if (rates.admit(person.id)) messages.push(mailbox.post(message));
      else {
        mailbox.drop(message, person.id);
        dropped.push(person.wecom.userId);
      }
    }
    if (dropped.length > 0) {
      const who = dropped.join('|');
      call.warnings.push(`dropped silently: ${who} is above the rate of one member (90312)`);
    }
    return messages;
  };

  const sendCard = (
    card: TemplateCard,
    warnings: string[],
    people: readonly Person[],
    call: ApiCall,
    corpId: string,
  ) => {
    const record = cards.create(
      card,
      people.map((person) => person.id),
      corpId,
    );
    const messages = deliver(people, call, { kind: 'card', draw: cards.drawFor(record), warnings });
    for (const message of messages) cards.attach(record, message);
    const msgid = sent.add(messages, corpId);
    return { msgid, ...(isInteractive(card) ? { response_code: codes.issue(record) } : {}) };
  };

  return (call, _match, owner): ApiAnswer => {
    const body = jsonObject(call.body);
    if (!body) return refuse(40058, 'the body is not a JSON object');
    const parsed = RequestSchema.safeParse(body);
    if (!parsed.success) {
      return refuse(40058, `Warning: wrong json format. ${z.prettifyError(parsed.error)}`);
    }
    const request = parsed.data;
    if (request.agentid === undefined) return refuse(41011, 'agentid missing');
    if (!Number.isInteger(request.agentid)) return refuse(40056, 'invalid agentid');
    if (request.agentid !== owner.agentId)
      return refuse(301002, 'not allow operate another agent with this accesstoken');
    if (!request.msgtype) return refuse(40008, 'invalid message type');

    const fault = deps.faults.take('unlicensed', { channel: 'wecom-api', path: call.path });
    const receivers = resolveReceivers(request, deps, owner.downstream, fault);
    if ('code' in receivers) return refuse(receivers.code, receivers.why);
    const interval = request.duplicate_check_interval ?? 1800;
    if (interval < 0 || interval > MAX_INTERVAL_S) return refuse(40058, 'duplicate_check_interval exceeds 4 hours');
    const isChecked = request.enable_duplicate_check === 1;
    const print = isChecked ? `${owner.corpId} ${JSON.stringify(body)}` : '';
    const before = seen.get(print);
    if (isChecked && before && clock.now() < before.until) {
      call.warnings.push('suppressed as a duplicate (enable_duplicate_check): answered, not delivered');
      return accept(before.answer);
    }
    if (request.safe === 1 && NEVER_SAFE.includes(request.msgtype)) {
      call.warnings.push(`safe is not offered for ${request.msgtype}, ignored`);
    }
    const strays = strayWarnings(body, { ...request, [request.msgtype]: body[request.msgtype] });

    let fields: Record<string, unknown>;
    if (request.msgtype === 'template_card') {
      if (owner.downstream !== undefined && settings.wecomDownstream.cards === 'refused') {
        return refuse(48002, 'api forbidden: template_card for a downstream corp (setting wecomDownstream.cards)');
      }
      const check = checkCard(body.template_card, {
        variant: 'app',
        purpose: 'send',
        hasUser: (userId) => directory.byWecomId(userId, owner.downstream) !== undefined,
        attachment: media.attachments(owner.corpId),
      });
      if (!check.ok) return refuse(check.code, check.why);
      if (isInteractive(check.card) && !deps.callbacks.wecomApp) {
        return refuse(43012, 'interactive cards need a callback url');
      }
      if (receivers.people.length === 0) return refuse(81013, NOBODY);
      const { task_id: taskId } = check.card;
      // A guess: that a task_id must not repeat is documented (90236), the code of a repeated one is not.
      if (taskId !== undefined && cards.isUsed(taskId)) return refuse(42014, `task_id ${taskId} was used before`);
      if (!cap.admit(owner.corpId, receivers.people.length)) return refuse(settings.wecomApp.dayCapCode, DAY_OVER);
      if (taskId !== undefined) cards.reserve(taskId);
      const warnings = [...strays, ...check.warnings];
      call.warnings.push(...warnings);
      fields = sendCard(check.card, warnings, receivers.people, call, owner.corpId);
    } else {
      if (receivers.people.length === 0) return refuse(81013, NOBODY);
      const check = checkBody(request.msgtype, body, media.of(owner.corpId));
      if (!check.ok) return refuse(check.code, check.why);
      if (!cap.admit(owner.corpId, receivers.people.length)) return refuse(settings.wecomApp.dayCapCode, DAY_OVER);
      const warnings = [...strays, ...check.warnings];
      call.warnings.push(...warnings);
      const messages = deliver(receivers.people, call, { kind: check.kind, draw: check.drawn, warnings });
      fields = { msgid: sent.add(messages, owner.corpId) };
    }
    const { response_code: _once, ...repeatable } = { ...receivers.refused, ...fields } as Record<string, unknown>;
    if (isChecked) {
      for (const [old, { until }] of seen) if (until <= clock.now()) seen.delete(old);
      seen.set(print, { until: clock.now() + interval * 1000, answer: repeatable });
    }
    return accept({ ...receivers.refused, ...fields });
  };
}
