/** What a person has left: the visible range of the app, or the whole organisation. */
export type Absence = 'range' | 'organisation';

type Platform = 'wecom' | 'dingtalk';

/** Who is away; the world says who exists. */
export interface Absences {
  of(platform: Platform, personId: string): Absence | undefined;
  set(platform: Platform, personId: string, absence: Absence | undefined): void;
  list(): { id: string; platform: Platform; absence: Absence }[];
}

export function createAbsences(): Absences {
  const away = new Map<string, { id: string; platform: Platform; absence: Absence }>();
  const key = (platform: Platform, id: string) => `${platform} ${id}`;
  return {
    of: (platform, id) => away.get(key(platform, id))?.absence,
    set(platform, id, absence) {
      if (absence === undefined) away.delete(key(platform, id));
      else away.set(key(platform, id), { id, platform, absence });
    },
    list: () => [...away.values()],
  };
}
