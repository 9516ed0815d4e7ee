import { type AskedIndicator, projectKey } from './asked.ts';
import { spokenFigure } from './cell.ts';
import { baseOf } from './complete.ts';
import { builtInSet, fundSpentKey } from './indicators.ts';
import type { ReportLook } from './look.ts';
import type { FigureReading } from './reading.ts';
import type { NewEntry } from './reports.ts';

/**
 * Figures that were said, as they are kept: one entry an indicator. What has to be said of them comes with them. @param text where a project may be named by its number
 */
export function entriesFor(
  { asked, set, view, past }: Pick<ReportLook, 'asked' | 'set' | 'view' | 'past'>,
  { figures }: FigureReading,
  text: string,
  whose: '贵公司' | '该企业',
): { entries: NewEntry[]; remarks: string[] } {
  const entries = new Map<string, NewEntry>();
  const remarks = new Set<string>();
  for (const { key: said, of, value, isAssumed } of figures) {
    const key = said === fundSpentKey ? projectMeant(asked, text) : said;
    const indicator = asked.find((one) => one.key === key);
    if (!indicator) {
      const label = [...set.indicators, ...builtInSet.indicators].find((one) => one.key === said)?.label ?? said;
      const isProject = said === fundSpentKey && asked.some(({ project }) => project !== null);
      remarks.add(
        isProject
          ? `${whose}有多个专项资金项目，${label}请逐个写明项目编号（如“P-03 专项资金支出 3万元”），未填写。`
          : `${whose}本期无需填报“${label}”，未填写。`,
      );
      continue;
    }
    if (isAssumed) remarks.add(`${indicator.label}未写单位，按万元计为${spokenFigure(indicator, value)}，请核对。`);
    // Of the two figures the one that is not said now stays as it was typed; a sum that follows from the month follows anew.
    const typed = view.record?.draft.find((one) => one.key === indicator.key);
    const kept = entries.get(indicator.key) ?? {
      key: indicator.key,
      month: typed?.month ?? null,
      total:
        of === 'MONTH' && baseOf(view.period, indicator.key, past.previous) !== null ? null : (typed?.total ?? null),
    };
    entries.set(indicator.key, { ...kept, ...(of === 'MONTH' ? { month: value } : { total: value }) });
  }
  return { entries: [...entries.values()], remarks: [...remarks] };
}

/** The project whose spending is meant: the one that is named, or the only one. */
function projectMeant(asked: readonly AskedIndicator[], text: string): string {
  const named = [
    ...new Set([...text.matchAll(/(?<![A-Z])P\s*-?\s*0*(\d{1,6})/giu)].map(([, digits]) => Number(digits))),
  ];
  const projects = asked.flatMap(({ project }) => project ?? []);
  const [only, ...others] = named.length > 0 ? named : projects;
  return only !== undefined && others.length === 0 ? projectKey(only) : fundSpentKey;
}
