import type Router from '@koa/router';
import type { Context } from 'koa';
import { UserError } from '../core/errors.ts';
import { may } from '../domain/permissions.ts';
import { builtInSet, type Indicator, type IndicatorSet, setFor } from '../domain/reports/indicators.ts';
import { addPeriods, lastPeriod } from '../domain/reports/period.ts';
import { changesBetween, mergeSets } from '../domain/reports/set-rules.ts';
import type { WebSession } from '../domain/web-sessions.ts';
import { addedValues, periodsOffered, readSetForm, setValues } from './indicator-form.ts';
import type { FieldProblem, Values } from './pages/form-parts.tsx';
import { indicatorReviewPage, indicatorsPage } from './pages/indicators.tsx';
import { type Room, seeOther } from './room.ts';

/** A set has many fields, and Chinese takes nine bytes a character in a form. */
const bytesAtMost = 128 * 1024;

/** 指标: which figures are asked of whom, from which month on. */
export function addIndicatorRoutes(router: Router, room: Room): void {
  const { at, forms, visitors, stores, clock } = room;
  const { reports } = stores;
  const earliest = () => lastPeriod(clock.now());

  /** Somebody who may change what is asked. Null: the answer is on its way. @throws Stop for everybody else, on record */
  async function manager(ctx: Context): Promise<WebSession | null> {
    const session = await room.visitor(ctx, 'indicators');
    if (!session || may(session.actor.role, 'indicator.manage')) return session;
    return room.refuse(ctx, session, '指标', '您的角色不能管理填报指标。如工作需要，请联系本局管理员。');
  }

  async function show(
    ctx: Context,
    sets: readonly IndicatorSet[],
    said: { values?: Values; problems?: readonly FieldProblem[]; notices?: readonly string[]; status?: number } = {},
  ): Promise<void> {
    const latest = latestOf(sets);
    const page = indicatorsPage({
      inForce: setFor(sets, earliest()),
      latest,
      history: historyOf(sets),
      values: said.values ?? { ...setValues(latest.indicators), from: addPeriods(earliest(), 1) },
      problems: said.problems ?? [],
      notices: said.notices ?? [],
      periods: periodsOffered(earliest()),
      action: at.indicators,
      csrf: forms.tokenFor(ctx),
    });
    await room.show(ctx, { status: said.status ?? 200, ...page });
  }

  router.get('/indicators', async (ctx) => {
    if (!(await manager(ctx))) return;
    await show(ctx, await reports.sets(), ctx.query.done === '1' ? { notices: ['已保存新的填报指标。'] } : {});
  });

  router.post('/indicators', async (ctx) => {
    const { csrf: _csrf, step = '', seen = '', ...values } = await forms.read(ctx, bytesAtMost);
    const session = await manager(ctx);
    if (!session) return;
    const sets = await reports.sets();
    const base = [builtInSet, ...sets].find(({ number }) => String(number) === seen);
    if (!base) throw new UserError('提交的内容不完整，请返回页面重新填写。');
    const reading = readSetForm(values, base.indicators, earliest());
    if (base.number !== latestOf(sets).number) return changed(ctx, sets, { base, values, mine: reading.indicators });
    const { problems, all, fromPeriod } = reading;
    if (problems.length > 0) return show(ctx, sets, { values, problems, status: 400 });
    const changes = changesBetween(base.indicators, all);
    if (changes.length === 0) {
      return show(ctx, sets, { values, problems: [{ field: null, text: '指标没有改动。' }], status: 400 });
    }
    if (step === 'back' || fromPeriod === null) return show(ctx, sets, { values });
    if (step !== 'confirm') {
      const page = indicatorReviewPage({
        ...{ changes, fromPeriod, values: { ...values, seen }, action: at.indicators },
        isBegun: fromPeriod === earliest(),
        csrf: forms.tokenFor(ctx),
      });
      return room.show(ctx, page);
    }
    const doer = visitors.doer(ctx, session);
    const saved = await reports.saveSet(doer, { fromPeriod, indicators: all, seen: base.number });
    if (!saved) return changed(ctx, await reports.sets(), { base, values, mine: reading.indicators });
    seeOther(ctx, `${at.indicators}?done=1`);
  });

  /** Somebody else has made a set since: theirs, with what was changed here on top of it, and nothing of either lost. */
  function changed(
    ctx: Context,
    sets: readonly IndicatorSet[],
    { base, values, mine }: { base: IndicatorSet; values: Values; mine: readonly Indicator[] },
  ): Promise<void> {
    const latest = latestOf(sets);
    const theirs = changesBetween(base.indicators, latest.indicators);
    const merged = mergeSets(base.indicators, { mine, theirs: latest.indicators });
    const notices = [
      '填报指标在您填写期间已由他人修改，本次没有保存。以下表单已并入他人的修改，您填写的内容均已保留，请核对后再保存。',
      `他人的修改：${theirs.length === 0 ? '无' : theirs.join('')}`,
    ];
    const kept = { ...setValues(merged), ...addedValues(values), from: values.from ?? '' };
    return show(ctx, sets, { values: kept, notices, status: 409 });
  }
}

function latestOf(sets: readonly IndicatorSet[]): IndicatorSet {
  return sets.at(-1) ?? builtInSet;
}

/** Every set with what it changed, the latest first. */
function historyOf(sets: readonly IndicatorSet[]): { set: IndicatorSet; changes: readonly string[] }[] {
  return sets
    .map((set, n) => ({ set, changes: changesBetween((sets[n - 1] ?? builtInSet).indicators, set.indicators) }))
    .reverse();
}
