import { useEffect, useState } from 'preact/hooks';
import { api, type Filled } from './api.ts';
import { openLinksAs } from './opening.ts';
import { chatKey, markReadUntil, readUntil } from './read-marks.ts';
import { single } from './single.ts';
import type { ClockView, Conversation, FaultInput, MessageView } from './types.ts';
import { emptyView, type Tab, type View } from './view.ts';
import { createVirtualTime } from './virtual-time.ts';
import { refusalText } from './wording.ts';

const WIRE_KEPT = 300;

let view: View = emptyView;
const listeners = new Set<() => void>();
const entered = new Set<string>();
const time = createVirtualTime();
let after = 0;
// Counts how often everything was begun anew.
let history = 0;

function set(change: Partial<View>): void {
  view = { ...view, ...change };
  const here = view.world?.conversations.find((one) => one.id === view.conversation);
  openLinksAs(here && { as: view.as, client: here.platform });
  for (const listener of listeners) listener();
}

export function useView(): View {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((count) => count + 1);
    listeners.add(listener);
    listener();
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return view;
}

async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    set({ error: refusalText(error) });
    return false;
  }
}

const pullMessages = single(() =>
  attempt(async () => {
    const { as } = view;
    const here = history;
    if (!as) return;
    const answer = await api.messages(as, after);
    if (as !== view.as || here !== history) return;
    after = Math.max(after, answer.latest);
    const merged = new Map(view.messages.map((message) => [message.id, message]));
    for (const message of answer.messages) merged.set(message.id, message);
    set({ messages: [...merged.values()].sort((a, b) => a.seq - b.seq) });
    markRead();
    // A group that an app has just made.
    const known = new Set(view.world?.conversations.map((one) => one.id));
    if (answer.messages.some((message) => !known.has(message.conversation))) pullWorld();
  }),
);

const pullWire = single(() =>
  attempt(async () => {
    const here = history;
    const answer = await api.wire(view.wire[0]?.seq ?? 0);
    if (here !== history) return;
    set({ wire: [...answer.entries.reverse(), ...view.wire].slice(0, WIRE_KEPT) });
  }),
);

const pullFaults = single(() => attempt(async () => set({ faults: (await api.faults()).faults })));

/** A fault is used up by what it strikes; nobody tells when. */
function lookAtFaults(): void {
  if (view.faults.length > 0) pullFaults();
}

const pullWorld = single(() => attempt(async () => set({ world: await api.state() })));

const pullCalls = single(() => attempt(async () => set({ calls: (await api.state()).dingtalkCalls })));

/** Everything that was shown is gone; answers still under way speak of what was before. */
function startAfresh(): void {
  history += 1;
  after = 0;
  set({ messages: [], wire: [], openWire: undefined });
  pullMessages();
  pullWire();
  pullCalls();
  pullFaults();
}

function numberOf(message: MessageView): number {
  return Math.max(message.seq, message.updatedSeq ?? 0);
}

function markRead(): void {
  const { as, conversation } = view;
  if (!conversation) return;
  const here = view.messages.filter((message) => message.conversation === conversation);
  markReadUntil(as, conversation, Math.max(0, ...here.map(numberOf)));
}

/** New messages of others in a conversation that is not open. */
export function unreadIn(conversation: string): number {
  if (conversation === view.conversation) return 0;
  const until = readUntil(view.as, conversation);
  return view.messages.filter(
    (message) => message.conversation === conversation && message.personId !== view.as && message.seq > until,
  ).length;
}

export function conversationsOf(as: string): Conversation[] {
  return (view.world?.conversations ?? []).filter((one) => one.members.includes(as));
}

function remember(): void {
  const hash = new URLSearchParams({ as: view.as, ...(view.conversation ? { c: view.conversation } : {}) });
  window.history.replaceState(null, '', `#${hash}`);
}

export function actAs(as: string): void {
  if (as === view.as) return;
  const old = conversationsOf(view.as).find((one) => one.id === view.conversation);
  const mine = conversationsOf(as);
  // Stay in the same group, or in the same kind of chat.
  const next =
    mine.find((one) => one.id === old?.id) ??
    mine.find((one) => one.channel === old?.channel && one.kind === old.kind) ??
    mine[0];
  after = 0;
  set({ as, conversation: next?.id, messages: [] });
  remember();
  pullMessages();
}

