import type { Actor } from '../core/actor.ts';
import type { Answer } from '../core/card.ts';
import type { Place } from '../core/event.ts';

/** Fails closed: whatever a handler did wrong, nothing private is said in a group. */
export function assertSayable({ here }: Answer, place: Place): void {
  if (place === 'group' && here?.confidential) throw new Error('confidential card for a group');
}

/** A choice in a group is who asked's: everybody sees the button, and a tap would use it up. */
export function owned(answer: Answer, place: Place, { personId }: Actor): Answer {
  const { here } = answer;
  if (place !== 'group' || personId === null || !here?.buttons) return answer;
  const buttons = here.buttons.map(({ text, tap }) => ({
    text,
    tap: tap.answer === 'here' ? { ...tap, for: personId } : tap,
  }));
  return { ...answer, here: { ...here, buttons } };
}
