/** Which client opens the links of a conversation, and on whose phone. */
interface Opener {
  as: string;
  client: 'wecom' | 'dingtalk';
}

let opener: Opener | undefined;

/** Told whenever another person or conversation is looked at. */
export function openLinksAs(next: Opener | undefined): void {
  opener = next;
}

/** The same link, opened as the acting person in the client of the conversation, so that a web login knows who it is. */
export function openedLink(url: string): string {
  if (!opener || !/^https?:/i.test(url)) return url;
  return `/emulator/open?${new URLSearchParams({ as: opener.as, client: opener.client, url })}`;
}
