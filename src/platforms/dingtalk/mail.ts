import type { CardState, Sent } from '../../core/channel.ts';
import { PlatformError } from '../../core/errors.ts';
import type { Mailed, Reader } from '../../core/mailing.ts';
import type { CardCall, MailCall } from './call.ts';
import type { Delivered, SendToMany } from './send-message.ts';

/** Where the organisation has none of them any more the whole call is refused (钉钉 批量发送人与机器人会话中机器人消息). */
const nobodyKnown = 'staffId.notExisted';

/** What a mailing's call is made with. */
interface Ways {
  sendToMany: SendToMany;
  deliverOrSay(card: CardCall): Promise<CardState | undefined>;
}

/** @throws PlatformError */
export async function makeMail(call: MailCall, ways: Ways): Promise<Sent> {
  const [reader] = call.readers;
  return call.card && reader ? alone(reader, call.card, ways) : together(call, ways);
}

/** As a card, or where that is refused in words; of neither the platform tells who read it. */
async function alone(reader: Reader, call: CardCall, { deliverOrSay }: Ways): Promise<Sent> {
  const nothing: Mailed = { accepted: [], refused: [], later: [], readKey: null };
  try {
    return { card: await deliverOrSay(call), mailed: { ...nothing, accepted: [reader] } };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.code === 'flowControl') return { mailed: { ...nothing, later: [reader] } };
    if (error.code === 'invalidStaffId' || error.code === nobodyKnown)
      return { mailed: { ...nothing, refused: [{ reader, why: 'invalid' }] } };
    throw error;
  }
}

async function together({ readers, title, texts }: MailCall, { sendToMany }: Ways): Promise<Sent> {
  const invalid = new Set<string>();
  const held = new Set<string>();
  let readKey: string | null = null;
  for (const text of texts) {
    const staffIds = [...new Set(readers.map(({ to }) => to.userId))].filter((id) => !invalid.has(id) && !held.has(id));
    if (staffIds.length === 0) break;
    const message = { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text }) } as const;
    const delivered = await sendToMany(staffIds, message).catch((error: unknown): Delivered => {
      if (!(error instanceof PlatformError) || error.code !== nobodyKnown) throw error;
      return { invalid: staffIds, flowControlled: [], readKey };
    });
    for (const id of delivered.invalid) invalid.add(id);
    for (const id of delivered.flowControlled) held.add(id);
    ({ readKey } = delivered);
  }
  const refused = readers
    .filter(({ to }) => invalid.has(to.userId))
    .map((reader) => ({ reader, why: 'invalid' as const }));
  const taken = readers.filter(({ to }) => !invalid.has(to.userId));
  return {
    mailed: {
      accepted: taken.filter(({ to }) => !held.has(to.userId)),
      refused,
      later: taken.filter(({ to }) => held.has(to.userId)),
      readKey,
    },
  };
}
