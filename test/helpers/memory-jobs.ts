import type { Job, JobStore } from '../../src/store/jobs.ts';

/** A job store in memory: one row an event, compare-and-set like the real one. */
export function memoryJobs() {
  const rows = new Map<string, Job & { error?: string }>();
  const byId = (id: string) => [...rows.values()].find((row) => row.id === id);
  const store: JobStore = {
    record: async ({ id, event: given, now, heldUntil }) => {
      if (rows.has(given.key)) return false;
      const fresh = { plan: null, sent: 0, attempts: 0, recordedAt: now };
      rows.set(given.key, { id, event: given, state: 'running', ...fresh, dueAt: heldUntil });
      return true;
    },
    recordOnly: async ({ id, event: given, now }) => {
      const fresh = { plan: null, sent: 0, attempts: 0, recordedAt: now };
      rows.set(given.key, { id, event: given, state: 'done', ...fresh, dueAt: now });
    },
    find: async (key) => structuredClone(rows.get(key) ?? null),
    claim: async (job, { now, heldUntil }) => {
      const row = byId(job.id);
      if (!row || row.state !== job.state || row.dueAt.getTime() !== job.dueAt.getTime()) return false;
      if (row.state === 'done' || row.state === 'failed' || (row.state === 'running' && row.dueAt > now)) return false;
      Object.assign(row, { state: 'running', dueAt: heldUntil, attempts: row.attempts + 1 });
      return true;
    },
    due: async ({ now }) =>
      [...rows.values()]
        .filter(({ state, dueAt }) => (state === 'waiting' || state === 'running') && dueAt <= now)
        .map((row) => structuredClone(row)),
    hold: async (ids, heldUntil) => {
      for (const id of ids) Object.assign(byId(id) ?? {}, { dueAt: heldUntil });
    },
    progress: async (id, { plan, sent }) => {
      Object.assign(byId(id) ?? {}, { plan, sent });
      return true;
    },
    finish: async (id, { inline }) =>
      void Object.assign(byId(id) ?? {}, { state: 'done', plan: { inline, calls: [] } }),
    postpone: async (id, { error, ...step }) =>
      void Object.assign(byId(id) ?? {}, { state: 'waiting', ...(error === null ? {} : { error }), ...step }),
    fail: async (id, { error }) => void Object.assign(byId(id) ?? {}, { state: 'failed', error }),
    release: async () => undefined,
    releaseOthers: async () => undefined,
    countOpen: async () => ({}),
    purge: async () => 0,
  };
  return { store, rows };
}
