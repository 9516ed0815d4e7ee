import type { Conversation, Directory } from '../directory.ts';
import type { Person } from '../world.ts';

// Who has left the organisation keeps the unionId and is an outsider like any other (digest 6 and 9).

/** The userid of a present member. */
export function staffIdOf(directory: Directory, person: Person): string | undefined {
  const isGone = directory.absences.of('dingtalk', person.id) === 'organisation';
  return isGone ? undefined : person.dingtalk?.staffId;
}

/** The present member with this userid. */
export function memberBy(directory: Directory, staffId: string): Person | undefined {
  const person = directory.byStaffId(staffId);
  return person && staffIdOf(directory, person) === staffId ? person : undefined;
}

/** Whether the app's robot stands in a conversation: internal groups only, and the chats with itself (digest 1.1 and 9). */
export function hasRobot({ world }: Directory, { kind, key }: Conversation): boolean {
  const group = world.dingtalk?.groups.find((one) => one.openConversationId === key);
  return kind === 'direct' || group?.kind === 'internal';
}

/** Those of a conversation who have not left the organisation, which ends its internal groups. */
export function presentIn(directory: Directory, conversation: Conversation): string[] {
  return conversation.members.filter((id) => directory.absences.of('dingtalk', id) !== 'organisation');
}
