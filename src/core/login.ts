import type { Sender } from './event.ts';

/** Who stands before a page, by a platform's word. */
export interface Login {
  readonly platform: Sender['platform'];
  /**
   * Where to send the browser. It comes back to `redirectUri` with `state` and a one-use code in its query: `code` (WeCom),
   * `authCode` and the same as `code` (DingTalk).
   * @param state letters and digits only, at most 128 (企业微信 构造网页授权链接 91022)
   */
  authorizeUrl(options: { redirectUri: string; state: string }): string;
  /**
   * Whom that code stands for; null if it is used, expired or made up, or stands for somebody outside the organisation.
   * @throws PlatformError if that cannot be known now
   */
  identify(code: string): Promise<Sender | null>;
  /** The same for a code that a page got from the platform's client around it, without leaving the page. */
  identifyInClient?(code: string): Promise<Sender | null>;
  /** What such a page hands the client to get a code (钉钉 requestAuthCode). */
  readonly inClient?: { corpId: string; clientId: string };
}
