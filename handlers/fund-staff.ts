import {
  acceptanceCard,
  fundOverviewCard,
  fundRatesCard,
  fundTableCard,
  fundWarnings,
  fundWarningsCard,
  projectRow,
} from '../cards/fund-lists.ts';
import { entriesTitle, fundBatchCard, fundEntriesCard, fundProjectCard } from '../cards/fund-one.ts';
import { fundYearCard } from '../cards/fund-year.ts';
import { noticeCard } from '../cards/notice.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, yearOf } from '../src/domain/calendar.ts';
import type { AsAt } from '../src/domain/funds/facts.ts';
import { type BatchSums, groupingLabels } from '../src/domain/funds/funds.ts';
import { groupBatches } from '../src/domain/funds/grouping.ts';
import type { FundRequest } from '../src/domain/funds/request.ts';
import { noSums, type Sums, sumOf } from '../src/domain/funds/sums.ts';
import { batchLabel, projectLabel } from '../src/domain/funds/terms.ts';
import { may } from '../src/domain/permissions.ts';
import { looked, notFound } from './fund-asking.ts';
import { leaveFundChart } from './works/fund-chart.ts';

type Request<Of extends FundRequest['of']> = Extract<FundRequest, { of: Of }>;

const listed: AuditFact = { action: 'fund.list', result: 'allowed' };

/** `/资金`: the years, what waits, and where to go on. */
export async function overview({ actor, funds, now, pages }: Context, asAt: AsAt): Promise<Answer> {
  const years = await funds.years();
  const shown = await Promise.all(
    years.slice(0, 5).map(async (year) => {
      const batches = await funds.batches({ year }, asAt);
      return { year, batches: batches.length, sums: sumOf(batches.map(({ sums }) => sums)) };
    }),
  );
  const [claims, projects] = await Promise.all([funds.claims({ state: 'PENDING' }), funds.projects({}, asAt)]);
  const warnings = fundWarnings(projects, asAt.on).length;
  const counts = { claims: claims.length, warnings, decides: may(actor.role, 'fund.write') };
  const here = fundOverviewCard({ years: shown, ...counts, asAt, now, page: pages.funds });
  return { here, audit: [listed] };
}

/** `/资金 2023`, with a picture after it; or by something. */
export async function year(ctx: Context, request: Request<'year'>, asAt: AsAt): Promise<Answer> {
  const { funds, now, pages } = ctx;
  const batches = await funds.batches({ year: request.year }, asAt);
  if (request.by) return table(ctx, { ...request, by: request.by }, { batches, asAt });
  const hasChart = batches.length > 0;
  if (hasChart) await leaveFundChart(ctx, request.year, asAt);
  const here = fundYearCard({ year: request.year, batches, asAt, now, page: pages.funds, hasChart });
  return { here, audit: [listed] };
}

/** `/资金 图 2023`: the picture alone. */
export async function chart(ctx: Context, wanted: number, asAt: AsAt): Promise<Answer> {
  const batches = await ctx.funds.batches({ year: wanted }, asAt);
  if (batches.length === 0) {
    return { here: { ...noticeCard('没有图表', `没有登记${wanted}年的资金批次。`), confidential: true } };
  }
  await leaveFundChart(ctx, wanted, asAt);
  return { here: { ...noticeCard('正在生成图表', '图表完成后将发给您。'), confidential: true }, audit: [listed] };
}

async function table(
  { funds, now, pages }: Context,
  { year, by, page }: Request<'year'> & { by: NonNullable<Request<'year'>['by']> },
  { batches, asAt }: { batches: readonly BatchSums[]; asAt: AsAt },
): Promise<Answer> {
  const whole = sumOf(batches.map(({ sums }) => sums));
  const ofBatches = by === 'level' || by === 'category' || by === 'batch';
  const scope = { year };
  const rows = async (): Promise<{ label: string; sums: Sums }[]> => {
    switch (by) {
      case 'batch':
        return batches.map(({ batch, sums }) => ({ label: `${batchLabel(batch.number)} ${batch.name}`, sums }));
      case 'level':
      case 'category':
        return groupBatches(batches, by);
      case 'enterprise':
        return (await funds.enterprises(scope, asAt)).map(({ enterprise, projects, sums }) => ({
          label: `${enterprise.name}（${projects}项）`,
          sums,
        }));
      case 'project':
        return (await funds.projects(scope, asAt)).map((one) => ({ label: projectRow(one), sums: one.sums }));
    }
  };
  const listing = { page, say: `资金 ${year} ${groupingLabels[by]}${daysOf(asAt, now)}`, asAt, now, link: pages.funds };
  const title = `${year}年专项资金（${groupingLabels[by]}）`;
  return { here: fundTableCard({ title, rows: await rows(), ofBatches, whole, listing }), audit: [listed] };
}

