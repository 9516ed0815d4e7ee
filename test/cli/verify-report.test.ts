import { expect, it } from 'vitest';
import type { Finding } from '../../src/audit/verify.ts';
import { verifyReport } from '../../src/cli/verify-report.ts';

const checkpoint = { seq: 0n, mac: '' };
const end = { seq: 9n, mac: 'MAC' };
const report = (...findings: Finding[]) => verifyReport({ findings, rows: 9, unsealed: 1, checkpoint, end });

it('all is well', () => {
  expect(report()).toEqual(['审计记录完整，没有发现问题。', '已核对 9 条审计记录，另有 1 条尚未封存。', '链头 9:MAC']);
  const pruned = { findings: [], rows: 0, unsealed: 0, checkpoint: { seq: 9n, mac: 'MAC' }, end };
  expect(verifyReport(pruned)[1]).toBe('已核对 0 条审计记录，第 9 条及以前已按期清理，另有 0 条尚未封存。');
  const empty = { findings: [], rows: 0, unsealed: 0, checkpoint, end: checkpoint };
  expect(verifyReport(empty)).toHaveLength(2);
});

it.each<[Finding, string]>([
  [{ kind: 'changed', seq: 3n, id: 'X' }, '第 3 条（编号 X）已被修改，或不是本程序写入的。'],
  [{ kind: 'missing', from: 3n, to: 3n }, '第 3 条缺失。'],
  [{ kind: 'missing', from: 3n, to: 5n }, '第 3 至 5 条缺失。'],
  [{ kind: 'cut', from: 10n, to: 12n }, '末尾第 10 至 12 条缺失，链头记录到第 12 条。'],
  [{ kind: 'head', seq: 8n }, '链头（第 8 条）与最后一条记录（第 9 条）不一致。'],
  [{ kind: 'checkpoint', seq: 3n }, '第 3 条处的清理标记不是本程序写入的，或已被修改。'],
  [{ kind: 'returned', seq: 3n, id: 'X' }, '第 3 条（编号 X）已按期清理，却又出现。'],
  [{ kind: 'detail', seq: 3n, id: 'X' }, '第 3 条（编号 X）的详情已被修改。'],
  [{ kind: 'detail', seq: null, id: 'X' }, '尚未封存的记录（编号 X）的详情已被修改。'],
  [{ kind: 'erased', seq: 3n, id: 'X' }, '第 3 条（编号 X）的详情被清空，但没有相应的个人信息删除记录。'],
  [{ kind: 'foreign', id: 'X' }, '编号 X 的记录不是本程序写入的，或封存之前已被修改；未封存。'],
  [{ kind: 'known-head', seq: 3n, why: 'differs' }, '与日志中的链头（第 3 条）不一致：第 3 条或以前的记录被改写过。'],
  [{ kind: 'known-head', seq: 12n, why: 'gone' }, '日志中的链头是第 12 条，现有记录只到第 9 条：末尾的记录被删除了。'],
  [{ kind: 'known-head', seq: 3n, why: 'pruned' }, '日志中的链头（第 3 条）已按期清理，无法核对，请改用较新的一行。'],
])('%o: %s', (finding, sentence) => {
  expect(report(finding).slice(0, 2)).toEqual(['审计记录有问题，共 1 处：', `  - ${sentence}`]);
});

it('many findings are counted, not all told', () => {
  const lines = report(...Array.from({ length: 70 }, (): Finding => ({ kind: 'foreign', id: 'X' })));
  expect(lines.filter((line) => line.startsWith('  - '))).toHaveLength(50);
  expect(lines).toContain('……共 70 处，其余从略。');
});
