import { type BothSides, startBoth } from '../../demo/start.ts';
import type { EmulatorOptions, MessageView } from '../../emulator/server.ts';
import { dialect } from './database.ts';
import { demoDatabase } from './demo-database.ts';
import { freePacer } from './free-pacer.ts';
import { importHere } from './import-here.ts';
import { type MemoryLog, memoryLog } from './memory-log.ts';

/** Both sides, a database of their own, and the people of the demo. */
export interface World extends BothSides {
  log: MemoryLog;
  databaseUrl: string;
  /** Other processes of the bot, which have to come to rest as well. */
  alsoIdle: Set<() => Promise<void>>;
  /** What the platforms remarked on or held to be wrong so far, one line each. */
  remarks(): string[];
  /** Somebody in one of their conversations. */
  chat(person: PersonId, conversation: string): Chat;
}

export const wecomUser = {
  administrator: 'hemin',
  officer: 'wangchen',
  viewer: 'sunlan',
  agent: 'qianyuan',
  contact01: 'liyi',
  contact02: 'zhaoer',
  contact03: 'wushuang',
  stranger: 'zhoushan',
} as const;

export type PersonId = keyof typeof wecomUser;

/** The conversations of a person, by what they are. */
export const conversations = {
  'WeCom app': (person: PersonId) => `wecom-app:${wecomUser[person]}`,
  'WeCom AI bot': (person: PersonId) => `wecom-aibot:${wecomUser[person]}`,
  'WeCom AI bot in a group': (_person?: PersonId) => 'wecom-aibot-group:wecom-group-1',
  'DingTalk robot': (person: PersonId) => `dingtalk:ding-${wecomUser[person]}`,
  'DingTalk robot in a group': (_person?: PersonId) => 'dingtalk-group:cidDemoGroup1==',
} as const;

/**
 * How a message travels has nothing to do with the database: on PostgreSQL, where each takes longer, one channel of each
 * platform is enough.
 */
export const directChannels = (['WeCom app', 'WeCom AI bot', 'DingTalk robot'] as const).filter(
  (channel) => dialect === 'sqlite' || channel !== 'WeCom AI bot',
);
export const groupChannels = ['WeCom AI bot in a group', 'DingTalk robot in a group'] as const;

/** One person in one conversation, through the emulator's HTTP interface. */
export interface Chat {
  say(text: string, options?: { mention?: boolean; kind?: string; extra?: object }): Promise<void>;
  /** The first message from the bot since the last look that matches. Fails with what came instead. */
  shouldSee(pattern: RegExp): Promise<MessageView>;
  /** Presses a button of the newest card that has it. */
  tap(button: string): Promise<void>;
  /** Presses a button of the newest card that reads like this. */
  tapOn(card: RegExp, button: string): Promise<void>;
  /** Fills in the form of the newest card that reads like this, by the labels of its fields, and submits it. */
  fillIn(card: RegExp, values: Readonly<Record<string, string | number>>): Promise<void>;
  /** Whatever came from the bot since the last look, once everything has settled. */
  news(): Promise<MessageView[]>;
}

/** Far longer than anything takes: how busy the machine is decides nothing. */
const patienceMs = 60_000;

