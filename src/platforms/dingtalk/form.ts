import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Form, type FormField, FormFieldSchema, packTap } from '../../core/card.ts';
import { byteLength } from '../split-text.ts';

/**
 * One value takes 1 KB by one page, while the official example of a form is one value of 1.9 KB (钉钉 API 卡片数据的填写说明,
 * 表单变量): as large as that one, no larger.
 */
const formBytesAtMost = 1900;
/** The tap is a plain value (API 卡片数据的填写说明). */
const tapBytesAtMost = 1024;

const types: Record<FormField['kind'], string> = { number: 'NUMBER', text: 'TEXT', choice: 'SELECT' };

/** The template's variables of a form. */
interface FormParams {
  [variable: string]: string;
  form: string;
  form_status: 'normal';
  form_btn_text: string;
  form_tap: string;
}

/** No form: the template draws it only where its button has a text, and every value fits its variable's type. */
export const noForm: FormParams = { form: '{"fields":[]}', form_status: 'normal', form_btn_text: '', form_tap: '' };

/**
 * A form as variables, and the labels of the fields that had no room; null if it cannot be drawn at all.
 * @param ref makes the names fresh: clients keep what was typed under a name when the form is replaced (field reports)
 */
export function formParams(form: Form, ref: string): { params: FormParams; left: readonly string[] } | null {
  const page = pageOf(ref);
  const tap = page + packTap(form.tap);
  const chosen = choose(form.fields, (fields) => byteLength(drawFields(fields, page)) <= formBytesAtMost);
  if (chosen.length === 0 || byteLength(tap) > tapBytesAtMost) return null;
  return {
    params: { form: drawFields(chosen, page), form_status: 'normal', form_btn_text: form.submit, form_tap: tap },
    left: form.fields.filter((field) => !field.hidden && !chosen.includes(field)).map(({ label }) => label),
  };
}

/** Those that must come back go in first; they stand in their own order all the same. */
function choose(
  fields: readonly FormField[],
  hasRoom: (fields: readonly FormField[]) => boolean,
): readonly FormField[] {
  const must = ({ required, hidden }: FormField) => required === true || hidden === true;
  let chosen: readonly FormField[] = [];
  for (const field of [...fields.filter(must), ...fields.filter((one) => !must(one))]) {
    const more = fields.filter((one) => one === field || chosen.includes(one));
    if (hasRoom(more)) chosen = more;
  }
  return chosen;
}

function drawFields(fields: readonly FormField[], page: string): string {
  return JSON.stringify({ fields: fields.map((field) => drawField(field, page)) });
}

/** 钉钉 互动卡片 表单变量. */
function drawField(field: FormField, page: string): object {
  const { name, label, kind, required, placeholder, options, hidden, readOnly } = field;
  const defaultValue = defaultOf(field);
  return {
    name: page + name,
    label,
    type: types[kind],
    ...(required && { required }),
    ...(readOnly && { readOnly }),
    ...(hidden && { hidden }),
    ...(placeholder && { placeholder }),
    ...(kind === 'choice' && { options: options ?? [] }),
    ...(defaultValue !== undefined && { defaultValue }),
  };
}

/** In the shape in which the value would come back. */
function defaultOf({ kind, value, options = [] }: FormField): unknown {
  if (value === undefined || value === '') return undefined;
  if (kind === 'choice') {
    const index = options.findIndex((option) => option.value === value);
    return index < 0 ? undefined : { index, value };
  }
  // What was typed and is no number stays as it was typed, to be corrected.
  return kind === 'number' && /^-?\d{1,15}(?:\.\d+)?$/u.test(value) ? Number(value) : value;
}

const pageLetters = 3;

function pageOf(ref: string): string {
  const digest = createHash('sha256').update(ref).digest().readUInt32BE();
  return `${(digest % 36 ** pageLetters).toString(36).padStart(pageLetters, '0')}_`;
}

/** What comes back is the client's: few, short and plain, or it is noise. */
const fieldsAtMost = 60;
const nameCharactersAtMost = 100;
const valueCharactersAtMost = 2000;

const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** Text, number or option, as 表单变量 says; of a number both shapes occur. What was emptied may come as null. */
const ValueSchema = z
  .union([plain, z.looseObject({ value: plain.nullish() }).transform(({ value }) => value ?? null)])
  .nullish()
  .transform((value) => value ?? null)
  .refine((value) => value === null || value.length <= valueCharactersAtMost);
const ValuesSchema = z
  .record(z.string().max(nameCharactersAtMost), z.unknown())
  .refine((form) => Object.keys(form).length <= fieldsAtMost);
const NameSchema = FormFieldSchema.shape.name;

/** What a card's request says: a button's tap, a form's with what was filled in, or (null) a form that is noise. */
export type CardRequest = { code: string; values?: Record<string, string> } | null;

/** @param tap what the template sends with every button and form; a form's begins with the page that its names begin with */
export function readRequest(tap: string, form: unknown): CardRequest {
  const { page, code } = /^(?<page>[0-9a-z]{3}_)(?<code>.*)$/su.exec(tap)?.groups ?? {};
  if (page === undefined || code === undefined) return { code: tap };
  const sent = ValuesSchema.safeParse(form ?? {});
  if (!sent.success) return null;
  // What an earlier page left in the client is not what was submitted.
  const ours = Object.entries(sent.data).filter(([name]) => name.startsWith(page));
  const values: Record<string, string> = {};
  for (const [sentName, given] of ours) {
    const name = NameSchema.safeParse(sentName.slice(page.length));
    const value = ValueSchema.safeParse(given);
    if (!name.success || !value.success) return null;
    if (value.data !== null) values[name.data] = value.data;
  }
  return { code, values };
}
