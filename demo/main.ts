/** `npm run demo`: the whole product on this machine. Everything is gone when it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startBoth } from './start.ts';

const usualPort = 3080;

/** Says in a sentence why there is no demo. */
function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

const wanted = process.env.DEMO_PORT ?? String(usualPort);
const port = Number(wanted);
if (!/^\d+$/u.test(wanted) || port > 65535) refuse(`DEMO_PORT 应为 0 到 65535 的整数，现在是“${wanted}”。`);
// The page is bundled with development tools that a production install leaves out.
try {
  import.meta.resolve('preact');
} catch {
  refuse('演示需要完整安装，请运行 npm ci（不带 --omit=dev）后再试。');
}

const dir = mkdtempSync(join(tmpdir(), 'keqitong-demo-'));
const clear = () => rmSync(dir, { recursive: true, force: true });
const log = pino({ level: process.env.LOG_LEVEL ?? 'warn' });
const start = (onPort: number) =>
  startBoth({ databaseUrl: `file:${join(dir, 'demo.db')}`, log, emulator: { port: onPort } });

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

const running = await start(port).catch((error: unknown) => {
  if (isPortTaken(error)) {
    console.log(`端口 ${port} 已被占用，改用其他端口。`);
    return start(0);
  }
  clear();
  throw error;
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void running.stop().finally(() => {
      clear();
      process.exit(0);
    });
  });
}
console.log(`\n科企通演示已启动，请用浏览器打开： ${running.emulator.url}\n（按 Ctrl+C 结束，演示数据不保留）\n`);
