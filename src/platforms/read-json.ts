import type { z } from 'zod';
import { Refusal } from '../core/errors.ts';

/** Bytes → unknown → zod → typed, for what comes in a callback. @throws Refusal */
export function readJson<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, 'malformed', error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal(400, 'malformed', parsed.error);
  return parsed.data;
}
