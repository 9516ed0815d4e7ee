import { dateOf, timeOf } from '../domain/calendar.ts';
import type { DeadLetters } from '../domain/dead-letters.ts';

const listedAtMost = 50;

/** What could not be sent, as it is printed. */
export async function failedJobs(deadLetters: DeadLetters): Promise<string[]> {
  const [count, listed] = [await deadLetters.count(), await deadLetters.list(listedAtMost)];
  const lines = listed.map(({ id, what, error, failedAt, attempts }) => {
    const at = failedAt ? `${dateOf(failedAt)} ${timeOf(failedAt)}` : '';
    return [id, at, what, `已试 ${attempts} 次`, error].join('  ');
  });
  return [`未能发出的消息共 ${count} 条。`, ...lines];
}
