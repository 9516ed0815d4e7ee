/** An answer as somebody in a browser has it. */
export interface Seen {
  status: number;
  headers: Headers;
  html: string;
  /** What can be read on the page, without marks. */
  text: string;
  /** Where the browser is sent, if anywhere. */
  location: string | null;
  /** The value of a hidden field. */
  field(name: string): string;
}

/** One browser: keeps cookies, follows nothing by itself. */
export interface Browsing {
  get(address: string, headers?: Record<string, string>): Promise<Seen>;
  /** Posts fields as a form of our own page does; `csrf` is that of the last page seen, unless given. */
  post(address: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Seen>;
  /** Posts a form with one file. */
  postFile(
    address: string,
    fields: Record<string, string>,
    file: { name: string; bytes: Uint8Array },
    headers?: Record<string, string>,
  ): Promise<Seen>;
  /** Follows where it was sent, as far as it is still our own. */
  follow(seen: Seen): Promise<Seen>;
  /** The address of the last page that was shown, without what was asked of it. */
  lastPath(): string;
  readonly cookies: Map<string, string>;
}

/** @param agent what the browser says of itself */
export function browse(origin: string, agent = 'Mozilla/5.0 test'): Browsing {
  const cookies = new Map<string, string>();
  let csrf = '';
  let last = '';

  async function ask(address: string, init: RequestInit): Promise<Seen> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(address, origin), {
      redirect: 'manual',
      ...init,
      headers: { 'user-agent': agent, ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string>) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (/Max-Age=0(?:;|$)/u.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await response.text();
    if (response.status === 200) last = new URL(address, origin).pathname;
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(html)?.[1] ?? '';
    csrf = field('csrf') || csrf;
    const text = html
      .replace(/<head>.*<\/head>/su, '')
      .replace(/<[^>]+>/gu, ' ')
      .replace(/\s+/gu, ' ');
    return {
      status: response.status,
      headers: response.headers,
      html,
      text,
      location: response.headers.get('location'),
      field,
    };
  }

  return {
    cookies,
    get: (address, headers = {}) => ask(address, { headers }),
    post: (address, fields, headers = {}) =>
      ask(address, {
        method: 'POST',
        headers: { origin, ...headers },
        body: new URLSearchParams({ csrf, ...fields }),
      }),
    postFile(address, fields, { name, bytes }, headers = {}) {
      const body = new FormData();
      for (const [field, value] of Object.entries(fields)) body.set(field, value);
      body.set('file', new Blob([new Uint8Array(bytes)]), name);
      return ask(address, { method: 'POST', headers: { origin, ...headers }, body });
    },
    lastPath: () => last,
    async follow(seen) {
      let at = seen;
      while (at.location !== null && new URL(at.location, origin).origin === new URL(origin).origin) {
        at = await ask(at.location, {});
      }
      return at;
    },
  };
}
