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
  /** Strikes as often as it is met until so much virtual time has passed; `times` counts nothing then. */
  forMs: z.number().min(0).optional(),
  /** The same, until it is ended. */
  lasting: z.boolean().default(false),
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
  /** Carried out by nobody: the connection is cut at once, or a gateway's 5xx. */
  z.strictObject({
    kind: z.literal('down'),
    ...common,
    how: z.enum(['refused', 'error']).default('refused'),
    status: z.int().min(500).max(599).default(503),
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
  z.strictObject({ kind: z.literal('unlicensed'), ...common, userIds: z.array(z.string()).optional() }),
]);

export type Fault = z.infer<typeof FaultSchema> & {
  id: number;
  /** Virtual time at which it ends by itself. */
  until?: number;
};
export type FaultInput = z.input<typeof FaultSchema>;
export type FaultKind = Fault['kind'];
export const FAULT_KINDS = FaultSchema.options.map(({ shape }) => shape.kind.value);
export type Forgery = Extract<Fault, { kind: 'forge' }>['what'];
export type FaultChannel = z.infer<typeof ChannelSchema>;

export interface Faults {
  add(fault: FaultInput): Fault;
  clear(): void;
  /** Ends one, or all of a kind; tells how many it were. */
  end(which: { id: number } | { kind: FaultKind }): number;
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
export function createFaults(clock: { now(): number }): Faults {
  let pending: Fault[] = [];
  let last = 0;
  const current = () => {
    const now = clock.now();
    // Most of the time there is none, and a send to thousands asks a thousand times.
    if (pending.some(({ until }) => until !== undefined && until <= now)) {
      pending = pending.filter(({ until }) => until === undefined || until > now);
    }
    return pending;
  };
  return {
    add(fault) {
      last += 1;
      const parsed = FaultSchema.parse(fault);
      const until = parsed.forMs === undefined ? {} : { until: clock.now() + parsed.forMs };
      const added: Fault = { ...parsed, id: last, ...until };
      pending.push(added);
      return added;
    },
    clear() {
      pending = [];
    },
    end(which) {
      const before = current();
      pending = before.filter((one) => ('id' in which ? one.id !== which.id : one.kind !== which.kind));
      return before.length - pending.length;
    },
    list: current,
    take(kind, { channel, path = '', isTokenCall = false }, suits = () => true) {
      const fits = (one: Fault): one is Extract<Fault, { kind: typeof kind }> =>
        one.kind === kind &&
        (one.channel === undefined || channel === one.channel || channel.startsWith(`${one.channel}-`)) &&
        (one.path === undefined ? !isTokenCall : path.includes(one.path));
      const found = current().find((one) => fits(one) && suits(one));
      if (!found) return undefined;
      const used = { ...found } as Extract<Fault, { kind: typeof kind }>;
      if (found.lasting || found.until !== undefined) return used;
      found.times -= 1;
      if (found.times === 0 || kind === 'repeat') pending = pending.filter((one) => one !== found);
      return used;
    },
  };
}
