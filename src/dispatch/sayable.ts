import type { Actor } from '../core/actor.ts';
import type { Answer, Tap } from '../core/card.ts';
import type { InboundEvent, Place } from '../core/event.ts';

/** Fails closed: whatever a handler did wrong, nothing private is said in a group. */
export function assertSayable({ here }: Answer, place: Place): void {
  if (place === 'group' && here?.confidential) throw new Error('confidential card for a group');
}

/** A choice in a group is who asked's: everybody sees the button, and a tap would use it up. A form is the same. */
export function owned(answer: Answer, place: Place, { personId }: Actor): Answer {
  const { here } = answer;
  if (place !== 'group' || personId === null || !here || !(here.buttons || here.form)) return answer;
  const own = <T extends { tap: Tap }>(one: T): T =>
    one.tap.answer === 'here' ? { ...one, tap: { ...one.tap, for: personId } } : one;
  return {
    ...answer,
    here: {
      ...here,
      ...(here.buttons ? { buttons: here.buttons.map(own) } : {}),
      ...(here.form ? { form: own(here.form) } : {}),
    },
  };
}

/** What came of no use leaves its form as it is: nothing has to be typed twice. */
export function toCorrect({ happening }: InboundEvent, { tapped, ...answer }: Answer): Answer {
  const isForm = happening.kind === 'tap' && happening.values !== undefined;
  return { ...answer, ...(tapped ? { tapped: { ...tapped, ...(isForm ? { formStays: true } : {}) } } : {}) };
}
