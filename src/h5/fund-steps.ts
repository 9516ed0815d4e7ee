import type { Context } from 'koa';
import type { Doer } from '../core/audit.ts';
import { UserError } from '../core/errors.ts';
import { isId, newId } from '../core/ids.ts';
import { entryPhrase } from '../domain/funds/wording.ts';
import type { FundReading } from './fund-form.ts';
import type { FieldProblem, FormField, Values } from './pages/form-parts.tsx';
import { fundFormPage, fundReviewPage } from './pages/fund-form.tsx';
import { type Room, seeOther } from './room.ts';

/** One of the forms of the ledger, as it stands with what was filled in. */
export interface FundForm<T> {
  title: string;
  subtitle: string;
  action: string;
  fields: readonly FormField[];
  values: Values;
  /** Read again at every step: of what the browser sends nothing is trusted. */
  reading: FundReading<T>;
  facts(wanted: T): readonly (readonly [string, string])[];
  /** @returns the page about it. @throws UserError with the rule that is broken */
  enter(doer: Doer, id: string, wanted: T): Promise<string>;
}

export interface FundSteps {
  /** Nothing was filled in yet. */
  begin<T>(ctx: Context, form: Omit<FundForm<T>, 'reading' | 'facts' | 'enter'>): Promise<void>;
  /** @param sent the step that is wanted, and the id of what will be entered: drawn with the form, so that it is entered once */
  go<T>(ctx: Context, doer: Doer, sent: { step: string; id: string }, form: FundForm<T>): Promise<void>;
}

/** Fill in, review, confirm: three steps at one address, with nothing kept in between. */
export function createFundSteps({ forms, stores, show }: Room): FundSteps {
  async function draw(
    ctx: Context,
    { title, subtitle, action, fields, values }: Omit<FundForm<unknown>, 'reading' | 'facts' | 'enter'>,
    { problems, id = newId() }: { problems: readonly FieldProblem[]; id?: string },
  ): Promise<void> {
    const frame = { title, subtitle, action, csrf: forms.tokenFor(ctx) };
    const page = fundFormPage({ ...frame, fields, values, problems, id });
    await show(ctx, { status: problems.length > 0 ? 400 : 200, ...page });
  }

  /** Sent again with something changed, after it was entered; null: nothing was. */
  async function usedBefore(id: string): Promise<string | null> {
    const entry = await stores.funds.findEntry(id);
    if (!entry) return null;
    return `这张表单此前已登记（${entryPhrase(entry)}），改动后的内容没有登记；如需另行登记，请核对后再提交。`;
  }

  return {
    begin: (ctx, form) => draw(ctx, form, { problems: [] }),
    async go(ctx, doer, sent, form) {
      const { reading, values, action } = form;
      const id = isId(sent.id) ? sent.id : newId();
      // As it was left: what is wrong is said when it is sent again.
      if (sent.step === 'back') return draw(ctx, form, { problems: [], id });
      if (!reading.ok) return draw(ctx, form, { problems: reading.problems, id });
      const { wanted, remarks, against } = reading;
      if (sent.step !== 'confirm') {
        if (against !== null) return draw(ctx, form, { problems: [{ field: null, text: against }], id });
        const frame = { title: '请核对', subtitle: form.title, action, csrf: forms.tokenFor(ctx) };
        const hint = '确认前不会记入台账。登记后不能修改，只能冲销后重新登记。';
        const review = { facts: form.facts(wanted), remarks, values: { ...values, id }, hint, confirm: '确认登记' };
        return show(ctx, fundReviewPage({ ...frame, ...review }));
      }
      // Without the id of our form it would be entered anew each time it is sent.
      if (!isId(sent.id)) throw new UserError('提交的内容不完整，请返回页面重新填写。');
      try {
        seeOther(ctx, `${await form.enter(doer, id, wanted)}?entered=${id}`);
      } catch (error) {
        const text = error instanceof UserError ? error.message : await usedBefore(id);
        if (text === null) throw error;
        // Another id: what was refused may be put right and sent again.
        await draw(ctx, form, { problems: [{ field: null, text }] });
      }
    },
  };
}
