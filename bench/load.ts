import { Agent, request } from 'node:http';
import type { Post } from './channels.ts';

export interface Timings {
  /** Milliseconds from sending a callback to the end of its HTTP answer, ascending. */
  ms: readonly number[];
  /** From the first callback to the last answer. */
  totalMs: number;
  failures: number;
}

/** @returns the status of its answer */
export function send(agent: Agent, port: number, { path, headers, body }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(
      { host: '127.0.0.1', port, method: 'POST', path, headers: { ...headers, ...length }, agent },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function timed(agent: Agent, port: number, post: Post, ms: number[]): Promise<boolean> {
  const started = performance.now();
  const status = await send(agent, port, post).catch(() => 0);
  ms.push(performance.now() - started);
  return status === 200;
}

/** So many messages, always `width` of them under way. */
export async function closedLoop(port: number, posts: readonly Post[], width: number): Promise<Timings> {
  const ms: number[] = [];
  let next = 0;
  let failures = 0;
  // New connections each time: a kept one may have been closed meanwhile.
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  const lane = async () => {
    for (let post = posts[next++]; post; post = posts[next++]) if (!(await timed(agent, port, post, ms))) failures += 1;
  };
  await Promise.all(Array.from({ length: width }, lane));
  agent.destroy();
  return { ms: ms.sort((a, b) => a - b), totalMs: performance.now() - started, failures };
}

/** Messages that arrive at a steady rate whether or not earlier ones have been answered. */
export async function openLoop(port: number, posts: readonly Post[], rate: number): Promise<Timings> {
  const ms: number[] = [];
  let failures = 0;
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  const pending: Promise<void>[] = [];
  for (const [n, post] of posts.entries()) {
    const dueIn = started + (n * 1000) / rate - performance.now();
    if (dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
    pending.push(
      timed(agent, port, post, ms).then((ok) => {
        if (!ok) failures += 1;
      }),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return { ms: ms.sort((a, b) => a - b), totalMs: performance.now() - started, failures };
}

export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}
