import type { CalendarDate } from '../calendar.ts';
import type { Look } from './look.ts';
import type { Proposal } from './proposal.ts';
import { whyNotEntry } from './rules.ts';

/** What the rules say of an entry before it is confirmed. `advance`: only as a 垫支. */
export type Verdict = { is: 'fine' } | { is: 'advance' | 'refused'; why: string };

export function judge(look: Look, proposal: Proposal, today: CalendarDate): Verdict {
  const why = whyNotEntry(look, proposal, today);
  if (why === null) return { is: 'fine' };
  const canBeAdvance = proposal.type === 'SPEND' && !proposal.isAdvance;
  const asAdvance = { ...proposal, isAdvance: true, note: proposal.note ?? '垫支' };
  return canBeAdvance && whyNotEntry(look, asAdvance, today) === null ? { is: 'advance', why } : { is: 'refused', why };
}