export function open(conversation: string): void {
  const { as } = view;
  set({ conversation, tab: 'chat', error: undefined });
  markRead();
  remember();
  const found = conversationsOf(as).find((one) => one.id === conversation);
  const key = chatKey(as, conversation);
  // WeCom tells the bot that its chat was opened; once per person and page is enough to look at.
  if (found?.platform !== 'wecom' || found.kind !== 'direct' || entered.has(key) || isMoving()) return;
  entered.add(key);
  void attempt(() => api.enter(as, conversation));
}

export function showTab(tab: Tab): void {
  set({ tab });
}

export function showWire(seq: number | undefined): void {
  set({ openWire: seq, ...(seq === undefined ? {} : { tab: 'wire' }) });
}

export function toggleWire(seq: number): void {
  set({ openWire: view.openWire === seq ? undefined : seq });
}

export function dismissError(): void {
  set({ error: undefined });
}

export function say(text: string, mention: boolean): Promise<boolean> {
  const { as, conversation } = view;
  if (!conversation || text.trim() === '' || isMoving()) return Promise.resolve(false);
  return attempt(() => api.say({ as, conversation, text, mention }));
}

export function sayFile(fileName: string, contentBase64: string): Promise<boolean> {
  const { as, conversation } = view;
  if (!conversation || isMoving()) return Promise.resolve(false);
  return attempt(() => api.sayFile(as, conversation, { fileName, contentBase64 }));
}

/** Presses a button with what was chosen beside it, or submits a form with what was filled in. */
export function tap(message: MessageView, key: string, filled: Filled): Promise<boolean> {
  return attempt(() =>
    api.tap({ as: view.as, conversation: message.conversation, messageId: message.id, key, ...filled }),
  );
}

function takeClock(clock: ClockView): void {
  // A month begins with no calls.
  if (view.calls && !clock.iso.startsWith(view.calls.month)) pullCalls();
  time.hear(clock, performance.now());
  set({ clock });
}

/**
 * While the clock moves, hours pass between a question and its answer, and what was asked would be expired on arrival:
 * nobody can say or press anything meanwhile.
 */
export function isMoving(): boolean {
  return view.moving || view.clock?.movingTo !== undefined;
}

async function move(work: () => Promise<ClockView>): Promise<void> {
  if (isMoving()) return;
  set({ moving: true, error: undefined });
  await attempt(async () => {
    const clock = await work();
    // The events tell the time in order; this answer may be overtaken by them.
    if (!view.online) takeClock(clock);
  });
  set({ moving: false });
}

export const advance = (ms: number) => move(() => api.advance(ms));
export const moveTo = (to: string) => move(() => api.moveTo(to));
export const halt = () => attempt(() => api.halt());

export const addFault = (fault: FaultInput) => attempt(() => api.addFault(fault)).then(pullFaults);
export const clearFaults = () => attempt(() => api.clearFaults()).then(pullFaults);

/** Virtual time now, as far as the last word of the emulator tells. */
export function now(): number {
  return time.now(performance.now());
}

export async function start(): Promise<void> {
  const loaded = await attempt(async () => {
    const world = await api.state();
    const hash = new URLSearchParams(location.hash.slice(1));
    const as = world.people.find((one) => one.id === hash.get('as'))?.id ?? world.people[0]?.id ?? '';
    const mine = world.conversations.filter((one) => one.members.includes(as));
    const asked = mine.find((one) => one.id === hash.get('c'));
    set({ world, as, conversation: (asked ?? mine[0])?.id, tab: asked ? 'chat' : 'list' });
    takeClock(world.clock);
  });
  if (!loaded) return;
  const events = new EventSource('/emulator/events');
  events.addEventListener('open', () => {
    // Whatever failed while nobody answered is over.
    set({ online: true, ...(view.online ? {} : { error: undefined }) });
    startAfresh();
  });
  events.addEventListener('error', () => set({ online: false }));
  events.addEventListener('message', pullMessages);
  events.addEventListener('update', () => {
    pullMessages();
    lookAtFaults();
  });
  events.addEventListener('wire', (event) => {
    pullWire();
    lookAtFaults();
    // A callback may have told that somebody left or came back.
    if ((event as MessageEvent<string>).data.includes('"callback"')) pullWorld();
    if ((event as MessageEvent<string>).data.includes('dingtalk')) pullCalls();
  });
  events.addEventListener('reset', startAfresh);
  events.addEventListener('clock', (event) => takeClock(JSON.parse((event as MessageEvent<string>).data)));
}
