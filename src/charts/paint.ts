import { Worker } from 'node:worker_threads';
import type { Drawn, Figure } from './figure.ts';

/** So long an idle thread waits for the next figure before it gives its memory back. */
const idleMs = 60_000;

/** JavaScript's own; it takes 30 MB. Little for what is young, so that pictures that were sent are not kept for long. */
const memory = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 2 };

/** Pictures that a thread keeps for who asks for the same again: a quarter of a megabyte each. */
const keptAtMost = 8;

interface Waiting {
  resolve(png: Uint8Array): void;
  reject(error: Error): void;
}

/** A thread, and who waits for it, in order. */
interface Painter {
  worker: Worker;
  waiting: Waiting[];
  /** What it has drawn or is drawing, by what was asked for; the oldest first. */
  pictures: Map<string, Promise<Uint8Array>>;
  idle?: NodeJS.Timeout;
}

/**
 * Draws figures in a thread of its own, one after the other: it takes half a second of computing, which nobody else's
 * answer should wait for, and libraries that most processes never need. The thread keeps no process alive. The same figure
 * asked for by several, or in both chats, is drawn once: nobody may write into a picture.
 */
export function createPaint(options: { idleMs?: number } = {}): (figure: Figure) => Promise<Uint8Array> {
  let painter: Painter | null = null;

  function start(): Painter {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: [], resourceLimits: memory });
    const started: Painter = { worker, waiting: [], pictures: new Map() };
    const forget = () => {
      clearTimeout(started.idle);
      if (painter === started) painter = null;
    };
    const fail = (error: Error) => {
      forget();
      for (const { reject } of started.waiting.splice(0)) reject(error);
    };
    worker.on('message', (drawn: Drawn) => {
      const next = started.waiting.shift();
      if (started.waiting.length === 0) {
        worker.unref();
        started.idle = setTimeout(() => {
          forget();
          void worker.terminate();
        }, options.idleMs ?? idleMs).unref();
      }
      if ('png' in drawn) next?.resolve(drawn.png);
      else next?.reject(new Error(`nothing was drawn: ${drawn.failed}`));
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`the drawing thread ended with ${code}`)));
    return started;
  }

  function draw(by: Painter, figure: Figure): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      clearTimeout(by.idle);
      // What cannot be posted throws, and then nobody waits for it.
      by.worker.postMessage(figure);
      by.worker.ref();
      by.waiting.push({ resolve, reject });
    });
  }

  return (figure) => {
    painter ??= start();
    const { pictures } = painter;
    const key = JSON.stringify(figure);
    const known = pictures.get(key);
    if (known) return known;
    const drawn = draw(painter, figure);
    pictures.set(key, drawn);
    drawn.catch(() => pictures.delete(key));
    for (const [oldest] of pictures) if (pictures.size > keptAtMost) pictures.delete(oldest);
    return drawn;
  };
}
