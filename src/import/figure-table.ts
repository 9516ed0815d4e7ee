/** Stands for a figure that is not there; no figure is as large. */
const absent = -(2n ** 63n);

/**
 * Figures of many enterprises and months by indicator, eight bytes each: ten thousand enterprises with eighteen indicators
 * and fourteen months are 21 MB, where a map of them would be hundreds.
 */
export function createFigureTable(enterprises: number, periods: readonly string[]) {
  const places = new Map(periods.map((period, n) => [period, n]));
  const byKey = new Map<string, BigInt64Array>();
  const at = (index: number, period: string) => index * places.size + (places.get(period) ?? 0);
  return {
    set(key: string, index: number, period: string, value: bigint): void {
      let figures = byKey.get(key);
      if (!figures) {
        figures = new BigInt64Array(enterprises * places.size).fill(absent);
        byKey.set(key, figures);
      }
      figures[at(index, period)] = value;
    },
    get(key: string, index: number, period: string): bigint | null {
      const value = places.has(period) ? byKey.get(key)?.[at(index, period)] : undefined;
      return value === undefined || value === absent ? null : value;
    },
  };
}
