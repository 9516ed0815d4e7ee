import type { Firm, Moment, Script } from './script.ts';

/** Who of a firm is written to. `kind`: what may be unsubscribed; null: this may not. */
export function readersOf(
  script: Script,
  firm: Firm,
  { withBackup, kind, at }: { withBackup: boolean; kind: 'CALL' | 'CERTIFICATE' | null; at: Moment },
): string[] {
  const mains = firm.contacts.filter(({ rank }) => rank === 'MAIN');
  const first = mains.length > 0 ? mains : firm.contacts.filter(({ rank }) => rank !== 'BACKUP');
  const backups = firm.contacts.filter(({ rank }) => rank === 'BACKUP');
  const isReached = ({ person }: Firm['contacts'][number]) => reachable(script).has(person);
  const all = withBackup || !first.some(isReached) ? [...first, ...backups] : first;
  return all
    .filter(isReached)
    .map(({ person }) => person)
    .filter((person) => kind === null || !hasOptedOut(script, person, kind, at));
}

const known = new WeakMap<Script, ReadonlySet<string>>();

/** Who has an account anywhere. */
export function reachable(script: Script): ReadonlySet<string> {
  const found =
    known.get(script) ?? new Set(script.people.filter(({ platforms }) => platforms.length > 0).map(({ id }) => id));
  known.set(script, found);
  return found;
}

function hasOptedOut(script: Script, person: string, kind: 'CALL' | 'CERTIFICATE', at: Moment): boolean {
  return script.optOuts.some((one) => one.person === person && one.kind === kind && one.at < at);
}
