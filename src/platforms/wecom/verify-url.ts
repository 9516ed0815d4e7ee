import type { CallbackReply, CallbackRequest } from '../../core/endpoint.ts';
import { Refusal } from '../../core/errors.ts';
import type { Envelope } from '../envelope.ts';
import { readSignedQuery } from './signed-query.ts';

/** Answers the test of a callback address: the decrypted echostr, byte for byte (企业微信 接收消息与事件概述 90238). @throws Refusal */
export function verifyUrl(query: CallbackRequest['query'], envelope: Envelope): CallbackReply {
  const { signature, timestamp, nonce, echostr } = readSignedQuery(query);
  if (echostr === undefined) throw new Refusal(400, 'malformed');
  return { contentType: 'text/plain', body: envelope.open({ signature, timestamp, nonce, encrypted: echostr }) };
}
