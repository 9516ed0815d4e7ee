import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBuilder } from '../../prisma/builders.ts';
import type { Doer } from '../../src/core/audit.ts';
import { statusOf } from '../../src/domain/application-state.ts';
import type { ApplicationRecord, Applications } from '../../src/domain/applications.ts';
import type { Evidence } from '../../src/domain/progress.ts';
import type { Level, QualificationType } from '../../src/domain/qualification.ts';
import type { TechSmeValidTo } from '../../src/domain/validity.ts';
import { createApplications } from '../../src/store/applications.ts';
import { testDatabase } from '../helpers/database.ts';
import { storeDeps, testDoer } from '../helpers/stores.ts';

const at = new Date('2023-12-29T02:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let applications: Applications;
let ids: { officer: string; other: string; contact: string; one: string; two: string };

const make = (techSmeValidTo: TechSmeValidTo = 'NEXT_MAR_31') =>
  createApplications({ ...storeDeps(database), techSmeValidTo });

beforeEach(async () => {
  database = await testDatabase();
  const build = createBuilder(new Date('2023-01-01T00:00:00Z'));
  const [one, two] = [build.enterprise('示例企业01'), build.enterprise('示例企业02')];
  ids = {
    ...{ one, two },
    officer: build.person('王晨', { role: 'officer', accounts: [] }),
    other: build.person('何敏', { role: 'administrator', accounts: [] }),
    contact: build.person('李一', { enterprises: [one], accounts: [] }),
  };
  await build.write(database.client);
  applications = make();
});
afterEach(() => database.drop());

const officer = (given: Partial<Doer> = {}) => testDoer(at, { personId: ids.officer, ...given });
const start = (
  given: { enterprise?: string; type?: QualificationType; level?: Level; year?: number; on?: string; doer?: Doer } = {},
) => {
  const {
    enterprise = ids.one,
    type = 'HNTE',
    level = 'NATIONAL',
    year = 2023,
    on = '2023-06-01',
    doer = officer(),
  } = given;
  const name = enterprise === ids.one ? '示例企业01' : '示例企业02';
  const wanted = { enterprise: { id: enterprise, name }, type, level, year, batch: 2, status: 'DRAFTING' as const, on };
  return applications.start(doer, wanted);
};
const move = (application: ApplicationRecord, evidence: Evidence, doer = officer()) =>
  applications.move(doer, { id: application.id, version: application.version, evidence, tell: () => [] });

const steps = {
  submit: { move: 'submit', on: '2023-07-03' },
  recommend: { move: 'recommend', on: '2023-07-10', docNo: '开科发〔2023〕12号' },
  handOn: { move: 'hand-on', on: '2023-07-14' },
  publicise: { move: 'publicise', on: '2023-10-16', endsOn: '2023-10-27', link: 'https://www.innocom.gov.cn/1' },
} satisfies Record<string, Evidence>;
const recognition = (given: Partial<Extract<Evidence, { move: 'recognise' }>> = {}): Evidence => ({
  ...{ move: 'recognise', on: '2023-11-09', docNo: '国科火字〔2023〕12号', certNo: 'GR202315000001', validTo: null },
  ...given,
});

/** An application as it stands after some of the steps. */
async function brought(to: readonly Evidence[], given: Parameters<typeof start>[0] = {}): Promise<ApplicationRecord> {
  let { application } = await start(given);
  for (const evidence of to) {
    const moved = await move(application, evidence);
    if (!moved?.isNew) throw new Error('not moved');
    application = moved.application;
  }
  return application;
}
const publicised = (given: Parameters<typeof start>[0] = {}) => brought(Object.values(steps), given);

describe('an application is opened', () => {
  it('with the next number, and found the second time', async () => {
    const first = await start();
    expect(first).toMatchObject({ isNew: true, application: { number: 1, version: 1, batch: 2 } });
    expect(statusOf(first.application)).toBe('DRAFTING');
    expect(first.application.steps[0]).toMatchObject({
      by: { personId: ids.officer, name: '王晨' },
      evidence: { move: 'open' },
    });
    expect(await start()).toMatchObject({ isNew: false, application: { id: first.application.id } });
    expect((await start({ year: 2024 })).application.number).toBe(2);
    expect((await start({ enterprise: ids.two })).application.number).toBe(3);
    const rows = await database.client.auditEntry.findMany({ where: { action: 'application.start' } });
    expect(rows).toHaveLength(3);
  });

  it('once, by several at once', async () => {
    const all = await Promise.all([start(), start(), start(), start()]);
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(all.map(({ application }) => application.id)).size).toBe(1);
  });

  it('with numbers of their own, of several enterprises at once', async () => {
    const all = await Promise.all([start(), start({ enterprise: ids.two }), start({ year: 2024 })]);
    expect(all.map(({ application }) => application.number).sort()).toEqual([1, 2, 3]);
  });

  it('is found too if it was entered before there was an open key', async () => {
    const { application } = await start();
    await database.client.application.updateMany({ data: { openKey: null } });
    expect(await start()).toMatchObject({ isNew: false, application: { id: application.id } });
  });

  it('anew once the one before was taken back', async () => {
    const before = await brought([{ move: 'withdraw', on: '2023-06-02', reason: '改报下一批' }]);
    const { isNew, application } = await start({ on: '2023-06-03' });
    expect(isNew && application.id !== before.id).toBe(true);
  });

  it.each(['2023-12-30', '2023-02-30', 'soon'])('not on %s', async (on) => {
    await expect(start({ on })).rejects.toThrow(/日期/);
    expect(await database.client.application.count()).toBe(0);
  });

  it('knows the certificate that it renews, which keeps its own last day', async () => {
    const first = await publicised();
    const { application } = (await move(first, recognition())) ?? {};
    expect(application?.result).toMatchObject({ certNo: 'GR202315000001', validTo: '2026-11-09' });
    const renewal = await start({ year: 2024, on: '2023-12-01' });
    expect(renewal.application.previous).toMatchObject({ certNo: 'GR202315000001', validTo: '2026-11-09' });
    expect((await start({ enterprise: ids.two })).application.previous).toBeNull();
  });

  it('not in the year in which the firm was cancelled, but in the next', async () => {
    const { application } = (await move(await publicised(), recognition())) ?? {};
    const evidence = { move: 'revoke', on: '2023-12-01', docNo: '国科火字〔2023〕20号', reason: '弄虚作假' } as const;
    const qualificationId = application?.result?.id ?? '';
    expect(await applications.revoke(officer(), { qualificationId, evidence, tell: [] })).toBe(true);
    await expect(start({ on: '2023-12-28' })).rejects.toThrow(/2023年12月1日被取消，2023年内不能再次申报/);
    const next = await start({ year: 2024, on: '2023-12-28' });
    // What was cancelled is not renewed.
    expect(next).toMatchObject({ isNew: true, application: { previous: null } });
    expect((await start({ type: 'TECH_SME', level: 'REGION' })).isNew).toBe(true);
  });
});

