/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { type Indicator, type IndicatorSet, indicatorKindLabels, unitLabels } from '../../domain/reports/indicators.ts';
import { formatPeriod, type Period } from '../../domain/reports/period.ts';
import { audienceText } from '../../domain/reports/set-rules.ts';
import { Carried, type FieldProblem, ProblemSummary, type Values } from './form-parts.tsx';
import { SetForm } from './indicator-form.tsx';
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
        <SetForm {...drawing} />
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
