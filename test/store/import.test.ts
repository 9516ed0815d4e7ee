import type { fork } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { unseal } from '../../src/core/sealed.ts';
import type { ImportProgress } from '../../src/domain/exchange.ts';
import { problemText } from '../../src/domain/workbook/problem.ts';
import { changeText } from '../../src/domain/workbook/report.ts';
import type { ImportResult } from '../../src/import/import-file.ts';
import { runImport } from '../../src/import/run-import.ts';
import { createLedger } from '../../src/store/ledger.ts';
import { doer, type Importing, importing, importKeys } from '../helpers/importing.ts';
import { fullWorkbook, type Rows } from '../helpers/workbooks.ts';

let db: Importing;
beforeEach(async () => {
  db = await importing();
});
afterEach(() => db.drop());

const codes = ['91150500000000019M', '91150500000000027G', '91150500000000035B'] as const;
const firm = '某某科技有限公司';
const other = '另一药业有限公司';

const first = {
  enterprises: [
    [firm, codes[0], '某某、某科', '软件', '电子信息', '2016-05-20', '否', '正常'],
    [other, codes[1]],
  ],
  contacts: [
    [firm, '李某', '13800001234', '研发', '主'],
    [firm, '王某', '13800001235', '财务', '备'],
    [codes[1], '李某', '13800001234'],
    [other, '赵某'],
  ],
  qualifications: [
    [firm, '高企', '国家级', 'GR202315000001', '2023-11-09', '2023-11-09', '2026-11-09'],
    [codes[1], '重点实验室', '市级'],
  ],
} satisfies Record<string, Rows>;

const counts = (result: ImportResult) =>
  Object.values(result.report.counts).map(({ added, changed, unchanged }) => `${added}/${changed}/${unchanged}`);
const changes = (result: ImportResult) => result.report.changes.map(changeText);
const problems = (result: ImportResult) => result.report.problems.map(problemText);

/** Everything that an import may touch, without ids. */
async function contents() {
  const { client } = db.database;
  return {
    enterprises: await client.enterprise.findMany({ include: { names: true }, orderBy: { creditCode: 'asc' } }),
    persons: await client.person.findMany({ orderBy: { id: 'asc' } }),
    bindings: await client.binding.findMany({ orderBy: { id: 'asc' } }),
    qualifications: await client.qualification.findMany({ include: { transitions: true }, orderBy: { id: 'asc' } }),
  };
}

const nothing = { enterprises: [], persons: [], bindings: [], qualifications: [] };

