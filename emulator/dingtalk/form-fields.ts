import { isRecord } from '../api.ts';
import { isDateFormat } from '../form-dates.ts';
import { FIELD_TYPES, type FieldType, type FieldView, isEmpty, type OptionView } from '../form-view.ts';
import { fitsField } from './form-values.ts';

// 表单变量 names formats for DATE and DATETIME; that of TIME is a guess.
const FORMATS: Partial<Record<FieldType, string>> = {
  DATE: 'yyyy-MM-dd',
  TIME: 'HH:mm',
  DATETIME: 'yyyy-MM-dd HH:mm',
};
const WITH_OPTIONS: readonly FieldType[] = ['SELECT', 'MULTI_SELECT', 'CHECKBOX_GROUP', 'MULTI_CHECKBOX_GROUP'];
const TEXTS = ['placeholder', 'requiredMsg', 'addText'] as const;
const FLAGS = ['required', 'readOnly', 'hidden'];
const EVERYWHERE = ['name', 'label', 'placeholder', 'type', 'requiredMsg', 'defaultValue', ...FLAGS];
const KNOWN = [...EVERYWHERE, 'format', 'options', 'minRows', 'maxRows', 'addText'];

export interface FormReading {
  fields: FieldView[];
  /** What a client would show wrongly, and the platform accepts without a word. */
  remarks: string[];
}

/** The definition within a form variable (表单变量): `{fields: [{name, label, type, …}]}`. */
export function readFormVariable(json: unknown): FormReading {
  const remarks: string[] = [];
  const fields: FieldView[] = [];
  if (!isRecord(json)) return { fields, remarks };
  for (const key of Object.keys(json)) {
    if (key !== 'fields') remarks.push(`unknown property ${key}, ignored`);
  }
  const list = Array.isArray(json.fields) ? json.fields.filter(isRecord) : [];
  for (const [index, raw] of list.entries()) {
    const say = (remark: string) => remarks.push(`fields[${index}]: ${remark}`);
    const field = readField(raw, say);
    if (field && fields.some((one) => one.name === field.name)) {
      say(`the name ${field.name} is taken, not drawn`);
    } else if (field) fields.push(field);
  }
  return { fields, remarks };
}

type Say = (remark: string) => void;

function readField(raw: Record<string, unknown>, say: Say): FieldView | undefined {
  const { name } = raw;
  if (typeof name !== 'string' || name === '') {
    say('no name, not drawn');
    return undefined;
  }
  const type = FIELD_TYPES.find((one) => one === raw.type);
  if (!type) {
    say(`the type ${String(raw.type)} is not known, not drawn`);
    return undefined;
  }
  const fit = propertiesFor(type);
  for (const key of Object.keys(raw)) {
    if (!KNOWN.includes(key)) say(`unknown property ${key}, ignored`);
    else if (!fit.includes(key)) say(`${key} has no effect on ${type}`);
  }
  const flag = (key: string) => typedAs(raw, key, 'boolean', say) === true;
  const field: FieldView = {
    name,
    label: String(typedAs(raw, 'label', 'string', say) ?? ''),
    type,
    required: flag('required'),
    readOnly: flag('readOnly'),
    hidden: flag('hidden'),
    ...texts(raw, fit, say),
    ...(WITH_OPTIONS.includes(type) ? { options: readOptions(raw.options, say) } : {}),
    ...dateFormat(raw, type, say),
    ...(type === 'TEXT_AREA' ? rows(raw, say) : {}),
  };
  if ((raw.label ?? '') === '' && !field.hidden) say('shown without a label');
  if (raw.defaultValue !== undefined && !isEmpty(raw.defaultValue)) {
    if (fitsField(field, raw.defaultValue)) field.value = raw.defaultValue;
    else say(`the defaultValue does not fit ${type}, shown empty`);
  } else if (raw.defaultValue === null) say(`the defaultValue does not fit ${type}, shown empty`);
  if (field.required && (field.hidden || field.readOnly) && field.value === undefined) {
    say('required, and nobody can fill it in');
  }
  return field;
}

function propertiesFor(type: FieldType): string[] {
  return [
    ...EVERYWHERE,
    ...(type in FORMATS ? ['format'] : []),
    ...(WITH_OPTIONS.includes(type) ? ['options'] : []),
    ...(type === 'TEXT_AREA' ? ['minRows', 'maxRows'] : []),
    ...(type === 'TEXT_ARRAY' ? ['addText'] : []),
  ];
}

function typedAs(raw: Record<string, unknown>, key: string, type: 'string' | 'boolean', say: Say): unknown {
  const value = raw[key];
  if (value === undefined) return undefined;
  if (typeof value === type) return value;
  say(`${key} is no ${type}`);
  return undefined;
}

function texts(raw: Record<string, unknown>, fit: readonly string[], say: Say) {
  const found: { placeholder?: string; requiredMsg?: string; addText?: string } = {};
  for (const key of TEXTS) {
    const value = typedAs(raw, key, 'string', say);
    if (typeof value === 'string' && fit.includes(key)) found[key] = value;
  }
  return found;
}

function readOptions(options: unknown, say: Say): OptionView[] {
  if (!Array.isArray(options) || options.length === 0) {
    say('no options to choose from');
    return [];
  }
  const read: OptionView[] = [];
  for (const option of options) {
    const { value, text, ...more } = isRecord(option) ? option : {};
    const fits = typeof value === 'string' && value !== '' && typeof text === 'string' && text !== '';
    if (!fits) say('an option without value and text, not shown');
    else if (read.some((one) => one.value === value)) say(`the option ${value} stands there twice`);
    else read.push({ value, text });
    for (const key of Object.keys(more)) say(`unknown property ${key} of an option, ignored`);
  }
  return read;
}

function dateFormat(raw: Record<string, unknown>, type: FieldType, say: Say): { format?: string } {
  const usual = FORMATS[type];
  if (usual === undefined) return {};
  const format = typedAs(raw, 'format', 'string', say);
  if (format === undefined) return { format: usual };
  if (isDateFormat(String(format))) return { format: String(format) };
  say(`the format ${format} is not known, shown as ${usual}`);
  return { format: usual };
}

function rows({ minRows, maxRows }: Record<string, unknown>, say: Say): { minRows?: number; maxRows?: number } {
  const count = (rowsOf: unknown) =>
    typeof rowsOf === 'number' && Number.isInteger(rowsOf) && rowsOf > 0 ? rowsOf : undefined;
  const [least, most] = [count(minRows), count(maxRows)];
  const isWrong =
    (minRows !== undefined && least === undefined) ||
    (maxRows !== undefined && most === undefined) ||
    (least ?? 1) > (most ?? Number.POSITIVE_INFINITY);
  if (isWrong) say('minRows and maxRows are no numbers of rows');
  return { ...(least ? { minRows: least } : {}), ...(most ? { maxRows: most } : {}) };
}
