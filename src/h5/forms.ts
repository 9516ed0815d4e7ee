import { createHmac, randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import getRawBody from 'raw-body';
import { UserError } from '../core/errors.ts';
import { safeEqual } from '../core/safe-equal.ts';
import type { Cookie } from './cookies.ts';

const usualBytesAtMost = 16 * 1024;
const formSeconds = 24 * 60 * 60;

/** A form that did not come from our own page, or from one that is out of date. */
export class ForeignForm extends Error {
  override name = 'ForeignForm';
}

export interface Forms {
  /** What goes into the hidden field `csrf`; gives a browser without a session a cookie to bind it to. */
  tokenFor(ctx: Context): string;
  /** The fields of a form from our own page. `bytesAtMost`: of a form with very many fields. @throws ForeignForm */
  read(ctx: Context, bytesAtMost?: number): Promise<Readonly<Record<string, string>>>;
  /** The same check for a form whose body is read elsewhere. @throws ForeignForm */
  check(ctx: Context, token: string): void;
}

/**
 * Against forms of other sites: what the browser says of where the form stands, and a token bound to one of the cookies,
 * which no other site can read.
 */
export function createForms(options: { key: Buffer; origin: string; session: Cookie; form: Cookie }): Forms {
  const { key, origin, session, form } = options;
  const sign = (secret: string) => createHmac('sha256', key).update(`form\n${secret}`).digest('base64url');

  function check(ctx: Context, token: string): void {
    const secret = session.read(ctx) ?? form.read(ctx);
    if (!isFromOwnPage(ctx, origin) || secret === null || !safeEqual(token, sign(secret))) throw new ForeignForm();
  }

  return {
    tokenFor(ctx) {
      const known = session.read(ctx) ?? form.read(ctx);
      if (known !== null) return sign(known);
      const secret = randomBytes(16).toString('base64url');
      form.write(ctx, secret, formSeconds);
      return sign(secret);
    },
    async read(ctx, bytesAtMost = usualBytesAtMost) {
      const fields = Object.fromEntries(new URLSearchParams(await readBody(ctx, bytesAtMost)));
      check(ctx, fields.csrf ?? '');
      return fields;
    },
    check,
  };
}

/** Browsers that know either header are held to it (Fetch Metadata; RFC 6454): the token remains for those that know none. */
function isFromOwnPage(ctx: Context, origin: string): boolean {
  const site = ctx.get('sec-fetch-site');
  if (site !== '') return site === 'same-origin';
  const from = ctx.get('origin');
  return from === '' || from === origin;
}

async function readBody(ctx: Context, limit: number): Promise<string> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new UserError('提交的内容格式不正确，请返回页面重新填写。');
  try {
    return await getRawBody(ctx.req, { limit, length: ctx.request.length ?? null, encoding: 'utf8' });
  } catch (error) {
    ctx.req.resume();
    throw new UserError('提交的内容过长或不完整，请返回页面重新填写。', { cause: error });
  }
}
