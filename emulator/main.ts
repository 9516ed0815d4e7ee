import { readFileSync } from 'node:fs';
import { createEmulator } from './server.ts';

// node --import tsx emulator/main.ts world.json
const file = process.argv[2];
if (!file) {
  console.error('用法：node --import tsx emulator/main.ts <world.json>（PORT 指定端口，默认 4000）');
  process.exit(2);
}
const emulator = createEmulator({
  world: JSON.parse(readFileSync(file, 'utf8')),
  port: Number(process.env.PORT ?? 4000),
});
const { url } = await emulator.start();
console.log(`模拟器已启动：${url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
}
