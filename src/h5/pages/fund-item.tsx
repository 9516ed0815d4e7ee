/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Card } from '../../core/card.ts';
import { dateOf, formatDate } from '../../domain/calendar.ts';
import type { EntryFact } from '../../domain/funds/facts.ts';
import type { Claim, ProjectSums } from '../../domain/funds/funds.ts';
import { projectLabel, projectStatusLabels, type StoredProjectStatus } from '../../domain/funds/terms.ts';
import { exactAmount, formatMonth, typeLabel } from '../../domain/funds/wording.ts';
import { formatWan } from '../../domain/money.ts';
import { CardView } from './card.tsx';
import { type FormField, Notice, ProblemSummary } from './form-parts.tsx';
import { Movements } from './fund-movements.tsx';
import { type Sending, SmallForm } from './fund-small-form.tsx';
import type { Page } from './layout.tsx';

interface ItemForms {
  statuses: readonly StoredProjectStatus[];
  /** How often the status has changed: it must still be so when the form comes. */
  version: number;
  entry: string;
  project: string | null;
  newId(): string;
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
        <Notice text={notice} />
        {attempt && <ProblemSummary problems={attempt.problems} what="没有办理" />}
        <div class="terms side-by-side">
          {/* What the chat asks to be typed stands below as forms and tables. */}
          <CardView card={{ title: card.title, blocks: blocksOf(card, projects !== null), confidential: true }} />
        </div>
        {card.footer && <p class="as-at">{card.footer}</p>}
        <div class="actions no-print">
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
        <Claims claims={claims} mayDecide={forms !== null} sending={sending} />
        {forms && forms.statuses.length > 0 && <StatusForm forms={forms} sending={sending} />}
        {projects && <Projects projects={projects} />}
        <Movements entries={entries} newId={forms?.newId ?? null} sending={sending} />
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
              <th scope="col" class="number">
                批复
              </th>
              <th scope="col" class="number">
                拨付
              </th>
            </tr>
          </thead>
          <tbody>
            {projects.map(({ project, sums, href }) => (
              <tr>
                <td data-label="项目">
                  <a href={href}>{`${projectLabel(project.number)} ${project.name}`}</a>
                </td>
                <td data-label="承担单位">{project.enterprise.name}</td>
                <td data-label="批复" class="number">
                  {formatWan(sums.approved)}
                </td>
                <td data-label="拨付" class="number">
                  {formatWan(sums.disbursed)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
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
    <section class="panel no-print">
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
