import { z } from 'zod';

/** Somebody whom the app reaches. */
export const RecipientSchema = z.object({
  toUser: z.string(),
  /** Their organisation; absent if it is ours. */
  corpId: z.string().optional(),
});
export type Recipient = z.infer<typeof RecipientSchema>;

export const AppCallSchema = z.object({
  api: z.enum(['message/send', 'message/update_template_card']),
  corpId: z.string().optional(),
  /** Without agentid: that depends on the organisation and is added on the way. */
  body: z.record(z.string(), z.unknown()),
  /** A card that is to be changed later: our name of it, and what it is about. */
  live: z.object({ card: z.string(), subject: z.string() }).optional(),
});
export type AppCall = z.infer<typeof AppCallSchema>;

/** A call about something of one person's, with their organisation if that is not ours. */
export function appCall(api: AppCall['api'], { corpId }: Recipient, body: Record<string, unknown>): AppCall {
  return { api, ...(corpId === undefined ? {} : { corpId }), body };
}
