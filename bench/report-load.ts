import { Agent } from 'node:http';
import { z } from 'zod';
import type { Sink } from './around.ts';
import { tapXml, textXml, wecomAppPost } from './channels.ts';
import { send } from './load.ts';
import { monthInWords, reporterId } from './report-data.ts';

/** The two callbacks of a submission, in ms. */
export interface Submitted {
  /** From sending the callback to the first call of its answer. */
  figures: Answered;
  confirmed: Answered;
}

interface Answered {
  /** Until the platform has its HTTP answer */
  httpMs: number;
  /** Until the answer left: here always by an API call. */
  answerMs: number;
}

const CallSchema = z.looseObject({
  touser: z.string(),
  template_card: z
    .looseObject({
      task_id: z.string(),
      button_list: z.array(z.looseObject({ text: z.string(), key: z.string() })),
    })
    .optional(),
});
type Call = z.infer<typeof CallSchema>;

/** What the bot says where it could not decide. */
const apology = '暂时无法答复';
/** So long an answer is waited for. */
const patienceMs = 60_000;

/** People who report, on the platform's side: what the bot calls is what they see. */
export class Reporters {
  readonly #waiting = new Map<string, (call: Call) => void>();
  /** What was sent to each of them, as it came. */
  readonly #calls = new Map<string, string[]>();
  readonly #offMs: number;
  readonly #run = Date.now();

  constructor(sink: Sink, offMs: number) {
    this.#offMs = offMs;
    sink.listen((path, body) => {
      if (!path.startsWith('/cgi-bin/message/')) return;
      const call = CallSchema.safeParse(JSON.parse(body));
      if (!call.success) return;
      const { touser } = call.data;
      this.#calls.set(touser, [...(this.#calls.get(touser) ?? []), body]);
      this.#waiting.get(touser)?.(call.data);
    });
  }

  callsTo(n: number): readonly string[] {
    return this.#calls.get(reporterId(n)) ?? [];
  }

  /** Sends the month in one sentence, sees it read back, taps 确认提交, and sees the receipt. */
  async submit(agent: Agent, port: number, n: number): Promise<Submitted> {
    const said = textXml(monthInWords(n), `${this.#run}${n}`);
    // The card with the buttons comes last.
    const readBack = await this.#say(agent, port, { n, content: said, until: ({ template_card: card }) => !!card });
    const card = readBack.call.template_card;
    const button = card?.button_list.find(({ text }) => text === '确认提交');
    if (!card || !button) throw new Error(`${reporterId(n)} cannot confirm: ${JSON.stringify(readBack.call)}`);
    const tapped = tapXml(button.key, card.task_id);
    const isReceipt = (call: Call) => JSON.stringify(call).includes('回执编号');
    const receipt = await this.#say(agent, port, { n, content: tapped, until: isReceipt });
    return { figures: readBack.answered, confirmed: receipt.answered };
  }

  async #say(agent: Agent, port: number, what: { n: number; content: string; until(call: Call): boolean }) {
    const { n, content, until } = what;
    const userId = reporterId(n);
    const started = performance.now();
    let answerMs = 0;
    const whole = new Promise<Call>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${userId}: no answer`)), patienceMs);
      this.#waiting.set(userId, (call) => {
        if (answerMs === 0) answerMs = performance.now() - started;
        const isApology = JSON.stringify(call).includes(apology);
        if (!isApology && !until(call)) return;
        clearTimeout(timer);
        if (isApology) reject(new Error(`${userId}: ${apology}`));
        else resolve(call);
      });
    });
    const seconds = Math.floor((Date.now() + this.#offMs) / 1000);
    const post = wecomAppPost({ userId, content, seconds });
    const inTime = send(agent, port, post).then((status) => ({ status, httpMs: performance.now() - started }));
    const [call, { status, httpMs }] = await Promise.all([whole, inTime]);
    this.#waiting.delete(userId);
    if (status !== 200) throw new Error(`${userId}: status ${status}`);
    return { answered: { httpMs, answerMs }, call };
  }
}

export interface Load {
  submitted: readonly Submitted[];
  failures: readonly string[];
}

const connections = () => new Agent({ keepAlive: true });

/** These enterprises, always `width` of them under way. */
export async function reportAtOnce(
  reporters: Reporters,
  port: number,
  { from, to, width }: { from: number; to: number; width: number },
): Promise<Load> {
  const agent = connections();
  const submitted: Submitted[] = [];
  const failures: string[] = [];
  let next = from;
  const lane = async () => {
    for (let n = next++; n < to; n = next++) {
      await reporters.submit(agent, port, n).then(
        (one) => submitted.push(one),
        (error: Error) => failures.push(error.message),
      );
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  agent.destroy();
  return { submitted, failures };
}

/** These enterprises at a steady rate, whether or not others are through. */
export async function reportSteadily(
  reporters: Reporters,
  port: number,
  { from, to, rate }: { from: number; to: number; rate: number },
): Promise<Load> {
  const agent = connections();
  const submitted: Submitted[] = [];
  const failures: string[] = [];
  const started = performance.now();
  const pending: Promise<unknown>[] = [];
  for (let n = from; n < to; n += 1) {
    const dueIn = started + ((n - from) * 1000) / rate - performance.now();
    if (dueIn > 0) await new Promise((resolve) => setTimeout(resolve, dueIn));
    pending.push(
      reporters.submit(agent, port, n).then(
        (one) => submitted.push(one),
        (error: Error) => failures.push(error.message),
      ),
    );
  }
  await Promise.all(pending);
  agent.destroy();
  return { submitted, failures };
}
