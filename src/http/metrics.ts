import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MonthlyCalls } from '../core/call-quota.ts';

/** What the operator can watch; names and labels are documented in README. No label holds anything about people. */
export interface Metrics {
  /** Prometheus text. */
  render(): Promise<string>;
  readonly contentType: string;
  countOutcome(channel: string, outcome: string): void;
  countRefused(path: string, reason: string): void;
  countApiCall(path: string, result: string): void;
  countTrouble(channel: string, trouble: string): void;
  observeCallback(path: string, seconds: number): void;
}

/**
 * @param openJobs how many jobs are in each state that is not done, asked for at each reading
 * @param monthlyCalls asked for likewise
 */
export function createMetrics(
  openJobs: () => Promise<Readonly<Record<string, number>>>,
  monthlyCalls: MonthlyCalls = async () => null,
): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const outcomes = new Counter({
    name: 'keqitong_callbacks_total',
    help: 'Authentic callbacks by what became of them',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const refused = new Counter({
    name: 'keqitong_refused_total',
    help: 'Refused callbacks',
    labelNames: ['path', 'reason'],
    registers,
  });
  const apiCalls = new Counter({
    name: 'keqitong_api_calls_total',
    help: 'Calls to the platforms',
    labelNames: ['path', 'result'],
    registers,
  });
  const troubles = new Counter({
    name: 'keqitong_troubles_total',
    help: "Messages that wait for something that is no message's fault",
    labelNames: ['channel', 'trouble'],
    registers,
  });
  const durations = new Histogram({
    name: 'keqitong_callback_seconds',
    help: 'From the callback to our HTTP answer',
    labelNames: ['path'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  });
  new Gauge({
    name: 'keqitong_jobs',
    help: 'Jobs that are not done',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await openJobs())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'keqitong_dingtalk_month_calls',
    help: 'Calls to DingTalk that count in this calendar month (made), and how many there may be (limit)',
    labelNames: ['what'],
    registers,
    async collect() {
      const calls = await monthlyCalls();
      for (const [what, value] of Object.entries(calls ?? {})) this.set({ what }, value);
    },
  });
  return {
    render: () => register.metrics(),
    contentType: register.contentType,
    countOutcome: (channel, outcome) => outcomes.inc({ channel, outcome }),
    countRefused: (path, reason) => refused.inc({ path, reason }),
    countApiCall: (path, result) => apiCalls.inc({ path, result }),
    countTrouble: (channel, trouble) => troubles.inc({ channel, trouble }),
    observeCallback: (path, seconds) => durations.observe({ path }, seconds),
  };
}
