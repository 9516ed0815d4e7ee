import { dutyLabels } from '../applications.ts';
import { typeFacts } from '../qualification.ts';
import type { Audience } from './audience.ts';
import { audienceText } from './concerned.ts';
import { basisLabels, type ChangeKind, type DeadlineContent, deadlineKindLabels, type SettledBy } from './deadline.ts';
import type { EnterpriseFacts } from './deadlines.ts';
import { deadlineTitle, dueText } from './due-text.ts';

/** The names of enterprises, by their ids. */
export type Names = ReadonlyMap<string, string>;

export function namesOf(facts: readonly EnterpriseFacts[]): Names {
  return new Map(facts.map(({ enterprise: { id, name } }) => [id, name]));
}

/** What in the ledger settles it. */
export function settledWords(settledBy: SettledBy | null): string {
  if (settledBy === null) return '仅以企业答复为准';
  return settledBy.kind === 'application'
    ? `${typeFacts[settledBy.type].label}申报已提交`
    : `${settledBy.year}年度${dutyLabels[settledBy.duty]}已登记办结`;
}

const audienceLabel = '涉及企业';

/** A name and what stands there: shown as facts, and compared row by row where something was changed. */
type Row = [label: string, value: string];

/** What of a deadline everybody may see whom it concerns. */
function toldRows(content: DeadlineContent): Row[] {
  const { kind, basis, enterpriseDue, officialDue, noticeNo, url } = content;
  return [
    ['事项', deadlineTitle(content)],
    ['类别', deadlineKindLabels[kind]],
    ['材料到开发区', dueText(enterpriseDue, basis)],
    ['推荐上报', officialDue === null ? '未登记' : dueText(officialDue, basis)],
    ['依据', basis === 'CUSTOM' ? `${basisLabels[basis]}（预计）` : basisLabels[basis]],
    ['通知文号', noticeNo ?? '未登记'],
    ['通知网址', url ?? '未登记'],
  ];
}

/** What was entered. */
export function contentRows(content: DeadlineContent, names: Names): Row[] {
  const { audience, settledBy } = content;
  return [
    ...toldRows(content),
    [audienceLabel, audienceText(audience, names)],
    ['视为已办理', settledWords(settledBy)],
  ];
}

/** What differs, in the order of `contentRows`. */
export function contentChanges(
  before: DeadlineContent,
  after: DeadlineContent,
  names: Names,
): { label: string; was: string; is: string }[] {
  return pairs(contentRows(before, names), contentRows(after, names)).flatMap((row) => {
    if (row.was !== row.is) return [row];
    // Of many enterprises only the number is said: others of the same number are a change all the same.
    const others = row.label === audienceLabel ? exchanged(before.audience, after.audience, names) : '';
    return others === '' ? [] : [{ ...row, is: `${row.is}（${others}）` }];
  });
}

/**
 * What differs of what everybody may see, one line each, old → new: `材料到开发区：2024年5月10日24:00 → 2024年5月15日24:00`. Whom it
 * concerns is told in other words.
 */
export function changedItems(before: DeadlineContent, after: DeadlineContent): string[] {
  return pairs(toldRows(before), toldRows(after)).flatMap(({ label, was, is }) =>
    was === is ? [] : [`${label}：${was} → ${is}`],
  );
}

/** Of what kind a change is. */
export function changeKindOf(
  before: DeadlineContent,
  after: DeadlineContent,
): Extract<ChangeKind, 'CHANGE' | 'AUDIENCE'> {
  return changedItems(before, after).length > 0 ? 'CHANGE' : 'AUDIENCE';
}

/** Old and new rows of the same kind. */
function pairs(before: readonly Row[], after: readonly Row[]): { label: string; was: string; is: string }[] {
  return before.map(([label, was], n) => ({ label, was, is: after[n]?.[1] ?? '' }));
}

/** Which enterprises came in and which went out, where no rule was changed: `列入甲公司，不再列入乙公司` */
function exchanged(before: Audience, after: Audience, names: Names): string {
  const named = (label: string, ids: readonly string[], others: readonly string[]) => {
    const some = ids.filter((id) => !others.includes(id)).map((id) => names.get(id) ?? id);
    return some.length === 0 ? [] : [`${label}${some.join('、')}`];
  };
  return [
    ...named('列入', after.include, before.include),
    ...named('不再列入', before.include, after.include),
    ...named('免除', after.exempt, before.exempt),
    ...named('不再免除', before.exempt, after.exempt),
  ].join('，');
}
