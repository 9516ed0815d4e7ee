import type { StaffRole } from '../src/core/actor.ts';
import type { Evidence } from '../src/domain/progress.ts';
import type { Level, QualificationType, Status } from '../src/domain/qualification.ts';
import { hnteValidTo, techSmeValidUntil } from '../src/domain/validity.ts';
import type { Client } from '../src/store/database.ts';
import { type Builder, createBuilder } from './builders.ts';
import { addDemoDeadlines } from './demo-deadlines.ts';
import { addDemoFunds } from './demo-funds.ts';
import { addDemoReports } from './demo-reports.ts';

/**
 * The bureau as at 2023-12-31. The twelve real enterprises carry only what its annual summary made public, and nobody
 * speaks for them. Everything else is a placeholder, 示例企业NN, with invented certificates and funds.
 */

/** Nothing is known of the day: it counts from here and reads 未登记. */
const countsFrom = '2023-12-29';
const dateUnknown = { effectiveOn: countsFrom, dateKnown: false } as const;

const realEnterprises = {
  yitongyun: ['内蒙古易统云科技发展有限公司', '易统云'],
  chuangyuan: ['通辽市创元软件开发有限公司', '创元软件'],
  shijitiancheng: ['内蒙古时机天成科技有限公司', '时机天成'],
  hanen: ['内蒙古汉恩生物科技有限公司', '汉恩生物'],
  mengyao: ['内蒙古蒙药股份有限公司', '蒙药股份'],
  xisha: ['中建材通辽矽砂工业有限公司', '通辽矽砂'],
  kexiang: ['通辽市科翔饲料有限公司', '科翔饲料'],
  dayuan: ['内蒙古大元检测服务有限公司', '大元检测'],
  guoniu: ['内蒙古国牛畜牧科技服务有限公司', '国牛畜牧'],
  lanbo: ['内蒙古蓝博动物疾病检验检疫有限公司', '蓝博检疫'],
  keerqin: ['内蒙古科尔沁药业有限公司', '科尔沁药业'],
  enhe: ['内蒙古恩和蒙药科技有限公司', '恩和蒙药'],
} as const;
type RealEnterprise = keyof typeof realEnterprises;

const realQualifications: readonly [RealEnterprise, QualificationType, Level][] = [
  ['shijitiancheng', 'TECH_SME', 'REGION'],
  ['hanen', 'TECH_SME', 'REGION'],
  ['mengyao', 'TECH_LEADER', 'CITY'],
  ['xisha', 'TECH_LEADER', 'CITY'],
  ['kexiang', 'RND_CENTER', 'CITY'],
  ['yitongyun', 'RND_CENTER', 'CITY'],
  ['dayuan', 'RND_CENTER', 'CITY'],
  ['mengyao', 'KEY_LAB', 'CITY'],
  ['guoniu', 'BEEF_STATION', 'CITY'],
  ['lanbo', 'BEEF_STATION', 'CITY'],
];

const realApplications: readonly [RealEnterprise, QualificationType, Level][] = [
  ['yitongyun', 'HNTE', 'NATIONAL'],
  ['chuangyuan', 'HNTE', 'NATIONAL'],
  ['keerqin', 'PILOT_PLATFORM', 'CITY'],
  ['enhe', 'PILOT_PLATFORM', 'CITY'],
];

/** Placeholders by number: sixteen certificates in force, ten applicants, twenty-eight 科小. */
const placeholders = 52;
const certified = [1, ...range(3, 17)];
const applicants = [2, ...range(18, 26)];
const smallFirms = [1, 2, ...range(27, 52)];
/** Synthetic codes of the first eight: right by the standard, with an organisation code that nobody has. */
const demoCreditCodes = [
  '91150500000000019M',
  '91150500000000027G',
  '91150500000000035B',
  '911505000000000436',
  '911505000000000511',
  '9115050000000006XQ',
  '91150500000000078Q',
  '91150500000000086K',
];
const issueDates = [
  ...['2021-09-16', '2021-09-16', '2021-11-08', '2021-11-08', '2021-12-01', '2021-12-01', '2021-12-01'],
  ...['2022-10-18', '2022-10-18', '2022-10-18', '2022-11-25', '2022-11-25', '2022-11-25'],
  ...['2022-12-14', '2022-12-14', '2022-12-14'],
];

