import type { Job } from '../../src/store/jobs.ts';

/** Whom a call to a platform is for, by their ids there; null: it sends nothing. */
export function receiversOf(url: string, body: unknown): readonly string[] | null {
  const said = body as { touser?: string; userIds?: string[]; openSpaceId?: string };
  if (url.includes('/message/send')) return said.touser?.split('|') ?? null;
  if (url.includes('/batchSend')) return said.userIds ?? null;
  if (url.includes('/createAndDeliver')) return [said.openSpaceId?.split('IM_ROBOT.')[1] ?? ''];
  return null;
}

/** Calls that were begun and whose job has not taken note of what became of them: what a kill may bring twice. */
export function createInFlight() {
  const readersOf = new Map<string, ReadonlySet<string>>();
  const calls: (readonly string[])[] = [];
  return {
    begun: (receivers: readonly string[]) => void calls.push(receivers),
    taken({ id, event: { happening } }: Pick<Job, 'id' | 'event'>) {
      if (happening.kind === 'mail') readersOf.set(id, new Set(happening.readers.map(({ to }) => to.userId)));
    },
    isMail: (id: string) => readersOf.has(id),
    /** A mail of these tests is one call. */
    noted(id: string) {
      const readers = readersOf.get(id);
      const at = calls.findIndex((call) => readers && call.every((one) => readers.has(one)));
      if (at >= 0) calls.splice(at, 1);
      readersOf.delete(id);
    },
    calls: () => calls,
  };
}
