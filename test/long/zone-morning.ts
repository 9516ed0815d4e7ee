import { demoWorld } from '../../demo/world.ts';
import { createEmulator, type Emulator, type MessageView } from '../../emulator/server.ts';
import type { Hindered } from './hindered.ts';

/** The morning on which the demo's people are reminded of 综合统计快报. */
export const morning = '2024-01-02';

/** Who gets how many: everybody who speaks for a firm with a certificate, one for each. */
export const allReminded = { contact01: 1, contact03: 2 };

/** The ways in which somebody asks meanwhile. */
export const askers = [
  { as: 'contact01', conversation: 'wecom-app:liyi' },
  // Delivered once only.
  { as: 'contact01', conversation: 'wecom-aibot:liyi' },
  { as: 'contact01', conversation: 'dingtalk:ding-liyi' },
];

/** The platforms of the demo on that morning, before nine. Their clock is moved by hand, their pauses are real. */
export async function startMorning(): Promise<Emulator> {
  const emulator = createEmulator({
    world: demoWorld,
    clock: { start: `${morning}T08:59`, mode: 'frozen' },
    settings: { dingtalkApi: { callsPerSecond: 0, edition: 'professional' } },
  });
  await emulator.start();
  return emulator;
}

/** Goes through the minutes up to a time of the morning; the bot comes to rest in each. */
export async function passTo(emulator: Emulator, bot: Hindered, time: string): Promise<void> {
  const until = new Date(`${morning}T${time}:00+08:00`).getTime();
  while (emulator.clock.now() < until) {
    await emulator.clock.advance(60_000, { jump: true });
    await bot.ring();
  }
}

/** Who got how many of the reminders so far. */
export function reminded(emulator: Emulator): Record<string, number> {
  const { deliveries, contents } = emulator.deliveries({ limit: 20_000 });
  const counts: Record<string, number> = {};
  for (const { person = '', messageId, content } of deliveries) {
    const text = contents[String(content)]?.text ?? '';
    if (messageId === undefined || !/截止提醒[\s\S]*综合统计快报/u.test(text)) continue;
    counts[person] = (counts[person] ?? 0) + 1;
  }
  return counts;
}

/** What the bot said in a conversation. */
export async function saidTo(emulator: Emulator, as: string, conversation: string): Promise<string[]> {
  const seen: MessageView[] = await emulator.messages({ as, conversation, after: 0 });
  return seen.filter(({ from }) => from === 'bot').map(({ text }) => text);
}