/** The people one can act as, and how the platforms know them. */
export const demoPeople = {
  administrator: { name: '何敏', role: 'administrator', wecom: 'hemin', dingtalk: 'ding-hemin' },
  officer: { name: '王晨', role: 'officer', wecom: 'wangchen', dingtalk: 'ding-wangchen' },
  viewer: { name: '孙岚', role: 'viewer', wecom: 'sunlan', dingtalk: 'ding-sunlan' },
  agent: { name: '钱远', role: 'agent', wecom: 'qianyuan', dingtalk: 'ding-qianyuan' },
  contact01: { name: '李一', speaksFor: [1], wecom: 'liyi', dingtalk: 'ding-liyi' },
  contact02: { name: '赵尔', speaksFor: [2], wecom: 'zhaoer', dingtalk: 'ding-zhaoer' },
  /** Of two enterprises: has to be asked which. */
  contact03: { name: '吴双', speaksFor: [3, 4], wecom: 'wushuang', dingtalk: 'ding-wushuang' },
} satisfies Record<string, DemoPerson>;

interface DemoPerson {
  name: string;
  role?: StaffRole;
  /** Placeholders by number. */
  speaksFor?: readonly number[];
  wecom: string;
  dingtalk: string;
}

/** Writes the demo data into an empty, migrated database. The two corp ids are those of the organisations people are in. */
export async function writeDemoData(client: Client, corpIds: { wecom: string; dingtalk: string }): Promise<void> {
  const build = createBuilder(new Date('2023-12-29T01:00:00Z'));
  addRealEnterprises(build);
  const placeholderIds = addPlaceholders(build);
  const people = new Map<string, string>();
  for (const { name, role, speaksFor = [], wecom, dingtalk } of Object.values<DemoPerson>(demoPeople)) {
    const id = build.person(name, {
      ...(role ? { role } : {}),
      enterprises: speaksFor.flatMap((n) => placeholderIds.get(n) ?? []),
      accounts: [
        { platform: 'wecom', corpId: corpIds.wecom, userId: wecom },
        { platform: 'dingtalk', corpId: corpIds.dingtalk, userId: dingtalk },
      ],
    });
    people.set(name, id);
  }
  addFirms(build, placeholderIds, people);
  addDemoFunds(build, {
    enterpriseOf: (n) => placeholderIds.get(n) ?? '',
    enteredBy: people.get(demoPeople.officer.name) ?? '',
    reportedBy: people.get(demoPeople.contact01.name) ?? '',
  });
  const speakers = [demoPeople.contact01, demoPeople.contact02, demoPeople.contact03];
  addDemoReports(build, {
    enterpriseOf: (n) => placeholderIds.get(n) ?? '',
    reportedBy: (n) => people.get(speakers.find(({ speaksFor }) => speaksFor.includes(n))?.name ?? '') ?? null,
    officer: people.get(demoPeople.officer.name) ?? '',
  });
  addDemoDeadlines(build, people.get(demoPeople.officer.name) ?? '');
  await build.write(client);
}

/** Of the first placeholders, whom one can act as: what they make decides what they are asked. */
const industries = new Map([
  [1, '软件和信息技术服务业'],
  [2, '专用设备制造业'],
  [3, '医药制造业'],
  [4, '农副食品加工业'],
]);

