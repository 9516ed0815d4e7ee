import { z } from 'zod';
import { claimTypes, entryTypes, fundCategories, fundLevels, storedProjectStatuses, surplusPolicies } from './terms.ts';

/** 分, as text: JSON has no integers of that size. */
const FenSchema = z
  .string()
  .regex(/^-?\d{1,16}$/u)
  .transform(BigInt);
const DateSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u);
const PeriodSchema = z
  .string()
  .regex(/^\d{4}-\d{2}$/u)
  .nullable();
const TextSchema = z.string().nullable();
/** The number by which people call it; its id is found again when it is confirmed. */
const OfSchema = z.object({ kind: z.enum(['P', 'B']), number: z.number().int() });

/** What was read back and waits for its confirmation; the draft's id becomes the id of what it makes. */
const DraftSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('entry'),
    of: OfSchema,
    type: z.enum(entryTypes),
    fen: FenSchema,
    effectiveOn: DateSchema,
    period: PeriodSchema,
    docNo: TextSchema,
    note: TextSchema,
    isAdvance: z.boolean(),
  }),
  z.object({ kind: z.literal('reversal'), entryId: z.string(), on: DateSchema, reason: z.string() }),
  z.object({
    kind: z.literal('status'),
    number: z.number().int(),
    status: z.enum(storedProjectStatuses),
    on: DateSchema,
    docNo: TextSchema,
    note: TextSchema,
  }),
  z.object({
    kind: z.literal('batch'),
    name: z.string(),
    level: z.enum(fundLevels),
    category: z.enum(fundCategories),
    year: z.number().int(),
    surplusPolicy: z.enum(surplusPolicies),
    trackSpending: z.boolean(),
    fen: FenSchema,
    effectiveOn: DateSchema,
    docNo: TextSchema,
  }),
  z.object({
    kind: z.literal('claim'),
    number: z.number().int(),
    type: z.enum(claimTypes),
    fen: FenSchema,
    effectiveOn: DateSchema,
    period: PeriodSchema,
    docNo: TextSchema,
    note: TextSchema,
  }),
]);
export type Draft = z.output<typeof DraftSchema>;
export type DraftOf<Kind extends Draft['kind']> = Extract<Draft, { kind: Kind }>;

/** As it is kept. */
export function toDraftContent(draft: Draft): unknown {
  return 'fen' in draft ? { ...draft, fen: draft.fen.toString() } : draft;
}

/** Of what was kept; null if there is none, or it is of another release. */
export function readDraft(content: unknown): Draft | null {
  const read = DraftSchema.safeParse(content);
  return read.success ? read.data : null;
}
