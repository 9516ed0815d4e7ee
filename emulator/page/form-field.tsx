import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { chosenIn, type FieldView } from '../form-view.ts';
import { FormDate } from './form-date.tsx';

export interface InputProps {
  id: string;
  field: FieldView;
  value: unknown;
  change: (value: unknown) => void;
}

/** A field with its label above and what is wrong with it below. */
export function FormField({ error, ...rest }: Omit<InputProps, 'id'> & { error: string | undefined }) {
  const input = { ...rest, id: useId() };
  const { field } = input;
  const isBox = field.type === 'CHECKBOX' || field.type === 'SWITCH';
  const isGroup = ['CHECKBOX_GROUP', 'MULTI_CHECKBOX_GROUP', 'TEXT_ARRAY', 'MULTI_SELECT'].includes(field.type);
  const title = (
    <>
      {field.label}
      {field.required ? (
        <span class="form-required" title="必填">
          *
        </span>
      ) : null}
    </>
  );
  return (
    <div class="form-field" data-testid="form-field" data-name={field.name} data-invalid={error !== undefined}>
      {isBox ? (
        <Box {...input}>{title}</Box>
      ) : isGroup ? (
        <fieldset>
          <legend>{title}</legend>
          <Input {...input} />
        </fieldset>
      ) : (
        <>
          <label class="form-label" for={input.id}>
            {title}
          </label>
          <Input {...input} />
        </>
      )}
      {error === undefined ? null : (
        <p class="form-error" role="alert" data-testid="form-error">
          {error}
        </p>
      )}
    </div>
  );
}

const rowsHigh = (rows: number) => `calc(${rows} * 1.55em + 20px)`;
const textOf = (value: unknown) => (value === undefined || value === null ? '' : String(value));

function Input(input: InputProps) {
  const { id, field, value, change } = input;
  const type = field.oneLine ? 'TEXT' : field.type;
  switch (type) {
    case 'TEXT_AREA':
      return (
        <textarea
          id={id}
          // It grows with its text between these.
          style={{ minHeight: rowsHigh(field.minRows ?? 3), maxHeight: rowsHigh(field.maxRows ?? 8) }}
          value={textOf(value)}
          placeholder={field.placeholder}
          readOnly={field.readOnly}
          onInput={(event) => change(event.currentTarget.value)}
          data-testid="form-input"
        />
      );
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
      return <FormDate {...input} type={type} />;
    case 'SELECT':
      return (
        <select
          id={id}
          value={chosenIn(value)[0] ?? ''}
          disabled={field.readOnly}
          onChange={(event) => change(event.currentTarget.value)}
          data-testid="form-input"
        >
          <option value="">{field.placeholder ?? '请选择'}</option>
          {field.options?.map((option) => (
            <option value={option.value}>{option.text}</option>
          ))}
        </select>
      );
    case 'MULTI_SELECT':
      return <MultiSelect {...input} />;
    case 'CHECKBOX_GROUP':
    case 'MULTI_CHECKBOX_GROUP':
      return <Options {...input} />;
    case 'TEXT_ARRAY':
      return <Lines {...input} />;
    default:
      return (
        <input
          id={id}
          type="text"
          // Not type=number: what is no number would come as nothing at all.
          inputMode={field.type === 'NUMBER' && !field.oneLine ? 'decimal' : 'text'}
          value={textOf(value)}
          placeholder={field.placeholder}
          readOnly={field.readOnly}
          onInput={(event) => change(event.currentTarget.value)}
          data-testid="form-input"
        />
      );
  }
}

function Box({ field, value, change, children }: InputProps & { children: ComponentChildren }) {
  return (
    <label class="form-box">
      <input
        type="checkbox"
        role={field.type === 'SWITCH' ? 'switch' : undefined}
        checked={value === true}
        disabled={field.readOnly}
        onChange={(event) => change(event.currentTarget.checked)}
        data-testid="form-input"
      />
      <span>{children}</span>
    </label>
  );
}

/** A dropdown in which several can be ticked. */
function MultiSelect(input: InputProps) {
  const chosen = chosenIn(input.value);
  const texts = input.field.options?.filter((one) => chosen.includes(one.value)).map((one) => one.text) ?? [];
  return (
    <details class="form-multi">
      <summary data-testid="form-multi">
        {texts.length > 0 ? texts.join('、') : (input.field.placeholder ?? '请选择（可多选）')}
      </summary>
      <Options {...input} />
    </details>
  );
}

function Options({ field, value, change }: InputProps) {
  const chosen = chosenIn(value);
  const isSingle = field.type === 'CHECKBOX_GROUP';
  return (
    <>
      {field.options?.map((option) => (
        <label class="option">
          <input
            type={isSingle ? 'radio' : 'checkbox'}
            checked={chosen.includes(option.value)}
            disabled={field.readOnly}
            onChange={() => change(isSingle ? option.value : toggled(chosen, option.value))}
            data-testid="form-input"
          />
          <span>{option.text}</span>
        </label>
      ))}
    </>
  );
}

function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
}

/** As many lines as one likes. */
function Lines({ field, value, change }: InputProps) {
  const lines = Array.isArray(value) && value.length > 0 ? value.map(String) : [''];
  return (
    <>
      {lines.map((line, index) => (
        <div class="form-line">
          <input
            type="text"
            value={line}
            placeholder={field.placeholder}
            readOnly={field.readOnly}
            aria-label={`${field.label} ${index + 1}`}
            onInput={(event) => change(lines.with(index, event.currentTarget.value))}
            data-testid="form-input"
          />
          {field.readOnly || lines.length < 2 ? null : (
            <button
              type="button"
              aria-label={`删除${field.label} ${index + 1}`}
              onClick={() => change(lines.toSpliced(index, 1))}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      {field.readOnly ? null : (
        <button type="button" class="form-add" onClick={() => change([...lines, ''])} data-testid="form-add">
          + {field.addText ?? '添加'}
        </button>
      )}
    </>
  );
}
