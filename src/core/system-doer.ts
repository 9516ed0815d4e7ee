import type { Doer } from './audit.ts';
import { newId } from './ids.ts';

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
