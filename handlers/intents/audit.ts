import { auditCard } from '../../cards/audit.ts';
import { chooseAmongCard } from '../../cards/choose-enterprise.ts';
import { quoted } from '../../cards/parts.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { type ActionGroup, actionGroups } from '../../src/domain/audit-trail.ts';
import { type CalendarDate, formatDate, looksLikeDate, readDate } from '../../src/domain/calendar.ts';
import { maskName } from '../../src/domain/masking.ts';

interface Request {
  page: number;
  on?: CalendarDate;
  group?: ActionGroup;
  refused?: true;
  /** An enterprise, or a person. */
  name: string;
}

const rowsAPage = 10;

/** 审计: what was read, changed and refused, by whom. */
export const audit = defineIntent<{ read(): Request }>({
  id: 'audit',
  command: '审计',
  permission: 'audit.read',
  inGroup: 'privately',
  examples: [
    { say: '/审计', gets: '最近的审计记录' },
    { say: '/审计 2023-12-29', gets: '某一天的审计记录' },
    { say: '/审计 易统云', gets: '涉及某企业的记录（也可用人员姓名）' },
    { say: '/审计 拒绝', gets: `被拒绝的操作（也可用${Object.keys(actionGroups).join('、')}）` },
  ],
  read(said) {
    const argument = argumentOf(said, ['审计记录', '审计']);
    return argument === null ? null : { read: () => readArgument(argument) };
  },
  async run(ctx, { read }) {
    const request = read();
    if (request.name === '') return answer(ctx, request, {});
    if (await ctx.trail.knowsPerson(request.name)) return answer(ctx, request, { personName: request.name });
    const found = await ctx.ledger.findEnterprises(request.name);
    const [enterprise] = found.enterprises;
    if (!enterprise) {
      throw new UserError(
        `没有名称含${quoted(request.name)}的企业，也没有姓名为${quoted(request.name)}的人员，请核对。`,
      );
    }
    if (found.total === 1) return answer(ctx, request, { enterprise });
    const say = (written: string) => sentence({ ...request, name: written });
    return { here: chooseAmongCard(request.name, found, say) };
  },
});

/** @throws UserError for a date that the calendar does not have */
function readArgument(argument: string): Request {
  const request: Request = { page: 1, name: '' };
  const names: string[] = [];
  for (const word of argument
    .replace(/第\s*(\d{1,4})\s*页/gu, ' 第$1页 ')
    .split(' ')
    .filter(Boolean)) {
    const page = /^第(\d+)页$/u.exec(word)?.[1];
    if (page !== undefined) request.page = Math.max(1, Number(page));
    else if (looksLikeDate(word)) request.on = readDate(word) ?? wrong(word);
    else if (word in actionGroups) request.group = word as ActionGroup;
    else if (word === '拒绝' || word === '被拒绝') request.refused = true;
    else names.push(word);
  }
  return { ...request, name: names.join(' ') };
}

function wrong(date: string): never {
  throw new UserError(`日期“${date}”无效，请按 2023-12-31 的格式填写。`);
}

/** The sentence that asks the same, on its first page. */
function sentence({ name, on, group, refused }: Request): string {
  return ['审计', name, group, refused ? '拒绝' : '', on].filter(Boolean).join(' ');
}

async function answer(
  ctx: Context,
  request: Request,
  of: { enterprise?: EnterpriseRef; personName?: string },
): Promise<Answer> {
  const { on, group, refused, page } = request;
  const { enterprise, personName } = of;
  const filter = { ...(on ? { on } : {}), ...(group ? { group } : {}), ...(refused ? { refused } : {}) };
  const found = await ctx.trail.entries(
    {
      ...filter,
      ...(enterprise ? { enterpriseId: enterprise.id } : {}),
      ...(personName === undefined ? {} : { personName }),
    },
    { page, size: rowsAPage },
  );
  const scope = [
    ...(enterprise ? [enterprise.name] : []),
    ...(personName === undefined ? [] : [personName]),
    ...(group ? [`${group}类操作`] : []),
    ...(refused ? ['被拒绝或未成功的操作'] : []),
    ...(on ? [formatDate(on)] : []),
  ];
  const about = enterprise && { objectType: 'enterprise', objectId: enterprise.id, enterpriseId: enterprise.id };
  const detail = { ...filter, ...(personName === undefined ? {} : { person: maskName(personName) }), page };
  return {
    here: auditCard({ found, scope, say: sentence(request), now: ctx.now }),
    audit: [{ action: 'audit.read', result: 'allowed', ...about, detail }],
  };
}