describe('applying', () => {
  it('writes everything, encrypted where it tells of people, and unmarked', async () => {
    const result = await db.apply(await fullWorkbook(first));
    expect(result.outcome).toBe('applied');
    expect(counts(result)).toEqual(['2/0/0', '4/0/0', '2/0/0', '0/0/0', '0/0/0', '0/0/0', '0/0/0']);
    const { enterprises, persons, bindings, qualifications } = await contents();
    expect(enterprises).toMatchObject([
      {
        creditCode: codes[0],
        industry: '软件',
        field: '电子信息',
        foundedOn: '2016-05-20',
        aboveScale: false,
        importId: null,
      },
      { creditCode: codes[1], industry: null, aboveScale: null, operatingState: 'NORMAL', importId: null },
    ]);
    expect(enterprises[0]?.names.map(({ kind, text, initials }) => [kind, text, initials]).sort()).toEqual([
      ['ALIAS', '某某', 'mm'],
      ['ALIAS', '某科', 'mk'],
      ['FULL', firm, 'mmkjyxgs'],
    ]);
    // 李某 speaks for both: one number, one person.
    expect(persons).toHaveLength(3);
    const li = persons.find(({ name }) => name === '李某');
    expect(unseal(importKeys.data, li?.mobileSealed ?? '')).toBe('13800001234');
    expect(bindings.filter(({ personId }) => personId === li?.id)).toHaveLength(2);
    expect(bindings.filter(({ importId }) => importId !== null)).toEqual([]);
    expect(
      qualifications
        .map(({ type, certNo, transitions }) => [
          type,
          certNo,
          ...transitions.map((t) => [t.status, t.effectiveOn, t.dateKnown]),
        ])
        .sort(),
    ).toEqual([
      ['HNTE', 'GR202315000001', ['RECOGNIZED', '2023-11-09', true]],
      ['KEY_LAB', null, ['RECOGNIZED', '2023-12-29', false]],
    ]);
  });

  it('the same file twice changes nothing', async () => {
    await db.apply(await fullWorkbook(first));
    const before = await contents();
    const again = await db.apply(await fullWorkbook(first));
    expect(again.outcome).toBe('nothing');
    expect(counts(again)).toEqual(['0/0/2', '0/0/4', '0/0/2', '0/0/0', '0/0/0', '0/0/0', '0/0/0']);
    expect(await contents()).toEqual(before);
  });

  it('empty cells change nothing, other ones are listed old → new and wait to be agreed to', async () => {
    await db.apply(await fullWorkbook(first));
    const before = await contents();
    const file = await fullWorkbook({
      enterprises: [
        [firm, '', '', '', '', '', '', ''],
        ['另一药业（集团）有限公司', codes[1], '另一', '医药', '生物与新医药', '', '是', '停产'],
      ],
      contacts: [
        [firm, '王某', '13800001235', '法人', '主'],
        [firm, '孙某', '13800001236', '', '备'],
        [codes[1], '赵某', '13800001237'],
      ],
      qualifications: [
        [firm, '高企', '国家级', 'GR202315000001', '2023-11-10', '', '2026-11-10'],
        [codes[1], '重点实验室', '市级', 'KL-1', '2020-01-01'],
      ],
    });
    const unconfirmed = await db.apply(file, { allowChanges: false });
    expect(unconfirmed.outcome).toBe('unconfirmed');
    expect(await contents()).toEqual(before);
    expect(changes(unconfirmed)).toEqual([
      `“企业”第3行 ${other} 企业全称：${other} → 另一药业(集团)有限公司`,
      `“企业”第3行 ${other} 行业：未登记 → 医药`,
      `“企业”第3行 ${other} 技术领域：未登记 → 生物与新医药`,
      `“企业”第3行 ${other} 是否规上：未登记 → 是`,
      `“企业”第3行 ${other} 经营状态：正常 → 停产`,
      `“企业”第3行 ${other} 简称：未登记 → 另一`,
      `“联系人”第2行 ${firm} 王某 职务身份：财务 → 法人`,
      `“联系人”第2行 ${firm} 王某 主备：备 → 主`,
      '“联系人”第4行 另一药业(集团)有限公司 赵某 手机：未登记 → 138****1237',
      `“联系人”第2行 ${firm} 李某 主备：主 → 无`,
      `“资质”第2行 ${firm} 高新技术企业 发证日期：2023-11-09 → 2023-11-10`,
      `“资质”第2行 ${firm} 高新技术企业 有效期止：2026-11-09 → 2026-11-10`,
      '“资质”第3行 另一药业(集团)有限公司 重点实验室 证书编号：未登记 → KL-1',
      '“资质”第3行 另一药业(集团)有限公司 重点实验室 发证日期：未登记 → 2020-01-01',
    ]);
    expect((await db.apply(file)).outcome).toBe('applied');
    expect((await db.apply(file)).outcome).toBe('nothing');
    const { bindings, persons, qualifications } = await contents();
    const ranks = bindings.map(({ rank, personId }) => [persons.find(({ id }) => id === personId)?.name, rank]);
    expect(ranks.filter(([, rank]) => rank !== null).sort()).toEqual(
      [
        ['孙某', 'BACKUP'],
        ['王某', 'MAIN'],
      ].sort(),
    );
    const lab = qualifications.find(({ type }) => type === 'KEY_LAB');
    expect(lab?.transitions.map(({ effectiveOn, dateKnown }) => [effectiveOn, dateKnown]).sort()).toEqual([
      ['2020-01-01', true],
      ['2023-12-29', false],
    ]);
    // Recorded with the change: one entry for the import, one for each enterprise, masked.
    const audit = await db.database.client.auditEntry.findMany({ where: { action: 'import.apply' } });
    expect(audit.filter(({ objectType }) => objectType === 'import')).toHaveLength(2);
    expect(audit.filter(({ enterpriseId }) => enterpriseId !== null)).toHaveLength(2);
    expect(JSON.stringify(audit)).not.toContain('13800001237');
  });

  it('what was agreed to is what is written: another file, or other data since, is not', async () => {
    const file = await fullWorkbook(first);
    const { report } = await db.check(file);
    await db.apply(await fullWorkbook({ enterprises: [[firm, codes[0], '', '农业']] }));
    const late = await db.apply(file, { agreed: report.digest });
    expect(late.outcome).toBe('stale');
    expect((await db.apply(file, { agreed: late.report.digest })).outcome).toBe('applied');
  });
});

