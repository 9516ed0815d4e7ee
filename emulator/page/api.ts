import type { ClockView, Fault, FaultInput, MessageView, WireEntry, WorldState } from './types.ts';

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`/emulator/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (response.ok) return (await response.json()) as Answer;
  // A fault of the emulator itself is answered in plain text.
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(error ?? `HTTP ${response.status}`);
}

/** What goes with a tap: choices of a WeCom card, or a form of a DingTalk card. */
export interface Filled {
  selected?: Record<string, string[]>;
  form?: Record<string, unknown>;
}

export const api = {
  state: () => call<WorldState>('GET', 'state'),
  messages: (as: string, after: number) =>
    call<{ messages: MessageView[]; latest: number }>('GET', `messages?as=${encodeURIComponent(as)}&after=${after}`),
  wire: (after: number) => call<{ entries: WireEntry[] }>('GET', `wire?after=${after}`),
  say: (saying: { as: string; conversation: string; text: string; mention: boolean }) => call('POST', 'say', saying),
  sayFile: (as: string, conversation: string, extra: { fileName: string; contentBase64: string }) =>
    call('POST', 'say', { as, conversation, text: '', kind: 'file', extra }),
  tap: (tapping: { as: string; conversation: string; messageId: string; key: string } & Filled) =>
    call('POST', 'tap?wait=1', tapping),
  enter: (as: string, conversation: string) => call('POST', 'enter', { as, conversation }),
  advance: (advanceMs: number) => call<ClockView>('POST', 'clock', { advanceMs }),
  moveTo: (to: string) => call<ClockView>('POST', 'clock', { to }),
  halt: () => call<ClockView>('POST', 'clock', { stop: true }),
  faults: () => call<{ faults: Fault[] }>('GET', 'faults'),
  addFault: (fault: FaultInput) => call<Fault>('POST', 'faults', fault),
  clearFaults: () => call<{ faults: Fault[] }>('DELETE', 'faults'),
};
