import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Browsing, browse, type Seen } from './browsing.ts';
import { signIn } from './sign-in.ts';
import { type PersonId, startWorld, type World } from './world.ts';

export interface VisitedWorld {
  readonly world: World;
  /** Of each test anew, and nobody yet. */
  readonly who: Browsing;
  /** Signs somebody in. */
  as(person: PersonId, browser?: Browsing): Promise<Seen>;
  /** As the emulator's clock has it. */
  now(): Date;
}

/** For a file of tests of the pages: one world whose clock stands, and a browser for each test. @param start what the clock says */
export function visitedWorld(start: string): VisitedWorld {
  let world: World;
  let who: Browsing;
  beforeAll(async () => {
    world = await startWorld({ emulator: { clock: { start, mode: 'frozen' } } });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.database.client.attemptCount.deleteMany();
    who = browse(world.botUrl);
  });
  return {
    get world() {
      return world;
    },
    get who() {
      return who;
    },
    as: (person, browser = who) => signIn(world, person, 'wecom', browser),
    now: () => new Date(world.emulator.clock.now()),
  };
}