describe('all or nothing', () => {
  it('one wrong row, and nothing is written', async () => {
    const file = await fullWorkbook({
      ...first,
      qualifications: [...first.qualifications, [firm, '高企', '国家级', 'GR2']],
    });
    const result = await db.apply(file);
    expect(result.outcome).toBe('problems');
    expect(problems(result)).toEqual([
      '“资质”表第4行“有效期止”：高新技术企业必须填写有效期止（一般为发证日期起满三年之日）。',
    ]);
    expect(await contents()).toEqual(nothing);
  });

  it('who is renamed by the file is spoken of by the new name in it', async () => {
    await db.apply(await fullWorkbook({ enterprises: [[firm, codes[0]]] }));
    const before = await contents();
    const enterprises = [['新名称有限公司', codes[0]]];
    const old = await db.apply(await fullWorkbook({ enterprises, contacts: [[firm, '李一', '13900001111']] }));
    expect(problems(old).join()).toContain(`“${firm}”在本文件的“企业”表中改名为“新名称有限公司”`);
    expect(await contents()).toEqual(before);
    const contacts = [['新名称有限公司', '李一', '13900001111']];
    const file = await fullWorkbook({ enterprises, contacts });
    expect([(await db.apply(file)).outcome, (await db.apply(file)).outcome]).toEqual(['applied', 'nothing']);
  });

  it('a new contact has a name, and no masked one', async () => {
    const contacts = [
      [firm, '', '13900001111'],
      [firm, '李*', ''],
    ];
    const result = await db.apply(await fullWorkbook({ ...first, contacts }));
    expect(problems(result).join('\n')).toMatch(/姓名已脱敏/);
    const unnamed = await db.apply(await fullWorkbook({ ...first, contacts: contacts.slice(0, 1) }));
    expect(problems(unnamed)).toEqual(['“联系人”表第2行“姓名”：新联系人必须填写姓名。']);
    expect(await contents()).toEqual(nothing);
  });

  it.each([
    [
      'names and codes twice in the file',
      { enterprises: [[firm, codes[0]], [firm], [other, codes[0]]] },
      ['“企业”表第3行“企业全称”：与第2行重复。', '“企业”表第4行“统一社会信用代码”：与第2行重复。'],
    ],
    [
      'nobody has this name',
      { contacts: [['没有的公司', '李某']] },
      ['“联系人”表第2行“企业全称或信用代码”：“没有的公司”没有登记，也不在本文件的“企业”表中。'],
    ],
    [
      'two main contacts, one number twice, one name twice',
      {
        enterprises: [[firm]],
        contacts: [
          [firm, '李某', '13800001234', '', '主'],
          [firm, '王某', '13800001235', '', '主'],
          [firm, '赵某', '13800001234'],
          [firm, '李某'],
        ],
      },
      [
        `“联系人”表第3行“主备”：与第2行都是“${firm}”的主联系人，至多一位。`,
        '“联系人”表第4行“手机”：与第2行是同一企业的同一手机号。',
        '“联系人”表第5行“姓名”：与第2行是同一企业的同名联系人，请都填写手机号以便区分。',
      ],
    ],
    [
      'one number, two names',
      {
        enterprises: [[firm], [other]],
        contacts: [
          [firm, '李某', '13800001234'],
          [other, '王某', '13800001234'],
        ],
      },
      ['“联系人”表第3行“姓名”：手机号与第2行相同，姓名却不同。'],
    ],
    [
      'a certificate twice',
      {
        enterprises: [[firm]],
        qualifications: [
          [firm, '实验室', '市级', 'A1'],
          [firm, '重点实验室', '市级', 'a 1'],
        ],
      },
      ['“资质”表第3行“证书编号”：与第2行重复。'],
    ],
    [
      'a short name that is another firm’s full name',
      { enterprises: [[firm, '', other], [other]] },
      ['“企业”表第2行“简称”：简称“另一药业有限公司”是另一家企业的全称。'],
    ],
  ] as const)('%s', async (_, content, expected) => {
    const result = await db.apply(await fullWorkbook(content));
    expect(result.outcome).toBe('problems');
    expect(problems(result)).toEqual(expected);
    expect(await contents()).toEqual(nothing);
  });

  it.each([
    [
      'a short name instead of the full one',
      { enterprises: [['某科']] },
      '“企业”表第2行“企业全称”：“某科”是已登记企业“某某科技有限公司”的简称，请填写全称。',
    ],
    [
      'a short name in another sheet',
      { contacts: [['某科', '李某']] },
      '“联系人”表第2行“企业全称或信用代码”：“某科”是简称，请填写全称“某某科技有限公司”或信用代码。',
    ],
    [
      'another code of the same name',
      { enterprises: [[firm, codes[2]]] },
      `“企业”表第2行“统一社会信用代码”：“${firm}”已登记的信用代码是 ${codes[0]}，与文件中的 ${codes[2]} 不同，请核对。`,
    ],
    [
      'a code of one, the name of another',
      { enterprises: [[other, codes[0]]] },
      `“企业”表第2行“企业全称”：信用代码 ${codes[0]} 属于已登记的“${firm}”，而“${other}”是另一家已登记的企业（${codes[1]}）。`,
    ],
    [
      'a certificate of another firm',
      { qualifications: [[other, '高企', '国家级', 'GR202315000001', '', '', '2026-11-09']] },
      '“资质”表第2行“证书编号”：高新技术企业 GR202315000001 已登记在另一家企业名下，请核对。',
    ],
  ] as const)('against what is registered: %s', async (_, content, expected) => {
    await db.apply(await fullWorkbook(first));
    const before = await contents();
    expect(problems(await db.apply(await fullWorkbook(content)))).toEqual([expected]);
    expect(await contents()).toEqual(before);
  });

  it('what refers to a row that cannot be read is no problem of its own', async () => {
    const result = await db.apply(await fullWorkbook({ enterprises: [[firm, '123']], contacts: [[firm, '李某']] }));
    expect(problems(result)).toHaveLength(1);
  });

  it('somebody unbound is bound again only if that is agreed to', async () => {
    await db.apply(await fullWorkbook(first));
    await db.database.client.binding.updateMany({ data: { endedAt: new Date() } });
    const again = await db.apply(await fullWorkbook({ contacts: [[firm, '李某', '13800001234']] }), {
      allowChanges: false,
    });
    expect(changes(again)).toEqual([`“联系人”第2行 ${firm} 李某 绑定：已解除 → 有效`]);
  });
});

