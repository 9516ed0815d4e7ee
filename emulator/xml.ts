import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isRecord } from './api.ts';

/** What an element may hold: text (sent as CDATA), a number, children, or repeated siblings. */
export type XmlValue = string | number | XmlNode | readonly (string | XmlNode)[];
export interface XmlNode {
  readonly [tag: string]: XmlValue;
}

/** Writes `<xml>…</xml>`: texts as CDATA, numbers bare, arrays as repeated siblings. `filler` spaces stand before the end tag. */
export function writeXml(node: XmlNode, filler = 0): string {
  return `<xml>${children(node)}${'\n'.repeat(filler)}</xml>`;
}

function children(node: XmlNode): string {
  return Object.entries(node)
    .map(([tag, value]) =>
      Array.isArray(value) ? value.map((one) => element(tag, one)).join('') : element(tag, value),
    )
    .join('');
}

function element(tag: string, value: XmlValue): string {
  if (typeof value === 'number') return `<${tag}>${value}</${tag}>`;
  if (typeof value === 'string') return `<${tag}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${tag}>`;
  return `<${tag}>${children(value as XmlNode)}</${tag}>`;
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false });

/** Reads an `<xml>` document into nested records of strings, or says why not. */
export function readXml(text: string): { ok: true; root: Record<string, unknown> } | { ok: false; why: string } {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return { ok: false, why: `not well-formed XML: ${valid.err.msg}` };
  const document: unknown = parser.parse(text);
  const root = isRecord(document) ? document.xml : undefined;
  if (!isRecord(root)) return { ok: false, why: 'the root element is not <xml>' };
  return { ok: true, root: withoutWhiteSpace(root) };
}

function withoutWhiteSpace(node: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node)
      .filter(([tag]) => tag !== '#text')
      .map(([tag, value]) => [tag, Array.isArray(value) ? value.map(inner) : inner(value)]),
  );
}

function inner(value: unknown): unknown {
  return isRecord(value) ? withoutWhiteSpace(value) : value;
}
