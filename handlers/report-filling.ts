import { monthField, reasonField, totalField } from '../cards/report-form.ts';
import { reportDraftCard, reportOpenCard } from '../cards/report-own.ts';
import { reportButton, reportName } from '../cards/report-parts.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer, Card } from '../src/core/card.ts';
import { UserError } from '../src/core/errors.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { dateOf, formatDate, timeOf } from '../src/domain/calendar.ts';
import { spokenFigure } from '../src/domain/reports/cell.ts';
import { entriesFor } from '../src/domain/reports/entries-for.ts';
import { type GivenReason, isReasonCode, reasonsFor } from '../src/domain/reports/finding.ts';
import { setFor } from '../src/domain/reports/indicators.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { formatPeriod, lastPeriod, type Period } from '../src/domain/reports/period.ts';
import { readFigures } from '../src/domain/reports/reader/read-figures.ts';
import type { FigureReading } from '../src/domain/reports/reading.ts';
import type { Filled, NewEntry } from '../src/domain/reports/reports.ts';
import { readTypedFigure } from '../src/domain/reports/typed-figure.ts';
import { look, lookAfter, readFact } from './report-look.ts';

/**
 * Reads figures out of a sentence by the form of the month that is meant: the one that was named beside it, the one that the
 * figures name, or the last one. Null: it is none of a report.
 */
export async function readFiguresOf(
  ctx: Context,
  text: string,
  named: Period | null = null,
): Promise<FigureReading | null> {
  const sets = await ctx.reports.sets();
  const today = dateOf(ctx.now);
  const by = (period: Period) => readFigures(text, { indicators: setFor(sets, period).indicators, today });
  const period = named ?? lastPeriod(ctx.now);
  const reading = by(period);
  if (named !== null || reading?.period == null || reading.period === period) return reading;
  // The form of another month may ask for other things.
  return by(reading.period);
}

/** @throws UserError where the figures name another month than stands before them */
export function sameMonth(named: Period, { period }: FigureReading): void {
  if (period === null || period === named) return;
  throw new UserError(
    `报告期写的是${formatPeriod(named)}，数字里写的是${formatPeriod(period)}，本次未填写；请统一后重新发送。`,
  );
}

/** Keeps what was understood as a draft, and shows all of it with what was not. */
export async function fillFrom(
  ctx: Context,
  enterprise: EnterpriseRef,
  reading: FigureReading,
  text: string,
): Promise<Answer> {
  const { figures, questions } = reading;
  const period = reading.period ?? lastPeriod(ctx.now);
  const seen = await look(ctx, enterprise, period);
  if (figures.length === 0) return { here: notUnderstoodCard(questions, period), audit: [] };
  const { entries, remarks } = entriesFor(seen, reading, text, '贵公司');
  if (entries.length === 0) return { here: notUnderstoodCard([...remarks, ...questions], period) };
  const filled = await ctx.reports.fill(ctx.doer, { enterprise, period, entries, seen: null, onBehalf: false });
  const after = lookAfter(ctx, seen, filled.record);
  const said = [...questions, ...remarks, ...changedBy(ctx, after, filled)];
  return {
    here: reportDraftCard(after, ctx.pages.ownReport({ enterpriseId: enterprise.id, period }), said),
    audit: [readFact(after)],
  };
}

/** The time of today, else the day as well. */
function whenSaid(at: Date, now: Date): string {
  return dateOf(at) === dateOf(now) ? timeOf(at) : `${formatDate(dateOf(at))} ${timeOf(at)}`;
}

/** What stood there before, of whom: two who fill in at once see what the other did. */
function changedBy({ actor, now }: Context, { asked }: ReportLook, { before }: Filled): string[] {
  return asked.flatMap((indicator) => {
    const stood = before.get(indicator.key);
    if (!stood || stood.month === null) return [];
    const who = stood.by.personId === actor.personId ? '您' : (stood.by.name ?? '其他联系人');
    return [
      `${indicator.label}原为${spokenFigure(indicator, stood.month)}（${who}，${whenSaid(stood.at, now)}填写），已改。`,
    ];
  });
}

function notUnderstoodCard(questions: readonly string[], period: Period): Card {
  return {
    title: '请核对填报内容',
    blocks: [
      ...(questions.length > 0 ? [{ kind: 'list' as const, heading: '没有看懂或需要核对', items: questions }] : []),
      {
        kind: 'text',
        text: '本次没有记录任何数字。请按“指标 数字 单位”的形式发送，例如“营收320万 研发18.5万 职工46人”。',
      },
    ],
    buttons: [reportButton('打开填报卡片', `月报 填报 ${period}`)],
    insteadOfButtons: '也可发送“/月报 填报”查看需要填报的指标。',
    confidential: true,
  };
}

