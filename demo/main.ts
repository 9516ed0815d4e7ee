/** `npm run demo`: the whole product on this machine. Everything is gone when it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startBoth } from './start.ts';

const preferredPort = Number(process.env.DEMO_PORT ?? 3080);
const dir = mkdtempSync(join(tmpdir(), 'keqitong-demo-'));
const log = pino({ level: process.env.LOG_LEVEL ?? 'warn' });

async function start(port: number) {
  return startBoth({ databaseUrl: `file:${join(dir, 'demo.db')}`, log, emulator: { port } });
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

const both = await start(preferredPort).catch((error: unknown) => {
  if (isPortTaken(error)) return start(0);
  throw error;
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void both.stop().finally(() => {
      rmSync(dir, { recursive: true, force: true });
      process.exit(0);
    });
  });
}
console.log(`\n科企通演示已启动，请用浏览器打开： ${both.emulator.url}\n（按 Ctrl+C 结束，演示数据不保留）\n`);
