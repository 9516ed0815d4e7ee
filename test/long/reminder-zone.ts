import { demoWorld } from '../../demo/world.ts';
import type { Emulator } from '../../emulator/server.ts';
import { createBuilder } from '../../prisma/builders.ts';
import type { Database } from '../../src/store/database.ts';
import { contentOf, only } from '../helpers/deadline-store.ts';

/**
 * A zone whose reminders of one week follow from a table that is written by hand, not from the bot's rules. From Tuesday,
 * 5 March 2024 to Monday; February's reports are due on that Monday, since the 10th is a Sunday.
 */
export const days = ['03-05', '03-06', '03-07', '03-08', '03-09', '03-10', '03-11'].map((day) => `2024-${day}`);
export const enterprises = 300;
/** What reminds of February's reports reads so. */
const report = '2月月报催报';

interface Step {
  day: string;
  /** Stands in the text. */
  about: string;
  /** Whether the backup contact's turn has come, where nobody answered. */
  isBackups: boolean;
  isOf(n: number): boolean;
}

const everybody = () => true;
const half = (n: number) => n % 2 === 0;
/** Few enough on DingTalk for a card each. */
const few = (n: number) => n < 60;
const certified = (n: number) => n % 30 === 0;

/** 甲 is due on Friday the 8th, 乙 on the 13th (its step of Sunday moves to Friday), 丙 on the 18th. */
const steps: readonly Step[] = [
  { day: '2024-03-05', about: '甲事项', isBackups: true, isOf: everybody },
  { day: '2024-03-05', about: report, isBackups: false, isOf: everybody },
  { day: '2024-03-06', about: '乙事项', isBackups: false, isOf: half },
  { day: '2024-03-06', about: '证书到期提醒', isBackups: false, isOf: certified },
  { day: '2024-03-07', about: '甲事项', isBackups: true, isOf: everybody },
  { day: '2024-03-08', about: '甲事项', isBackups: true, isOf: everybody },
  { day: '2024-03-08', about: '乙事项', isBackups: true, isOf: half },
  { day: '2024-03-08', about: report, isBackups: false, isOf: everybody },
  { day: '2024-03-11', about: '丙事项', isBackups: false, isOf: few },
  { day: '2024-03-11', about: report, isBackups: true, isOf: everybody },
];
export const stepDays = new Set(steps.map(({ day }) => day));

/** Half of the main contacts use WeCom; every third enterprise has a backup contact, on the other platform. */
const mainOf = (n: number) => ({ userId: `main${n}`, platform: half(n >> 1) ? 'wecom' : 'dingtalk' }) as const;
/** The platform does not know the main contact: the next way is the backup contact. */
const isGone = (n: number) => n % 50 === 7;
const backupOf = (n: number) =>
  n % 3 === 0 || isGone(n)
    ? ({ userId: `backup${n}`, platform: mainOf(n).platform === 'wecom' ? 'dingtalk' : 'wecom' } as const)
    : null;
const corpOf = { wecom: demoWorld.wecom.corpId, dingtalk: demoWorld.dingtalk.corpId };

export function makeContacts(emulator: Emulator): void {
  const known = Array.from({ length: enterprises }, (_, n) => [...(isGone(n) ? [] : [mainOf(n)]), backupOf(n) ?? []]);
  const people = known.flat(2).map(({ userId, platform }) => ({
    id: userId,
    name: userId,
    ...(platform === 'wecom' ? { wecom: { userId } } : { dingtalk: { staffId: userId, unionId: `u-${userId}` } }),
  }));
  emulator.makePeople({ people });
}

/** What is in the database, as far as answers are given about it. */
export interface Zone {
  /** By n. */
  enterprises: readonly { id: string; name: string; mainId: string }[];
  /** By what it is about. */
  deadlines: ReadonlyMap<string, string>;
}

