// Highest number read, by person and conversation; outlives a reload of the tab.
const STORED = 'emulator-read';
const read = new Map<string, number>(JSON.parse(sessionStorage.getItem(STORED) ?? '[]'));

export function chatKey(as: string, conversation: string): string {
  return `${as}\n${conversation}`;
}

export function readUntil(as: string, conversation: string): number {
  return read.get(chatKey(as, conversation)) ?? 0;
}

export function markReadUntil(as: string, conversation: string, seq: number): void {
  read.set(chatKey(as, conversation), seq);
  sessionStorage.setItem(STORED, JSON.stringify([...read]));
}
