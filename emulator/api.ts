/** One call of a platform's API, as a handler sees it. */
export interface ApiCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  /** Where the call comes from. */
  address: string;
  body: string;
  /** The body as it came; of a multipart body only this is of use. */
  bytes: Buffer;
  /** What the platform accepts but the documents advise against; goes into the wire log. */
  warnings: string[];
}

export interface ApiAnswer {
  status?: number;
  /** Also of a redirect (Location) or of a page (Content-Type). */
  headers?: Record<string, string>;
  json?: unknown;
  /** Sent instead of `json`: a file, a page, or nothing at all. */
  bytes?: Buffer;
}

export type ApiChannel = 'wecom-api' | 'dingtalk-api' | 'dingtalk-oapi';
export type ApiHandler = (call: ApiCall, match: readonly string[]) => ApiAnswer | Promise<ApiAnswer>;

export interface ApiRoute {
  channel: ApiChannel;
  method: 'GET' | 'POST' | 'PUT';
  /** A text is the whole path; groups of an expression are handed to the handler. */
  path: string | RegExp;
  /** Token calls are spared by faults that do not name a path, and are not counted against quotas. */
  isTokenCall?: boolean;
  handle: ApiHandler;
}

/** The body as a JSON object, or undefined. */
export function jsonObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** UTF-8 bytes, the unit most limits of both vendors are written in. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** Characters as people count them. */
export function charLength(text: string): number {
  return [...text].length;
}

/** At most so many bytes, never through the middle of a character. */
export function cutBytes(text: string, limit: number): string {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}
