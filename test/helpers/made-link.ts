import { type Chat, conversations, type PersonId, type World } from './world.ts';

/** A link as an officer hands it over: the address by one way, the code by another. */
export interface MadeLink {
  address: string;
  /** Below the bot's address. */
  path: string;
  id: string;
  code: string;
}

/** An officer makes a link in the WeCom app. */
export async function makeLink(world: World, whom: string, by: PersonId = 'officer'): Promise<MadeLink> {
  const officer = world.chat(by, conversations['WeCom app'](by));
  await officer.say(`/链接 ${whom}`);
  return readLinkMessages(officer);
}

/** The two messages, in whichever order they arrive. */
export async function readLinkMessages(officer: Chat): Promise<MadeLink> {
  const messages = (await officer.news()).map(({ text }) => text);
  const handed = messages.find((text) => text.includes('/h5/l/')) ?? '';
  const told = messages.find((text) => text.includes('专用链接的验证码')) ?? '';
  const address = /https?:\/\/\S+?\/h5\/l\/\w+/u.exec(handed)?.[0] ?? '';
  const code = /验证码：\s*(\d{6})/u.exec(told)?.[1] ?? '';
  const id = /编号：\s*(\w{12})/u.exec(handed)?.[1] ?? '';
  if (!address || !code || !id) throw new Error(`no link in:\n${messages.join('\n---\n')}`);
  return { address, path: new URL(address).pathname, id, code };
}
