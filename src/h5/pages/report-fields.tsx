/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { labelWithUnit, whoWhen } from '../../../cards/report-parts.ts';
import { formatFigure, spokenFigure } from '../../domain/reports/cell.ts';
import type { Finding } from '../../domain/reports/finding.ts';
import type { ViewRow } from '../../domain/reports/view.ts';
import type { FigureField } from '../report-form.ts';
import type { FieldProblem } from './form-parts.tsx';

/** The fields of one indicator with everything there is to say about them. */
export function FigureFields({
  field,
  problems,
  findings,
}: {
  field: FigureField;
  problems: readonly FieldProblem[];
  /** What must be put right, of the figures as they are kept. */
  findings: readonly Finding[];
}): VNode {
  const { row, stands, theirs, isNews, isConfirmed } = field;
  const { indicator, origin } = row;
  const { key, isRequired, kind, note, mayBeNegative } = indicator;
  const wrong = (name: string) => problems.find((one) => one.field === name)?.text ?? null;
  const about = findings.filter(({ severity, keys }) => severity === 'hard' && keys.includes(key));
  // Of what is missing each field says so; else it is said once, where the finding belongs.
  const isMissing = (rule: string) => rule === 'V1' && row.month === null;
  const found = about.flatMap(({ rule, text, keys: [first] }) => {
    if (isMissing(rule)) return [missingText];
    return first === key ? [text] : [];
  });
  const elsewhere = about.flatMap(({ rule, keys: [first = ''] }) =>
    first === key || isMissing(rule) ? [] : [`m.${first}-problem`],
  );
  const ofMonth = [...new Set([wrong(`m.${key}`), ...found].filter((text) => text !== null))];
  const describedBy = [
    ...(ofMonth.length > 0 ? [`m.${key}-problem`] : []),
    ...elsewhere,
    ...(helpText(field) !== null || note !== null ? [`m.${key}-hint`] : []),
  ];
  const ofTotal = wrong(`t.${key}`);
  const help = [helpText(field), note === null ? null : `口径：${note}。`].filter((text) => text !== null);
  return (
    <div class="asked">
      <input type="hidden" name={`o.${key}`} value={`${stands.month}|${stands.total}`} />
      <label for={`m.${key}`}>
        {labelWithUnit(row)}
        {isRequired && <span class="mark">必填</span>}
        {origin === 'carried' && <span class="mark warn">沿用上月，未确认</span>}
        {row.entered?.onBehalf && <span class="mark">代填</span>}
        {isNews && <span class="mark warn">已由他人更新</span>}
      </label>
      <NumberInput
        name={`m.${key}`}
        value={field.month}
        isText={mayBeNegative}
        isWrong={ofMonth.length > 0 || elsewhere.length > 0}
        describedBy={describedBy}
      />
      {ofMonth.length > 0 && (
        <p class="problem" id={`m.${key}-problem`}>
          {ofMonth.join('')}
        </p>
      )}
      {help.length > 0 && (
        <p class="hint" id={`m.${key}-hint`}>
          {help.join('　')}
        </p>
      )}
      {theirs && <Choice field={field} problem={wrong(`c.${key}`)} />}
      {origin === 'carried' && (
        <label class="check" for={`k.${key}`}>
          <input id={`k.${key}`} name={`k.${key}`} type="checkbox" value="1" checked={isConfirmed} />
          已核对，与上月相同
        </label>
      )}
      {kind === 'FLOW' && <Total field={field} problem={ofTotal} />}
    </div>
  );
}

const missingText = '必填，请填写；没有发生的填0。';

