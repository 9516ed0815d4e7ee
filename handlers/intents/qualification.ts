import { chooseAmongCard } from '../../cards/choose-enterprise.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import { qualificationCard } from '../../cards/qualification.ts';
import { qualificationStatisticsCard } from '../../cards/qualification-statistics.ts';
import { type EnterpriseRef, isStaff, staffRoles } from '../../src/core/actor.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type CalendarDate, dateOf } from '../../src/domain/calendar.ts';
import { certificateDuties } from '../../src/domain/certificate-duties.ts';
import { isAboutDeadlines } from '../../src/domain/deadlines/about-deadlines.ts';
import { type QualificationType, typeFacts } from '../../src/domain/qualification.ts';
import { readName, readQuestion } from '../../src/domain/qualification-question.ts';
import { isScope, type QualificationRequest, readArgument } from '../../src/domain/qualification-request.ts';
import { standingsAt } from '../../src/domain/standing.ts';
import { countByType } from '../../src/domain/statistics.ts';
import { clearance, mayNameAsAt, visible } from '../../src/domain/visibility.ts';
import { ownEnterprise, rememberChoice } from '../own-enterprise.ts';
import { answerProgressQuestion } from '../progress-answers.ts';
import { expiringList, listRead, pendingList, typeList } from './qualification-lists.ts';
import { sentence } from './qualification-sentence.ts';
import { withheld } from './qualification-withheld.ts';

/** 资质: what an enterprise holds and until when, lists and counts. */
export const qualification = defineIntent<{ read(): QualificationRequest; question: string | null }>({
  id: 'qualification',
  command: '资质',
  permission: 'qualification.ask',
  inGroup: 'answer',
  examples: [
    { say: '资质', gets: '本企业的资质、有效期和下一步', roles: ['contact'] },
    { say: '我们高企到期了吗', gets: '本企业的高新技术企业证书', roles: ['contact'] },
    { say: '/资质 易统云', gets: '某企业的资质（简称、拼音首字母也可）', roles: staffRoles },
    { say: '/资质 高新技术企业', gets: '某类资质的企业名单和数量', roles: staffRoles },
    { say: '/资质 即将到期', gets: '即将到期的资质', roles: staffRoles },
    { say: '/资质 待批复', gets: '已上报、尚未批复的申报', roles: staffRoles },
    { say: '/资质 统计 2023-12-31', gets: '按类型、级别的数量（日期可省略）', roles: staffRoles },
  ],
  read(said) {
    const argument = isScope(said.text) ? said.text : argumentOf(said, ['资质', '查资质']);
    if (argument !== null) return { read: () => readArgument(argument), question: null };
    // 申报 高企 asks nothing, nor does what names a type in a deadline or asks for a 代办员.
    if (argumentOf(said, ['申报', '培育']) !== null || isAboutDeadlines(said)) return null;
    // A question is one sentence; what is longer is something else.
    const question = said.text.length <= 80 ? readQuestion(said.text) : null;
    return question && { read: () => question, question: said.text };
  },
  async run(ctx, { read, question }) {
    // 批下来没有 is of the application first; where none was filed, of the certificate.
    const progress = question !== null && ctx.place === 'direct' ? await answerProgressQuestion(ctx, question) : null;
    if (progress) return progress;
    const request = read();
    const found = await answer(ctx, request);
    if (found) return found;
    // A sentence that only looked like a question about an enterprise.
    if (question !== null || request.of !== 'enterprise') return null;
    return { here: notFoundCard(request.name) };
  },
});

/** The answer for whoever reads it in `ctx.place`; null if no enterprise has the name that is asked about. @throws UserError */
async function answer(ctx: Context, request: QualificationRequest): Promise<Answer | null> {
  const ofStaff = isStaff(ctx.actor);
  const on = request.on ?? dateOf(ctx.now);
  switch (request.of) {
    case 'own':
      return ofStaff && ctx.actor.enterprises.length === 0
        ? withoutEnterprise(ctx, request.type, on)
        : aboutOwn(ctx, request.type, on);
    case 'enterprise':
      return (await aboutNamed(ctx, request, on)) ?? asQuestion(ctx, request);
    case 'type':
      // A contact who adds a type means the own certificate of that type.
      return ofStaff || request.everybody
        ? typeList(ctx, request.type, request.page, on)
        : aboutOwn(ctx, request.type, on);
    case 'expiring':
      return ofStaff ? expiringList(ctx, request.page, on) : aboutOwn(ctx, undefined, on);
    case 'pending':
      return ofStaff ? pendingList(ctx, request.page, on) : aboutOwn(ctx, undefined, on);
    case 'statistics':
      return statistics(ctx, on);
  }
}

