import { isRecord } from '../api.ts';
import { RefusedError } from '../errors.ts';
import { dateParts } from '../form-dates.ts';
import { type FieldView, isEmpty } from '../form-view.ts';
import type { Settings } from '../settings.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Whether a value has the shape in which the field's value comes back (表单变量); defaultValue has the same. */
export function fitsField(field: FieldView, value: unknown): boolean {
  const isOption = (one: unknown) => field.options?.some((option) => option.value === one) === true;
  const isAt = (index: unknown, one: unknown) => typeof index === 'number' && field.options?.[index]?.value === one;
  switch (field.type) {
    case 'TEXT':
      return typeof value === 'string' && !value.includes('\n');
    case 'TEXT_AREA':
      return typeof value === 'string';
    case 'TEXT_ARRAY':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'NUMBER':
      return typeof value === 'number' && Number.isFinite(value);
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
      return typeof value === 'string' && dateParts(field.format ?? '', value) !== undefined;
    case 'CHECKBOX':
    case 'SWITCH':
      return typeof value === 'boolean';
    case 'SELECT':
      return isRecord(value) && isOption(value.value) && isAt(value.index, value.value);
    case 'MULTI_SELECT': {
      const { index, value: values } = isRecord(value) ? value : {};
      if (!Array.isArray(index) || !Array.isArray(values) || index.length !== values.length) return false;
      return values.every((one, place) => isAt(index[place], one)) && new Set(values).size === values.length;
    }
    case 'CHECKBOX_GROUP':
      return isOption(value);
    case 'MULTI_CHECKBOX_GROUP':
      return Array.isArray(value) && value.every(isOption) && new Set(value).size === value.length;
  }
}

/** What a person enters, in the shape in which it comes back: options by their value, numbers also as typed. */
function entered(field: FieldView, value: unknown): unknown {
  if (isEmpty(value)) return undefined;
  const place = (one: unknown) => field.options?.findIndex((option) => option.value === one) ?? -1;
  const shaped =
    field.type === 'SELECT' && typeof value === 'string'
      ? { index: place(value), value }
      : field.type === 'MULTI_SELECT' && Array.isArray(value)
        ? { index: value.map(place), value }
        : field.type === 'NUMBER' && typeof value === 'string' && NUMBER.test(value.trim())
          ? Number(value)
          : value;
  const fits = field.oneLine
    ? typeof value === 'number' || (typeof value === 'string' && !value.includes('\n'))
    : fitsField(field, shaped);
  if (!fits) throw new RefusedError(`the field ${field.name} (${field.type}) does not take ${JSON.stringify(value)}`);
  return field.oneLine ? String(value) : shaped;
}

/** A field nobody touched sends its default back, hidden and read-only ones always (表单变量). */
function untouched(field: FieldView, { untouchedBox }: Settings['dingtalkCard']): unknown {
  if (field.value !== undefined) return field.value;
  const isBox = field.type === 'CHECKBOX' || field.type === 'SWITCH';
  return isBox && untouchedBox === 'false' ? false : undefined;
}

export interface Filling {
  /** What the person enters, by field name; the client's checks apply. */
  form: Record<string, unknown>;
  /** What a tampered client sends in place of it, by field name, unchecked; null takes a field out. */
  forged: Record<string, unknown>;
}

/** params.form of a submission; refuses what the client would not send. */
export function collectForm(
  fields: readonly FieldView[],
  { form, forged }: Filling,
  settings: Settings['dingtalkCard'],
): Record<string, unknown> {
  for (const name of Object.keys(form)) {
    const field = fields.find((one) => one.name === name);
    if (!field) throw new RefusedError(`the form has no field ${name}`);
    if (field.hidden || field.readOnly) throw new RefusedError(`the field ${name} cannot be edited`);
  }
  const sent: Record<string, unknown> = {};
  for (const field of fields) {
    const value = Object.hasOwn(form, field.name) ? entered(field, form[field.name]) : untouched(field, settings);
    if (Object.hasOwn(forged, field.name)) continue;
    if (field.required && isEmpty(value)) throw new RefusedError(field.requiredMsg || `请填写${field.label}`);
    if (isEmpty(value)) continue;
    // Whether NUMBER comes back as a number or as a text is shown in no source.
    sent[field.name] = field.type === 'NUMBER' && settings.numberAs === 'string' ? String(value) : value;
  }
  for (const [name, value] of Object.entries(forged)) if (value !== null) sent[name] = value;
  return sent;
}