function addRealEnterprises(build: Builder): void {
  const ids = new Map<RealEnterprise, string>();
  const idOf = (key: RealEnterprise): string => {
    const [name, alias] = realEnterprises[key];
    const id = ids.get(key) ?? build.enterprise(name, { aliases: [alias] });
    ids.set(key, id);
    return id;
  };
  for (const [key, type, level] of realQualifications) {
    build.qualification(idOf(key), {
      type,
      level,
      ...(type === 'TECH_SME' ? { validTo: techSmeValidUntil(countsFrom, 'NEXT_MAR_31') } : {}),
      history: [{ status: 'RECOGNIZED', ...dateUnknown }],
    });
  }
  for (const [key, type, level] of realApplications) {
    build.application(idOf(key), { type, level, year: 2023, history: [{ status: 'PENDING', ...dateUnknown }] });
  }
}

function addPlaceholders(build: Builder): Map<number, string> {
  const ids = new Map(
    range(1, placeholders).map((n) => {
      const creditCode = demoCreditCodes[n - 1];
      const name = `示例企业${String(n).padStart(2, '0')}`;
      const industry = industries.get(n);
      const facts = { ...(creditCode ? { creditCode } : {}), ...(industry ? { industry } : {}) };
      return [n, build.enterprise(name, { isDemo: true, ...facts })];
    }),
  );
  return ids;
}

/** What the placeholders hold and have applied for, and who of the demo entered it. */
function addFirms(build: Builder, ids: ReadonlyMap<number, string>, people: ReadonlyMap<string, string>): void {
  const idOf = (n: number) => ids.get(n) ?? '';
  const officer = people.get(demoPeople.officer.name);
  const agent = people.get(demoPeople.agent.name);
  const submitter = new Map([[2, people.get(demoPeople.contact02.name)]]);
  const certificates = certified.map((n, index) => {
    const issuedOn = issueDates[index] ?? '2022-12-14';
    return build.qualification(idOf(n), {
      type: 'HNTE',
      level: 'NATIONAL',
      certNo: `GR${issuedOn.slice(0, 4)}15${String(900 + n).padStart(6, '0')}`,
      issuedOn,
      validTo: hnteValidTo(issuedOn),
      history: [{ status: 'RECOGNIZED', effectiveOn: issuedOn }],
    });
  });
  for (const n of applicants) {
    build.application(idOf(n), {
      type: 'HNTE',
      level: 'NATIONAL',
      year: 2023,
      batch: 2,
      history: [
        step('ZONE_REVIEW', { move: 'submit', on: '2023-07-03' }, submitter.get(n) ?? agent),
        step('RECOMMENDED', { move: 'recommend', on: '2023-07-10', docNo: '开科发〔2023〕12号' }, officer),
        step('PENDING', { move: 'hand-on', on: '2023-07-14', to: '通辽市科技局' }, officer),
      ],
    });
  }
  // Where the other steps can be tried: one to be reviewed, one that is being prepared and renews a certificate.
  build.application(idOf(27), {
    ...{ type: 'HNTE', level: 'NATIONAL', year: 2024, batch: 1 },
    history: [
      step('DRAFTING', { move: 'open', on: '2023-12-11' }, agent),
      step('ZONE_REVIEW', { move: 'submit', on: '2023-12-25' }, agent),
    ],
  });
  build.application(idOf(1), {
    ...{ type: 'HNTE', level: 'NATIONAL', year: 2024, batch: 1 },
    previous: certificates[0],
    history: [step('DRAFTING', { move: 'open', on: '2023-12-20' }, people.get(demoPeople.contact01.name))],
  });
  for (const n of smallFirms) {
    build.qualification(idOf(n), {
      type: 'TECH_SME',
      level: 'REGION',
      certNo: `20231505000${String(9_000_000 + n)}`,
      issuedOn: '2023-08-25',
      validTo: techSmeValidUntil('2023-08-25', 'NEXT_MAR_31'),
      history: [{ status: 'RECOGNIZED', effectiveOn: '2023-08-25' }],
    });
  }
}

function step(status: Status, evidence: Evidence, by: string | undefined) {
  return { status, effectiveOn: evidence.on, evidence, by };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
