/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { Carried, type FieldProblem, Fields, type FormField, type Values } from './form-parts.tsx';

/** What was filled in and what is wrong with it, after one of the page's forms was refused. */
export interface FundAttempt {
  /** `status`, or `reverse-…`, `confirm-…`, `reject-…` with the id of what it is about. */
  form: string;
  values: Values;
  problems: readonly FieldProblem[];
}

/** What the small forms of a page share. */
export interface Sending {
  attempt: FundAttempt | null;
  today: string;
  action: string;
  csrf: string;
}

/** One of the page's forms, folded away until it is wanted or something is wrong with it. */
export function SmallForm(options: {
  name: string;
  summary: string;
  path: string;
  carried: Values;
  fields: readonly FormField[];
  initial: Values;
  button: string;
  sending: Sending;
}): VNode {
  const { name, summary, path, carried, fields, initial, button, sending } = options;
  const { attempt, action, csrf } = sending;
  const own = attempt?.form === name ? attempt : null;
  return (
    <details open={own !== null}>
      <summary>{summary}</summary>
      <form method="post" action={`${action}/${path}`}>
        <Carried values={{ csrf, ...carried }} />
        <Fields fields={fields} values={own?.values ?? initial} problems={own?.problems ?? []} prefix={`${name}-`} />
        <button class="button" type="submit">
          {button}
        </button>
      </form>
    </details>
  );
}
