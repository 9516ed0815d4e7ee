import { z } from 'zod';
import { type ApiHandler, jsonObject } from '../api.ts';
import { opaqueId } from '../crypto.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../world.ts';
import { accept, refuse } from './errors.ts';

export interface AibotIds {
  /** from.userid: plain, or encrypted when the bot's creator is no super administrator (智能机器人 接收消息 100719). */
  idOf(person: Person): string;
  personOf(id: string): Person | undefined;
  /** batch/openuserid_to_userid of 自建应用与智能机器人的对接 (101521), with the app's token. */
  convert: ApiHandler;
}

const RequestSchema = z.object({ open_userid_list: z.array(z.string()).min(1).max(1000) });

export function createAibotIds({ directory }: Deps): AibotIds {
  const { world } = directory;
  const encrypted = (person: Person) =>
    `wo${opaqueId('open_userid', world.wecom?.corpId ?? '', person.wecom?.userId ?? '').slice(0, 30)}`;
  const idOf = (person: Person) =>
    world.wecom?.aibot?.encryptedUserIds ? encrypted(person) : (person.wecom?.userId ?? '');
  const members = new Map<string, Person>();
  let read = 0;
  const byEncrypted = (id: string) => {
    // People may have come since the last time.
    for (; read < world.people.length; read += 1) {
      const person = world.people[read];
      if (person?.wecom) members.set(encrypted(person), person);
    }
    return members.get(id);
  };
  return {
    idOf,
    personOf(id) {
      const person = world.wecom?.aibot?.encryptedUserIds ? byEncrypted(id) : directory.byWecomId(id);
      return person && idOf(person) === id ? person : undefined;
    },
    convert(call) {
      const parsed = RequestSchema.safeParse(jsonObject(call.body));
      if (!parsed.success) return refuse(40058, 'open_userid_list takes 1 to 1000 ids');
      const found = parsed.data.open_userid_list.map((id) => ({ id, person: byEncrypted(id) }));
      return accept({
        userid_list: found.flatMap(({ id, person }) =>
          person ? [{ open_userid: id, userid: person.wecom?.userId }] : [],
        ),
        // Ids that are plain already come back here as well.
        invalid_open_userid_list: found.filter(({ person }) => !person).map(({ id }) => id),
      });
    },
  };
}
