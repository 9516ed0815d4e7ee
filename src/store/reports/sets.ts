import { UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type IndicatorSet, IndicatorsSchema } from '../../domain/reports/indicators.ts';
import { formatPeriod, lastPeriod } from '../../domain/reports/period.ts';
import type { Reports } from '../../domain/reports/reports.ts';
import { change, type StoreDeps } from '../store-deps.ts';
import type { Tx } from '../transact.ts';

/** The sets that staff made, the oldest first. */
export async function readSets(client: Pick<Tx, 'indicatorSet'>): Promise<IndicatorSet[]> {
  const rows = await client.indicatorSet.findMany({ orderBy: { number: 'asc' } });
  return rows.map(({ number, fromPeriod, content }) => ({
    number,
    fromPeriod,
    indicators: IndicatorsSchema.parse(JSON.parse(content)),
  }));
}

/** 指标 */
export function createSets(deps: StoreDeps): Pick<Reports, 'sets' | 'saveSet'> {
  return {
    sets: () => readSets(deps.client),
    saveSet: (doer, { fromPeriod, indicators, seen }) =>
      change<IndicatorSet | null>(deps, doer, async (tx) => {
        const earliest = lastPeriod(doer.at);
        if (fromPeriod < earliest) {
          throw new UserError(
            `${formatPeriod(fromPeriod)}的月报已按原指标填报，新指标最早可自${formatPeriod(earliest)}起使用。`,
          );
        }
        const { _max: last } = await tx.indicatorSet.aggregate({ _max: { number: true } });
        // Of two officers the first: the second would undo what the first changed.
        if ((last.number ?? 0) !== seen) return { result: null, alongside: null };
        const set: IndicatorSet = { number: seen + 1, fromPeriod, indicators: IndicatorsSchema.parse(indicators) };
        await tx.indicatorSet.create({
          data: {
            id: newId(),
            number: set.number,
            fromPeriod,
            content: JSON.stringify(set.indicators),
            recordedById: doer.personId,
            recordedAt: doer.at,
          },
        });
        const detail = { number: set.number, fromPeriod };
        const object = { objectType: 'indicator-set', objectId: String(set.number) };
        return {
          result: set,
          alongside: { audit: [{ action: 'indicator.change', result: 'allowed', ...object, detail }] },
        };
      }),
  };
}
