import { z } from 'zod';
import type { ApiAnswer, ApiCall } from '../api.ts';
import { jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import type { Message } from '../mailbox.ts';
import { strayWarnings } from '../stray-keys.ts';
import type { Person } from '../world.ts';
import { checkCard, isInteractive } from './card-rules.ts';
import type { TemplateCard } from './card-schema.ts';
import { accept, refuse } from './errors.ts';
import type { WecomMedia } from './media.ts';
import { checkBody } from './message-bodies.ts';
import { appRates, createMemberRates } from './rates.ts';
import type { OneTimeCodes } from './response-codes.ts';
import type { SentCard, SentCards } from './sent-cards.ts';
import type { SentMessages } from './sent-messages.ts';
import type { TokenOwner, WecomHandler } from './tokens.ts';

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
type SendRequest = z.infer<typeof RequestSchema>;

const MAX_INTERVAL_S = 4 * 3600;
const NEVER_SAFE = ['markdown', 'textcard', 'template_card', 'voice'];

/** 发送应用消息 (90236). */
export function createMessageSend(options: {
  deps: Deps;
  cards: SentCards;
  codes: OneTimeCodes<SentCard>;
  sent: SentMessages;
  media: WecomMedia;
}): WecomHandler {
  const { deps, cards, codes, sent, media } = options;
  const { directory, mailbox, clock, settings } = deps;
  const rates = createMemberRates(deps, appRates(deps));
  const seen = new Map<string, { until: number; answer: Record<string, unknown> }>();

  const deliver = (people: readonly Person[], call: ApiCall, post: (conversation: string, person: Person) => void) => {
    for (const person of people) {
      const conversation = directory.direct('wecom-app', person.id);
      if (!conversation || !person.wecom) continue;
      if (rates.admit(person.id)) post(conversation.id, person);
      else call.warnings.push(`dropped silently: ${person.wecom.userId} is above the rate of one member (90312)`);
    }
  };

  const sendCard = (
    card: TemplateCard,
    warnings: string[],
    people: readonly Person[],
    call: ApiCall,
    { corpId }: TokenOwner,
  ) => {
    const record = cards.create(
      card,
      people.map((person) => person.id),
      corpId,
    );
    const draw = cards.drawFor(record);
    deliver(people, call, (conversation) => {
      record.messages.push(mailbox.post({ conversation, from: 'bot', kind: 'card', draw, warnings }));
    });
    const msgid = sent.add(record.messages, corpId);
    return { msgid, ...(isInteractive(card) ? { response_code: codes.issue(record) } : {}) };
  };

  const sendPlain = (
    msgtype: string,
    body: Record<string, unknown>,
    strays: readonly string[],
    people: readonly Person[],
    call: ApiCall,
    { corpId }: TokenOwner,
  ) => {
    const check = checkBody(msgtype, body, media.of(corpId));
    if (!check.ok) return check;
    const { kind, drawn } = check;
    const warnings = [...strays, ...check.warnings];
    call.warnings.push(...warnings);
    const messages: Message[] = [];
    deliver(people, call, (conversation) => {
      messages.push(mailbox.post({ conversation, from: 'bot', kind, draw: drawn, warnings }));
    });
    return { ok: true as const, fields: { msgid: sent.add(messages, corpId) } };
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

    const receivers = resolveReceivers(request, deps, owner.downstream);
    if ('code' in receivers) return refuse(receivers.code, receivers.why);
    const interval = request.duplicate_check_interval ?? 1800;
    if (interval < 0 || interval > MAX_INTERVAL_S) return refuse(40058, 'duplicate_check_interval exceeds 4 hours');
    const print = `${owner.corpId} ${JSON.stringify(body)}`;
    const before = seen.get(print);
    if (request.enable_duplicate_check === 1 && before && clock.now() < before.until) {
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
      if (receivers.people.length === 0) return refuse(81013, 'user & party & tag all invalid');
      // A guess: that a task_id must not repeat is documented (90236), the code of a repeated one is not.
      if (check.card.task_id !== undefined && !cards.reserve(check.card.task_id)) {
        return refuse(42014, `task_id ${check.card.task_id} was used before`);
      }
      const warnings = [...strays, ...check.warnings];
      call.warnings.push(...warnings);
      fields = sendCard(check.card, warnings, receivers.people, call, owner);
    } else {
      if (receivers.people.length === 0) return refuse(81013, 'user & party & tag all invalid');
      const outcome = sendPlain(request.msgtype, body, strays, receivers.people, call, owner);
      if (!outcome.ok) return refuse(outcome.code, outcome.why);
      fields = outcome.fields;
    }
    const { response_code: _once, ...repeatable } = { ...receivers.refused, ...fields } as Record<string, unknown>;
    if (request.enable_duplicate_check === 1) {
      seen.set(print, { until: clock.now() + interval * 1000, answer: repeatable });
    }
    return accept({ ...receivers.refused, ...fields });
  };
}

type Receivers = { people: Person[]; refused: Record<string, string> } | { code: number; why: string };

function resolveReceivers(request: SendRequest, { directory }: Deps, downstream: string | undefined): Receivers {
  const { touser = '', toparty = '', totag = '' } = request;
  const list = (joined: string) => joined.split('|').filter(Boolean);
  const [users, parties, tags] = [list(touser), list(toparty), list(totag)];
  if (users.length + parties.length + tags.length === 0)
    return { code: 82001, why: 'touser & toparty & totag all empty' };
  if (users.length > 1000) return { code: 40032, why: 'more than 1000 users' };
  if (parties.length > 100) return { code: 82002, why: 'more than 100 parties' };
  if (tags.length > 100) return { code: 82003, why: 'more than 100 tags' };
  // 81013 (90313): who was deleted or taken out of the visible range is refused like an unknown one.
  const isReachable = (person: Person) => directory.absences.of('wecom', person.id) === undefined;
  if (touser === '@all') {
    const members = directory.world.people.filter(({ wecom }) => wecom && wecom.corpId === downstream);
    return { people: members.filter(isReachable), refused: {} };
  }
  const found = new Map<string, Person>();
  const invalid: string[] = [];
  for (const user of users) {
    const person = directory.byWecomId(user, downstream);
    if (person && isReachable(person)) found.set(person.id, person);
    // 90236: refused userids come back in lower case.
    else invalid.push(user.toLowerCase());
  }
  // This organisation has neither departments nor tags.
  const refused = {
    ...(invalid.length > 0 ? { invaliduser: invalid.join('|') } : {}),
    ...(parties.length > 0 ? { invalidparty: parties.join('|') } : {}),
    ...(tags.length > 0 ? { invalidtag: tags.join('|') } : {}),
  };
  return { people: [...found.values()], refused };
}
