import type { Deps } from '../deps.ts';
import type { Fault } from '../faults.ts';
import type { Person } from '../world.ts';

interface Addressed {
  touser?: string | undefined;
  toparty?: string | undefined;
  totag?: string | undefined;
}

type Unlicensed = Pick<Extract<Fault, { kind: 'unlicensed' }>, 'userIds'>;
type Receivers = { people: Person[]; refused: Record<string, string> } | { code: number; why: string };

/** Whom a message goes to, and who is refused (发送应用消息 90236). */
export function resolveReceivers(
  { touser = '', toparty = '', totag = '' }: Addressed,
  { directory }: Deps,
  downstream: string | undefined,
  fault: Unlicensed | undefined,
): Receivers {
  const list = (joined: string) => joined.split('|').filter(Boolean);
  const [users, parties, tags] = [list(touser), list(toparty), list(totag)];
  if (users.length + parties.length + tags.length === 0)
    return { code: 82001, why: 'touser & toparty & totag all empty' };
  // The limit is documented (90236), its code is not.
  if (users.length > 1000) return { code: 40032, why: 'more than 1000 users' };
  if (parties.length > 100) return { code: 82002, why: 'more than 100 parties' };
  if (tags.length > 100) return { code: 82003, why: 'more than 100 tags' };
  // 81013 (90313): who was deleted or taken out of the visible range is refused like an unknown one.
  const isReachable = (person: Person) => directory.absences.of('wecom', person.id) === undefined;
  const without = fault?.userIds && new Set(fault.userIds.map((userId) => userId.toLowerCase()));
  const lower = (person: Person) => directory.wecomId(person).toLowerCase();
  // A fault without a list is about everybody.
  const isLicensed = (person: Person) => fault === undefined || (without !== undefined && !without.has(lower(person)));
  if (touser === '@all') {
    const members = directory.world.people.filter(({ wecom }) => wecom && wecom.corpId === downstream);
    const reachable = members.filter(isReachable);
    return {
      people: reachable.filter(isLicensed),
      refused: joinedLists({ unlicenseduser: reachable.filter((one) => !isLicensed(one)).map(lower) }),
    };
  }
  const found = new Map<string, Person>();
  const invalid: string[] = [];
  const unlicensed: string[] = [];
  for (const user of users) {
    const person = directory.byWecomId(user, downstream);
    // 90236: refused userids come back in lower case; that those without a licence do as well is a guess.
    if (!person || !isReachable(person)) invalid.push(user.toLowerCase());
    else if (!isLicensed(person)) unlicensed.push(lower(person));
    else found.set(person.id, person);
  }
  return {
    people: [...found.values()],
    // This organisation has neither departments nor tags.
    refused: joinedLists({
      invaliduser: invalid,
      invalidparty: parties,
      invalidtag: tags,
      unlicenseduser: unlicensed,
    }),
  };
}

function joinedLists(lists: Record<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, ids]) => (ids.length > 0 ? [[name, ids.join('|')]] : [])),
  );
}
