import { z } from 'zod';
import type { Directory } from './directory.ts';
import { RefusedError } from './errors.ts';
import { type Person, PersonSchema } from './world.ts';

const MAX = 200_000;
const MakingSchema = z.union([
  z.strictObject({ people: z.array(PersonSchema).min(1).max(MAX) }),
  z.strictObject({
    count: z.int().min(1).max(MAX),
    prefix: z.string().regex(/^\w+$/, 'letters, digits, underscores').default('member'),
    /** In turn: the second of two has every other person. */
    platforms: z
      .array(z.enum(['wecom', 'dingtalk']))
      .min(1)
      .default(['wecom', 'dingtalk']),
  }),
]);

export type Making = z.input<typeof MakingSchema>;

/** People who come after the start, thousands at once. No platform tells the bot of them: they are simply there. */
export function makePeople(directory: Directory, input: unknown): { made: number; total: number } {
  const making = MakingSchema.parse(input);
  const people = 'people' in making ? making.people : invent(making);
  const twice = firstTaken(directory, people);
  if (twice !== undefined) throw new RefusedError(`${twice} is taken already`);
  const corps = new Set(directory.world.wecom?.downstream.map(({ corpId }) => corpId));
  for (const { id, wecom } of people) {
    if (wecom?.corpId !== undefined && !corps.has(wecom.corpId)) {
      throw new RefusedError(`${id}: there is no downstream corp "${wecom.corpId}"`);
    }
  }
  directory.addPeople(people);
  return { made: people.length, total: directory.world.people.length };
}

/** `member00001` … with that as their ids on the platform as well. */
function invent({ count, prefix, platforms }: { count: number; prefix: string; platforms: string[] }): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${prefix}${String(index + 1).padStart(5, '0')}`;
    const isWecom = platforms[index % platforms.length] === 'wecom';
    const account = isWecom ? { wecom: { userId: id } } : { dingtalk: { staffId: id, unionId: `u-${id}` } };
    return { id, name: `成员${id.slice(prefix.length)}`, ...account };
  });
}

/** The first id of ours or of a vendor that somebody has already, or that stands twice in the list. */
function firstTaken(directory: Directory, people: readonly Person[]): string | undefined {
  const seen = new Set<string>();
  for (const { id, wecom, dingtalk } of people) {
    const names: [name: string, isTaken: boolean][] = [[`person ${id}`, directory.hasPerson(id)]];
    if (wecom) {
      const { userId, corpId } = wecom;
      const isTaken = directory.byWecomId(userId, corpId) !== undefined;
      names.push([`userid ${corpId ?? ''} ${userId}`.toLowerCase(), isTaken]);
    }
    if (dingtalk) {
      const { staffId, unionId } = dingtalk;
      if (staffId !== undefined) names.push([`staffId ${staffId}`, directory.byStaffId(staffId) !== undefined]);
      names.push([`unionId ${unionId}`, directory.byUnionId(unionId) !== undefined]);
    }
    for (const [name, isTaken] of names) {
      if (isTaken || seen.has(name)) return name;
      seen.add(name);
    }
  }
  return undefined;
}