/** 填报: the card to fill in, or what has been filled in so far. */
export async function fileCard(ctx: Context, enterprise: EnterpriseRef, period: Period): Promise<Answer> {
  const seen = await look(ctx, enterprise, period);
  const url = ctx.pages.ownReport({ enterpriseId: enterprise.id, period });
  const isBegun = seen.view.record !== null && (seen.view.hasChanges || seen.view.record.submission !== null);
  const here = isBegun ? reportDraftCard(seen, url) : reportOpenCard(seen, url);
  return { here, audit: [readFact(seen)] };
}

/** A form that came back from a card: every value is the client's word and is read like something typed. */
export async function fillForm(
  ctx: Context,
  enterprise: EnterpriseRef,
  { period, version, setNumber }: { period: Period; version: number; setNumber: number },
): Promise<Answer> {
  const before = await look(ctx, enterprise, period);
  const values = ctx.form ?? {};
  const { entries, remarks } = formEntries(before, values);
  if (setNumber !== before.set.number)
    remarks.unshift('填报指标已调整，已按新指标显示；您填写的内容已保留，请核对补充。');
  const url = ctx.pages.ownReport({ enterpriseId: enterprise.id, period });
  const filled =
    entries.length === 0
      ? null
      : await ctx.reports.fill(ctx.doer, { enterprise, period, entries, seen: version, onBehalf: false });
  const conflicts = (filled?.conflicts ?? []).flatMap(({ key, theirs, yours }) => {
    const indicator = before.asked.find((one) => one.key === key);
    if (!indicator || theirs.month === null || yours.month === null) return [];
    return [
      `${indicator.label}：${theirs.by.name ?? '其他联系人'}已于${timeOf(theirs.at)}填写${spokenFigure(indicator, theirs.month)}，您填写的是${spokenFigure(indicator, yours.month)}，未覆盖；如以您的为准，请发送“${formatPeriod(period)} ${indicator.label} ${spokenFigure(indicator, yours.month)}”。`,
    ];
  });
  let after = lookAfter(ctx, before, filled?.record ?? before.view.record);
  const given = reasonsOf(before, after, values);
  if (given.length > 0 && after.view.record) {
    const explained = await ctx.reports.explain(ctx.doer, { reportId: after.view.record.id, reasons: given });
    after = lookAfter(ctx, before, explained);
  }
  const here = reportDraftCard(after, url, [...conflicts, ...remarks]);
  return {
    here,
    audit: [readFact(after)],
    tapped: { state: `${reportName(period)}已保存`.slice(0, 10), forAll: true },
  };
}

function formEntries(
  { view }: ReportLook,
  values: Readonly<Record<string, string>>,
): { entries: NewEntry[]; remarks: string[] } {
  const remarks: string[] = [];
  const entries = view.rows.flatMap((row): NewEntry[] => {
    const { indicator, month, total, isComputed, origin } = row;
    const read = (name: string, what: string): bigint | null | undefined => {
      const typed = values[name]?.trim() ?? '';
      if (typed === '') return null;
      const figure = readTypedFigure(indicator, typed);
      if (figure.ok) return figure.value;
      remarks.push(`“${what}”未记录：${figure.reason}`);
      return undefined;
    };
    const [typedMonth, typedTotal] = [
      read(monthField(row), indicator.label),
      read(totalField(row), `${indicator.label}本年累计`),
    ];
    // What was not filled in, or not right, stays as it was.
    const stands = origin === 'entered' || origin === 'submitted';
    // A sum that follows from the month follows anew from another.
    const kept = { month: stands ? month : null, total: stands && !isComputed ? total : null };
    const entry = { key: indicator.key, month: typedMonth ?? kept.month, total: typedTotal ?? kept.total };
    const isTyped = (typedMonth ?? null) !== null || (typedTotal ?? null) !== null;
    const isSame = entry.month === kept.month && entry.total === kept.total;
    return isTyped && !isSame ? [entry] : [];
  });
  return { entries, remarks };
}

/** A reason was given to what the form showed: it counts if that is still what is found. */
function reasonsOf(before: ReportLook, after: ReportLook, values: Readonly<Record<string, string>>): GivenReason[] {
  return after.view.unexplained.flatMap((finding) => {
    const code = values[reasonField(finding)] ?? '';
    const wasShown = before.view.unexplained.some(({ id, basis }) => id === finding.id && basis === finding.basis);
    if (!wasShown || !isReasonCode(code) || !reasonsFor[finding.rule].includes(code)) return [];
    return [{ findingId: finding.id, basis: finding.basis, code, text: null }];
  });
}
