import type { Context } from 'koa';

/** A cookie of the pages: unread by scripts, sent by no other site's forms, over https only where there is https. */
export interface Cookie {
  read(ctx: Context): string | null;
  write(ctx: Context, value: string, seconds: number): void;
  clear(ctx: Context): void;
}

/** Lax: the browser comes back from a platform's login, and to a form from the chat that its link stood in. */
export function createCookie(options: { name: string; path: string; isSecure: boolean }): Cookie {
  const { path, isSecure } = options;
  // With the prefix a browser takes the cookie from https alone (RFC 6265bis, section 4.1.3.1).
  const name = isSecure ? `__Secure-${options.name}` : options.name;
  // By hand: Koa refuses a secure cookie behind a proxy that it was not told about.
  const set = (ctx: Context, value: string, seconds: number) => {
    const attributes = [`Path=${path}`, `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax'];
    ctx.append('Set-Cookie', [`${name}=${value}`, ...attributes, ...(isSecure ? ['Secure'] : [])].join('; '));
  };
  return {
    read: (ctx) => ctx.cookies.get(name) || null,
    write: set,
    clear: (ctx) => set(ctx, '', 0),
  };
}