describe('a step', () => {
  it('is recorded with who, when and what proves it', async () => {
    const application = await brought([steps.submit, steps.recommend]);
    expect(application.version).toBe(3);
    expect(application.steps.map(({ status }) => status)).toEqual(['DRAFTING', 'ZONE_REVIEW', 'RECOMMENDED']);
    expect(application.steps[2]).toMatchObject({
      ...{ effectiveOn: '2023-07-10', dateKnown: true, evidence: steps.recommend, by: { name: '王晨' } },
    });
    const [row] = await database.client.auditEntry.findMany({
      where: { action: 'application.move' },
      orderBy: { at: 'desc' },
    });
    expect(row).toMatchObject({ objectType: 'application', objectId: application.id, enterpriseId: ids.one });
  });

  it('names the steps that were seen: what comes too late finds what was done', async () => {
    const seen = await brought([steps.submit]);
    const other = officer({ personId: ids.other });
    const first = await move(seen, steps.recommend);
    const late = await move(seen, { move: 'return', on: '2023-07-11', reason: '材料不齐' }, other);
    expect(first?.isNew).toBe(true);
    expect(late?.isNew).toBe(false);
    expect(late && statusOf(late.application)).toBe('RECOMMENDED');
    expect(late?.application.steps.at(-1)?.by?.name).toBe('王晨');
  });

  it('of several at once one is taken', async () => {
    const seen = await brought([steps.submit]);
    const all = await Promise.all([
      move(seen, steps.recommend),
      move(seen, { move: 'return', on: '2023-07-10', reason: '材料不齐' }, officer({ personId: ids.other })),
      move(seen, { move: 'withdraw', on: '2023-07-10', reason: '改报' }, officer({ personId: ids.other })),
    ]);
    expect(all.filter((one) => one?.isNew)).toHaveLength(1);
    expect(await database.client.transition.count()).toBe(3);
    expect(await database.client.auditEntry.count({ where: { action: 'application.move' } })).toBe(2);
  });

  it('is null for what is not there', async () => {
    expect(
      await applications.move(officer(), { id: 'none', version: 1, evidence: steps.submit, tell: () => [] }),
    ).toBeNull();
  });

  const refused: readonly (readonly [string, readonly Evidence[], Evidence, RegExp])[] = [
    [
      'not allowed',
      [steps.submit],
      steps.handOn,
      /当前状态为“开发区初审”，不能办理“上报”。现在可以办理：推荐、退回、撤回/,
    ],
    ['of tomorrow', [], { ...steps.submit, on: '2023-12-30' }, /2023年12月30日晚于今天/],
    [
      'before the step before',
      [steps.submit],
      { ...steps.recommend, on: '2023-07-02' },
      /早于上一步“开发区初审”（2023年7月3日）/,
    ],
    ['on no day of the calendar', [], { ...steps.submit, on: '2023-02-30' }, /“2023-02-30”无效/],
    [
      'whose publicity ends before it begins',
      [steps.submit, steps.recommend, steps.handOn],
      { ...steps.publicise, endsOn: '2023-10-15' },
      /公示截止日2023年10月15日早于公示开始日/,
    ],
    ['without its proof', [steps.submit], { ...steps.recommend, docNo: ' ' }, /不完整或过长/],
    ['without a number', Object.values(steps), recognition({ certNo: null }), /必须填写证书编号/],
    ['with a number that is none', Object.values(steps), recognition({ certNo: 'GR2023150001' }), /格式不符/],
    [
      'valid until before it began',
      Object.values(steps),
      recognition({ validTo: '2023-11-08' }),
      /有效期止2023年11月8日早于/,
    ],
    ['of a closed application', [{ move: 'withdraw', on: '2023-06-02', reason: '改报' }], steps.submit, /已办结/],
  ];
  it.each(refused)('%s is refused and leaves nothing', async (_what, before, evidence, why) => {
    const application = await brought(before);
    const count = await database.client.auditEntry.count();
    await expect(move(application, evidence)).rejects.toThrow(why);
    expect(await applications.find(application.number)).toEqual(application);
    expect(await database.client.qualification.count()).toBe(0);
    expect(await database.client.auditEntry.count()).toBe(count);
  });

  it('of deciding is not for who may not decide', async () => {
    const application = await brought([steps.submit]);
    for (const role of ['contact', 'agent', 'viewer', 'system'] as const) {
      await expect(move(application, steps.recommend, officer({ role }))).rejects.toThrow(/不能办理“推荐”/);
    }
  });

  it('that an enterprise takes itself is of today; who enters it for them may name the day', async () => {
    const { application } = await start();
    const contact = officer({ role: 'contact', personId: ids.contact });
    await expect(move(application, steps.submit, contact)).rejects.toThrow(/以当天日期为准/);
    expect((await move(application, { move: 'submit', on: '2023-12-29' }, contact))?.isNew).toBe(true);
  });

  it('of the same day counts in the order of entry, whatever the clocks say', async () => {
    const { application } = await start({ on: '2023-07-03' });
    const early = new Date(at.getTime() - 60_000);
    const moved = await move(application, steps.submit, officer({ at: early }));
    expect(moved && statusOf(moved.application)).toBe('ZONE_REVIEW');
  });
});

