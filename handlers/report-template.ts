import { reportTemplateCard } from '../cards/report-workbook.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { templateFor } from '../src/domain/reports/template.ts';

/** “/月报 模板”: the sheet with every month that is open to the enterprise, and what is known of it. */
export async function reportTemplateAnswer(ctx: Context, enterprise: EnterpriseRef): Promise<Answer> {
  const template = await templateFor(ctx.reports, { enterprise, now: ctx.now });
  const here = reportTemplateCard(template);
  if (template.months.length === 0) return { here };
  const of = { objectType: 'report', enterpriseId: enterprise.id };
  const detail = { scope: '模板', periods: template.months.map(({ period }) => period) };
  return {
    here,
    attachmentId: await ctx.exchange.reportTemplate(ctx.doer, template),
    audit: [{ action: 'report.read', result: 'allowed', ...of, detail }],
  };
}
