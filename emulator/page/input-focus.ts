/** Whether focusing the input is a help: on a phone it would raise the keyboard over the conversation. */
export function isKeyboardAtHand(): boolean {
  return matchMedia('(min-width: 760px) and (hover: hover)').matches;
}
