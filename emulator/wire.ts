interface WireMessage {
  headers: Record<string, string>;
  body: string;
  /** The body opened, where it was sealed. */
  decrypted?: string;
}

export interface WireEntry {
  seq: number;
  /** Virtual time of the start. */
  at: number;
  direction: 'callback' | 'api';
  channel: string;
  /** 1 for the first delivery of a callback. */
  attempt: number;
  request: WireMessage & { method: string; url: string };
  response?: WireMessage & { status: number };
  /** Real milliseconds. */
  ms: number;
  /** Something the platform refuses or a rule that was broken. */
  error?: string;
  /** Accepted, but not as advised; tests may assert there are none. */
  warnings?: string[];
}

export interface Wire {
  add(entry: Omit<WireEntry, 'seq'>): WireEntry;
  after(seq: number): WireEntry[];
  clear(): void;
  onEntry(listener: (entry: WireEntry) => void): () => void;
}

const BODY_LIMIT = 64 * 1024;
const KEPT = 2000;

// Tokens and one-time addresses are bearer secrets; what is left of them is enough to tell two apart.
const SECRET_QUERY =
  /([?&](?:access_token|corpsecret|appsecret|session|response_code|key|code|authCode)=)([^&"'\s\\]+)/g;
const SECRET_FIELD =
  /(\\?"(?:access_token|accessToken|refreshToken|corpsecret|appSecret|clientSecret|client_secret|apiSecret)\\?"\s*:\s*\\?")([^"\\]+)/g;
const SECRET_HEADERS = new Set(['x-acs-dingtalk-access-token', 'authorization']);

/** The log of everything that went over HTTP, with secrets masked and long bodies cut. */
export function createWire(options: { secrets: readonly string[] }): Wire {
  let entries: WireEntry[] = [];
  let last = 0;
  const listeners = new Set<(entry: WireEntry) => void>();
  const secrets = options.secrets.filter((one) => one.length > 3);

  const mask = (text: string) => {
    let masked = text
      .replace(SECRET_QUERY, (_, name: string, value: string) => name + short(value))
      .replace(SECRET_FIELD, (_, name: string, value: string) => name + short(value));
    for (const secret of secrets) masked = masked.replaceAll(secret, short(secret));
    return masked;
  };
  const cleanBody = (body: string) => {
    const masked = mask(body);
    return masked.length > BODY_LIMIT ? `${masked.slice(0, BODY_LIMIT)}… (cut: ${masked.length} characters)` : masked;
  };
  const clean = <M extends WireMessage>(message: M): M => ({
    ...message,
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [
        name,
        SECRET_HEADERS.has(name.toLowerCase()) ? short(value) : mask(value),
      ]),
    ),
    body: cleanBody(message.body),
    ...(message.decrypted === undefined ? {} : { decrypted: cleanBody(message.decrypted) }),
  });

  return {
    add(entry) {
      last += 1;
      const kept: WireEntry = {
        ...entry,
        seq: last,
        request: { ...clean(entry.request), url: mask(entry.request.url) },
        ...(entry.response ? { response: clean(entry.response) } : {}),
      };
      entries.push(kept);
      if (entries.length > KEPT) entries = entries.slice(-KEPT);
      for (const listener of listeners) listener(kept);
      return kept;
    },
    after: (seq) => entries.filter((entry) => entry.seq > seq),
    clear() {
      entries = [];
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function short(secret: string): string {
  return `${secret.slice(0, 3)}***`;
}
