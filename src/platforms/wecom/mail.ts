import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../../core/card.ts';
import type { CardState, Sent } from '../../core/channel.ts';
import { PlatformError } from '../../core/errors.ts';
import { ReaderSchema } from '../../core/event.ts';
import { grouped } from '../../core/grouped.ts';
import { type Mailed, mailingSizes, type Reader, type RefusalOf } from '../../core/mailing.ts';
import type { Answer } from './answer.ts';
import { type AppCall, AppCallSchema } from './app-call.ts';
import { messagesTo } from './messages.ts';

/** One card to many of one organisation; mostly one message, where it does not fit on a card the whole as text before. */
export const MailCallSchema = z.object({
  api: z.literal('mail'),
  readers: z.array(ReaderSchema).min(1),
  messages: z.array(AppCallSchema),
});
export type MailCall = z.infer<typeof MailCallSchema>;

/** @param ours our own organisation, of which nothing is said in a call */
export function mailCalls(readers: readonly Reader[], card: Card, ref: string, ours: string): MailCall[] {
  return [...grouped(readers, ({ to }) => to.corpId)].flatMap(([corpId, all]) => {
    const calls: MailCall[] = [];
    for (let from = 0; from < all.length; from += mailingSizes.wecom) {
      const some = all.slice(from, from + mailingSizes.wecom);
      const toUser = [...new Set(some.map(({ to }) => to.userId))].join('|');
      const to = { toUser, ...(corpId === ours ? {} : { corpId }) };
      const messages = messagesTo(to, card, ref, `${ref}-${digestOf(some)}@app`).map(({ live, ...message }) =>
        // One code changes the card once, for all who have it (企业微信 更新模版卡片消息 94888): theirs stays as it is.
        live && some.length === 1 ? { ...message, live } : message,
      );
      calls.push({ api: 'mail', readers: some, messages });
    }
    return calls;
  });
}

/** Of the same readers the same: a repeat is the very same request, which the duplicate check drops. */
function digestOf(readers: readonly Reader[]): string {
  const ids = readers.map(({ reminderId }) => reminderId).join(' ');
  return createHash('sha256').update(ids).digest('hex').slice(0, 12);
}

const allRefused = '81013';
/** Joined by bars, in lower case (企业微信 发送应用消息 90236). What else may stand there is not known: then nobody is refused. */
const BarredSchema = z
  .string()
  .catch('')
  .transform((text) => new Set(text.toLowerCase().split('|').filter(Boolean)));
const AnswerSchema = z.looseObject({ invaliduser: BarredSchema, unlicenseduser: BarredSchema });

/** @throws PlatformError */
export async function makeMail(
  { readers, messages }: MailCall,
  app: { ask(call: AppCall): Promise<Answer>; cardOf(call: AppCall, answer: Answer): CardState | undefined },
): Promise<Sent> {
  const why = new Map<string, RefusalOf>();
  let card: CardState | undefined;
  try {
    for (const message of messages) {
      const answer = await app.ask(message);
      const { invaliduser, unlicenseduser } = AnswerSchema.parse(answer);
      for (const userId of unlicenseduser) why.set(userId, 'unlicensed');
      for (const userId of invaliduser) why.set(userId, 'invalid');
      card = app.cardOf(message, answer);
    }
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== allRefused) throw error;
    return { mailed: sort(readers, () => 'invalid') };
  }
  // Ids are the same in whatever case.
  return { card, mailed: sort(readers, ({ to }) => why.get(to.userId.toLowerCase())) };
}

function sort(readers: readonly Reader[], whyOf: (reader: Reader) => RefusalOf | undefined): Mailed {
  const refused = readers.flatMap((reader) => {
    const why = whyOf(reader);
    return why === undefined ? [] : [{ reader, why }];
  });
  const accepted = readers.filter((reader) => whyOf(reader) === undefined);
  return { accepted, refused, later: [], readKey: null };
}
