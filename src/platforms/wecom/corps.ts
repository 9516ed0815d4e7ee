import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { PlatformError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { isWithin } from '../elapsed.ts';
import type { HttpClient } from '../http-client.ts';
import { readAs } from './answer.ts';
import { createWecomClient, type WecomClient } from './client.ts';
import { createSharedTokens } from './tokens.ts';

/** How the app speaks to the members of one organisation: its token there, and its id there. */
export interface Line {
  client: WecomClient;
  agentId: number;
}

/** The organisations whose members the app serves: ours, and those it is shared with (上下游, 企业互联). */
export interface Corps {
  /** @param corpId ours if not given. @throws PlatformError, not retryable if the app is not shared with that one */
  lineTo(corpId?: string): Promise<Line>;
  /** Whether the app is known to be shared with it. */
  includes(corpId: string): boolean;
  /** Learns with whom the app is shared, because that has changed. Never throws. */
  refresh(): Promise<void>;
  /** The same because somebody unknown has turned up: at most once a minute. Never throws. */
  lookAgain(): Promise<void>;
  /** The same if it has never worked yet. Never throws. */
  learn(): Promise<void>;
}

/** 企业微信 获取应用共享信息 95813. */
const ListSchema = z.object({
  ending: z.number().nullish(),
  next_cursor: z.string().nullish(),
  corp_list: z.array(z.object({ corpid: z.string().min(1), agentid: z.number() })).nullish(),
});

/** 上下游, and 企业互联 or 局校互联. */
const businessTypes = [1, 0] as const;
const path = 'corpgroup/corp/list_app_share_info';
const pageSize = 100;
const pagesAtMost = 100;
const againMs = 60_000;

interface Shared extends Line {
  businessType: number;
}

export function createCorps(options: { apiUrl: string; own: Line; http: HttpClient; clock: Clock; log: Log }): Corps {
  const { apiUrl, own, http, clock, log } = options;
  let shared = new Map<string, Shared>();
  let askedAt: Date | undefined;
  let isLearned = false;
  let loading: Promise<void> | undefined;

  async function list(businessType: number): Promise<{ corpid: string; agentid: number }[]> {
    const found: { corpid: string; agentid: number }[] = [];
    let cursor = '';
    for (let page = 0; page < pagesAtMost; page += 1) {
      const body = { agentid: own.agentId, business_type: businessType, limit: pageSize, cursor };
      let answer: z.infer<typeof ListSchema>;
      try {
        answer = readAs(ListSchema, await own.client.call(path, body), path);
      } catch (error) {
        if (!(error instanceof PlatformError) || error.retryable) throw error;
        // Most likely the organisation has no such thing.
        log.info({ err: error, businessType }, 'no list of organisations that the app is shared with');
        return [];
      }
      found.push(...(answer.corp_list ?? []));
      cursor = answer.next_cursor ?? '';
      if (answer.ending === 1 || cursor === '') break;
    }
    return found;
  }

  function lineOf(corpId: string, agentId: number, businessType: number): Shared {
    const known = shared.get(corpId);
    // Its token goes on.
    if (known?.agentId === agentId && known.businessType === businessType) return known;
    const tokens = createSharedTokens({ call: own.client.call, corpId, agentId, businessType, clock });
    return { client: createWecomClient({ apiUrl, tokens, http }), agentId, businessType };
  }

  async function load(): Promise<void> {
    askedAt = clock.now();
    const now = new Map<string, Shared>();
    for (const businessType of businessTypes) {
      for (const { corpid, agentid } of await list(businessType)) {
        if (!now.has(corpid)) now.set(corpid, lineOf(corpid, agentid, businessType));
      }
    }
    shared = now;
    isLearned = true;
    if (shared.size > 0) log.info({ corps: shared.size }, 'organisations that the app is shared with are known');
  }

  /** Everybody who waits gets the same list. @throws PlatformError */
  function loadOnce(): Promise<void> {
    loading ??= load().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  const quietly = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => log.warn({ err: error }, 'could not learn with whom the app is shared'));
  const isFresh = () => askedAt !== undefined && isWithin(clock.now(), askedAt, againMs);

  return {
    async lineTo(corpId) {
      if (corpId === undefined) return own;
      if (!shared.has(corpId) && (loading || !isLearned || !isFresh())) await loadOnce();
      const line = shared.get(corpId);
      if (line) return line;
      throw new PlatformError('the app is not shared with this organisation', { code: 'notShared', retryable: false });
    },
    includes: (corpId) => shared.has(corpId),
    // What is on its way may have been written before the change.
    refresh: () => quietly(loading ? loading.catch(() => undefined).then(loadOnce) : loadOnce()),
    lookAgain: async () => (isFresh() ? undefined : quietly(loadOnce())),
    learn: async () => (isLearned ? undefined : quietly(loadOnce())),
  };
}
