import type { AuditFact } from '../core/audit.ts';
import { UserError } from '../core/errors.ts';
import type { Said } from '../core/said.ts';
import type { Context, Intent } from './intent.ts';

/** Whether a sentence is for this intent, and the speaker may not. What it is wrong about is not said. */
export function isDenied(intent: Intent, said: Said, { actor }: Context): boolean {
  if (intent.roles.includes(actor.role)) return false;
  try {
    return intent.match(said) !== null;
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

export function deniedCommand(detail: Record<string, unknown>): AuditFact {
  return { action: 'command.denied', result: 'denied', detail };
}
