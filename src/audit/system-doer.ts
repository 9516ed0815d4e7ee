import type { Doer } from '../core/audit.ts';
import { newId } from '../core/ids.ts';

/** The program itself, or whoever works on its server. */
export function systemDoer(at: Date): Doer {
  return {
    personId: null,
    role: 'system',
    account: null,
    channel: 'server',
    place: 'server',
    groupId: null,
    requestId: newId(),
    at,
  };
}
