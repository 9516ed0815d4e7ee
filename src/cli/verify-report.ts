import type { Finding, Verification } from '../audit/verify.ts';

/** So many findings are told one by one. */
const toldAtMost = 50;

/** What was found, for who runs the server. */
export function verifyReport({ findings, rows, unsealed, checkpoint, end }: Verification): string[] {
  const pruned = checkpoint.seq > 0n ? `，第 ${checkpoint.seq} 条及以前已按期清理` : '';
  const checked = `已核对 ${rows} 条审计记录${pruned}，另有 ${unsealed} 条尚未封存。`;
  const head = end.seq > 0n ? [`链头 ${end.seq}:${end.mac}`] : [];
  if (findings.length === 0) return ['审计记录完整，没有发现问题。', checked, ...head];
  const more = findings.length > toldAtMost ? [`……共 ${findings.length} 处，其余从略。`] : [];
  return [
    `审计记录有问题，共 ${findings.length} 处：`,
    ...findings.slice(0, toldAtMost).map((finding) => `  - ${sentence(finding, end.seq)}`),
    ...more,
    checked,
    ...head,
  ];
}

function sentence(finding: Finding, last: bigint): string {
  switch (finding.kind) {
    case 'changed':
      return `第 ${finding.seq} 条（编号 ${finding.id}）已被修改，或不是本程序写入的。`;
    case 'missing':
      return `${span(finding)}缺失。`;
    case 'cut':
      return `末尾${span(finding)}缺失，链头记录到第 ${finding.to} 条。`;
    case 'head':
      return `链头（第 ${finding.seq} 条）与最后一条记录（第 ${last} 条）不一致。`;
    case 'checkpoint':
      return `第 ${finding.seq} 条处的清理标记不是本程序写入的，或已被修改。`;
    case 'returned':
      return `第 ${finding.seq} 条（编号 ${finding.id}）已按期清理，却又出现。`;
    case 'detail':
      return `${row(finding)}的详情已被修改。`;
    case 'erased':
      return `${row(finding)}的详情被清空，但没有相应的个人信息删除记录。`;
    case 'foreign':
      return `编号 ${finding.id} 的记录不是本程序写入的，或封存之前已被修改；未封存。`;
    case 'known-head':
      return knownHead[finding.why](finding.seq, last);
  }
}

const knownHead: Record<Extract<Finding, { kind: 'known-head' }>['why'], (seq: bigint, last: bigint) => string> = {
  differs: (seq) => `与日志中的链头（第 ${seq} 条）不一致：第 ${seq} 条或以前的记录被改写过。`,
  gone: (seq, last) => `日志中的链头是第 ${seq} 条，现有记录只到第 ${last} 条：末尾的记录被删除了。`,
  pruned: (seq) => `日志中的链头（第 ${seq} 条）已按期清理，无法核对，请改用较新的一行。`,
};

function span({ from, to }: { from: bigint; to: bigint }): string {
  return from === to ? `第 ${from} 条` : `第 ${from} 至 ${to} 条`;
}

function row({ seq, id }: { seq: bigint | null; id: string }): string {
  return seq === null ? `尚未封存的记录（编号 ${id}）` : `第 ${seq} 条（编号 ${id}）`;
}
