/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import {
  audienceLabels,
  audiences,
  type Indicator,
  type IndicatorSet,
  indicatorKindLabels,
  indicatorKinds,
  unitLabels,
  units,
} from '../../domain/reports/indicators.ts';
import { formatPeriod, type Period } from '../../domain/reports/period.ts';
import { audienceText } from '../../domain/reports/set-rules.ts';
import { Carried, type FieldProblem, Fields, type Values } from './form-parts.tsx';

/** The form to change what is asked of whom. */
export function SetForm(drawing: {
  /** What it begins with: the newest, even if it is for months to come. */
  latest: IndicatorSet;
  values: Values;
  problems: readonly FieldProblem[];
  periods: readonly Period[];
  action: string;
  csrf: string;
}): VNode {
  const { latest, values, problems, periods, action, csrf } = drawing;
  return (
    <form method="post" action={action} class="set-form no-print">
      <Carried values={{ csrf, seen: String(latest.number) }} />
      <section class="panel">
        <h2>修改指标</h2>
        <p class="hint">
          名称、单位和类型不能修改，以保证数据前后可比。填报范围全部不勾选即停止填报。已报月份仍按原指标显示。
        </p>
        {latest.indicators.map((indicator) => (
          <IndicatorFields indicator={indicator} values={values} problems={problems} />
        ))}
      </section>
      <section class="panel">
        <details open={(values['l.new'] ?? '') !== '' || problems.some(({ field }) => field?.includes('.new'))}>
          <summary>新增指标</summary>
          <Added values={values} problems={problems} />
        </details>
      </section>
      <section class="panel">
        <Fields
          fields={[
            {
              name: 'from',
              label: '开始使用的报告期',
              kind: 'select',
              options: periods.map((period) => ({ value: period, label: formatPeriod(period) })),
              hint: '此前月份的月报仍按原指标填报。',
            },
          ]}
          values={values}
          problems={problems}
        />
        <button class="button" type="submit" name="step" value="review">
          下一步：核对
        </button>
      </section>
    </form>
  );
}

function IndicatorFields({
  indicator,
  values,
  problems,
}: {
  indicator: Indicator;
  values: Values;
  problems: readonly FieldProblem[];
}): VNode {
  const { key, label, unit, kind } = indicator;
  const isWrong = problems.some(({ field }) => field?.endsWith(`.${key}`));
  const asked = audiences.filter((one) => values[`a.${key}.${one}`] === '1');
  return (
    <details open={isWrong}>
      <summary>{`${label}（${unitLabels[unit]}）${asked.length === 0 ? '：不填报' : ''}`}</summary>
      <p class="hint">{`${indicatorKindLabels[kind]}；原填报范围：${audienceText(indicator.asked)}`}</p>
      <Audiences what="a" name={key} legend="填报范围" values={values} problems={problems} />
      <Audiences what="q" name={key} legend="必填范围" values={values} problems={problems} />
      <Fields
        fields={[
          { name: `n.${key}`, label: '口径', kind: 'text', isOptional: true },
          { name: `w.${key}`, label: '说法', kind: 'text', isOptional: true, hint: '聊天中可用的叫法，用顿号分开。' },
          { name: `p.${key}`, label: '顺序', kind: 'text' },
        ]}
        values={values}
        problems={problems}
      />
    </details>
  );
}

function Audiences({
  what,
  name,
  legend,
  values,
  problems,
}: {
  what: 'a' | 'q';
  name: string;
  legend: string;
  values: Values;
  problems: readonly FieldProblem[];
}): VNode {
  const wrong = problems.find(({ field }) => field === `${what}.${name}`)?.text ?? null;
  const id = `${what}.${name}`;
  return (
    <fieldset aria-describedby={wrong === null ? undefined : `${id}-problem`}>
      <legend>{legend}</legend>
      {audiences.map((one) => (
        <label class="check" for={`${id}.${one}`}>
          <input
            id={`${id}.${one}`}
            name={`${id}.${one}`}
            type="checkbox"
            value="1"
            checked={values[`${id}.${one}`] === '1'}
          />
          {audienceLabels[one]}
        </label>
      ))}
      {wrong !== null && (
        <p class="problem" id={`${id}-problem`}>
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

function Added({ values, problems }: { values: Values; problems: readonly FieldProblem[] }): VNode {
  return (
    <>
      <Fields
        fields={[
          { name: 'l.new', label: '名称', kind: 'text' },
          {
            name: 'u.new',
            label: '单位',
            kind: 'select',
            options: units.map((one) => ({ value: one, label: unitLabels[one] })),
          },
          {
            name: 'k.new',
            label: '类型',
            kind: 'select',
            options: indicatorKinds.map((one) => ({ value: one, label: indicatorKindLabels[one] })),
          },
          { name: 'm.new', label: '可以为负数', kind: 'check', isOptional: true },
        ]}
        values={values}
        problems={problems}
      />
      <Audiences what="a" name="new" legend="填报范围" values={values} problems={problems} />
      <Audiences what="q" name="new" legend="必填范围" values={values} problems={problems} />
      <Fields
        fields={[
          { name: 'n.new', label: '口径', kind: 'text', isOptional: true },
          { name: 'w.new', label: '说法', kind: 'text', isOptional: true, hint: '聊天中可用的叫法，用顿号分开。' },
        ]}
        values={values}
        problems={problems}
      />
    </>
  );
}
