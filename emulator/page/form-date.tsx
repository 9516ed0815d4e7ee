import { dateParts, dateText } from '../form-dates.ts';
import type { InputProps } from './form-field.tsx';

/** The browser's inputs and the formats in which they speak. */
const NATIVE = {
  DATE: { input: 'date', format: 'yyyy-MM-dd' },
  TIME: { input: 'time', format: 'HH:mm' },
  DATETIME: { input: 'datetime-local', format: 'yyyy-MM-ddTHH:mm' },
} as const;

/** A date or a time, chosen with what the browser offers and kept in the format of the field. */
export function FormDate({ id, field, value, change, type }: InputProps & { type: keyof typeof NATIVE }) {
  const { input, format: native } = NATIVE[type];
  const format = field.format ?? native;
  const parts = dateParts(format, String(value ?? ''));
  return (
    <input
      id={id}
      type={input}
      value={parts ? dateText(native, parts) : ''}
      readOnly={field.readOnly}
      onChange={(event) => {
        const chosen = dateParts(native, event.currentTarget.value);
        change(chosen ? dateText(format, chosen) : '');
      }}
      data-testid="form-input"
    />
  );
}