describe('认定', () => {
  it('makes the qualification with its step in the same commit, and closes the application', async () => {
    const application = await publicised();
    const moved = await move(application, recognition());
    expect(moved && statusOf(moved.application)).toBe('RECOGNIZED');
    expect(moved?.application.version).toBe(application.version + 1);
    const row = await database.client.qualification.findFirstOrThrow({ include: { transitions: true } });
    expect(row).toMatchObject({
      ...{ enterpriseId: ids.one, type: 'HNTE', level: 'NATIONAL', applicationId: application.id },
      ...{ certNo: 'GR202315000001', issuedOn: '2023-11-09', validFrom: '2023-11-09', validTo: '2026-11-09' },
    });
    expect(row.transitions).toMatchObject([{ status: 'RECOGNIZED', effectiveOn: '2023-11-09', applicationId: null }]);
    expect((await database.client.application.findFirstOrThrow()).openKey).toBeNull();
  });

  it.each<
    [string, QualificationType, Level, Partial<Extract<Evidence, { move: 'recognise' }>>, TechSmeValidTo, string | null]
  >([
    ['29 February', 'HNTE', 'NATIONAL', { on: '2020-02-29', certNo: 'GR202015000001' }, 'NEXT_MAR_31', '2023-02-28'],
    ['as written', 'HNTE', 'NATIONAL', { validTo: '2026-11-08' }, 'NEXT_MAR_31', '2026-11-08'],
    ['科小', 'TECH_SME', 'REGION', { certNo: '202315050009000027' }, 'NEXT_MAR_31', '2024-03-31'],
    ['科小 by the year', 'TECH_SME', 'REGION', { certNo: '202315050009000027' }, 'YEAR_END', '2023-12-31'],
    ['科小 of the year before', 'TECH_SME', 'REGION', { certNo: '202215050009000027' }, 'NEXT_MAR_31', '2023-03-31'],
    ['others without an end', 'KEY_LAB', 'CITY', { certNo: null }, 'NEXT_MAR_31', null],
  ])('is valid for as long as its type: %s', async (_what, type, level, given, rule, validTo) => {
    applications = make(rule);
    const year = Number((given.on ?? '2023').slice(0, 4));
    const earlier = given.on ? { on: '2020-01-02' } : {};
    const all = Object.values(steps).map((step) => ({
      ...step,
      ...earlier,
      ...(given.on && 'endsOn' in step ? { endsOn: '2020-01-20' } : {}),
    }));
    const application = await brought(all, { type, level, year, ...earlier });
    const moved = await move(application, recognition(given));
    expect(moved?.application.result?.validTo).toBe(validTo);
  });

  it('of another province’s number is no reason to refuse', async () => {
    const moved = await move(await publicised(), recognition({ certNo: 'GR202344001234' }));
    expect(moved?.application.result?.certNo).toBe('GR202344001234');
  });

  it('with a number in use is refused; whose it is, staff may know', async () => {
    await move(await publicised(), recognition());
    const application = await publicised({ enterprise: ids.two });
    await expect(move(application, recognition({ certNo: 'gr2023 15000001' }))).rejects.toThrow(
      /GR202315000001 已登记在高新技术企业示例企业01名下/,
    );
    expect(await database.client.qualification.count()).toBe(1);
  });

  it('of two with one number at once one is taken', async () => {
    const [one, two] = [await publicised(), await publicised({ enterprise: ids.two })];
    const all = await Promise.allSettled([move(one, recognition()), move(two, recognition())]);
    expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await database.client.qualification.count()).toBe(1);
  });
});

