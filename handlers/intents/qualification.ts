import { chooseEnterpriseCard } from '../../cards/choose-enterprise.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import { qualificationCard } from '../../cards/qualification.ts';
import { qualificationStatisticsCard } from '../../cards/qualification-statistics.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Card } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';
import { type QualificationType, typeFacts } from '../../src/domain/qualification.ts';
import { readName, readQuestion } from '../../src/domain/qualification-question.ts';
import { isScope, type QualificationRequest, readArgument } from '../../src/domain/qualification-request.ts';
import { standingsAt } from '../../src/domain/standing.ts';
import { countByType } from '../../src/domain/statistics.ts';
import { clearance, mayNameAsAt, visible } from '../../src/domain/visibility.ts';
import { expiringCard, pendingCard, typeListCard } from './qualification-lists.ts';
import { sentence } from './qualification-sentence.ts';
import { withheldCard } from './qualification-withheld.ts';

/** 资质: what an enterprise holds and until when, lists and counts. */
export const qualification = defineIntent<{ read(): QualificationRequest; isCommand: boolean }>({
  id: 'qualification',
  command: '资质',
  roles: ['contact', 'officer'],
  examples: [
    { say: '资质', gets: '本企业的资质、有效期和下一步', roles: ['contact'] },
    { say: '我们高企到期了吗', gets: '本企业的高新技术企业证书', roles: ['contact'] },
    { say: '/资质 易统云', gets: '某企业的资质（简称、拼音首字母也可）', roles: ['officer'] },
    { say: '/资质 高新技术企业', gets: '某类资质的企业名单和数量', roles: ['officer'] },
    { say: '/资质 即将到期', gets: '即将到期的资质', roles: ['officer'] },
    { say: '/资质 待批复', gets: '已上报、尚未批复的申报', roles: ['officer'] },
    { say: '/资质 统计 2023-12-31', gets: '按类型、级别的数量（日期可省略）', roles: ['officer'] },
  ],
  read(said) {
    const argument = isScope(said.text) ? said.text : argumentOf(said, ['资质', '查资质']);
    if (argument !== null) return { read: () => readArgument(argument), isCommand: true };
    // A question is one sentence; what is longer is something else.
    const question = said.text.length <= 80 ? readQuestion(said.text) : null;
    return question && { read: () => question, isCommand: false };
  },
  async run(ctx, { read, isCommand }) {
    const request = read();
    const card = await answer(ctx, request);
    if (card) return { here: card };
    // A sentence that only looked like a question about an enterprise.
    if (!isCommand || request.of !== 'enterprise') return null;
    return { here: notFoundCard(request.name) };
  },
});

/** The answer for whoever reads it in `ctx.place`; null if no enterprise has the name that is asked about. @throws UserError */
async function answer(ctx: Context, request: QualificationRequest): Promise<Card | null> {
  const isOfficer = ctx.actor.role === 'officer';
  const on = request.on ?? dateOf(ctx.now);
  switch (request.of) {
    case 'own':
      return isOfficer && ctx.actor.enterprises.length === 0
        ? withoutEnterprise(ctx, request.type, on)
        : ownCard(ctx, request.type, on);
    case 'enterprise':
      return (await namedCard(ctx, request, on)) ?? asQuestion(ctx, request);
    case 'type':
      // A contact who adds a type means the own certificate of that type.
      return isOfficer || request.everybody
        ? typeListCard(ctx, request.type, request.page, on)
        : ownCard(ctx, request.type, on);
    case 'expiring':
      return isOfficer ? expiringCard(ctx, request.page, on) : ownCard(ctx, undefined, on);
    case 'pending':
      return isOfficer ? pendingCard(ctx, request.page, on) : ownCard(ctx, undefined, on);
    case 'statistics':
      return statisticsCard(ctx, on);
  }
}

/** The answer to nothing but a name, if it means exactly one enterprise; else null. */
export async function answerToName(ctx: Context, text: string): Promise<Card | null> {
  const name = readName(text);
  const { enterprises, total } = name === null ? { enterprises: [], total: 0 } : await ctx.ledger.findEnterprises(name);
  const [found] = enterprises;
  if (!found || total > 1) return null;
  const today = dateOf(ctx.now);
  return enterpriseCard(ctx, found, undefined, today, sentence(ctx, today, found.name));
}

