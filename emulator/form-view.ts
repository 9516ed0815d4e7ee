// A form within a card as one person sees it (钉钉 表单组件): the page draws it, tests read it.

export const FIELD_TYPES = [
  'TEXT',
  'TEXT_AREA',
  'TEXT_ARRAY',
  'NUMBER',
  'SELECT',
  'MULTI_SELECT',
  'DATE',
  'TIME',
  'DATETIME',
  'CHECKBOX',
  'SWITCH',
  'CHECKBOX_GROUP',
  'MULTI_CHECKBOX_GROUP',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface OptionView {
  value: string;
  text: string;
}

export interface FieldView {
  /** The key of the answer. */
  name: string;
  label: string;
  type: FieldType;
  /** What would come back untouched, in the shape in which it comes back; absent = empty. */
  value?: unknown;
  required: boolean;
  requiredMsg?: string;
  readOnly: boolean;
  /** Not shown, and sent back all the same. */
  hidden: boolean;
  placeholder?: string;
  options?: OptionView[];
  /** Of a date or a time: yyyy, MM, dd, HH, mm, ss. */
  format?: string;
  minRows?: number;
  maxRows?: number;
  addText?: string;
  /** An old client shows a line of text in its place. */
  oneLine?: true;
}

export interface FormView {
  /** What `POST /emulator/tap` takes; unique within the card. */
  key: string;
  fields: FieldView[];
  submitText: string;
  enabled: boolean;
}

/** Nothing filled in: such a field does not come back (表单变量). */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && 'value' in value && isEmpty(value.value);
}

/** The options chosen in a value that came from a field, as their values. */
export function chosenIn(value: unknown): string[] {
  const inner = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  return (Array.isArray(inner) ? inner : isEmpty(inner) ? [] : [inner]).map(String);
}

/** Reads a form out from top to bottom; hidden fields are not seen. */
export function readForm(form: FormView): string[] {
  return [...form.fields.filter((field) => !field.hidden).flatMap(readField), `[${form.submitText}]`];
}

function readField(field: FieldView): string[] {
  const chosen = chosenIn(field.value);
  const texts = (field.options ?? []).filter((one) => chosen.includes(one.value)).map((one) => one.text);
  switch (field.type) {
    case 'CHECKBOX':
    case 'SWITCH':
      return [`${field.value === true ? '☑' : '☐'} ${field.label}`];
    case 'CHECKBOX_GROUP':
    case 'MULTI_CHECKBOX_GROUP':
      return [
        field.label,
        ...(field.options ?? []).map((one) => `${chosen.includes(one.value) ? '☑' : '☐'} ${one.text}`),
      ];
    case 'SELECT':
    case 'MULTI_SELECT':
      return [`${field.label}：${texts.join('、')}`];
    default:
      return [`${field.label}：${chosen.join('、')}`];
  }
}
