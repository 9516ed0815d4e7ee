import { createHmac } from 'node:crypto';
import { demoWorld } from '../demo/world.ts';
import { createEnvelope, decodeAesKey, type Envelope } from '../src/platforms/envelope.ts';

/** A callback ready to be posted. */
export interface Post {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface BenchChannel {
  name: string;
  /** How long the platform waits for the HTTP answer, in ms. */
  deadlineMs: number;
  /** The n-th message, from the n-th sender (of `senders`). Every id is used once. */
  post(n: number): Post;
  /** Verifies and reads a post without the program's machinery: what the floor does. Returns the sender. */
  open(query: Record<string, string>, headers: Record<string, string>, body: string): string;
  /** The floor's HTTP answer. */
  reply(nonce: string): string;
  /** The answer's text: about as long as the bot's. */
  answer: string;
}

export const senders = 1000;
export const senderId = (n: number) => `bench-user-${n % senders}`;

const { wecom, dingtalk } = demoWorld;
const question = '资质';
const answer = '示例企业01 资质\n【国家级高新技术企业】\n状态：已认定\n'.repeat(5);

function envelope(settings: { token: string; aesKey: string }, receiverId: string): Envelope {
  const aesKey = decodeAesKey(settings.aesKey);
  if (!aesKey) throw new Error('bad key');
  return createEnvelope({ token: settings.token, aesKey, receiverIds: [receiverId] });
}

const appEnvelope = envelope(wecom.app, wecom.corpId);
const aibotEnvelope = envelope(wecom.aibot, '');
const run = Date.now();

const secondsNow = () => Math.floor(Date.now() / 1000);

function sealed(seal: Envelope, plain: string, seconds = secondsNow()): { query: string; encrypted: string } {
  const timestamp = String(seconds);
  const nonce = 'bench';
  const encrypted = seal.seal(plain);
  const signature = seal.sign({ timestamp, nonce, encrypted });
  return { query: `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`, encrypted };
}

function unseal(seal: Envelope, query: Record<string, string>, encrypted: string): string {
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = query;
  return seal.open({ signature, timestamp, nonce, encrypted });
}

/** A text, and a tap on a button, as they stand in a message of the self-built app. */
export const textXml = (text: string, messageId: string) =>
  `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${messageId}</MsgId>`;
export const tapXml = (key: string, taskId: string) =>
  `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[${key}]]></EventKey><TaskId><![CDATA[${taskId}]]></TaskId><ResponseCode><![CDATA[tap-${taskId}]]></ResponseCode>`;

/** A callback of the self-built app. @param seconds when it is signed */
export function wecomAppPost({ userId, content, seconds }: { userId: string; content: string; seconds: number }): Post {
  const plain = `<xml><ToUserName><![CDATA[${wecom.corpId}]]></ToUserName><FromUserName><![CDATA[${userId}]]></FromUserName><CreateTime>${seconds}</CreateTime>${content}<AgentID>${wecom.app.agentId}</AgentID></xml>`;
  const { query, encrypted } = sealed(appEnvelope, plain, seconds);
  const body = `<xml><ToUserName><![CDATA[${wecom.corpId}]]></ToUserName><AgentID><![CDATA[${wecom.app.agentId}]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { path: `/wecom/app?${query}`, headers: { 'content-type': 'text/xml' }, body };
}

const wecomApp: BenchChannel = {
  name: 'wecom-app',
  deadlineMs: 5000,
  post(n) {
    const content = textXml(question, `${run}${n}`);
    return wecomAppPost({ userId: senderId(n), content, seconds: secondsNow() });
  },
  open(query, _headers, body) {
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? '';
    return /<FromUserName><!\[CDATA\[(.*?)\]\]>/.exec(unseal(appEnvelope, query, encrypted))?.[1] ?? '';
  },
  reply: () => sealed(appEnvelope, answer).encrypted,
  answer,
};

const wecomAibot: BenchChannel = {
  name: 'wecom-aibot',
  deadlineMs: 5000,
  post(n) {
    const plain = JSON.stringify({
      msgid: `bench-${run}-${n}`,
      aibotid: wecom.aibot.botId,
      chattype: 'single',
      from: { userid: senderId(n) },
      msgtype: 'text',
      text: { content: question },
    });
    const { query, encrypted } = sealed(aibotEnvelope, plain);
    const headers = { 'content-type': 'application/json' };
    return { path: `/wecom/aibot?${query}`, headers, body: JSON.stringify({ encrypt: encrypted }) };
  },
  open(query, _headers, body) {
    const { encrypt } = JSON.parse(body) as { encrypt: string };
    return (JSON.parse(unseal(aibotEnvelope, query, encrypt)) as { from: { userid: string } }).from.userid;
  },
  reply: () => sealed(aibotEnvelope, answer).encrypted,
  answer,
};

function dingtalkSign(timestamp: string): string {
  return createHmac('sha256', dingtalk.clientSecret).update(`${timestamp}\n${dingtalk.clientSecret}`).digest('base64');
}

/** @param webhookUrl where the bot says its answers */
export function dingtalkRobot(webhookUrl: string): BenchChannel {
  return {
    name: 'dingtalk-robot',
    deadlineMs: 5000,
    post(n) {
      const timestamp = String(Date.now());
      const body = JSON.stringify({
        msgtype: 'text',
        msgId: `bench-${run}-${n}`,
        createAt: Date.now(),
        conversationType: '1',
        conversationId: 'cidBench==',
        senderId: '$:LWCP_v1:$bench',
        senderNick: 'bench',
        senderCorpId: dingtalk.corpId,
        senderStaffId: senderId(n),
        sessionWebhook: `${webhookUrl}/robot/sendBySession?session=${n}`,
        sessionWebhookExpiredTime: Date.now() + 5_400_000,
        text: { content: question },
      });
      const headers = { 'content-type': 'application/json; charset=utf-8', timestamp, sign: dingtalkSign(timestamp) };
      return { path: '/dingtalk/robot', headers, body };
    },
    open(_query, headers, body) {
      if (headers.sign !== dingtalkSign(headers.timestamp ?? '')) throw new Error('signature');
      return (JSON.parse(body) as { senderStaffId: string }).senderStaffId;
    },
    reply: () => '{"msgtype":"empty"}',
    answer: JSON.stringify({ msgtype: 'markdown', markdown: { title: '资质', text: answer } }),
  };
}

export function benchChannels(webhookUrl: string): readonly BenchChannel[] {
  return [wecomApp, wecomAibot, dingtalkRobot(webhookUrl)];
}
