// Dates and times of a form: texts in a format, without a time zone (钉钉 表单变量).

const TOKENS = /yyyy|MM|dd|HH|mm|ss/g;

export type DateParts = Partial<Record<string, string>>;

/** Made of yyyy, MM, dd, HH, mm and ss, each at most once, and of signs between them. */
export function isDateFormat(format: string): boolean {
  const tokens = format.match(TOKENS) ?? [];
  return tokens.length > 0 && new Set(tokens).size === tokens.length && !/[A-Za-z]/.test(format.replace(TOKENS, ''));
}

/** The parts of a text in that format, if it is one and such a day and time exist. */
export function dateParts(format: string, text: string): DateParts | undefined {
  const names: string[] = [];
  const pattern = format.replace(/yyyy|MM|dd|HH|mm|ss|[.*+?^${}()|[\]\\]/g, (found) => {
    if (!/^[yMdHms]/.test(found)) return `\\${found}`;
    names.push(found);
    return `(\\d{${found.length}})`;
  });
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (!match) return undefined;
  const parts: DateParts = Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']));
  const { yyyy = '2000', MM = '01', dd = '01', HH = '00', mm = '00', ss = '00' } = parts;
  const iso = `${yyyy}-${MM}-${dd}T${HH}:${mm}:${ss}.000Z`;
  const time = Date.parse(iso);
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? parts : undefined;
}

export function dateText(format: string, parts: DateParts): string {
  return format.replace(TOKENS, (token) => parts[token] ?? (token === 'MM' || token === 'dd' ? '01' : '00'));
}
