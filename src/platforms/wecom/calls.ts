import { z } from 'zod';
import type { CardState, Sent } from '../../core/channel.ts';
import { PlatformError } from '../../core/errors.ts';
import type { Answer } from './answer.ts';
import { type AppCall, AppCallSchema, type Recipient, RecipientSchema } from './app-call.ts';
import type { PostTo } from './client.ts';
import type { Corps } from './corps.ts';
import { MailCallSchema, makeMail } from './mail.ts';
import type { SendFile } from './media.ts';

/** An API call of a plan. */
export const CallSchema = z.union([
  MailCallSchema,
  AppCallSchema,
  z.object({ api: z.literal('file'), to: RecipientSchema, attachmentId: z.string(), ref: z.string() }),
  z.object({
    api: z.literal('aibot/response'),
    url: z.string(),
    body: z.record(z.string(), z.unknown()),
    /** What to send instead if the address is used up or too old; absent in groups. */
    otherwise: z.array(AppCallSchema).optional(),
  }),
]);
export type Call = z.infer<typeof CallSchema>;

/** The call that brings an answer's file, if it has one. */
export function fileTo(to: Recipient, attachmentId: string | undefined, ref: string): Call[] {
  return attachmentId === undefined ? [] : [{ api: 'file', to, attachmentId, ref }];
}

/** Of a card that was sent: one update within 72 hours (企业微信 更新模版卡片消息 94888). A repeat that was dropped has none. */
const SentCardSchema = z.object({ response_code: z.string().min(1) });
const changeableMs = 72 * 60 * 60_000;

/** Makes one stored call. @throws PlatformError */
export type MakeCall = (call: Call) => Promise<Sent>;

export function createMakeCall(options: { corps: Corps; sendFile: SendFile; postTo: PostTo }): MakeCall {
  const { corps, sendFile, postTo } = options;

  async function ask({ api, corpId, body }: AppCall): Promise<Answer> {
    const { client, agentId } = await corps.lineTo(corpId);
    return client.call(api, { ...body, agentid: agentId });
  }

  function cardOf({ corpId, body, live }: AppCall, answer: Answer): CardState | undefined {
    const sent = SentCardSchema.safeParse(answer);
    if (!live || !sent.success) return undefined;
    const handle = { toUser: body.touser, corpId, responseCode: sent.data.response_code };
    return { ...live, channel: 'wecom-app', handle, changeableMs };
  }

  const send = async (call: AppCall): Promise<Sent> => ({ card: cardOf(call, await ask(call)) });

  return async (call) => {
    if (call.api === 'mail') return makeMail(call, { ask, cardOf });
    if (call.api === 'file') {
      const { to, attachmentId, ref } = call;
      await sendFile(await corps.lineTo(to.corpId), { toUser: to.toUser, attachmentId, ref });
      return {};
    }
    if (call.api !== 'aibot/response') return send(call);
    try {
      await postTo(call.url, 'aibot/response', call.body);
      return {};
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable || !call.otherwise) throw error;
      // One card at most, and it comes last.
      let sent: Sent = {};
      for (const other of call.otherwise) sent = await send(other);
      return sent;
    }
  };
}
