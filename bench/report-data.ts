import { demoWorld } from '../demo/world.ts';
import { openFilling } from './filling.ts';

/** As many as the zone may have one day, each with one contact who uses WeCom. */
export const reporterCount = 10_372;
/** What is reported, and when: within its window, whatever the day of the run. */
export const period = '2026-10';
const lastMonth = '2026-09';
const shownAt = '2026-11-05T10:00:00+08:00';
/** To be added to the time of the machine. */
export const offMs = () => Date.parse(shownAt) - Date.now();

const recordedAt = '2026-10-08T00:00:00.000+00:00';
const monthsOfYear = 9;

/** Counted from 1. */
export const reporterId = (n: number) => `bench-reporter-${n}`;
export const enterpriseId = (n: number) => `E${String(n).padStart(11, '0')}`;

/** One in three is a 高新技术企业, every second one is an industrial enterprise: they are asked one more thing each. */
const isHnte = (n: number) => n % 3 === 0;
const isIndustry = (n: number) => n % 2 === 0;

interface Figure {
  key: string;
  kind: 'FLOW' | 'STOCK';
  /** In 万元, or as many */
  last: number;
  isAmount?: boolean;
  of?: string;
}

/** Last month's: what everybody has to report, two of which are carried over, and what some have to. */
const figures: readonly Figure[] = [
  { key: 'revenue', kind: 'FLOW', last: 300, isAmount: true },
  { key: 'rndExpense', kind: 'FLOW', last: 20, isAmount: true },
  { key: 'totalProfit', kind: 'FLOW', last: 30, isAmount: true },
  { key: 'taxPaid', kind: 'FLOW', last: 10, isAmount: true },
  { key: 'staff', kind: 'STOCK', last: 46 },
  { key: 'techStaff', kind: 'STOCK', last: 12 },
  { key: 'rndStaff', kind: 'STOCK', last: 8 },
  { key: 'inventionApplied', kind: 'FLOW', last: 1 },
  { key: 'inventionGranted', kind: 'FLOW', last: 0 },
  { key: 'inventionOwned', kind: 'STOCK', last: 5 },
  { key: 'hiTechRevenue', kind: 'FLOW', last: 200, isAmount: true, of: 'n % 3 = 0' },
  { key: 'outputValue', kind: 'FLOW', last: 310, isAmount: true, of: 'n % 2 = 0' },
];

/** The n-th enterprise's month in one sentence: everything that is required of it, nothing that asks for a reason. */
export function monthInWords(n: number): string {
  const some = (n % 40) / 10;
  const said = [
    `营收${305 + some}万`,
    ...(isHnte(n) ? [`高新收入${205 + some}万`] : []),
    ...(isIndustry(n) ? [`产值${315 + some}万`] : []),
    `研发${21 + some}万 利润${31 + some}万 税${11 + some}万 职工47人 科技人员12人 发明申请1 发明授权0`,
  ];
  return said.join(' ');
}

/** Fills a migrated database: enterprises, contacts, certificates and what was reported last month. */
export async function fillReporters(url: string): Promise<void> {
  const run = await openFilling(url);
  const at = `'${recordedAt}'`;
  const insert = (table: string, columns: Readonly<Record<string, string>>, where = '1 = 1') =>
    run.series(
      reporterCount,
      (series) =>
        `INSERT INTO "${table}" (${Object.keys(columns)
          .map((one) => `"${one}"`)
          .join(', ')}) SELECT ${Object.values(columns).join(', ')} FROM ${series} WHERE ${where}`,
    );
  const [enterprise, person, report, submission] = [
    run.id('E', 'n'),
    run.id('P', 'n'),
    run.id('M', 'n'),
    run.id('S', 'n'),
  ];
  const [industry, other] = [`'医药制造业'`, `'软件和信息技术服务业'`];
  await insert('Enterprise', {
    id: enterprise,
    industry: `CASE WHEN n % 2 = 0 THEN ${industry} ELSE ${other} END`,
    recordedAt: at,
  });
  const name = `'内蒙古试验' || n || '科技有限公司'`;
  const names = { id: run.id('F', 'n'), enterpriseId: enterprise, kind: `'FULL'`, text: name, searchKey: name };
  await insert('EnterpriseName', { ...names, initials: `'nmg'` });
  await insert('Person', { id: person, name: `'联系人' || n`, recordedAt: at });
  const account = {
    platform: `'wecom'`,
    corpId: `'${demoWorld.wecom.corpId}'`,
    userId: `'${reporterId(0).slice(0, -1)}' || n`,
  };
  await insert('Account', { id: run.id('A', 'n'), ...account, personId: person, recordedAt: at });
  await insert('Binding', { id: run.id('B', 'n'), personId: person, enterpriseId: enterprise, recordedAt: at });
  const certificate = { type: `'HNTE'`, level: `'NATIONAL'`, certNo: `'GR2025' || n`, issuedOn: `'2025-10-18'` };
  const validity = { validFrom: `'2025-10-18'`, validTo: `'2028-10-18'` };
  const qualification = { id: run.id('Q', 'n'), enterpriseId: enterprise, ...certificate, ...validity, recordedAt: at };
  await insert('Qualification', qualification, 'n % 3 = 0');
  const transition = { id: run.id('T', 'n'), qualificationId: run.id('Q', 'n'), status: `'RECOGNIZED'` };
  await insert('Transition', { ...transition, effectiveOn: `'2025-10-18'`, recordedAt: at }, 'n % 3 = 0');

  const state = { state: `'SUBMITTED'`, version: '2', submissionId: submission, submittedSeq: '2' };
  await insert('MonthlyReport', {
    id: report,
    enterpriseId: enterprise,
    period: `'${lastMonth}'`,
    ...state,
    recordedAt: at,
  });
  const entered = { personId: person, via: `'wecom-app'`, onBehalf: run.truth(false), recordedAt: at };
  const handedIn = { number: '1', kind: `'REPORT'`, isLate: run.truth(false), setNumber: '0', fromVersion: '1' };
  await insert('ReportSubmission', { id: submission, reportId: report, ...handedIn, reasons: `'[]'`, ...entered });
  for (const { key, kind, last, isAmount = false, of } of figures) {
    const month = last * (isAmount ? 1_000_000 : 1);
    const total = kind === 'FLOW' ? String(month * monthsOfYear) : 'NULL';
    const value = {
      submissionId: submission,
      key: `'${key}'`,
      month: String(month),
      total,
      isCarried: run.truth(false),
    };
    await insert('ReportValue', { ...value, ...entered }, of);
  }
  // Else the bot would begin with telling everybody that the month is open.
  await run.statement(`INSERT INTO "ToldOnce" ("what", "toldAt") VALUES ('${period}', ${at})`);
  await run.finish();
}