describe('取消', () => {
  const evidence = { move: 'revoke', on: '2023-12-20', docNo: '国科火字〔2023〕20号', reason: '弄虚作假' } as const;
  const recognised = async () => (await move(await publicised(), recognition()))?.application.result?.id ?? '';

  it('happens once, and the second is told that it is not in force', async () => {
    const qualificationId = await recognised();
    const all = await Promise.all(
      [1, 2].map(() => applications.revoke(officer(), { qualificationId, evidence, tell: [] })),
    );
    expect(all.sort()).toEqual([false, true]);
    const [found] = await applications.ofEnterprise({ id: ids.one, name: '示例企业01' });
    expect(found && statusOf(found)).toBe('REVOKED');
    expect(found?.steps.at(-1)?.evidence).toEqual(evidence);
    expect(await database.client.auditEntry.count({ where: { action: 'qualification.revoke' } })).toBe(1);
  });

  it.each([
    ['before it was recognised', '2023-11-08', /早于认定日期2023年11月9日/],
    ['tomorrow', '2023-12-30', /晚于今天/],
  ])('%s is refused', async (_what, on, why) => {
    const qualificationId = await recognised();
    const revocation = { qualificationId, evidence: { ...evidence, on }, tell: [] };
    await expect(applications.revoke(officer(), revocation)).rejects.toThrow(why);
  });

  it('is not of what has run out, nor of what is not there', async () => {
    const build = createBuilder(at);
    const old = build.qualification(ids.two, {
      ...{ type: 'HNTE', level: 'NATIONAL', issuedOn: '2019-01-10', validTo: '2022-01-10' },
      history: [{ status: 'RECOGNIZED', effectiveOn: '2019-01-10' }],
    });
    await build.write(database.client);
    for (const qualificationId of [old, 'none']) {
      expect(await applications.revoke(officer(), { qualificationId, evidence, tell: [] })).toBe(false);
    }
  });
});

