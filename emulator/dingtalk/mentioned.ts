import { z } from 'zod';
import { opaqueId } from '../crypto.ts';
import type { Directory } from '../directory.ts';
import { RefusedError } from '../errors.ts';
import type { Saying } from '../player.ts';
import type { Person } from '../world.ts';
import { staffIdOf } from './members.ts';

/** The id a person has for one robot: opaque, and no other id follows from it (digest, identifiers). */
export function encryptedId(person: Person): string {
  return `$:LWCP_v1:$${opaqueId('sender', person.dingtalk?.unionId ?? '').slice(0, 24)}`;
}

export interface Mentioned {
  dingtalkId: string;
  staffId: string;
  unionId: string | undefined;
}

/** atUsers beside the robot (digest 1.3): the people of `extra.at`, by the world's ids; staffId is empty for outsiders. */
export function mentionedIn({ extra, conversation }: Saying, directory: Directory): Mentioned[] {
  const ids = z.array(z.string()).default([]).parse(extra.at);
  return ids.map((id) => {
    if (!conversation.members.includes(id)) throw new RefusedError(`${id} is not in ${conversation.id}`);
    const person = directory.person(id);
    const unionId = person.dingtalk?.unionId;
    return { dingtalkId: encryptedId(person), staffId: staffIdOf(directory, person) ?? '', unionId };
  });
}
