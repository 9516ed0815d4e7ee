import type { Chat } from './world.ts';

/** What has come in, as text. */
export const texts = async (chat: Chat): Promise<string> => (await chat.news()).map(({ text }) => text).join('\n');

/** What is answered to a sentence; what came in before it is passed over. */
export async function said(chat: Chat, sentence: string): Promise<string> {
  await chat.news();
  await chat.say(sentence);
  return texts(chat);
}

/** What follows the tap of a button. */
export async function tapped(chat: Chat, button: string): Promise<string> {
  await chat.tap(button);
  return texts(chat);
}
