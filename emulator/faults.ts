import { z } from 'zod';

/** Channels a fault can be tied to; `wecom` and `dingtalk` stand for all channels of that vendor. */
const ChannelSchema = z.enum([
  'wecom',
  'wecom-app',
  'wecom-aibot',
  'wecom-api',
  'dingtalk',
  'dingtalk-robot',
  'dingtalk-card',
  'dingtalk-event',
  'dingtalk-api',
  'dingtalk-oapi',
]);

const common = {
  channel: ChannelSchema.optional(),
  /** Part of the path of the API call; without it token calls are spared. */
  path: z.string().optional(),
  /** How often it strikes. */
  times: z.int().min(1).default(1),
};
const plain = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), ...common });

/** One misbehaviour on request. `times` counts how often it strikes, except for `repeat`: how many extra copies. */
export const FaultSchema = z.discriminatedUnion('kind', [
  // Callbacks.
  z.strictObject({
    kind: z.literal('repeat'),
    ...common,
    nonce: z.enum(['same', 'fresh']).default('same'),
    /** Counted from the first delivery; 0 = at the same moment. */
    afterMs: z.number().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('forge'),
    ...common,
    /** A wrong signature, a body sealed for somebody else, or a rightly signed one of more than an hour ago. */
    what: z.enum(['signature', 'receiver', 'stale']),
  }),
  plain('drop-response'),
  plain('lose-callback'),
  plain('noise'),
  plain('quota'),
  // API calls.
  z.strictObject({ kind: z.literal('slow-network'), ...common, ms: z.number().min(0) }),
  z.strictObject({
    kind: z.literal('expired-token'),
    ...common,
    code: z.union([z.literal(42001), z.literal(40014)]).optional(),
  }),
  plain('busy'),
  plain('refused-ip'),
  plain('api-quota'),
  plain('html'),
  plain('cut-answer'),
  z.strictObject({
    kind: z.literal('api-error'),
    ...common,
    /** WeCom and the old DingTalk API answer errcode, the new one status and code. */
    errcode: z.int().optional(),
    status: z.int().optional(),
    code: z.string().optional(),
    message: z.string().default('requested by a fault'),
  }),
  plain('session-expired'),
  z.strictObject({ kind: z.literal('deliver-failed'), ...common, errorMsg: z.string().default('deliver failed') }),
  z.strictObject({ kind: z.literal('flow-control'), ...common, userIds: z.array(z.string()).optional() }),
]);

export type Fault = z.infer<typeof FaultSchema>;
export type FaultInput = z.input<typeof FaultSchema>;
export type FaultKind = Fault['kind'];
export type Forgery = Extract<Fault, { kind: 'forge' }>['what'];
export type FaultChannel = z.infer<typeof ChannelSchema>;

export interface Faults {
  add(fault: FaultInput): Fault;
  clear(): void;
  list(): readonly Fault[];
  /** Uses up one strike of the first fault that fits, or gives nothing. */
  take<Kind extends FaultKind>(
    kind: Kind,
    where: { channel: FaultChannel; path?: string; isTokenCall?: boolean },
    /** Leaves alone what this caller cannot do. */
    suits?: (fault: Extract<Fault, { kind: Kind }>) => boolean,
  ): Extract<Fault, { kind: Kind }> | undefined;
}

/** The queue of requested misbehaviour, first come first served. */
export function createFaults(): Faults {
  let pending: Fault[] = [];
  return {
    add(fault) {
      const parsed = FaultSchema.parse(fault);
      pending.push(parsed);
      return parsed;
    },
    clear() {
      pending = [];
    },
    list: () => pending,
    take(kind, { channel, path = '', isTokenCall = false }, suits = () => true) {
      const fits = (one: Fault): one is Extract<Fault, { kind: typeof kind }> =>
        one.kind === kind &&
        (one.channel === undefined || channel === one.channel || channel.startsWith(`${one.channel}-`)) &&
        (one.path === undefined ? !isTokenCall : path.includes(one.path));
      const found = pending.find((one) => fits(one) && suits(one));
      if (!found) return undefined;
      const used = { ...found } as Extract<Fault, { kind: typeof kind }>;
      found.times -= 1;
      if (found.times === 0 || kind === 'repeat') pending = pending.filter((one) => one !== found);
      return used;
    },
  };
}
