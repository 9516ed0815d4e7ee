import type { Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import type { EntryFact } from '../src/domain/funds/facts.ts';
import type { Entered } from '../src/domain/funds/funds.ts';
import type { Sums } from '../src/domain/funds/sums.ts';
import { entryPhrase } from '../src/domain/funds/wording.ts';
import {
  answerBy,
  button,
  type Line,
  lineFields,
  remarkBlocks,
  standingFields,
  type Where,
  waits,
  whereFields,
} from './fund-entry-parts.ts';
import { noticeCard } from './notice.ts';

/** To who ordered it: everything that will be entered, and what the balance will be. */
export function entryToConfirmCard(
  where: Where,
  line: Line,
  { id, after, remarks }: { id: string; after: Sums; remarks: readonly string[] },
): Card {
  return {
    title: '请确认资金登记',
    blocks: [
      {
        kind: 'fields',
        fields: [
          ...whereFields(where),
          ...lineFields(line, where.project !== null),
          { label: '来源', value: '工作人员登记' },
          ...standingFields(where, after, '登记后'),
        ],
      },
      ...remarkBlocks(remarks),
      { kind: 'text', text: waits },
    ],
    ...answerBy(id),
    confidential: true,
  };
}

/** 支出 > 到位: asks whether it is 垫支, and for the note. */
export function advanceCard(where: Where, line: Line, { id, why }: { id: string; why: string }): Card {
  return {
    title: '支出大于到位，请核实',
    blocks: [
      {
        kind: 'fields',
        fields: [...whereFields(where), ...lineFields(line, where.project !== null)],
      },
      { kind: 'text', text: why },
      {
        kind: 'text',
        text: `确属垫支的，请发送“/资金 确认 ${id} 垫支 说明”，说明将记入台账；不是垫支的，请核对后重新登记。${waits}`,
      },
    ],
    buttons: [button('放弃', `资金 放弃 ${id}`)],
    insteadOfButtons: `放弃请发送“/资金 放弃 ${id}”。`,
    confidential: true,
  };
}

/** The receipt, the same however often it is asked for. */
export function entryReceiptCard({ entry, batch, project, sums }: Omit<Entered, 'isNew'>): Card {
  const where = { batch, project };
  const isReversal = entry.reversesId !== null;
  return {
    title: isReversal ? '已冲销' : '已登记',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: '明细编号', value: entry.id },
          ...whereFields(where),
          ...lineFields(isReversal ? reversalLine(entry) : asSaid(entry), project !== null),
          ...(isReversal ? [{ label: '冲销明细', value: entry.reversesId ?? '' }] : []),
          ...standingFields(where, sums, isReversal ? '冲销后' : '登记后'),
        ],
      },
      {
        kind: 'text',
        text: isReversal
          ? '原记录和冲销记录均保留在明细中。如需更正，请重新登记正确的一笔。'
          : `如登记有误，请发送“/资金 冲销 ${entry.id} 原因”更正，原记录仍保留。`,
      },
    ],
    confidential: true,
  };
}

/** Read back before an entry is taken back. */
export function reversalToConfirmCard(
  where: Where,
  original: EntryFact,
  { id, after, reason, on }: { id: string; after: Sums; reason: string; on: string },
): Card {
  return {
    title: '请确认冲销',
    blocks: [
      {
        kind: 'fields',
        fields: [
          ...whereFields(where),
          { label: '原记录', value: entryPhrase(original) },
          { label: '明细编号', value: original.id },
          ...lineFields(asSaid(original), where.project !== null).slice(1),
          { label: '冲销日期', value: formatDate(on) },
          { label: '冲销原因', value: reason },
          ...standingFields(where, after, '冲销后'),
        ],
      },
      { kind: 'text', text: `冲销后原记录仍保留并注明已冲销，冲销记录不能再冲销。${waits}` },
    ],
    ...answerBy(id, '确认冲销'),
    confidential: true,
  };
}

/** As people say it: 支出冲销 is stored negative. */
function asSaid(entry: EntryFact): Line {
  return { ...entry, fen: entry.type === 'SPEND_REVERSAL' ? -entry.fen : entry.fen };
}

function reversalLine(entry: EntryFact): Line {
  return { ...entry, fen: entry.type === 'ADJUST' ? entry.fen : magnitude(entry.fen) };
}

const magnitude = (fen: bigint) => (fen < 0n ? -fen : fen);

/** What was read back is let go. */
export function discardedDraftCard(): Card {
  return noticeCard('已放弃', '本次内容未登记。如需登记，请重新发送。');
}

/** The same words whether there never was one, it is somebody else's or its time is over. */
export function noDraftCard(): Card {
  return noticeCard(
    '没有找到待确认的内容',
    '没有找到由您发起并在有效期（24小时）内的待确认内容，请重新发送完整的一行。',
  );
}
