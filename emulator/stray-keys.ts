import { isRecord } from './api.ts';

/** Fields of a body that nobody read: a schema leaves them out, so what was given is held against what was read. */
export function strayKeys(given: unknown, read: unknown, path = ''): string[] {
  if (Array.isArray(given) && Array.isArray(read)) {
    return given.flatMap((one, index) => strayKeys(one, read[index], `${path}[${index}]`));
  }
  if (!isRecord(given) || !isRecord(read)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const where = path === '' ? key : `${path}.${key}`;
    return Object.hasOwn(read, key) ? strayKeys(value, read[key], where) : [where];
  });
}

/** The same as remarks: both vendors accept unknown fields without a word, and a misspelt one does nothing. */
export function strayWarnings(given: unknown, read: unknown, path = ''): string[] {
  return strayKeys(given, read, path).map((field) => `${field}: unknown field, ignored by the platform`);
}
