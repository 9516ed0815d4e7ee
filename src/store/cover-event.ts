import { z } from 'zod';
import { coverText } from '../domain/covered-text.ts';
import type { Tx } from './transact.ts';

const TextEventSchema = z.looseObject({
  happening: z.object({ kind: z.literal('text'), text: z.string() }),
});

/** The secret that was said is not kept with its job. */
export async function coverEvent({ job }: Pick<Tx, 'job'>, id: string): Promise<void> {
  const row = await job.findUnique({ where: { id }, select: { event: true } });
  const event = TextEventSchema.safeParse(JSON.parse(row?.event ?? 'null')).data;
  const text = event && coverText(event.happening.text);
  if (!event || typeof text !== 'string') return;
  const kept = { ...event, happening: { kind: 'text', text } };
  await job.update({ where: { id }, data: { event: JSON.stringify(kept) } });
}
