import { demoWorld } from '../demo/world.ts';
import { builtInPolicy } from '../src/domain/deadlines/policy-rules.ts';
import { openFilling } from './filling.ts';

/** As many as the zone may have one day, each with one contact: every other one on DingTalk. */
export const remindedCount = 10_372;
/** One deadline that concerns all. Its ladder has a step on each of these days, and no other round has anything to do. */
const dueOn = '2026-12-02';
export const stepDays = ['2026-11-17', '2026-11-25', '2026-11-27'] as const;
/** On a step's day, in Asia/Shanghai. */
export const at = (day: string, time: string) => Date.parse(`${day}T${time}:00+08:00`);

const recordedAt = `'2026-10-08T00:00:00.000+00:00'`;
/** As the emulator names those whom it makes: in turn on WeCom and DingTalk. */
export const prefix = 'member';
const isWecom = 'n % 2 = 1';
/** Parts of a mailing are `spreadMinutes` apart from first to last; undefined: as the built-in policy has it. */
export interface Given {
  spreadMinutes?: number;
}

/** Fills a migrated database: enterprises, contacts, and the deadline as staff would have entered it. */
export async function fillReminded(url: string, { spreadMinutes }: Given = {}): Promise<void> {
  const run = await openFilling(url);
  const insert = (table: string, columns: Readonly<Record<string, string>>, count = remindedCount) =>
    run.series(count, (series) => {
      const names = Object.keys(columns).map((one) => `"${one}"`);
      return `INSERT INTO "${table}" (${names.join(', ')}) SELECT ${Object.values(columns).join(', ')} FROM ${series}`;
    });
  const [enterprise, person] = [run.id('E', 'n'), run.id('P', 'n')];
  const name = `'内蒙古试验' || n || '科技有限公司'`;
  await insert('Enterprise', { id: enterprise, industry: `'软件和信息技术服务业'`, recordedAt });
  const names = { id: run.id('F', 'n'), enterpriseId: enterprise, kind: `'FULL'`, text: name, searchKey: name };
  await insert('EnterpriseName', { ...names, initials: `'nmg'` });
  await insert('Person', { id: person, name: `'联系人' || n`, recordedAt });
  const { wecom, dingtalk } = demoWorld;
  const account = {
    platform: `CASE WHEN ${isWecom} THEN 'wecom' ELSE 'dingtalk' END`,
    corpId: `CASE WHEN ${isWecom} THEN '${wecom.corpId}' ELSE '${dingtalk.corpId}' END`,
    // A letter of the bot's ids and eleven digits, of which the emulator's have the last five.
    userId: `'${prefix}' || substr(${run.id('M', 'n')}, 8)`,
  };
  await insert('Account', { id: run.id('A', 'n'), ...account, personId: person, recordedAt });
  await insert('Binding', { id: run.id('B', 'n'), personId: person, enterpriseId: enterprise, recordedAt });
  const audience = JSON.stringify({ everybody: true, anyOf: [], industries: [], include: [], exempt: [] });
  const deadline = {
    ...{
      id: `'D00000000001'`,
      number: '1',
      program: `'火炬统计年报'`,
      year: '2026',
      kind: `'DUTY'`,
      basis: `'NOTICE'`,
    },
    ...{ enterpriseDue: `'${dueOn}'`, enterpriseTime: `'24:00'`, audience: `'${audience}'`, version: '1' },
    ...{
      state: `'ACTIVE'`,
      openKey: `'火炬统计年报 2026 '`,
      ladderFrom: `'2026-10-08'`,
      recordedById: run.id('P', '1'),
    },
  };
  await insert('Deadline', { ...deadline, recordedAt }, 1);
  if (spreadMinutes !== undefined) await insert('ReminderPolicy', policy(spreadMinutes, run.id('P', '1')), 1);
  // Else the bot would begin with telling everybody that the month is open.
  await run.statement(`INSERT INTO "ToldOnce" ("what", "toldAt") VALUES ('2026-10', ${recordedAt})`);
  await run.finish();
}

function policy(spreadMinutes: number, recordedById: string) {
  const { number: _, ...content } = { ...builtInPolicy, spreadMinutes };
  return { id: `'R00000000001'`, number: '1', content: `'${JSON.stringify(content)}'`, recordedById, recordedAt };
}
