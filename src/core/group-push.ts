import { z } from 'zod';
import type { Card } from './card.ts';
import type { Cost } from './pacing.ts';

/** A group that gets what nobody asked for there, and the way into it. */
export const PushTargetSchema = z.discriminatedUnion('kind', [
  /** An internal group that the robot is in; the id arrives as `groupId` with every message from it. */
  z.object({ kind: z.literal('dingtalk-group'), conversationId: z.string().min(1) }),
  /** A group that our WeCom app made. */
  z.object({ kind: z.literal('wecom-appchat'), chatId: z.string().min(1) }),
  /** The address of a WeCom group robot. Whoever knows it can write there: stored sealed, never logged. */
  z.object({ kind: z.literal('wecom-webhook'), url: z.string().min(1) }),
]);
export type PushTarget = z.infer<typeof PushTargetSchema>;

/** Says something in a group of its own accord. */
export interface GroupPusher {
  readonly kinds: readonly PushTarget['kind'][];
  /**
   * None of these ways recognises a repeat: what was on its way when the process died may come twice.
   * @throws PlatformError
   * @throws Error if the card is confidential: our bug
   */
  push(target: PushTarget, card: Card): Promise<void>;
  /** The limits that saying this there falls under. */
  costs(target: PushTarget, card: Card): readonly Cost[];
}

/** Fails closed: whatever a handler did wrong, nothing private is said in a group. */
export function assertForGroup({ confidential }: Card): void {
  if (confidential) throw new Error('confidential card for a group');
}
