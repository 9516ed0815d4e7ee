import type { EnterpriseRef } from '../../core/actor.ts';
import type { Deadline } from './deadline.ts';
import type { Policy } from './policy.ts';
import type { ContactWay, Promises } from './promises.ts';
import { type AnswerKind, type ReaderStep, stopsEscalation } from './reminders.ts';

/** Somebody a reminder goes to. */
export interface ChosenReader extends ContactWay {
  step: ReaderStep;
}

/**
 * Who of an enterprise is reminded (domain.md E2): the main contact, or everybody but the backup contact where none is named; from
 * the policy's lead on, where nobody answered, the backup contact as well. Where nobody of the first can be reached, the
 * backup contact takes their place at once. Who has unsubscribed is left out, and nobody is told in their place.
 * @param lead the smallest that is due: days before the due day; null: the backup contact's turn does not follow from days
 * @param answer the one that holds; null: none
 */
export function readersOf(
  contacts: readonly ContactWay[],
  of: {
    lead: number | null;
    answer: AnswerKind | null;
    optedOut: ReadonlySet<string>;
    policy: Pick<Policy, 'backupFrom'>;
  },
): readonly ChosenReader[] {
  const { lead, answer, optedOut, policy } = of;
  const isReached = ({ accounts }: ContactWay) => accounts.length > 0;
  const main = contacts.filter(({ rank }) => rank === 'MAIN');
  const first = main.length > 0 ? main : contacts.filter(({ rank }) => rank === null);
  const backup = contacts.filter(({ rank }) => rank === 'BACKUP').filter(isReached);
  const isSilent = answer === null || !stopsEscalation.has(answer);
  const isTheirTurn = policy.backupFrom !== null && lead !== null && lead <= policy.backupFrom && isSilent;
  const chosen = [
    ...first.filter(isReached).map((one) => ({ ...one, step: 'MAIN' as const })),
    ...(isTheirTurn || !first.some(isReached) ? backup.map((one) => ({ ...one, step: 'BACKUP' as const })) : []),
  ];
  return chosen.filter(({ personId }) => !optedOut.has(personId));
}

/** Of these enterprises those that no bot reaches, or whose contacts have all unsubscribed. */
export function unreachableOf(
  enterprises: readonly EnterpriseRef[],
  contacts: ReadonlyMap<string, readonly ContactWay[]>,
  optedOut: ReadonlySet<string>,
): EnterpriseRef[] {
  const isReached = ({ id }: EnterpriseRef) =>
    (contacts.get(id) ?? []).some(({ personId, accounts }) => accounts.length > 0 && !optedOut.has(personId));
  return enterprises.filter((one) => !isReached(one));
}

/** Who does not want to hear of a deadline: of what is a duty nobody may unsubscribe. */
export async function optedOutOf(
  { kind }: Pick<Deadline, 'kind'>,
  promises: Pick<Promises, 'optedOut'>,
): Promise<ReadonlySet<string>> {
  return kind === 'CALL' ? promises.optedOut('CALL') : new Set();
}