export async function batch({ funds, now, pages }: Context, number: number, asAt: AsAt): Promise<Answer> {
  const found = await funds.findBatch(number);
  if (!found) return notFound(number, [], 'B');
  const [known] = await funds.batches({ batchId: found.id }, asAt);
  const projects = await funds.projects({ batchId: found.id }, asAt);
  const page = pages.fundBatch(number);
  return {
    here: fundBatchCard(known ?? { batch: found, sums: noSums }, projects, { asAt, now, page }),
    audit: [{ ...listed, objectType: 'fund-batch', objectId: found.id }],
  };
}

export async function project({ funds, now, pages }: Context, number: number, asAt: AsAt): Promise<Answer> {
  const found = await funds.findProject(number);
  if (!found) return notFound(number);
  const [known] = await funds.projects({ projectId: found.id }, asAt);
  const claims = await funds.claims({ projectId: found.id, state: 'PENDING' });
  const page = pages.fundProject(number);
  const shown = known ?? { project: found, sums: noSums, confirmed: null };
  return { here: fundProjectCard(shown, claims, { asAt, now, page }), audit: [looked(found.enterprise)] };
}

/** The movements of a project, a batch, or all of one's own. Whose it is was decided by who calls. */
export async function entries(
  { funds, now, actor }: Context,
  { which, page }: Pick<Request<'entries'>, 'which' | 'page'>,
  asAt: AsAt,
  own?: EnterpriseRef,
): Promise<Answer> {
  const found = which?.kind === 'P' ? await funds.findProject(which.number) : null;
  const ofBatch = which?.kind === 'B' ? await funds.findBatch(which.number) : null;
  if (which && !found && !ofBatch) return notFound(which.number, [], which.kind);
  if (!which && !own) {
    const text = '请写明项目或批次，例如“/资金 明细 P-03”或“/资金 明细 B-03”。';
    return { here: { ...noticeCard('资金明细', text), confidential: true } };
  }
  const scope = found
    ? { projectId: found.id }
    : ofBatch
      ? { batchId: ofBatch.id, batchOnly: true }
      : { enterpriseId: own?.id ?? '' };
  const label = found ? ` ${projectLabel(found.number)}` : ofBatch ? ` ${batchLabel(ofBatch.number)}` : '';
  const here = fundEntriesCard({
    title: entriesTitle(ofBatch, found),
    entries: await funds.entries(scope, asAt),
    withIds: may(actor.role, 'fund.write'),
    page,
    say: `/资金 明细${label}${daysOf(asAt, now)}`,
    asAt,
    now,
  });
  const whose = found?.enterprise ?? own;
  const audit = whose ? looked(whose) : { ...listed, objectType: 'fund-batch', objectId: ofBatch?.id ?? '' };
  return { here, audit: [audit] };
}

/** All four rates or one: of an enterprise, or of a year's money. */
export async function rates(
  { funds, now }: Context,
  { rate, year }: Request<'rates'>,
  asAt: AsAt,
  own?: EnterpriseRef,
): Promise<Answer> {
  if (own) {
    const sums = sumOf((await funds.projects({ enterpriseId: own.id }, asAt)).map((one) => one.sums));
    return {
      here: fundRatesCard({ whose: `${own.name} `, sums, rate, ofEnterprise: true, asAt, now }),
      audit: [looked(own)],
    };
  }
  const [latest = yearOf(asAt.on)] = await funds.years();
  const of = year ?? latest;
  const sums = sumOf((await funds.batches({ year: of }, asAt)).map((one) => one.sums));
  return { here: fundRatesCard({ whose: `${of}年`, sums, rate, ofEnterprise: false, asAt, now }), audit: [listed] };
}

export async function acceptance({ funds, now, pages }: Context, page: number, asAt: AsAt): Promise<Answer> {
  const listing = { page, say: `资金 待验收${daysOf(asAt, now)}`, asAt, now, link: pages.funds };
  return { here: acceptanceCard(await funds.projects({}, asAt), listing), audit: [listed] };
}

export async function warnings({ funds, now, pages }: Context, page: number, asAt: AsAt): Promise<Answer> {
  const listing = { page, say: `资金 预警${daysOf(asAt, now)}`, asAt, now, link: pages.funds };
  return { here: fundWarningsCard(await funds.projects({}, asAt), listing), audit: [listed] };
}

/** As at which day it was asked, for the next page: nothing of today. */
function daysOf({ on, knownBy }: AsAt, now: Date): string {
  const known = knownBy === undefined ? '' : ` 登记至 ${dateOf(knownBy)}`;
  return `${on === dateOf(now) ? '' : ` 截至 ${on}`}${known}`;
}
