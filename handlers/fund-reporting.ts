import {
  claimSentCard,
  claimToConfirmCard,
  ownClaimsCard,
  whichProjectCard,
  withdrawnCard,
} from '../cards/fund-claim.ts';
import { misreadCard } from '../cards/fund-entry-parts.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf } from '../src/domain/calendar.ts';
import { alreadyReported, notYourProject, openKeyOf, whyNotClaim } from '../src/domain/funds/claim-rules.ts';
import { type EntryOrder, type Misread, readEntryOrder } from '../src/domain/funds/entry-order.ts';
import { type Look, lookAt, lookedAt } from '../src/domain/funds/look.ts';
import { readClaimOrder, readDraftDecision } from '../src/domain/funds/order.ts';
import { type ClaimType, projectLabel } from '../src/domain/funds/terms.ts';
import { judge, type Verdict } from '../src/domain/funds/verdict.ts';
import { exactAmount } from '../src/domain/funds/wording.ts';
import { discardDraft, findDraft, noDraft } from './fund-confirming.ts';
import { cardFor } from './fund-deciding.ts';
import { keep, proposalOf } from './fund-entering.ts';
import { refusal } from './fund-refusal.ts';
import { ownEnterprise } from './own-enterprise.ts';

/** What an enterprise reports, confirms, lists or takes back. */
export async function report(ctx: Context, argument: string): Promise<Answer> {
  const decision = readDraftDecision(argument);
  if (decision) return decide(ctx, decision.do, decision.id);
  const order = readClaimOrder(argument);
  if (order?.do === 'withdraw') return withdraw(ctx, order.id);
  if (order) return list(ctx, order.do === 'show' ? order.id : null);
  const reading = readEntryOrder(argument, 'enterprise', dateOf(ctx.now));
  return reading.ok ? readBack(ctx, reading.order) : misread(ctx, reading);
}

/** What is missing or wrong; a project that is not theirs is among it, in the same words as one that is not there. */
async function misread(ctx: Context, { problems, sample, of }: Misread): Promise<Answer> {
  const look = of ? await lookAt(ctx.funds, of) : null;
  const isTheirs = !of || (look !== null && isOwn(ctx, look));
  const about = isTheirs ? look?.project?.enterprise.id : undefined;
  const link = { text: '打开填报页面', url: ctx.pages.ownFunds(about) };
  const all = isTheirs ? problems : [...problems, notYourProject];
  return {
    here: misreadCard({ problems: all, sample }, { what: '填报', link }),
    ...(!isTheirs && look ? { audit: [{ ...lookedAt(look), result: 'denied' as const }] } : {}),
  };
}

function isOwn({ actor }: Context, { project }: Look): boolean {
  return project !== null && actor.enterprises.some(({ id }) => id === project.enterprise.id);
}

async function readBack(ctx: Context, order: EntryOrder): Promise<Answer> {
  const type = claimTypeOf(order);
  const found = await which(ctx, type, order);
  if ('answer' in found) return found.answer;
  const { look, number, remarks } = found;
  const { project } = look;
  if (!project) throw new Error('an enterprise reports of projects');
  const audit = [lookedAt(look)];
  const today = dateOf(ctx.now);
  const { fen, effectiveOn, period, docNo, isAdvance } = order;
  const note = isAdvance ? `企业注明垫支：${order.note ?? ''}` : order.note;
  const claim = { type, fen, effectiveOn, period, docNo, note };
  const why = whyNotClaim(project, look.entries, claim, today) ?? (await whyNotOpen(ctx, look, claim));
  if (why !== null) return refusal('不能填报', `本次未填报。${why}`, audit);
  const verdict = judge(look, proposalOf({ ...claim, note, isAdvance }), today);
  const id = await keep(ctx, { kind: 'claim', number, ...claim });
  const here = claimToConfirmCard(look, claim, {
    id,
    sums: look.sums,
    remarks: [...order.remarks, ...remarks, ...hintOf(verdict)],
  });
  return { here, audit };
}

function hintOf(verdict: Verdict): string[] {
  switch (verdict.is) {
    case 'fine':
      return [];
    case 'advance':
      return ['支出大于已登记的到位；如属垫支，请放弃后在末尾写明“垫支 原因”重新发送，或先填报到位。'];
    case 'refused':
      return [`按目前登记的情况可能不予确认：${verdict.why}`];
  }
}

/** Which the reading let through for an enterprise. */
function claimTypeOf({ type }: EntryOrder): ClaimType {
  if (type !== 'RECEIVE' && type !== 'SPEND') throw new Error(`an enterprise does not report ${type}`);
  return type;
}

type Which = { look: Look; number: number; remarks: string[] } | { answer: Answer };

