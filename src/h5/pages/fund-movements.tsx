/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { EntryFact } from '../../domain/funds/facts.ts';
import { liveOf } from '../../domain/funds/proposal.ts';
import { sourceOf } from '../../domain/funds/rules.ts';
import { dayOf, exactAmount, formatMonth, typeLabel } from '../../domain/funds/wording.ts';
import type { FormField } from './form-parts.tsx';
import { type Sending, SmallForm } from './fund-small-form.tsx';

/** The movements behind the figures, both of a pair that cancels out marked; with 冲销 for who may. */
export function Movements({
  entries,
  newId,
  sending,
}: {
  entries: readonly EntryFact[];
  newId: (() => string) | null;
  sending: Sending;
}): VNode {
  const live = new Set(liveOf(entries).map(({ id }) => id));
  return (
    <section class="panel figures">
      <h2>{`明细（${entries.length}笔）`}</h2>
      {entries.length === 0 && <p>没有登记的明细。</p>}
      {entries.length > 0 && (
        <table class="stacks movements">
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">类型</th>
              <th scope="col">金额</th>
              <th scope="col">文号</th>
              <th scope="col">说明</th>
              <th scope="col">来源</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Movement
                entry={entry}
                isLive={live.has(entry.id)}
                reversal={newId && live.has(entry.id) ? { id: newId(), sending } : null}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Movement(options: {
  entry: EntryFact;
  isLive: boolean;
  reversal: { id: string; sending: Sending } | null;
}): VNode {
  const { entry, isLive, reversal } = options;
  const mark = entry.reversesId !== null ? '冲销' : isLive ? null : '已冲销';
  const detail = [...(entry.period === null ? [] : [`所属${formatMonth(entry.period)}`]), entry.note ?? ''].filter(
    Boolean,
  );
  return (
    <>
      <tr>
        <td data-label="日期">{dayOf(entry)}</td>
        <td data-label="类型">
          <span>
            {typeLabel(entry.type, entry.projectId !== null)}
            {mark && <span class="mark">{mark}</span>}
          </span>
        </td>
        <td data-label="金额" class="number">
          {mark === '已冲销' ? <s>{exactAmount(entry.fen)}</s> : exactAmount(entry.fen)}
        </td>
        <td data-label="文号" class={entry.docNo === null ? 'empty' : undefined}>
          {entry.docNo ?? '未登记'}
        </td>
        <td data-label="说明" class={detail.length === 0 ? 'empty' : undefined}>
          {detail.length === 0 ? '—' : detail.join('，')}
        </td>
        <td data-label="来源">{sourceOf(entry)}</td>
      </tr>
      {reversal && (
        <tr class="under no-print">
          <td colSpan={6} class="whole">
            <Reversal entry={entry} {...reversal} />
          </td>
        </tr>
      )}
    </>
  );
}

const reversalFields = (today: string): FormField[] => [
  { name: 'on', label: '冲销日期', kind: 'date', max: today },
  { name: 'reason', label: '冲销原因', kind: 'text', hint: '原记录和冲销记录均保留；冲销后请重新登记正确的一笔。' },
];

function Reversal({ entry, id, sending }: { entry: EntryFact; id: string; sending: Sending }): VNode {
  return (
    <SmallForm
      name={`reverse-${entry.id}`}
      summary="冲销"
      path="reverse"
      carried={{ id, entry: entry.id }}
      fields={reversalFields(sending.today)}
      initial={{ on: sending.today }}
      button="确认冲销"
      sending={sending}
    />
  );
}
