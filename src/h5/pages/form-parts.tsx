/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact';

/** One thing that is asked for. */
export interface FormField {
  name: string;
  label: string;
  kind: 'text' | 'long' | 'date' | 'month' | 'url' | 'amount' | 'select' | 'radio' | 'check';
  isOptional?: boolean;
  hint?: string;
  /** Of a select and of radio buttons. */
  options?: readonly { value: string; label: string }[];
  /** The latest day that may be chosen. */
  max?: string;
}

/** What was filled in, by field; an amount's unit under `<name>Unit`. */
export type Values = Readonly<Record<string, string>>;

/** What is wrong, beside its field or (null) with the whole. */
export interface FieldProblem {
  field: string | null;
  text: string;
}

export const amountUnits = ['万元', '元', '千元', '亿元'] as const;

/** On top, where there is something to say: that it is done, or that somebody else was faster. */
export function Notice({ text }: { text: string | null }): VNode | null {
  if (text === null) return null;
  return (
    <p class="notice" role="status">
      {text}
    </p>
  );
}

/** On top: everything that is wrong at once. */
export function ProblemSummary({ problems, what }: { problems: readonly FieldProblem[]; what: string }): VNode | null {
  if (problems.length === 0) return null;
  return (
    <div class="problem" role="alert">
      <p>{`${what}，请改正后重新提交：`}</p>
      <ul class="plainly">
        {problems.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
    </div>
  );
}

/** The fields of a form with what was typed and what is wrong with it. `prefix` keeps the ids of several forms apart. */
export function Fields({
  fields,
  values,
  problems,
  prefix = '',
}: {
  fields: readonly FormField[];
  values: Values;
  problems: readonly FieldProblem[];
  prefix?: string;
}): VNode {
  return (
    <>
      {fields.map((field) => {
        const wrong = problems.find((one) => one.field === field.name);
        return <Field field={field} id={`${prefix}${field.name}`} values={values} wrong={wrong?.text ?? null} />;
      })}
    </>
  );
}

function Field({ field, id, values, wrong }: { field: FormField; id: string; values: Values; wrong: string | null }) {
  const { name, label, kind, hint, isOptional = false } = field;
  const describedBy = [...(wrong === null ? [] : [`${id}-problem`]), ...(hint === undefined ? [] : [`${id}-hint`])];
  const told = {
    ...(wrong === null ? {} : { 'aria-invalid': 'true' as const }),
    ...(describedBy.length === 0 ? {} : { 'aria-describedby': describedBy.join(' ') }),
  };
  const value = values[name] ?? '';
  const text = isOptional && kind !== 'check' ? `${label}（可不填）` : label;
  const below = (
    <>
      {wrong !== null && (
        <p class="problem" id={`${id}-problem`}>
          {wrong}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
  if (kind === 'check') {
    return (
      <>
        <label class="check" for={id}>
          <input id={id} name={name} type="checkbox" value="1" checked={value === '1'} {...told} />
          {text}
        </label>
        {below}
      </>
    );
  }
  if (kind === 'radio') {
    return (
      <fieldset aria-describedby={told['aria-describedby']}>
        <legend>{text}</legend>
        {field.options?.map((option) => (
          <label class="check" for={`${id}-${option.value}`}>
            <input
              id={`${id}-${option.value}`}
              name={name}
              type="radio"
              value={option.value}
              checked={value === option.value}
            />
            {option.label}
          </label>
        ))}
        {below}
      </fieldset>
    );
  }
  return (
    <>
      <label for={id}>{text}</label>
      <Control field={field} id={id} value={value} unit={values[`${name}Unit`]} told={told} />
      {below}
    </>
  );
}

function Control(options: {
  field: FormField;
  id: string;
  value: string;
  unit: string | undefined;
  told: { 'aria-invalid'?: 'true'; 'aria-describedby'?: string };
}): VNode {
  const { field, id, value, unit = amountUnits[0], told } = options;
  const { name, kind, max } = field;
  if (kind === 'select') {
    return (
      <select id={id} name={name} {...told}>
        {field.options?.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'amount') {
    return (
      <div class="amount">
        <input id={id} name={name} type="text" inputMode="decimal" autocomplete="off" value={value} {...told} />
        <select name={`${name}Unit`} aria-label={`${field.label}的单位`}>
          {amountUnits.map((one) => (
            <option value={one} selected={one === unit}>
              {one}
            </option>
          ))}
        </select>
      </div>
    );
  }
  if (kind === 'long') {
    return (
      <textarea id={id} name={name} rows={3} {...told}>
        {value}
      </textarea>
    );
  }
  // preact's types know each kind of input by itself; these take the same attributes.
  const type = kind as 'text';
  return (
    <input
      id={id}
      name={name}
      type={type}
      value={value}
      autocomplete="off"
      {...(max === undefined ? {} : { max })}
      {...told}
    />
  );
}

/** What was filled in goes along unseen, so that nothing has to be kept meanwhile. */
export function Carried({ values }: { values: Values }): VNode {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** Facts as pairs. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: ComponentChildren])[] }): VNode {
  return (
    <dl>
      {rows.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