export async function startWorld(
  options: {
    env?: Record<string, string>;
    emulator?: Partial<EmulatorOptions>;
    /** Whether calls wait for their turn: on a clock that stands still most dialogues would wait for ever. */
    isPaced?: boolean;
    /** Whether each file is read by a process of its own, as where the bot runs. */
    hasImportProcess?: boolean;
  } = {},
): Promise<World> {
  const { url: databaseUrl, drop } = await demoDatabase();
  const log = memoryLog();
  const alsoIdle = new Set<() => Promise<void>>();
  const both = await startBoth({
    databaseUrl,
    log,
    ...(options.env ? { env: options.env } : {}),
    deps: {
      ...(options.isPaced ? {} : { pacer: freePacer }),
      ...(options.hasImportProcess ? {} : { runImport: importHere }),
    },
    emulator: {
      clock: { start: '2023-12-29T10:00', mode: 'frozen' },
      // A rate of real seconds: people of flesh and blood do not ask as fast as these, and a try again waits for the clock.
      settings: { dingtalkApi: { callsPerSecond: 0 } },
      ...options.emulator,
    },
  });

  async function call<T>(path: string, body?: object): Promise<T> {
    const init = body
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : {};
    const response = await fetch(`${both.emulator.url}/emulator/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  function chat(person: PersonId, conversation: string): Chat {
    let seen = 0;
    const look = async (waitMs: number) => {
      const query = new URLSearchParams({ as: person, conversation, after: String(seen), waitMs: String(waitMs) });
      const { messages } = await call<{ messages: MessageView[] }>(`messages?${query}`);
      for (const { seq, updatedSeq = 0 } of messages) seen = Math.max(seen, seq, updatedSeq);
      return messages.filter(({ from }) => from === 'bot');
    };
    /** A card may come after the words that did not fit on it: it is waited for. */
    async function tapOn(pattern: RegExp, button: string): Promise<void> {
      const until = Date.now() + patienceMs;
      for (let after = 0; ; ) {
        const query = new URLSearchParams({ as: person, conversation, after: '0' });
        const { messages, latest } = await call<{ messages: MessageView[]; latest: number }>(`messages?${query}`);
        after = latest;
        for (const { id, card, text } of messages.reverse()) {
          const found = pattern.test(text) && card?.buttons.find((one) => one.text === button && one.enabled);
          if (!found) continue;
          await look(0);
          await call('tap', { as: person, conversation, messageId: id, key: found.key });
          return;
        }
        const waitMs = until - Date.now();
        if (waitMs <= 0) throw new Error(`${person} in ${conversation} has no button ${button}`);
        const next = new URLSearchParams({ as: person, conversation, after: String(after), waitMs: String(waitMs) });
        await call(`messages?${next}`);
      }
    }
    return {
      async say(text, { mention = true, kind = 'text', extra = {} } = {}) {
        await look(0);
        await call('say', { as: person, conversation, text, mention, kind, extra });
      },
      async shouldSee(pattern) {
        const came: string[] = [];
        const until = Date.now() + patienceMs;
        while (Date.now() < until) {
          for (const message of await look(until - Date.now())) {
            if (pattern.test(message.text)) return message;
            came.push(message.text);
          }
        }
        throw new Error(
          `${person} in ${conversation} awaited ${pattern}, but saw:\n${came.join('\n---\n') || 'nothing'}`,
        );
      },
      tap: (button) => tapOn(/(?:)/, button),
      tapOn,
      async fillIn(pattern, values) {
        const query = new URLSearchParams({ as: person, conversation, after: '0' });
        const { messages } = await call<{ messages: MessageView[] }>(`messages?${query}`);
        const message = messages
          .reverse()
          .find(({ card, text }) => pattern.test(text) && (card?.forms ?? []).length > 0);
        const [form] = message?.card?.forms ?? [];
        if (!message || !form) throw new Error(`${person} in ${conversation} has no form to fill in`);
        const byName = Object.entries(values).map(([label, value]) => {
          const field = form.fields.find((one) => one.label === label);
          if (!field) throw new Error(`no field ${label} among ${form.fields.map((one) => one.label).join(', ')}`);
          return [field.name, value];
        });
        await look(0);
        const filled = { form: Object.fromEntries(byName) };
        await call('tap', { as: person, conversation, messageId: message.id, key: form.key, ...filled });
      },
      async news() {
        await both.emulator.idle();
        // One at a time: each asks the other process by one message. And once more: what one of several leaves to be done
        // another may take up the moment after it was asked.
        const all = [() => both.app.idle(), ...alsoIdle];
        for (const idle of alsoIdle.size > 0 ? [...all, ...all] : all) await idle();
        await both.emulator.idle();
        return look(0);
      },
    };
  }

  return {
    ...both,
    log,
    databaseUrl,
    alsoIdle,
    chat,
    remarks: () =>
      both.emulator
        .wire()
        .flatMap(({ seq, error, warnings = [] }) =>
          [...(error ? [error] : []), ...warnings].map((one) => `${seq}: ${one}`),
        ),
    async stop() {
      await both.stop();
      await drop();
    },
  };
}
