import { Worker } from 'node:worker_threads';
import type { Drawn, Figure } from './figure.ts';

/** So long an idle thread waits for the next figure before it gives its memory back. */
const idleMs = 60_000;

/** JavaScript's own; it takes 30 MB. Little for what is young, so that pictures that were sent are not kept for long. */
const memory = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 2 };

interface Waiting {
  resolve(png: Uint8Array): void;
  reject(error: Error): void;
}

/** A thread, and who waits for it, in order. */
interface Painter {
  worker: Worker;
  waiting: Waiting[];
  idle?: NodeJS.Timeout;
}

/**
 * Draws figures in a thread of its own, one after the other: it takes half a second of computing, which nobody else's
 * answer should wait for, and libraries that most processes never need. The thread keeps no process alive.
 */
export function createPaint(options: { idleMs?: number } = {}): (figure: Figure) => Promise<Uint8Array> {
  let painter: Painter | null = null;

  function start(): Painter {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: [], resourceLimits: memory });
    const started: Painter = { worker, waiting: [] };
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

  return (figure) =>
    new Promise((resolve, reject) => {
      painter ??= start();
      clearTimeout(painter.idle);
      // What cannot be posted throws, and then nobody waits for it.
      painter.worker.postMessage(figure);
      painter.worker.ref();
      painter.waiting.push({ resolve, reject });
    });
}
