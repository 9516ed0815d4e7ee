import { askKindCard, askLevelCard } from '../../cards/apply.ts';
import { noticeCard } from '../../cards/notice.ts';
import { applicationCard } from '../../cards/progress.ts';
import { progressNewsCard } from '../../cards/progress-step.ts';
import { type EnterpriseRef, isStaff } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { statusOf } from '../../src/domain/application-state.ts';
import { applicationLabel } from '../../src/domain/applications.ts';
import { type ApplyRequest, readApplyArgument } from '../../src/domain/apply-request.ts';
import { type CalendarDate, dateOf, yearOf } from '../../src/domain/calendar.ts';
import { levelsOf } from '../../src/domain/kind-spoken.ts';
import { type Level, levelLabels, type QualificationType, typeFacts } from '../../src/domain/qualification.ts';
import { reachableContacts } from '../../src/domain/reachable-contacts.ts';
import { findEnterprise } from '../find-enterprise.ts';
import { ownEnterprise } from '../own-enterprise.ts';
import { readerOf, readFact, takeStep } from '../progress-moves.ts';

type Word = '申报' | '培育';

/** 申报, 培育: an application is opened. */
export const apply = defineIntent<{ word: Word; read(): ApplyRequest }>({
  id: 'apply',
  command: '申报',
  permission: 'application.file',
  inGroup: 'refuse',
  examples: [
    { say: '/申报 高企 2024年第1批', gets: '开始本企业的申报（年度、批次可省略）', roles: ['contact'] },
    { say: '/申报 企业简称 高企', gets: '代企业开始申报', roles: ['administrator', 'officer', 'agent'] },
    { say: '/培育 企业简称 高企', gets: '把企业纳入培育', roles: ['administrator', 'officer', 'agent'] },
  ],
  read(said) {
    for (const word of ['申报', '培育'] as const) {
      const argument = argumentOf(said, [word]);
      if (argument !== null) return { word, read: () => readApplyArgument(argument) };
    }
    return null;
  },
  async run(ctx, { word, read }) {
    const request = read();
    if (word === '培育' && !isStaff(ctx.actor)) {
      const text = `培育名单由${ctx.bureau.name}登记。开始申报请发送“/申报 高企”。`;
      return { here: noticeCard('没有权限', text), audit: [{ action: 'application.start', result: 'denied' }] };
    }
    const { kind } = request;
    if (!kind) return { here: askKindCard(word, request.enterprise) };
    const level = kind.level ?? (levelsOf[kind.type].length === 1 ? levelsOf[kind.type][0] : null);
    if (level === null || !levelsOf[kind.type].includes(level)) {
      const say = (what: string) => sentence(word, request, request.enterprise, what);
      return { here: askLevelCard(kind.type, levelsOf[kind.type], { wrong: level, say }) };
    }
    const found = await which(ctx, word, request, `${levelLabels[level]}${typeFacts[kind.type].label}`);
    if ('answer' in found) return found.answer;
    return open(ctx, word, { ...request, ...found, type: kind.type, level });
  },
});

/** The same sentence with an enterprise and kind written out. */
function sentence(word: Word, { year, batch, on }: ApplyRequest, enterprise: string, kind: string): string {
  const round = [...(year === null ? [] : [`${year}年`]), ...(batch === null ? [] : [`第${batch}批`])].join('');
  return [word, enterprise, kind, round, on ?? ''].filter(Boolean).join(' ');
}

async function which(
  ctx: Context,
  word: Word,
  request: ApplyRequest,
  kind: string,
): Promise<{ enterprise: EnterpriseRef } | { answer: Answer }> {
  const say = (name: string) => sentence(word, request, name, kind);
  if (request.enterprise === '') {
    if (ctx.actor.enterprises.length === 0) {
      return { answer: { here: noticeCard('请写明企业', `请写明企业，例如“/${say('企业简称')}”。`) } };
    }
    const own = ownEnterprise(ctx, ({ name }) => say(name));
    return 'ask' in own ? { answer: { here: own.ask } } : own;
  }
  const found = await findEnterprise(ctx, request.enterprise, say);
  if ('answer' in found) return found;
  const { id } = found.enterprise;
  if (isStaff(ctx.actor) || ctx.actor.enterprises.some((one) => one.id === id)) return found;
  const here = noticeCard('不能代办', '只能为本企业申报。发送“/我是谁”查看您绑定的企业。');
  return { answer: { here, audit: [{ action: 'application.start', result: 'denied', enterpriseId: id }] } };
}

async function open(
  ctx: Context,
  word: Word,
  wanted: {
    enterprise: EnterpriseRef;
    type: QualificationType;
    level: Level;
    year: number | null;
    batch: number | null;
    on: CalendarDate | null;
  },
): Promise<Answer> {
  const today = dateOf(ctx.now);
  const { enterprise, type, level, batch } = wanted;
  const year = wanted.year ?? yearOf(today);
  assertRound(year, batch, yearOf(today));
  const contacts = ctx.actor.role === 'contact' ? [] : await reachableContacts(ctx.bindings, enterprise.id);
  const { application, isNew } = await ctx.applications.start(ctx.doer, {
    enterprise,
    type,
    level,
    year,
    batch,
    status: word === '培育' ? 'CULTIVATING' : 'DRAFTING',
    on: startDay(ctx, wanted.on),
    tell: (opened) => [
      {
        to: contacts,
        card: progressNewsCard(opened),
        purpose: 'application.progress',
        enterpriseId: enterprise.id,
      },
    ],
  });
  const label = applicationLabel(application.number);
  if (!isNew && word === '申报' && statusOf(application) === 'CULTIVATING') {
    // It was being prepared: this is its next step, not another application.
    const step = { move: 'draft' as const, text: '', seen: application.version, isConfirmed: false };
    return takeStep(ctx, { of: 'move', number: application.number, ...step });
  }
  const remark = isNew
    ? `已开始申报，编号 ${label}。材料备齐后发送“/进度 ${label} 提交”。`
    : `该企业${year}年的同类申报正在办理（${label}），没有另外新建。`;
  const already =
    word === '培育' && isNew ? `已纳入培育，编号 ${label}。开始填报时发送“/进度 ${label} 开始填报”。` : remark;
  return {
    here: applicationCard(application, readerOf(ctx, application), [already]),
    tapped: { state: isNew ? '已登记' : '已在办理', forAll: false },
    ...(isNew ? {} : { audit: [readFact(application)] }),
  };
}

/** What the bureau enters afterwards keeps its day; an enterprise begins when it says so. */
function startDay({ actor, now }: Context, on: CalendarDate | null): CalendarDate {
  const today = dateOf(now);
  if (on === null || on === today) return today;
  if (isStaff(actor)) return on;
  throw new UserError('企业自行申报的以当天日期为准，不能另填日期；如需更正请联系开发区科技局。');
}

/** Past years are entered afterwards, the next one is prepared for. */
function assertRound(year: number, batch: number | null, thisYear: number): void {
  if (year < thisYear - 3 || year > thisYear + 1) {
    throw new UserError(`申报年度应在${thisYear - 3}年至${thisYear + 1}年之间，请核对。`);
  }
  if (batch !== null && (batch < 1 || batch > 12)) throw new UserError('批次应为第1批至第12批，请核对。');
}
