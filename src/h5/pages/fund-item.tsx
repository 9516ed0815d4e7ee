/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Card } from '../../core/card.ts';
import { dateOf, formatDate } from '../../domain/calendar.ts';
import type { EntryFact } from '../../domain/funds/facts.ts';
import type { Claim, ProjectSums } from '../../domain/funds/funds.ts';
import { liveOf } from '../../domain/funds/proposal.ts';
import { sourceOf } from '../../domain/funds/rules.ts';
import { projectLabel, projectStatusLabels, type StoredProjectStatus } from '../../domain/funds/terms.ts';
import { dayOf, exactAmount, formatMonth, typeLabel } from '../../domain/funds/wording.ts';
import { formatWan } from '../../domain/money.ts';
import { CardView } from './card.tsx';
import { Carried, type FieldProblem, Fields, type FormField, ProblemSummary, type Values } from './form-parts.tsx';
import type { Page } from './layout.tsx';

/** What was filled in and what is wrong with it, after one of the page's forms was refused. */
export interface FundAttempt {
  /** `status`, or `reverse-…`, `confirm-…`, `reject-…` with the id of what it is about. */
  form: string;
  values: Values;
  problems: readonly FieldProblem[];
}

interface ItemForms {
  statuses: readonly StoredProjectStatus[];
  /** How often the status has changed: it must still be so when the form comes. */
  version: number;
  entry: string;
  project: string | null;
  newId(): string;
}

interface Sending {
  attempt: FundAttempt | null;
  today: string;
  action: string;
  csrf: string;
}