describe('duties', () => {
  const certificate = async () => {
    const build = createBuilder(at);
    const id = build.qualification(ids.one, {
      ...{ type: 'HNTE', level: 'NATIONAL', certNo: 'GR202115000009', issuedOn: '2021-12-01', validTo: '2024-12-01' },
      history: [{ status: 'RECOGNIZED', effectiveOn: '2021-12-01' }],
    });
    await build.write(database.client);
    return id;
  };
  const record = (qualificationId: string, year: number, state: 'DONE' | 'MISSED', enterpriseId = ids.one) =>
    applications.recordDuty(officer(), { qualificationId, enterpriseId, kind: 'ANNUAL_REPORT', year, state });

  it('are appended, and the last record of a year is read last', async () => {
    const id = await certificate();
    await record(id, 2022, 'MISSED');
    await record(id, 2022, 'DONE');
    const found = await applications.dutiesOf(ids.one);
    expect(found.map(({ state }) => state)).toEqual(['MISSED', 'DONE']);
    expect((found[1]?.recordedAt.getTime() ?? 0) > (found[0]?.recordedAt.getTime() ?? 0)).toBe(true);
    expect(await applications.dutiesOf(ids.two)).toEqual([]);
    expect(await database.client.auditEntry.count({ where: { action: 'duty.record' } })).toBe(2);
  });

  it('recorded so already are not recorded nor told again, by two at once either', async () => {
    const id = await certificate();
    const both = await Promise.all([record(id, 2022, 'MISSED'), record(id, 2022, 'MISSED')]);
    expect(both.sort()).toEqual([false, true]);
    expect(await record(id, 2022, 'MISSED')).toBe(false);
    expect(await applications.dutiesOf(ids.one)).toHaveLength(1);
    expect(await database.client.auditEntry.count({ where: { action: 'duty.record' } })).toBe(1);
  });

  it('are those of the certificate’s own enterprise and years', async () => {
    const id = await certificate();
    await expect(record(id, 2022, 'DONE', ids.two)).rejects.toThrow(/没有找到该企业/);
    await expect(record(id, 2020, 'DONE')).rejects.toThrow(/应报年度为/);
    await expect(record(id, 2023, 'DONE')).rejects.toThrow(/尚未结束/);
    expect(await applications.dutiesOf(ids.one)).toEqual([]);
  });
});

it('what is open on a day is neither decided nor begun later', async () => {
  const [one, two] = [await publicised(), await publicised({ enterprise: ids.two })];
  await move(one, recognition());
  await move(two, { move: 'reject', on: '2023-11-20', reason: '评审未通过' });
  const numbers = async (on: string) => (await applications.open(on)).map(({ number }) => number).sort();
  expect(await numbers('2023-05-31')).toEqual([]);
  expect(await numbers('2023-06-01')).toEqual([1, 2]);
  expect(await numbers('2023-11-08')).toEqual([1, 2]);
  expect(await numbers('2023-11-09')).toEqual([2]);
  expect(await numbers('2023-11-20')).toEqual([]);
});
