import type { Seen } from './browsing.ts';

const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** What a browser would send of the form of this class, without a button: everything that stands in it. */
export function formOf({ html }: Pick<Seen, 'html'>, name: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*class="${name}"[^>]*>.*?</form>`, 'su').exec(html)?.[0];
  if (form === undefined) throw new Error(`there is no form ${name}`);
  const fields = [...form.matchAll(/<input ((?:[^>"]|"[^"]*")*)>/gu)].flatMap(
    ([, attributes = '']): [string, string][] => {
      const of = (attribute: string) => new RegExp(`(?:^|\\s)${attribute}="([^"]*)"`, 'u').exec(attributes)?.[1];
      const isLeft = /type="(?:radio|checkbox)"/u.test(attributes) && !/\schecked\b/u.test(attributes);
      const field = of('name');
      return field === undefined || isLeft ? [] : [[unescaped(field), unescaped(of('value') ?? '')]];
    },
  );
  const chosen = [...form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gsu)].map(
    ([, field = '', options = '']): [string, string] => {
      const selected = /<option[^>]*\sselected[^>]*>/u.exec(options)?.[0] ?? /<option[^>]*>/u.exec(options)?.[0] ?? '';
      return [unescaped(field), unescaped(/value="([^"]*)"/u.exec(selected)?.[1] ?? '')];
    },
  );
  const long = [...form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>(.*?)<\/textarea>/gsu)].map(
    ([, field = '', text = '']): [string, string] => [unescaped(field), unescaped(text)],
  );
  return Object.fromEntries([...fields, ...chosen, ...long]);
}