/** One project or batch: how it stands, its movements, and what can be done about it. */
export function fundItemPage(
  options: Sending & {
    card: Card;
    entries: readonly EntryFact[];
    /** Of a batch; null: it is a project. */
    projects: readonly (ProjectSums & { href: string })[] | null;
    up: { text: string; href: string };
    claims: readonly Claim[];
    /** Null: who may not enter anything. */
    forms: ItemForms | null;
    notice: string | null;
  },
): Page {
  const { card, entries, projects, up, claims, forms, notice, ...sending } = options;
  const { attempt } = sending;
  return {
    title: card.title,
    isWide: true,
    body: (
      <>
        {notice && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        {attempt && <ProblemSummary problems={attempt.problems} what="没有办理" />}
        <div class="terms">
          {/* What the chat asks to be typed stands below as forms and tables. */}
          <CardView card={{ title: card.title, blocks: blocksOf(card, projects !== null), confidential: true }} />
        </div>
        {projects && <Projects projects={projects} />}
        <Claims claims={claims} mayDecide={forms !== null} sending={sending} />
        <Movements entries={entries} newId={forms?.newId ?? null} sending={sending} />
        {card.footer && <p class="as-at">{card.footer}</p>}
        <div class="actions">
          {forms && (
            <a class="button" href={forms.entry}>
              登记明细
            </a>
          )}
          {forms?.project != null && (
            <a class="button secondary" href={forms.project}>
              新增项目
            </a>
          )}
          <a class="button secondary" href={up.href}>
            {up.text}
          </a>
        </div>
        {forms && forms.statuses.length > 0 && <StatusForm forms={forms} sending={sending} />}
      </>
    ),
  };
}

/** A batch's projects are a table of their own. */
function blocksOf({ blocks }: Card, isBatch: boolean): Card['blocks'] {
  return isBatch ? blocks.filter(({ kind }) => kind !== 'text') : blocks;
}

function Projects({ projects }: { projects: readonly (ProjectSums & { href: string })[] }): VNode {
  return (
    <section class="panel figures">
      <h2>{`项目（${projects.length}项，万元）`}</h2>
      {projects.length === 0 && <p>该批次下没有登记项目。</p>}
      {projects.length > 0 && (
        <table class="stacks">
          <thead>
            <tr>
              <th scope="col">项目</th>
              <th scope="col">承担单位</th>
              <th scope="col">批复</th>
              <th scope="col">拨付</th>
            </tr>
          </thead>
          <tbody>
            {projects.map(({ project, sums, href }) => (
              <tr>
                <td data-label="项目">
                  <a href={href}>{`${projectLabel(project.number)} ${project.name}`}</a>
                </td>
                <td data-label="承担单位">{project.enterprise.name}</td>
                <td data-label="批复">{formatWan(sums.approved)}</td>
                <td data-label="拨付">{formatWan(sums.disbursed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Movements({
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
      <tr class={mark === '已冲销' ? 'reversed' : undefined} id={`entry-${entry.id}`}>
        <td data-label="日期">{dayOf(entry)}</td>
        <td data-label="类型">
          <span>
            {typeLabel(entry.type, entry.projectId !== null)}
            {mark && <span class="mark">{mark}</span>}
          </span>
        </td>
        <td data-label="金额" class="number">
          {exactAmount(entry.fen)}
        </td>
        <td data-label="文号">{entry.docNo ?? '未登记'}</td>
        <td data-label="说明">{detail.length === 0 ? '—' : detail.join('，')}</td>
        <td data-label="来源">{sourceOf(entry)}</td>
      </tr>
      {reversal && (
        <tr class="under">
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

/** One of the page's forms, folded away until it is wanted or something is wrong with it. */
function SmallForm(options: {
  name: string;
  summary: string;
  path: string;
  carried: Values;
  fields: readonly FormField[];
  initial: Values;
  button: string;
  sending: Sending;
}): VNode {
  const { name, summary, path, carried, fields, initial, button, sending } = options;
  const { attempt, action, csrf } = sending;
  const own = attempt?.form === name ? attempt : null;
  return (
    <details open={own !== null}>
      <summary>{summary}</summary>
      <form method="post" action={`${action}/${path}`}>
        <Carried values={{ csrf, ...carried }} />
        <Fields fields={fields} values={own?.values ?? initial} problems={own?.problems ?? []} prefix={`${name}-`} />
        <button class="button" type="submit">
          {button}
        </button>
      </form>
    </details>
  );
}

function StatusForm({ forms, sending }: { forms: ItemForms; sending: Sending }): VNode {
  const fields: FormField[] = [
    {
      name: 'status',
      label: '登记为',
      kind: 'radio',
      options: forms.statuses.map((value) => ({ value, label: projectStatusLabels[value] })),
    },
    { name: 'on', label: '日期', kind: 'date', max: sending.today },
    { name: 'docNo', label: '文号', kind: 'text', isOptional: true, hint: '终止、撤销须填写决定文号。' },
    { name: 'note', label: '说明', kind: 'text', isOptional: true },
  ];
  return (
    <section class="panel">
      <h2>项目状态</h2>
      <SmallForm
        name="status"
        summary="变更状态"
        path="status"
        carried={{ id: forms.newId(), version: String(forms.version) }}
        fields={fields}
        initial={{ on: sending.today }}
        button="登记状态"
        sending={sending}
      />
    </section>
  );
}

function Claims({
  claims,
  mayDecide,
  sending,
}: {
  claims: readonly Claim[];
  mayDecide: boolean;
  sending: Sending;
}): VNode | null {
  if (claims.length === 0) return null;
  return (
    <section class="panel">
      <h2>{`企业自报、待确认（${claims.length}笔）`}</h2>
      <p class="hint">确认前不计入余额。处理结果将告知企业联系人。</p>
      <ol>
        {claims.map((claim) => (
          <li>
            <p>{claimText(claim)}</p>
            {mayDecide && <Decision claim={claim} sending={sending} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function claimText({ type, fen, effectiveOn, period, docNo, note, reportedBy, reportedAt }: Claim): string {
  return [
    `${formatDate(effectiveOn)}${typeLabel(type, true)}${exactAmount(fen)}`,
    ...(period === null ? [] : [`所属${formatMonth(period)}`]),
    `文号${docNo ?? '未登记'}`,
    ...(note === null ? [] : [note]),
    `${reportedBy.name ?? '企业联系人'}于${formatDate(dateOf(reportedAt))}自报`,
  ].join('，');
}

function Decision({ claim: { id, type }, sending }: { claim: Claim; sending: Sending }): VNode {
  const advance: FormField[] = [
    { name: 'advance', label: '确属垫支（支出大于到位时）', kind: 'check' },
    { name: 'note', label: '垫支说明', kind: 'text', isOptional: true },
  ];
  return (
    <>
      <SmallForm
        name={`confirm-${id}`}
        summary="确认"
        path="claim"
        carried={{ id, decision: 'confirm' }}
        fields={type === 'SPEND' ? advance : []}
        initial={{}}
        button="确认入账"
        sending={sending}
      />
      <SmallForm
        name={`reject-${id}`}
        summary="退回"
        path="claim"
        carried={{ id, decision: 'reject' }}
        fields={[{ name: 'reason', label: '退回原因', kind: 'text', hint: '将告知企业，最多200字。' }]}
        initial={{}}
        button="退回自报"
        sending={sending}
      />
    </>
  );
}
