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
import { Carried, type FieldProblem, Fields, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Notices } from './report-parts.tsx';

interface Drawing {
  /** What is reported now. */
  inForce: IndicatorSet;
  /** What the form begins with: the newest, even if it is for months to come. */
  latest: IndicatorSet;
  history: readonly { set: IndicatorSet; changes: readonly string[] }[];
  values: Values;
  problems: readonly FieldProblem[];
  notices: readonly string[];
  periods: readonly Period[];
  action: string;
  csrf: string;
}

/** 填报指标: what is asked of whom, since when, and the form to change it. */
export function indicatorsPage(drawing: Drawing): Page {
  const { inForce, latest, history, problems, notices } = drawing;
  return {
    title: '填报指标',
    subtitle: `现行指标：${setName(inForce)}，共${inForce.indicators.filter(isAsked).length}项`,
    isWide: true,
    body: (
      <>
        <Notices notices={notices} />
        <ProblemSummary problems={problems} what="没有保存" />
        {latest.number !== inForce.number && (
          <p class="notice">{`${setName(latest)}尚未开始使用，修改以该套指标为基础。`}</p>
        )}
        <section class="panel figures">
          <SetTable set={inForce} />
        </section>
        <section class="panel">
          <h2>{`历次修改（${history.length}次）`}</h2>
          {history.length === 0 && <p>没有修改过，使用系统预置的指标。</p>}
          <ol>
            {history.map(({ set, changes }) => (
              <li>{`${setName(set)}：${changes.join('')}`}</li>
            ))}
          </ol>
        </section>
        <SetForm drawing={drawing} />
      </>
    ),
  };
}

const isAsked = ({ asked }: Indicator) => asked.length > 0;

function setName({ number, fromPeriod }: IndicatorSet): string {
  return number === 0 ? '系统预置' : `第${number}套，自${formatPeriod(fromPeriod)}起`;
}

function SetTable({ set }: { set: IndicatorSet }): VNode {
  return (
    <table class="stacks roster">
      <thead>
        <tr>
          <th scope="col">指标</th>
          <th scope="col">类型</th>
          <th scope="col">填报范围</th>
          <th scope="col">必填范围</th>
          <th scope="col">口径</th>
        </tr>
      </thead>
      <tbody>
        {set.indicators.filter(isAsked).map(({ label, unit, kind, asked, required, note, mayBeNegative }) => (
          <tr>
            <th scope="row">{`${label}（${unitLabels[unit]}）`}</th>
            <td data-label="类型">{`${indicatorKindLabels[kind]}${mayBeNegative ? '，可为负数' : ''}`}</td>
            <td data-label="填报范围">{audienceText(asked)}</td>
            <td data-label="必填范围">{audienceText(required)}</td>
            <td data-label="口径">{note ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SetForm({ drawing }: { drawing: Drawing }): VNode {
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

/** What changes, to be looked at before it is saved. */
export function indicatorReviewPage(options: {
  changes: readonly string[];
  fromPeriod: Period;
  /** The month is being reported already. */
  isBegun: boolean;
  values: Values;
  action: string;
  csrf: string;
}): Page {
  const { changes, fromPeriod, isBegun, values, action, csrf } = options;
  return {
    title: '请核对指标的修改',
    subtitle: `自${formatPeriod(fromPeriod)}月报起使用`,
    body: (
      <form class="panel" method="post" action={action}>
        <Carried values={{ ...values, csrf }} />
        <ol>
          {changes.map((change) => (
            <li>{change}</li>
          ))}
        </ol>
        {isBegun && (
          <p class="notice warn">{`${formatPeriod(fromPeriod)}月报正在填报，已打开的表单提交时将提示企业按新指标核对。`}</p>
        )}
        <p class="hint">此前月份的月报仍按原指标显示和填报。</p>
        <div class="actions">
          <button class="button" type="submit" name="step" value="confirm">
            确认保存
          </button>
          <button class="button secondary" type="submit" name="step" value="back">
            返回修改
          </button>
        </div>
      </form>
    ),
  };
}