/** `上月310.00，本年累计3320.00（自动计算），李一（2024年1月5日 10:00）原填300万元。` */
function helpText({ row, stands }: FigureField): string | null {
  const { indicator, last, total, replaced } = row;
  const parts = [
    ...(last === null ? [] : [`上月${formatFigure(indicator, last)}`]),
    ...(indicator.kind === 'FLOW' && total !== null
      ? [`本年累计${formatFigure(indicator, total)}${stands.total === '' ? '（自动计算）' : '（填报）'}`]
      : []),
    ...(replaced === null ? [] : replacedText(row, replaced)),
  ];
  return parts.length === 0 ? null : `${parts.join('，')}。`;
}

/** `李一（2024年1月5日 10:00）原填7万元` */
function replacedText({ indicator, month, total }: ViewRow, replaced: NonNullable<ViewRow['replaced']>): string[] {
  const was = (from: bigint | null, to: bigint | null, what: string) =>
    from === null || from === to ? [] : [`${whoWhen(replaced)}原填${what}${spokenFigure(indicator, from)}`];
  const ofMonth = was(replaced.month, month, '');
  return ofMonth.length > 0 ? ofMonth : was(replaced.total, total, '累计');
}

function NumberInput({
  name,
  value,
  isText,
  isWrong,
  describedBy,
}: {
  name: string;
  value: string;
  /** A keypad without a minus would not do. */
  isText: boolean;
  isWrong: boolean;
  describedBy: readonly string[];
}): VNode {
  return (
    <input
      id={name}
      name={name}
      type="text"
      autocomplete="off"
      value={value}
      {...(isText ? {} : { inputMode: 'decimal' as const })}
      {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
      {...(describedBy.length === 0 ? {} : { 'aria-describedby': describedBy.join(' ') })}
    />
  );
}

/** The cumulative figure: asked where it cannot be computed, else only typed where it says something else. */
function Total({ field, problem }: { field: FigureField; problem: string | null }): VNode {
  const { row, total, asksTotal } = field;
  const name = `t.${row.indicator.key}`;
  const control = (
    <>
      <label for={name}>{`本年累计${asksTotal ? '（缺上月数据，请填写）' : ''}`}</label>
      <NumberInput
        name={name}
        value={total}
        isText={row.indicator.mayBeNegative}
        isWrong={problem !== null}
        describedBy={problem === null ? [] : [`${name}-problem`]}
      />
      {problem !== null && (
        <p class="problem" id={`${name}-problem`}>
          {problem}
        </p>
      )}
    </>
  );
  // Of what may be left out the sum is asked for only along with the month.
  if (asksTotal && row.indicator.isRequired) return control;
  const summary = asksTotal ? '填写本年累计' : '填写累计数（与自动计算不一致时）';
  return (
    <details open={total !== '' || problem !== null || (asksTotal && field.month !== '')}>
      <summary>{summary}</summary>
      {control}
    </details>
  );
}

/** Two people typed different figures: both are shown, one is chosen, neither is lost. */
function Choice({ field, problem }: { field: FigureField; problem: string | null }): VNode | null {
  const { row, theirs, month, total } = field;
  if (!theirs) return null;
  const { key } = row.indicator;
  const name = `c.${key}`;
  const spoken = (written: { month: string; total: string }) =>
    `${written.month || '未填'}${written.total === '' ? '' : `，累计${written.total}`}`;
  const by = theirs.by ? `：${whoWhen(theirs.by)}` : '';
  return (
    <fieldset class="choose" aria-describedby={problem === null ? undefined : `${name}-problem`}>
      <legend>两人填写的数不同，请选择</legend>
      <input type="hidden" name={`q.${key}`} value="1" />
      <label class="check" for={`${name}-yours`}>
        <input id={`${name}-yours`} name={name} type="radio" value="yours" />
        {`保留您填写的：${spoken({ month, total })}`}
      </label>
      <label class="check" for={`${name}-theirs`}>
        <input id={`${name}-theirs`} name={name} type="radio" value="theirs" />
        {`采用已有的：${spoken(theirs.written)}${by}`}
      </label>
      {problem !== null && (
        <p class="problem" id={`${name}-problem`}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}
