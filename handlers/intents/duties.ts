import { dutiesCard, dutyMissedCard, dutyStateLabels } from '../../cards/duties.ts';
import { elsewhereCard, noticeCard } from '../../cards/notice.ts';
import { type EnterpriseRef, isStaff, staffRoles } from '../../src/core/actor.ts';
import type { AuditFact } from '../../src/core/audit.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type DutyFact, type DutyKind, dutyLabels } from '../../src/domain/applications.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { boundOf, certificateDuties, certificateOwing } from '../../src/domain/certificate-duties.ts';
import { dutyProblem } from '../../src/domain/duties.ts';
import { type DutyRequest, readDutyArgument } from '../../src/domain/duty-request.ts';
import { may, rolesThatMay } from '../../src/domain/permissions.ts';
import { reachableContacts } from '../../src/domain/reachable-contacts.ts';
import { findEnterprise } from '../find-enterprise.ts';
import { ownEnterprise, rememberChoice } from '../own-enterprise.ts';

interface Asked {
  kind: DutyKind;
  read(): DutyRequest;
}

const words: readonly (readonly [DutyKind, readonly [string, ...string[]]])[] = [
  ['ANNUAL_REPORT', ['年报', '年度发展情况报表']],
  ['TORCH_STATISTICS', ['火炬', '火炬统计', '火炬年报']],
];
const wordOf: Record<DutyKind, string> = { ANNUAL_REPORT: '年报', TORCH_STATISTICS: '火炬' };

/** 年报, 火炬: what a certificate owes by the year; staff record it. */
export const duties = defineIntent<Asked>({
  id: 'duties',
  command: '年报',
  permission: 'progress.ask',
  inGroup: 'privately',
  examples: [
    { say: '/年报', gets: '本企业高企证书的年报、火炬年报登记情况', roles: ['contact'] },
    { say: '/年报 企业简称', gets: '某企业的年报、火炬年报登记情况', roles: staffRoles },
    { say: '/年报 企业简称 2022 已报', gets: '登记年度发展情况报表（或“未报”）', roles: rolesThatMay('duty.record') },
    { say: '/火炬 企业简称 2022 未报', gets: '登记火炬统计年报（或“已报”）', roles: rolesThatMay('duty.record') },
  ],
  read(said) {
    for (const [kind, [word, ...others]] of words) {
      // The longer words first: one begins with another.
      const argument = argumentOf(
        said,
        [...others, word].sort((a, b) => b.length - a.length),
      );
      if (argument !== null) return { kind, read: () => readDutyArgument(argument, word) };
    }
    return null;
  },
  async run(ctx, { kind, read }) {
    const { enterprise: written, record } = read();
    if (record && !may(ctx.actor.role, 'duty.record')) {
      const text = `${dutyLabels[kind]}由${ctx.bureau.name}登记，请按通知在填报系统报送。发送“/年报”查看登记情况。`;
      return { here: noticeCard('没有权限', text), audit: [{ action: 'duty.record', result: 'denied' }] };
    }
    // It was read in the group; what is done is done where it is told.
    if (record && ctx.groupId !== null) return { here: elsewhereCard(wordOf[kind]) };
    const found = await which(ctx, kind, written, record);
    if ('answer' in found) return found.answer;
    const { enterprise } = found;
    if (!isStaff(ctx.actor) && !ctx.actor.enterprises.some(({ id }) => id === enterprise.id)) {
      const here = noticeCard('不对外提供', '年报登记情况仅向本企业和本局工作人员提供。');
      return { here, audit: [readOf(enterprise, 'denied')] };
    }
    await rememberChoice(ctx, enterprise);
    return record ? enter(ctx, enterprise, { kind, ...record }) : show(ctx, enterprise);
  },
});

async function which(
  ctx: Context,
  kind: DutyKind,
  written: string,
  record: DutyRequest['record'],
): Promise<{ enterprise: EnterpriseRef } | { answer: Answer }> {
  const behind = record ? ` ${record.year} ${dutyStateLabels[record.state]}` : '';
  const say = (name: string) => `${wordOf[kind]} ${name}${behind}`;
  if (written !== '') return findEnterprise(ctx, written, say);
  if (ctx.actor.enterprises.length === 0) {
    return { answer: { here: noticeCard('年度义务', `请写明企业，例如“/${say('企业简称')}”。`) } };
  }
  const own = ownEnterprise(ctx, ({ name }) => say(name));
  return 'ask' in own ? { answer: { here: own.ask } } : own;
}

async function show(ctx: Context, enterprise: EnterpriseRef, remark?: string): Promise<Answer> {
  const [history, facts] = await Promise.all([
    ctx.ledger.historyOf(enterprise),
    ctx.applications.dutiesOf(enterprise.id),
  ]);
  const certificates = certificateDuties(history, facts, dateOf(ctx.now));
  const mayRecord = may(ctx.actor.role, 'duty.record') && certificates.length > 0;
  const here = dutiesCard(enterprise, certificates, {
    now: ctx.now,
    mayRecord,
    ...(remark === undefined ? {} : { remark }),
  });
  return { here, audit: [readOf(enterprise, 'allowed')] };
}

async function enter(
  ctx: Context,
  enterprise: EnterpriseRef,
  duty: Pick<DutyFact, 'kind' | 'year' | 'state'>,
): Promise<Answer> {
  const [history, facts, contacts] = await Promise.all([
    ctx.ledger.historyOf(enterprise),
    ctx.applications.dutiesOf(enterprise.id),
    reachableContacts(ctx.bindings, enterprise.id),
  ]);
  const { kind, year, state } = duty;
  const certificate = certificateOwing(history, kind, year);
  if (!certificate) throw new UserError(whyNot(history.qualifications.map(boundOf), duty, ctx.now, enterprise));
  const isMissed = state === 'MISSED';
  const entered = { qualificationId: certificate.id, ...duty, recordedAt: ctx.now };
  const after = certificateDuties(history, [...facts, entered], dateOf(ctx.now));
  const warning = after.find(({ qualificationId }) => qualificationId === certificate.id)?.warning ?? null;
  const isNew = await ctx.applications.recordDuty(ctx.doer, {
    ...{ qualificationId: certificate.id, enterpriseId: enterprise.id, ...duty },
    tell: isMissed
      ? [
          {
            to: contacts,
            card: dutyMissedCard(kind, year, warning?.text ?? null),
            purpose: 'duty.record',
            enterpriseId: enterprise.id,
          },
        ]
      : [],
  });
  const told = isMissed && isNew ? '，已告知企业联系人' : '';
  return show(ctx, enterprise, `已登记：${year}年度${dutyLabels[kind]}${dutyStateLabels[state]}${told}。`);
}

/** No certificate owes that year: which years are owed. */
function whyNot(
  bounds: readonly ReturnType<typeof boundOf>[],
  duty: Pick<DutyFact, 'kind' | 'year' | 'state'>,
  now: Date,
  { name }: EnterpriseRef,
): string {
  const latest = bounds.filter((one) => one !== null).sort((a, b) => (a.validTo < b.validTo ? 1 : -1))[0];
  return latest
    ? (dutyProblem(duty, latest, dateOf(now)) ?? '')
    : `${name}没有登记了有效期的高新技术企业证书，不能登记年度义务。`;
}

function readOf({ id }: EnterpriseRef, result: AuditFact['result']): AuditFact {
  return { action: 'qualification.read', result, objectType: 'enterprise', objectId: id, enterpriseId: id };
}