/** The project that is meant: the named one if it is theirs, the only one, or the card that asks. */
async function which(ctx: Context, type: ClaimType, order: EntryOrder): Promise<Which> {
  if (order.of) {
    const look = await lookAt(ctx.funds, order.of);
    if (look && isOwn(ctx, look)) return { look, number: order.of.number, remarks: [] };
    const audit = look ? [{ ...lookedAt(look), result: 'denied' as const }] : [];
    return { answer: refusal('不能填报', `本次未填报。${notYourProject}`, audit) };
  }
  const own = ownEnterprise(ctx, ({ name }) => `切换企业 ${name}`);
  if ('ask' in own) return { answer: { here: own.ask } };
  const all = await ctx.funds.projects({ enterpriseId: own.enterprise.id }, { on: dateOf(ctx.now) });
  const audit = all.map(({ project }) => lookedAt({ batch: project.batch, project }));
  const possible = all.map(({ project }) => project).filter(({ batch }) => type === 'RECEIVE' || batch.trackSpending);
  const [project] = possible;
  if (!project) {
    const text =
      all.length === 0
        ? '贵公司目前没有已登记的专项资金项目，无需填报；如有疑问，请联系开发区科技局。'
        : '贵公司的项目均为奖励性资金，不核算支出，无需填报支出。';
    return { answer: refusal('不能填报', `本次未填报。${text}`, audit) };
  }
  if (possible.length > 1) {
    const what = type === 'SPEND' ? '支出' : '到位';
    const projects = possible.map((one) => ({ batch: one.batch, project: one }));
    return { answer: { here: whichProjectCard(projects, { what, say: (label) => sayAgain(order, label) }), audit } };
  }
  const look = await lookAt(ctx.funds, { kind: 'P', number: project.number });
  if (!look) throw new Error(`no project ${project.number}`);
  const remark = `未写项目编号，按贵公司唯一可填报的项目 ${projectLabel(project.number)} 计。`;
  return { look, number: project.number, remarks: [remark] };
}

/** The same report with its project. */
function sayAgain({ type, fen, effectiveOn, period, docNo, note, isAdvance }: EntryOrder, label: string): string {
  const what = type === 'SPEND' ? `支出 ${label} ${period ?? effectiveOn.slice(0, 7)}` : `到位 ${label}`;
  const doc = docNo === null ? '' : ` ${docNo}`;
  const behind = note === null ? '' : ` ${isAdvance ? '垫支' : '备注'} ${note}`;
  return `资金 ${what} ${exactAmount(fen)} ${effectiveOn}${doc}${behind}`;
}

/** The same is reported already and waits. */
async function whyNotOpen(
  { funds }: Context,
  { project }: Look,
  wanted: Parameters<typeof alreadyReported>[0],
): Promise<string | null> {
  if (!project) return null;
  const open = await funds.claims({ projectId: project.id, state: 'PENDING' });
  const same = open.find((one) => openKeyOf(one.project.id, one) === openKeyOf(project.id, wanted));
  return same ? alreadyReported({ ...wanted, fen: same.fen }) : null;
}

async function decide(ctx: Context, what: 'confirm' | 'discard', id: string): Promise<Answer> {
  const draft = await findDraft(ctx, id);
  if (draft?.kind !== 'claim') return noDraft();
  const known = await ctx.funds.findClaim(id);
  if (what === 'discard' && !known) return discardDraft(ctx, id);
  const { kind: _kind, number, ...claim } = draft;
  const look = await lookAt(ctx.funds, { kind: 'P', number });
  if (!look?.project) return refusal('不能填报', `本次未填报。${notYourProject}`);
  const staff = await ctx.bindings.staff('fund.write', ctx.sender.platform);
  const { claim: sent, isNew } = await ctx.funds.claim(ctx.doer, id, {
    ...claim,
    enterpriseIds: ctx.actor.enterprises.map((one) => one.id),
    projectId: look.project.id,
    tell: (made) => [
      { to: staff, card: cardFor(made, look, dateOf(ctx.now)), purpose: 'fund.claim', needs: 'fund.write' },
    ],
  });
  const answer = { here: claimSentCard(sent, ctx.bureau), tapped: { state: '已填报', forAll: true } };
  return isNew ? answer : { ...answer, audit: [lookedAt(look)] };
}

async function withdraw(ctx: Context, id: string): Promise<Answer> {
  const enterpriseIds = ctx.actor.enterprises.map((one) => one.id);
  const isDone = id !== '' && (await ctx.funds.withdrawClaim(ctx.doer, id, enterpriseIds));
  return { here: withdrawnCard(isDone), tapped: { state: isDone ? '已撤回' : '未能撤回', forAll: true } };
}

/** Those of the enterprise that is meant; one of them by its number. */
async function list(ctx: Context, id: string | null): Promise<Answer> {
  if (id !== null) {
    const claim = await ctx.funds.findClaim(id);
    const isTheirs = claim !== null && ctx.actor.enterprises.some((one) => one.id === claim.project.enterprise.id);
    if (claim && isTheirs)
      return {
        here: claimSentCard(claim, ctx.bureau),
        audit: [lookedAt({ ...claim.project, project: claim.project })],
      };
    const audit = claim
      ? [{ ...lookedAt({ ...claim.project, project: claim.project }), result: 'denied' as const }]
      : [];
    return refusal('没有找到自报', '没有找到贵公司的这笔自报，请发送“/资金 自报”查看。', audit);
  }
  const own = ownEnterprise(ctx, ({ name }) => `切换企业 ${name}`);
  if ('ask' in own) return { here: own.ask };
  const enterpriseId = own.enterprise.id;
  const here = ownClaimsCard(await ctx.funds.claims({ enterpriseId }), {
    text: '打开填报页面',
    url: ctx.pages.ownFunds(enterpriseId),
  });
  return { here, audit: [{ action: 'fund.read', result: 'allowed', objectType: 'fund-claim', enterpriseId }] };
}