export async function writeZone({ client }: Pick<Database, 'client'>): Promise<Zone> {
  const build = createBuilder(new Date('2024-01-02T02:00:00Z'));
  const officer = { platform: 'wecom', corpId: corpOf.wecom, userId: 'wangchen' } as const;
  const by = build.person('王晨', { role: 'officer', accounts: [officer] });
  const zone = Array.from({ length: enterprises }, (_, n) => {
    const name = `示例企业${String(n).padStart(3, '0')}`;
    const id = build.enterprise(name);
    const contact = ({ userId, platform }: { userId: string; platform: 'wecom' | 'dingtalk' }) =>
      build.person(userId, { enterprises: [id], accounts: [{ platform, corpId: corpOf[platform], userId }] });
    const backup = backupOf(n);
    const backupId = backup && contact(backup);
    if (certified(n)) {
      const history = [{ status: 'RECOGNIZED', effectiveOn: '2021-09-07' }] as const;
      const certificate = { certNo: `GR${n}`, issuedOn: '2021-09-07', validTo: '2024-09-06' };
      build.qualification(id, { type: 'HNTE', level: 'NATIONAL', ...certificate, history });
    }
    return { id, name, mainId: contact(mainOf(n)), backupId };
  });
  const include = (isOf: Step['isOf']) => zone.filter((_, n) => isOf(n)).map(({ id }) => id);
  const due = { 甲事项: '2024-03-08', 乙事项: '2024-03-13', 丙事项: '2024-03-18' };
  const of = { 甲事项: everybody, 乙事项: half, 丙事项: few };
  const deadlines = (['甲事项', '乙事项', '丙事项'] as const).map((program) => {
    const audience = only(...include(of[program]));
    const content = contentOf({ program, batch: null, enterpriseDue: { on: due[program], at: '24:00' }, audience });
    const entered = { by, at: new Date('2024-03-01T02:00:00Z'), ladderFrom: '2024-03-04' };
    return [String(program), build.deadline({ ...content, officialDue: null }, entered)] as const;
  });
  await build.write(client);
  const ranked = (rank: string, ids: readonly string[]) =>
    client.binding.updateMany({ where: { personId: { in: [...ids] } }, data: { rank } });
  const mains = zone.map(({ mainId }) => mainId);
  await ranked('MAIN', mains);
  await ranked(
    'BACKUP',
    zone.flatMap(({ backupId }) => backupId ?? []),
  );
  // That the month is open was told on its first day.
  await client.toldOnce.create({ data: { what: '2024-02', toldAt: new Date('2024-03-01T01:00:00Z') } });
  return { enterprises: zone, deadlines: new Map(deadlines) };
}

/** An answer that ends the ladder (`isEnd`), or one that keeps the backup contact out. */
export interface Given {
  n: number;
  about: string;
  isEnd: boolean;
  at: string;
}

export interface Expected {
  day: string;
  about: string;
  userId: string;
}

/**
 * Who has to be told what on which day; `may`: who may be, since the answer came while it was sent.
 * @param given in the order of time, each `at` as `2024-03-05T11:00`
 */
export function expectations(given: readonly Given[]): { must: Expected[]; may: Expected[] } {
  const must: Expected[] = [];
  const may: Expected[] = [];
  for (const { day, about, isBackups, isOf } of steps) {
    for (let n = 0; n < enterprises; n += 1) {
      const own = given.filter((one) => one.n === n && one.about === about);
      const before = own.filter(({ at }) => at < `${day}T09:00`);
      const during = own.some(({ at }) => at.startsWith(day) && at >= `${day}T09:00` && at < `${day}T10:00`);
      if (!isOf(n) || before.some(({ isEnd }) => isEnd)) continue;
      const list = during ? may : must;
      const backup = backupOf(n);
      if (!isGone(n)) list.push({ day, about, userId: mainOf(n).userId });
      const isNextWay = isGone(n) || (isBackups && before.length === 0);
      if (backup && isNextWay) list.push({ day, about, userId: backup.userId });
    }
  }
  return { must, may };
}

export const abouts = [...new Set(steps.map(({ about }) => about))];
