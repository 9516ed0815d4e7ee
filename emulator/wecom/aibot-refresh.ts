import type { Deps } from '../deps.ts';
import type { AibotReply, StreamReply } from './aibot-reply.ts';
import type { ShownStream } from './aibot-screen.ts';

/**
 * 智能机器人 接收消息 (100719): asks again and again until the stream is finished, at most 6 minutes after the person's
 * message. Where the pauses are real those minutes are counted in real time as well: a clock that stands still would
 * make a stream endless.
 */
export async function refreshStream(
  { clock, settings, wait }: Deps,
  options: {
    shown: ShownStream;
    first: StreamReply;
    started: { virtual: number; real: number };
    ask(): Promise<AibotReply | undefined>;
  },
): Promise<void> {
  const { shown, first, started, ask } = options;
  const { refreshMs, streamMs } = settings.wecomAibot;
  const left = () => {
    const real = settings.waitsOn === 'real' ? performance.now() - started.real : 0;
    return settings.wecomAibot.streamMs - Math.max(clock.now() - started.virtual, real);
  };
  let { finish } = first;
  while (!finish) {
    // The clock may have been moved past the end while the last question was under way; then there is nothing to wait for.
    await wait(Math.min(refreshMs, left()));
    if (left() <= 0) {
      shown.end(`the stream was not finished within ${streamMs / 1000} s; its last content stays (100719)`);
      return;
    }
    const next = await ask();
    if (next?.stream) shown.replace(next.stream);
    finish = next?.stream?.finish ?? false;
  }
}
