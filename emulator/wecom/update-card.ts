import { z } from 'zod';
import { jsonObject } from '../api.ts';
import type { Deps } from '../deps.ts';
import { strayWarnings } from '../stray-keys.ts';
import { checkCard, hasButtons } from './card-rules.ts';
import { accept, refuse } from './errors.ts';
import type { WecomMedia } from './media.ts';
import type { OneTimeCodes } from './response-codes.ts';
import type { SentCard, SentCards } from './sent-cards.ts';
import type { TokenOwner, WecomHandler } from './tokens.ts';

const ids = z.array(z.string()).optional();
const RequestSchema = z.object({
  userids: ids,
  partyids: z.array(z.number()).optional(),
  tagids: z.array(z.number()).optional(),
  atall: z.union([z.literal(0), z.literal(1)]).optional(),
  agentid: z.int(),
  response_code: z.string(),
  button: z.object({ replace_name: z.string().min(1) }).optional(),
  template_card: z.unknown().optional(),
  enable_id_trans: z.union([z.literal(0), z.literal(1)]).optional(),
});

/** 更新模版卡片消息 (94888): one response_code is one update. */
export function createUpdateCard(options: {
  deps: Deps;
  cards: SentCards;
  codes: OneTimeCodes<SentCard>;
  media: WecomMedia;
}): WecomHandler {
  const { deps, cards, codes, media } = options;
  const { directory } = deps;
  return (call, _match, owner) => {
    const parsed = RequestSchema.safeParse(jsonObject(call.body));
    // Here userids, partyids and tagids are arrays, unlike the joined texts of message/send.
    if (!parsed.success) return refuse(40058, `Warning: wrong json format. ${z.prettifyError(parsed.error)}`);
    const request = parsed.data;
    call.warnings.push(...strayWarnings(jsonObject(call.body), request));
    if (request.agentid !== owner.agentId) {
      return refuse(301002, 'not allow operate another agent with this accesstoken');
    }
    const { userids = [], partyids = [], tagids = [] } = request;
    // A guess: the limit is documented (94888), its code is not.
    if (userids.length > 1000) return refuse(40032, 'more than 1000 users');
    if (partyids.length > 100) return refuse(82002, 'more than 100 parties');
    if (tagids.length > 100) return refuse(82003, 'more than 100 tags');
    if (userids.length + partyids.length + tagids.length === 0 && request.atall !== 1) {
      return refuse(82001, 'userids & partyids & tagids all empty');
    }
    const card = codes.look(request.response_code);
    if (!card) return refuse(60140, 'response_code invalid, used or expired');
    if (card.owner !== owner.corpId) return refuse(42015, 'the card was sent by another app');
    const { people, invaliduser } = receiversOf(card, userids, { all: request.atall === 1, owner }, deps);
    const greyable = people.filter((person) => hasButtons(cards.typeFor(card, person)));
    if (request.template_card === undefined) {
      if (!request.button) return refuse(40063, 'button or template_card missing');
      // An earlier update may have given some receivers another card. What then happens to a list that names both kinds
      // is not documented; here those who have buttons get them greyed.
      if (people.length > 0 && greyable.length === 0) {
        const types = [...new Set(people.map((person) => cards.typeFor(card, person)))];
        return refuse(40058, `button.replace_name is not offered for ${types.join(', ')}`);
      }
    }
    const hasUser = (userId: string) => directory.byWecomId(userId, owner.downstream) !== undefined;
    const attachment = media.attachments(owner.corpId);
    const check =
      request.template_card === undefined
        ? undefined
        : checkCard(request.template_card, { variant: 'app', purpose: 'update', hasUser, attachment });
    if (check && !check.ok) return refuse(check.code, check.why);

    codes.spend(request.response_code);
    if (check) {
      call.warnings.push(...check.warnings);
      cards.change(card, people, () => ({ card: check.card, chosen: {} }), check.warnings);
    } else {
      const replaceName = request.button?.replace_name ?? '';
      for (const person of people.filter((one) => !greyable.includes(one))) {
        const who = directory.person(person).wecom?.userId.toLowerCase();
        call.warnings.push(`button.replace_name: ${who} has a card without buttons, not changed`);
      }
      cards.change(card, greyable, (face) => ({ ...face, replaceName }));
    }
    return accept(invaliduser.length > 0 ? { invaliduser } : {});
  };
}

function receiversOf(
  card: SentCard,
  userids: readonly string[],
  { all, owner }: { all: boolean; owner: TokenOwner },
  { directory }: Deps,
) {
  if (all) return { people: card.people, invaliduser: [] };
  const people: string[] = [];
  const invaliduser: string[] = [];
  for (const userid of userids) {
    const person = directory.byWecomId(userid, owner.downstream);
    if (person && card.people.includes(person.id)) people.push(person.id);
    else invaliduser.push(userid.toLowerCase());
  }
  return { people, invaliduser };
}