describe('while it runs', () => {
  const many = (count: number) =>
    fullWorkbook({
      enterprises: Array.from({ length: count }, (_, n) => [`试验${String(n).padStart(4, '0')}有限公司`]),
      qualifications: Array.from({ length: count }, (_, n) => [
        `试验${String(n).padStart(4, '0')}有限公司`,
        '重点实验室',
        '市级',
      ]),
    });

  it('nothing of it is to be seen before all of it is', async () => {
    const ledger = createLedger(db.database.sql);
    const seen: number[] = [];
    let looking: Promise<unknown> = Promise.resolve();
    const look = () => {
      looking = looking.then(async () => {
        const { total } = await ledger.findEnterprises('试验');
        const { qualifications } = await ledger.history({});
        seen.push(total, qualifications.length);
      });
    };
    await db.apply(await many(1000), { onProgress: look });
    look();
    await looking;
    expect(seen.length).toBeGreaterThan(6);
    expect(new Set(seen)).toEqual(new Set([0, 1000]));
    expect(seen.at(-1)).toBe(1000);
  });

  it('another one has to wait', async () => {
    const { client } = db.database;
    const held = { digest: '', report: '{}', recordedAt: new Date(), openKey: 'import' };
    await client.import.create({
      data: { id: 'other', state: 'APPLYING', ...held, heldUntil: new Date('2100-01-01') },
    });
    await expect(db.apply(await many(1))).rejects.toThrow('另一个导入正在进行，请稍后再试。');
    expect(await contents()).toEqual(nothing);
  });

  it('killed in the middle it leaves nothing to see, and the next one clears away what it left', async () => {
    const { client } = db.database;
    const task = await db.task(await many(3000), {
      mode: 'apply',
      importId: newId(),
      doer,
      allowChanges: true,
      agreed: null,
    });
    let child: ReturnType<typeof fork> | undefined;
    const killed = runImport(task, {
      onStart: (started) => {
        child = started;
      },
      onProgress: ({ stage, done }) => {
        if (stage === 'write' && done > 900) child?.kill('SIGKILL');
      },
    });
    await expect(killed).rejects.toThrow();
    expect(await client.enterprise.count()).toBeGreaterThan(0);
    expect((await createLedger(db.database.sql).findEnterprises('试验')).total).toBe(0);
    // While its time has not run out, it might still be alive.
    await expect(db.apply(await fullWorkbook(first))).rejects.toThrow('另一个导入正在进行');
    await client.import.updateMany({ where: { state: 'APPLYING' }, data: { heldUntil: new Date('2023-01-01') } });
    expect((await db.apply(await fullWorkbook(first))).outcome).toBe('applied');
    expect(await client.enterprise.count()).toBe(2);
    expect(await client.transition.count()).toBe(2);
    expect(
      (await client.import.findMany({ select: { state: true }, orderBy: { state: 'asc' } })).map(({ state }) => state),
    ).toEqual(['APPLIED', 'FAILED']);
  });

  /** In a process of its own: two connections of one thread would wait for each other. */
  const applyApart = async (bytes: Buffer, onProgress: (step: ImportProgress) => void) =>
    runImport(await db.task(bytes, { mode: 'apply', importId: newId(), doer, allowChanges: true, agreed: null }), {
      onProgress,
    });

  it('taken for dead by another it stops by itself', async () => {
    const { client } = db.database;
    let taken: Promise<unknown> | undefined;
    const lost = applyApart(await many(3000), ({ stage, done }) => {
      if (stage !== 'write' || done < 300) return;
      taken ??= client.import.updateMany({ data: { state: 'FAILED', openKey: null } }).then();
    });
    await expect(lost).rejects.toThrow('没有写入任何数据');
    await taken;
    expect(await contents()).toEqual(nothing);
  });

  it('somebody else writing the same meanwhile: nothing is written', async () => {
    const { client } = db.database;
    await db.apply(await fullWorkbook(first));
    const rows = Array.from({ length: 3000 }, (_, n) => [`试验${n}有限公司`]);
    let changed: Promise<unknown> | undefined;
    const late = applyApart(
      await fullWorkbook({ enterprises: [[firm, codes[0], '', '农业'], ...rows] }),
      ({ stage }) => {
        if (stage !== 'write') return;
        changed ??= client.enterprise
          .updateMany({ where: { creditCode: codes[0] }, data: { industry: '渔业' } })
          .then();
      },
    );
    await expect(late).rejects.toThrow('导入期间数据被他人修改，本次没有写入任何数据');
    await changed;
    expect(await client.enterprise.count()).toBe(2);
    expect(await client.enterprise.count({ where: { industry: '渔业' } })).toBe(1);
  });
});
