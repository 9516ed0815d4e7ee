import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactWan } from '../../src/domain/money.ts';
import { readAmountCell } from '../../src/domain/workbook/amounts.ts';
import { type Cell, wholeDigits } from '../../src/domain/workbook/cell.ts';
import { dateOfSerial, dateWritten, readDateCell } from '../../src/domain/workbook/dates.ts';
import { readAliases, readCodeCell, readMobile, readReference } from '../../src/domain/workbook/values.ts';
import { type Importing, importing } from '../helpers/importing.ts';
import { fullWorkbook, rawWorkbook, sheetData } from '../helpers/workbooks.ts';

const numRuns = 100_000;
const text = (value: string): Cell => ({ kind: 'text', value, formula: false });
const number = (value: string): Cell => ({ kind: 'number', value, formula: false });

describe('cells', () => {
  it('whatever stands in a cell, a date is one of the calendar or refused with a reason', () => {
    const like = fc.stringMatching(/^[ ０-９0-9]{0,4}[-/.年—]?[0-9]{0,2}[-/.月]?[0-9]{0,3}日?[ T]?[0-9:]{0,8}$/u);
    fc.assert(
      fc.property(fc.oneof(like, fc.string({ unit: 'grapheme' }), fc.double().map(String)), (value) => {
        for (const read of [readDateCell(text(value), 1900), readDateCell(number(value), 1904), dateWritten(value)]) {
          if (!read.ok) expect(read.reason).not.toBe('');
          else if (read.value !== null) {
            expect(new Date(`${read.value}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read.value);
          }
        }
      }),
      { numRuns },
    );
  });

  it('both systems count the same days, 1462 apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1462, max: 2_958_465 }), (serial) => {
        expect(dateOfSerial(serial, 1900)).toBe(dateOfSerial(serial - 1462, 1904));
      }),
      { numRuns },
    );
  });

  it('a number is written out only if that gives the number back', () => {
    const numbers = fc.oneof(
      fc.integer({ min: 0 }).map(String),
      fc.double({ noNaN: true, min: 0 }).map(String),
      fc.stringMatching(/^\d{1,18}(?:\.\d{0,4})?(?:[eE][+-]?\d{1,2})?$/u),
    );
    fc.assert(
      fc.property(numbers, (value) => {
        const digits = wholeDigits(value);
        if (digits === null) return;
        expect(digits).toMatch(/^(?:0|[1-9]\d*|0+\d*)$/u);
        expect(Number(digits)).toBe(Number(value));
      }),
      { numRuns },
    );
  });

  it('an amount is exact to the 分 or refused, whatever a program makes of it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }), fc.boolean(), (fen, inYuan) => {
        const [unit, scale] = inYuan ? (['元', 100] as const) : (['万元', 1_000_000] as const);
        // What a program that counts in binary writes: digits for digits as long as there are no more than 15 of them.
        const written = String(Number(fen) / scale);
        const read = readAmountCell(number(written), unit);
        expect(read.ok && read.value).toBe(fen);
        const exact = readAmountCell(text(exactWan(fen)), '万元');
        expect(exact.ok && exact.value).toBe(fen);
      }),
      { numRuns },
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 20 }), fc.double().map(String)), (value) => {
        for (const one of [text(value), number(value)]) {
          const read = readAmountCell(one, '万元');
          if (!read.ok) expect(read.reason).not.toBe('');
        }
      }),
      { numRuns },
    );
  });

  it('no text is too much for what reads codes, numbers and names', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^[0-9A-Za-z０-９ \-+.Ee]{0,22}$/u),
    );
    fc.assert(
      fc.property(texts, (value) => {
        const mobile = readMobile(text(value));
        if (mobile.ok && mobile.value !== null) expect(mobile.value).toMatch(/^1[3-9]\d{9}$/u);
        const code = readCodeCell(text(value));
        if (code.ok && code.value !== null) expect(readCodeCell(text(code.value))).toEqual(code);
        readReference(text(value));
        readAliases(text(value));
      }),
      { numRuns },
    );
  });
});

describe('whole workbooks', () => {
  let db: Importing;
  afterAll(() => db.drop());

  // Enough of each kind that many files agree with themselves and with what is there already.
  const firms = Array.from({ length: 40 }, (_, n) => `试验${n}（通辽）有限公司`);
  const people = Array.from(
    { length: 60 },
    (_, n) => [`人员${String.fromCodePoint(0x4e00 + n)}`, `138000012${10 + n}`] as const,
  );
  const names = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...firms) },
    { weight: 1, arbitrary: fc.constantFrom('丁', '', '91350100M000100Y43') },
  );
  const cell = (...usual: string[]) =>
    fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...usual, '') },
      { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
    );
  const enterprise = fc.tuple(
    names,
    cell('', '', '', '', '', '', '', '91350100M000100Y43', '91150500000000019M'),
    cell('甲', '乙、丙', ''),
    cell('软件', '农业'),
    cell('电子信息'),
    cell('2016-05-20', '2016年5月20日'),
    cell('是', '否'),
    cell('正常', '注销'),
  );
  const registered = fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...firms.slice(20)) },
    { weight: 1, arbitrary: names },
  );
  const contact = fc
    .tuple(registered, fc.constantFrom(...people), cell('法人', '研发'), cell('主', '备', '', ''), fc.nat(30))
    .map(([firm, [name, mobile], duty, rank, spoil]) => [
      firm,
      spoil === 0 ? '' : name,
      spoil === 1 ? '1.38E+10' : mobile,
      duty,
      rank,
    ]);
  const qualification = fc.tuple(
    registered,
    cell('高企', '重点实验室', '科小'),
    cell('国家级', '市级'),
    fc.nat(2000).map((n) => `A${n}`),
    cell('2023-01-02', '2022-01-02'),
    cell('2023-01-02'),
    cell('2026-01-02'),
    cell('已认定'),
  );
  const batchNames = ['甲批次', '乙批次（第二批）', '丙批次'];
  const projectNames = ['一号', '二号', '三号'];
  /** So much is there before, and enough of it that many files keep to the rules. */
  const someFunds = {
    fundBatches: batchNames.map((name) => ['', name, '市', '其他', '2023', '100000', '2023-01-02']),
    fundProjects: projectNames.map((name, n) => {
      const [of = '', firm = ''] = [batchNames[n], firms[20 + n]];
      return ['', of, firm, name, `K${n}`, '', '', '', '', '', '10000', '2023-01-03'];
    }),
    fundEntries: projectNames.flatMap((name) => [
      ['', '', name, '', '拨付', '1000', '2023-02-01'],
      ['', '', name, '', '到位', '500', '2023-03-01'],
    ]),
  };
  const amount = (atMost: bigint) =>
    fc.oneof(
      { weight: 60, arbitrary: fc.bigInt({ min: 1n, max: atMost }).map(exactWan) },
      { weight: 4, arbitrary: fc.constantFrom('1万元', '1,000元', '0.000001') },
      { weight: 1, arbitrary: fc.constantFrom('-1', '0', '1.0000001', '万', '1e9', '999999') },
    );
  const batch = fc
    .tuple(fc.nat(60), fc.constantFrom(...batchNames), fc.constantFrom('市', '自治区', ''), cell('其他'), cell('留用'))
    .map(([n, name, level, category, policy]) =>
      n < 20
        ? ['', `新批次${n}`, '市', '其他', '2023', '100', '', n % 3 === 0 ? `${n}号` : '', policy]
        : ['', name, level, category, '', n === 60 ? '1' : '', '', '', policy],
    );
  const project = fc.tuple(fc.nat(60), fc.nat(2), cell('李某', ''), amount(1_000_000n)).map(([n, at, leader, fen]) => {
    const [of = '', firm = '', name = ''] = [batchNames[at], firms[20 + at], projectNames[at]];
    return n < 30
      ? ['', of, firm, `新项目${n}`, n % 3 === 0 ? `N${n}` : '', leader, '', '', '', '', fen, '2023-01-03']
      : ['', of, n === 60 ? (firms[30] ?? '') : firm, name, '', leader];
  });
  const entry = fc
    .tuple(fc.nat(60), fc.nat(2), fc.nat(8), amount(1_000_000n), fc.nat(40))
    .map(([n, at, day, fen, docNo]) => {
      const [of = '', name = ''] = [batchNames[at], n % 2 === 0 ? projectNames[at] : `K${at}`];
      const number = docNo > 30 ? `${docNo}号` : '';
      if (n < 8) return ['', of, '', '', n === 0 ? '冲销' : '指标调整', fen, `2023-05-1${day}`, number];
      if (n < 30) return ['', '', name, '', '拨付', fen, `2023-04-1${day}`, number];
      if (n < 50) return ['', n === 49 ? of : '', name, '', '到位', fen, `2023-05-1${day}`, number];
      return ['', '', name, '', '支出', fen, `2023-0${1 + day}-20`, number, n > 57 ? `2022-0${1 + day}` : ''];
    });
  const rows = <T>(row: fc.Arbitrary<T>) => fc.array(row, { maxLength: 4 });

  beforeAll(async () => {
    db = await importing();
    // Half of them are registered.
    await db.apply(await fullWorkbook({ enterprises: firms.slice(20).map((firm) => [firm]) }));
  });

  async function size() {
    const { client } = db.database;
    const [enterprises, persons, bindings, qualifications, transitions, batches, projects, entries] = await Promise.all(
      [
        client.enterprise.count(),
        client.person.count(),
        client.binding.count(),
        client.qualification.count(),
        client.transition.count(),
        client.fundBatch.count(),
        client.fundProject.count(),
        client.fundEntry.count(),
      ],
    );
    return { enterprises, persons, bindings, qualifications, transitions, batches, projects, entries };
  }

  let applied = 0;

  it('each is refused with reasons and nothing written, or applied whole and a second time without effect', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows(enterprise),
        rows(contact),
        rows(qualification),
        async (enterprises, contacts, qualifications) => {
          const file = await fullWorkbook({ enterprises, contacts, qualifications });
          const before = await size();
          const { outcome, report } = await db.apply(file);
          if (outcome === 'problems') {
            expect(report.problems.length).toBeGreaterThan(0);
            expect(await size()).toEqual(before);
            return;
          }
          expect(['applied', 'nothing']).toContain(outcome);
          if (outcome === 'applied') applied += 1;
          const { counts } = report;
          const after = await size();
          expect(after.enterprises - before.enterprises).toBe(counts.enterprises.added);
          expect(after.qualifications - before.qualifications).toBe(counts.qualifications.added);
          expect((await db.apply(file)).outcome).toBe('nothing');
          expect(await size()).toEqual(after);
        },
      ),
      { numRuns: 600 },
    );
    // Otherwise the workbooks have become too bad to say much.
    expect(applied).toBeGreaterThan(60);
  }, 1_800_000);

  it('so is each of the fund ledger, and whatever was applied adds up: nothing is below nothing', async () => {
    expect((await db.apply(await fullWorkbook(someFunds))).outcome).toBe('applied');
    let written = 0;
    await fc.assert(
      fc.asyncProperty(rows(batch), rows(project), rows(entry), async (fundBatches, fundProjects, fundEntries) => {
        const file = await fullWorkbook({ fundBatches, fundProjects, fundEntries });
        const before = await size();
        const { outcome, report } = await db.apply(file);
        if (outcome === 'problems') {
          expect(report.problems.every(({ reason }) => reason !== '')).toBe(true);
          expect(await size()).toEqual(before);
          return;
        }
        expect(['applied', 'nothing']).toContain(outcome);
        if (outcome === 'applied') written += 1;
        const after = await size();
        const { counts } = report;
        const added = counts.fundBatches.added + counts.fundProjects.added + counts.fundEntries.added;
        expect(after.batches - before.batches).toBe(counts.fundBatches.added);
        expect(after.projects - before.projects).toBe(counts.fundProjects.added);
        expect(after.entries - before.entries).toBe(added);
        expect((await db.apply(file)).outcome).toBe('nothing');
        expect(await size()).toEqual(after);
      }),
      { numRuns: 400 },
    );
    expect(written).toBeGreaterThan(60);
    // Summed by hand: what no rule would have let in.
    const { client } = db.database;
    const entries = await client.fundEntry.findMany();
    const sum = (of: typeof entries, ...types: string[]) =>
      of.filter(({ type }) => types.includes(type)).reduce((total, { fen }) => total + fen, 0n);
    for (const { id } of await client.fundBatch.findMany()) {
      const of = entries.filter(({ batchId }) => batchId === id);
      expect(sum(of, 'APPROVE')).toBeLessThanOrEqual(sum(of, 'ALLOCATE', 'ADJUST'));
    }
    for (const { id } of await client.fundProject.findMany()) {
      const of = entries.filter(({ projectId }) => projectId === id);
      expect(sum(of, 'DISBURSE')).toBeLessThanOrEqual(sum(of, 'APPROVE'));
      expect(sum(of, 'RECEIVE')).toBeLessThanOrEqual(sum(of, 'DISBURSE'));
      expect(sum(of, 'SPEND', 'RECOVER')).toBeLessThanOrEqual(sum(of, 'RECEIVE'));
    }
  }, 1_800_000);

  it('whatever stands in the parts of a file, it is read or refused with a sentence', async () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 }), { maxLength: 6 })
        .map((table) =>
          sheetData(table.map((row) => row.map((one) => one.replace(/[<>&\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')))),
        ),
      fc.constantFrom(
        '<sheetData><row r="x"><c r="ZZZ99" t="s"><v>-1</v></c></row></sheetData>',
        '<sheetData/><mergeCells><mergeCell ref="A:B"/></mergeCells>',
      ),
    );
    await fc.assert(
      fc.asyncProperty(junk, junk, async (first, second) => {
        const file = await rawWorkbook({ 企业: first, 联系人: second });
        const result = await db.check(file).catch((error: Error) => error);
        if (result instanceof Error) expect(result.name).toBe('UserError');
        else expect(result.outcome).toBe('checked');
      }),
      { numRuns: 500 },
    );
  }, 1_800_000);
});
