import { hear } from '../core/said.ts';

const cover = '****';

/** What the address of a group robot is known by; from there on nothing is kept, blanks in it or not. */
const address = /(webhook|qyapi\.weixin|access_token|key\s*=)\s*\S.*$/isu;
/** The key by itself, where an address was asked for. A group of the app's own is no secret. */
const key = /^((?:请?单聊[\s,:/]*)?群.*?推送(?!\s*应用群).*?)[\w%-]{8,}.*$/su;

/**
 * What may be kept of a text in which the address of a group robot stands, or may stand: whoever knows it can write into
 * the group. Null if there is nothing to cover. Read once more, what is kept is refused for the same reason.
 */
export function coverText(text: string): string | null {
  const { text: said, slash } = hear(text);
  const kept = said.replace(address, `$1 ${cover}`).replace(key, `$1${cover}`);
  return kept === said ? null : `${slash ? '/' : ''}${kept}`;
}