/** The answer to nothing but a name, if it means exactly one enterprise; else null. */
export async function answerToName(ctx: Context, text: string): Promise<Answer | null> {
  const name = readName(text);
  const { enterprises, total } = name === null ? { enterprises: [], total: 0 } : await ctx.ledger.findEnterprises(name);
  const [found] = enterprises;
  if (!found || total > 1) return null;
  const today = dateOf(ctx.now);
  return aboutEnterprise(ctx, found, undefined, today, sentence(ctx, today, found.name));
}

/** What stands behind the command may be a question itself: `/资质 易统云高企`, `/资质 科小名单`. */
async function asQuestion(
  ctx: Context,
  { name, type, on }: Extract<QualificationRequest, { of: 'enterprise' }>,
): Promise<Answer | null> {
  const meant = type ? null : readQuestion(name);
  if (!meant) return null;
  return answer(ctx, on === undefined ? meant : { ...meant, on });
}

async function withoutEnterprise(ctx: Context, type: QualificationType | undefined, on: CalendarDate): Promise<Answer> {
  if (type) return typeList(ctx, type, 1, on);
  const text =
    '请写明企业、类型或范围，例如“/资质 企业简称”“/资质 高新技术企业”“/资质 即将到期”“/资质 待批复”“/资质 统计”。';
  return { here: noticeCard('资质查询', text) };
}

async function aboutOwn(ctx: Context, type: QualificationType | undefined, on: CalendarDate): Promise<Answer> {
  const say = sentence(ctx, on, label(type));
  // Which enterprises somebody serves is not the group's business.
  if (ctx.place === 'group' && ctx.actor.enterprises.length > 1) return withheld(ctx, say);
  const own = ownEnterprise(ctx, ({ name }) => sentence(ctx, on, name, label(type)));
  return 'ask' in own ? { here: own.ask } : aboutEnterprise(ctx, own.enterprise, type, on, say);
}

async function aboutNamed(
  ctx: Context,
  { name, type }: Extract<QualificationRequest, { of: 'enterprise' }>,
  on: CalendarDate,
): Promise<Answer | null> {
  const candidates = await ctx.ledger.findEnterprises(name);
  const [found] = candidates.enterprises;
  if (!found) return null;
  if (candidates.total === 1) {
    await rememberChoice(ctx, found);
    return aboutEnterprise(ctx, found, type, on, sentence(ctx, on, found.name, label(type)));
  }
  return { here: chooseAmongCard(name, candidates, (written) => sentence(ctx, on, written, label(type))) };
}

function notFoundCard(name: string) {
  return noticeCard('没有找到企业', `没有找到名称含${quoted(name)}的企业，请核对名称，可用全称、简称或拼音首字母。`);
}

async function aboutEnterprise(
  ctx: Context,
  enterprise: EnterpriseRef,
  type: QualificationType | undefined,
  on: CalendarDate,
  say: string,
): Promise<Answer> {
  const allowed = clearance(ctx.actor, ctx.place, enterprise.id);
  if (!mayNameAsAt(allowed, on, dateOf(ctx.now))) return withheld(ctx, say, enterprise);
  const history = await ctx.ledger.historyOf(enterprise);
  const standings = standingsAt(history, on).filter((standing) => !type || standing.type === type);
  const full = allowed === 'full';
  const hasCertificate = full && standings.some((one) => one.kind === 'qualification' && one.type === 'HNTE');
  const facts = hasCertificate ? await ctx.applications.dutiesOf(enterprise.id) : [];
  const here = qualificationCard({
    enterprise,
    duties: hasCertificate ? certificateDuties(history, facts, on) : [],
    standings: visible(standings, allowed),
    ...(type ? { type } : {}),
    on,
    now: ctx.now,
    full,
    ...(ctx.place === 'group' ? { askDirectly: say } : {}),
  });
  return full ? { here, audit: [readOf(enterprise)] } : { here };
}

function readOf({ id }: EnterpriseRef): AuditFact {
  return {
    action: 'qualification.read',
    result: 'allowed',
    objectType: 'enterprise',
    objectId: id,
    enterpriseId: id,
  };
}

async function statistics(ctx: Context, on: CalendarDate): Promise<Answer> {
  const full = clearance(ctx.actor, ctx.place, null) === 'full';
  // Counted day after day to come, a number of one would tell when its certificate runs out.
  if (!full && on > dateOf(ctx.now)) return withheld(ctx, sentence(ctx, on, '统计'));
  const { recognised, pending } = countByType(standingsAt(await ctx.ledger.history({}), on));
  const here = qualificationStatisticsCard({
    // That nobody holds a type any more is the bureau's to know.
    recognised: full ? recognised : recognised.filter(({ enterprises }) => enterprises > 0),
    ...(full ? { pending } : {}),
    on,
    now: ctx.now,
    confidential: full,
    ...(ctx.place === 'group' ? { askDirectly: sentence(ctx, on, '统计') } : {}),
  });
  return full ? { here, audit: [listRead('统计')] } : { here };
}

function label(type: QualificationType | undefined): string {
  return type ? typeFacts[type].label : '';
}
