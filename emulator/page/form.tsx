import { useRef, useState } from 'preact/hooks';
import { type FieldView, type FormView, isEmpty } from '../form-view.ts';
import { FormField } from './form-field.tsx';

/** What was typed and not yet submitted, by field name; it lives in this page only. */
export type Typed = Record<string, unknown>;

/** A form within a card, filled in on the spot. Fields that keep their name keep what was typed when the form is replaced. */
export function CardForm({
  form,
  typed,
  type,
  isBusy,
  isHeld,
  submit,
}: {
  form: FormView;
  typed: Typed;
  type: (typed: Typed) => void;
  isBusy: boolean;
  /** Nothing can be sent at the moment. */
  isHeld: boolean;
  submit: (values: Typed) => void;
}) {
  const [errors, setErrors] = useState<Record<string, string>>({});
  const element = useRef<HTMLFormElement>(null);
  const shown = form.fields.filter((field) => !field.hidden);
  const send = () => {
    const found = Object.fromEntries(
      shown.flatMap((field) => {
        const error = errorOf(field, shownValue(field, typed));
        return error === undefined ? [] : [[field.name, error]];
      }),
    );
    setErrors(found);
    const names = shown.map((field) => field.name);
    const wrong = names.findIndex((name) => found[name] !== undefined);
    if (wrong < 0) {
      submit(
        Object.fromEntries(shown.filter((field) => isTyped(field, typed)).map((one) => [one.name, sent(one, typed)])),
      );
      return;
    }
    const place = element.current?.querySelectorAll('[data-testid=form-field]')[wrong];
    place?.querySelector<HTMLElement>('input, select, textarea, summary, button')?.focus();
  };
  return (
    <form
      class="form"
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      data-testid="card-form"
      data-key={form.key}
    >
      <fieldset disabled={!form.enabled} class="form-fields">
        {shown.map((field) => (
          <FormField
            key={field.name}
            field={field}
            value={shownValue(field, typed)}
            error={errors[field.name]}
            change={(value) => {
              type({ ...typed, [field.name]: value });
              setErrors({ ...errors, [field.name]: undefined } as Record<string, string>);
            }}
          />
        ))}
      </fieldset>
      <button
        type="submit"
        class="card-button button-primary"
        disabled={!form.enabled || isBusy || isHeld}
        aria-busy={isBusy}
        data-testid="form-submit"
      >
        {form.submitText}
      </button>
    </form>
  );
}

const isTyped = (field: FieldView, typed: Typed) => !field.readOnly && Object.hasOwn(typed, field.name);
const shownValue = (field: FieldView, typed: Typed) => (isTyped(field, typed) ? typed[field.name] : field.value);

/** Lines left empty are none. */
function sent(field: FieldView, typed: Typed): unknown {
  const value = typed[field.name];
  return Array.isArray(value) ? value.filter((one) => one !== '') : value;
}

/** 表单变量: required and requiredMsg are checked by the client before it sends. */
function errorOf(field: FieldView, value: unknown): string | undefined {
  const lines = Array.isArray(value) ? value.filter((one) => one !== '') : value;
  if (field.required && isEmpty(lines)) return field.requiredMsg || `请填写${field.label}`;
  const isNoNumber = typeof value === 'string' && value !== '' && !/^\s*-?\d+(\.\d+)?\s*$/.test(value);
  return field.type === 'NUMBER' && !field.oneLine && isNoNumber ? '请填写数字' : undefined;
}
