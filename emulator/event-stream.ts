import { PassThrough } from 'node:stream';
import type { Deps } from './deps.ts';

const CLOCK_EVENT_MS = 200;

/** Server-sent events: `message`, `update`, `reset`, `wire`, `clock`; each tells where to look, the reader asks for the rest. */
export function openEvents({ mailbox, wire, clock, stopping }: Deps, clockView: () => unknown): PassThrough {
  const stream = new PassThrough();
  const send = (event: string, data: unknown) => stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  // A move over a year rings half a million minutes; a reader wants to know where the clock stands, not each of them.
  let pending: NodeJS.Timeout | undefined;
  const tellClock = () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      send('clock', clockView());
    }, CLOCK_EVENT_MS);
  };
  const leave = [
    mailbox.onNews((message, news) =>
      send(news, { id: message.id, conversation: message.conversation, seq: message.updatedSeq ?? message.seq }),
    ),
    mailbox.onClear(() => send('reset', {})),
    wire.onEntry((entry) => send('wire', { seq: entry.seq, channel: entry.channel, direction: entry.direction })),
    clock.onChange(tellClock),
    () => clearTimeout(pending),
  ];
  const end = () => stream.end();
  const close = () => {
    stopping.removeEventListener('abort', end);
    for (const unsubscribe of leave) unsubscribe();
  };
  stopping.addEventListener('abort', end, { once: true });
  stream.once('close', close);
  stream.once('finish', close);
  send('clock', clockView());
  return stream;
}
