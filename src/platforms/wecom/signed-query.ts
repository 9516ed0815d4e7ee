import { z } from 'zod';
import type { CallbackRequest } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';

const SignedQuerySchema = z.object({
  msg_signature: z.string().min(1),
  timestamp: z.string().regex(/^\d{1,12}$/),
  nonce: z.string().min(1).max(128),
  echostr: z.string().min(1).optional(),
});

export interface SignedQuery {
  signature: string;
  /** Seconds. */
  timestamp: string;
  nonce: string;
  echostr: string | undefined;
}

/** The query of every WeCom callback (企业微信 回调配置 90930); decoded once, taken literally. @throws Refusal */
export function readSignedQuery(query: CallbackRequest['query']): SignedQuery {
  const parsed = SignedQuerySchema.safeParse(query);
  if (!parsed.success) throw new Refusal(400, 'malformed', parsed.error);
  const { msg_signature: signature, timestamp, nonce, echostr } = parsed.data;
  return { signature, timestamp, nonce, echostr };
}
