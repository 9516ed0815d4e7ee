import { z } from 'zod';
import { PlanSchema } from '../core/channel.ts';
import { InboundEventSchema } from '../core/event.ts';
import type { Job } from './jobs.ts';

const JsonText = z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    ctx.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});

export interface JobRow {
  id: string;
  state: string;
  event: string;
  plan: string | null;
  sent: number;
  attempts: number;
  dueAt: Date;
  recordedAt: Date;
  isOurs?: boolean;
}

const StoredSchema = z.object({
  event: JsonText.pipe(InboundEventSchema),
  plan: JsonText.pipe(PlanSchema).nullable(),
});

/** Null if its event or plan cannot be read. */
export function toJob({ event, plan, state, ...row }: JobRow): Job | null {
  const parsed = StoredSchema.safeParse({ event, plan });
  if (!parsed.success) return null;
  const { id, sent, attempts, dueAt, recordedAt, isOurs } = row;
  const job = { id, state: state as Job['state'], ...parsed.data, sent, attempts, dueAt, recordedAt };
  return isOurs === undefined ? job : { ...job, isOurs };
}
