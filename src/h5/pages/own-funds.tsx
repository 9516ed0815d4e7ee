/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { movementLine, surplusText } from '../../../cards/fund-parts.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import { type CalendarDate, dateOf, formatDate, timeOf } from '../../domain/calendar.ts';
import type { EntryFact } from '../../domain/funds/facts.ts';
import type { Claim, ProjectSums } from '../../domain/funds/funds.ts';
import { projectStatusAt, surplusOf } from '../../domain/funds/standing.ts';
import { balanceOf, outstandingOf, type Sums, sumOf } from '../../domain/funds/sums.ts';
import { projectLabel, projectStatusLabels } from '../../domain/funds/terms.ts';
import { warningsOf, warningText } from '../../domain/funds/warnings.ts';
import { exactAmount, formatMonth } from '../../domain/funds/wording.ts';
import { formatWan } from '../../domain/money.ts';
import {
  Carried,
  Facts,
  type FieldProblem,
  Fields,
  type FormField,
  Notice,
  ProblemSummary,
  type Values,
} from './form-parts.tsx';
import type { Page } from './layout.tsx';

/** 本企业资金: per project and in total, the movements behind, what was reported and not confirmed, and the form to report. */
export function ownFundsPage(options: {
  enterprise: EnterpriseRef;
  projects: readonly ProjectSums[];
  entries: ReadonlyMap<string | null, readonly EntryFact[]>;
  claims: readonly Claim[];
  now: Date;
  /** Null: may not report. */
  form: { fields: readonly FormField[]; values: Values; problems: readonly FieldProblem[] } | null;
  notice: string | null;
  action: string;
  csrf: string;
}): Page {
  const { enterprise, projects, entries, claims, now, form, notice, action, csrf } = options;
  const on = dateOf(now);
  const total = sumOf(projects.map(({ sums }) => sums));
  return {
    title: '本企业资金',
    subtitle: enterprise.name,
    body: (
      <>
        <Notice text={notice} />
        {form && <ProblemSummary problems={form.problems} what="没有提交" />}
        <p class="as-at">{asAt(projects, now)}</p>
        {projects.length === 0 && <p>没有登记贵公司承担的专项资金项目。如有疑问，请联系本局。</p>}
        {projects.length > 1 && (
          <section class="panel">
            <h2>{`合计（${projects.length}项）`}</h2>
            <Facts rows={figures(total, true)} />
          </section>
        )}
        {projects.map((one) => (
          <ProjectPanel one={one} entries={entries.get(one.project.id) ?? []} on={on} />
        ))}
        <Claims claims={claims} action={action} csrf={csrf} />
        {form && projects.length > 0 && (
          <form class="panel" method="post" action={action}>
            <h2>自报到位或支出</h2>
            <p class="hint">提交后由工作人员确认，确认前不计入余额。同一项目每月的支出报一笔合计数。</p>
            <Carried values={{ csrf, step: 'review' }} />
            <Fields fields={form.fields} values={form.values} problems={form.problems} />
            <button class="button" type="submit">
              下一步：核对
            </button>
          </form>
        )}
      </>
    ),
  };
}

/** `数据截至…，最近由王晨于…确认` */
function asAt(projects: readonly ProjectSums[], now: Date): string {
  const last = projects.flatMap(({ confirmed }) => confirmed ?? []).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
  const who = last ? `，最近由${last.by ?? '本局'}于${formatDate(dateOf(last.at))}确认` : '';
  return `数据截至${formatDate(dateOf(now))} ${timeOf(now)}${who}。金额单位：万元。`;
}

function figures(sums: Sums, isTracked: boolean): [string, string][] {
  return [
    ['批复', formatWan(sums.approved)],
    ['到位', formatWan(sums.received)],
    ...(isTracked
      ? ([
          ['支出', formatWan(sums.spent)],
          ['余额', formatWan(balanceOf(sums))],
        ] as [string, string][])
      : []),
    ['待拨付', formatWan(outstandingOf(sums))],
    ...(sums.recovered === 0n ? [] : ([['收回', formatWan(sums.recovered)]] as [string, string][])),
  ];
}

function ProjectPanel({
  one: { project, sums },
  entries,
  on,
}: {
  one: ProjectSums;
  entries: readonly EntryFact[];
  on: CalendarDate;
}): VNode {
  const surplus = surplusOf(project, sums, on);
  const warnings = warningsOf(project, sums, on);
  const { trackSpending } = project.batch;
  return (
    <section class="panel">
      <h2>{`${projectLabel(project.number)} ${project.name}`}</h2>
      <p class="hint">
        {`${project.batch.name}，${projectStatusLabels[projectStatusAt(project, on)]}${trackSpending ? '' : '，奖励性资金，不核算支出'}`}
      </p>
      <Facts
        rows={[
          ...figures(sums, trackSpending),
          ...(surplus === null || surplus.fen === 0n
            ? []
            : ([[surplus.kind, surplusText(surplus)]] as [string, string][])),
          ...(project.selfRaised === 0n
            ? []
            : ([['自筹', `${formatWan(project.selfRaised)}（不计入余额）`]] as [string, string][])),
        ]}
      />
      {warnings.length > 0 && (
        <ul class="plainly warnings">
          {warnings.map((warning) => (
            <li>{`提醒：${warningText(warning)}。`}</li>
          ))}
        </ul>
      )}
      <details>
        <summary>{`明细（${entries.length}笔）`}</summary>
        <ol>
          {entries.map((entry) => (
            <li>{movementLine(entry, entries)}</li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Claims({ claims, action, csrf }: { claims: readonly Claim[]; action: string; csrf: string }): VNode | null {
  if (claims.length === 0) return null;
  return (
    <section class="panel">
      <h2>{`已自报、待确认（${claims.length}笔）`}</h2>
      <p class="hint">以下尚未经工作人员确认，不计入余额。</p>
      <ol>
        {claims.map(({ id, project, type, fen, effectiveOn, period, docNo }) => (
          <li>
            {[
              `${projectLabel(project.number)} ${type === 'SPEND' ? '支出' : '到位'}${exactAmount(fen)}`,
              formatDate(effectiveOn),
              ...(period === null ? [] : [`所属${formatMonth(period)}`]),
              ...(docNo === null ? [] : [docNo]),
            ].join('，')}
            <form method="post" action={`${action}/withdraw`}>
              <Carried values={{ csrf, id }} />
              <button class="plain" type="submit">
                撤回
              </button>
            </form>
          </li>
        ))}
      </ol>
    </section>
  );
}