/** What stands behind the command may be a question itself: `/资质 易统云高企`, `/资质 科小名单`. */
async function asQuestion(
  ctx: Context,
  { name, type, on }: Extract<QualificationRequest, { of: 'enterprise' }>,
): Promise<Card | null> {
  const meant = type ? null : readQuestion(name);
  if (!meant) return null;
  return answer(ctx, on === undefined ? meant : { ...meant, on });
}

function withoutEnterprise(ctx: Context, type: QualificationType | undefined, on: CalendarDate): Card | Promise<Card> {
  if (type) return typeListCard(ctx, type, 1, on);
  return noticeCard(
    '资质查询',
    '请写明企业、类型或范围，例如“/资质 企业简称”“/资质 高新技术企业”“/资质 即将到期”“/资质 待批复”“/资质 统计”。',
  );
}

async function ownCard(ctx: Context, type: QualificationType | undefined, on: CalendarDate): Promise<Card> {
  const [own, ...others] = ctx.actor.enterprises;
  const say = sentence(ctx, on, label(type));
  if (own && others.length === 0) return enterpriseCard(ctx, own, type, on, say);
  // Which enterprises somebody serves is not the group's business.
  if (ctx.place === 'group') return withheldCard(ctx, say);
  return chooseEnterpriseCard({
    title: '请选择企业',
    why: '您绑定的企业',
    enterprises: ctx.actor.enterprises.slice(0, 10),
    total: ctx.actor.enterprises.length,
    say: ({ name }) => sentence(ctx, on, name, label(type)),
  });
}

async function namedCard(
  ctx: Context,
  { name, type }: Extract<QualificationRequest, { of: 'enterprise' }>,
  on: CalendarDate,
): Promise<Card | null> {
  const { enterprises, total } = await ctx.ledger.findEnterprises(name);
  const [found] = enterprises;
  if (!found) return null;
  if (total === 1) return enterpriseCard(ctx, found, type, on, sentence(ctx, on, found.name, label(type)));
  return chooseEnterpriseCard({
    title: '请选择企业',
    why: `与${quoted(name)}相符的企业`,
    enterprises,
    total,
    say: (enterprise) => sentence(ctx, on, enterprise.name, label(type)),
  });
}

function notFoundCard(name: string): Card {
  return noticeCard('没有找到企业', `没有找到名称含${quoted(name)}的企业，请核对名称，可用全称、简称或拼音首字母。`);
}

async function enterpriseCard(
  ctx: Context,
  enterprise: EnterpriseRef,
  type: QualificationType | undefined,
  on: CalendarDate,
  say: string,
): Promise<Card> {
  const allowed = clearance(ctx.actor, ctx.place, enterprise.id);
  if (!mayNameAsAt(allowed, on, dateOf(ctx.now))) return withheldCard(ctx, say);
  const history = await ctx.ledger.historyOf(enterprise);
  const standings = standingsAt(history, on).filter((standing) => !type || standing.type === type);
  return qualificationCard({
    enterprise,
    standings: visible(standings, allowed),
    ...(type ? { type } : {}),
    on,
    now: ctx.now,
    full: allowed === 'full',
    ...(ctx.place === 'group' ? { askDirectly: say } : {}),
  });
}

async function statisticsCard(ctx: Context, on: CalendarDate): Promise<Card> {
  const full = clearance(ctx.actor, ctx.place, null) === 'full';
  const { recognised, pending } = countByType(standingsAt(await ctx.ledger.history({}), on));
  return qualificationStatisticsCard({
    // That nobody holds a type any more is the bureau's to know.
    recognised: full ? recognised : recognised.filter(({ enterprises }) => enterprises > 0),
    ...(full ? { pending } : {}),
    on,
    now: ctx.now,
    confidential: full,
    ...(ctx.place === 'group' ? { askDirectly: sentence(ctx, on, '统计') } : {}),
  });
}

function label(type: QualificationType | undefined): string {
  return type ? typeFacts[type].label : '';
}
