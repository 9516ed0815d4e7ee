import { XMLParser } from 'fast-xml-parser';
import { Refusal } from '../../core/errors.ts';

/** Elements that may occur once or many times (企业微信 事件格式 90240, 模板卡片事件推送). */
const repeated = new Set(['SelectedItem', 'OptionId']);

const parser = new XMLParser({
  ignoreAttributes: true,
  // Everything stays text: a MsgId has 64 bits, a user id may look like a number.
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => repeated.has(name),
});

const cdata = /<!\[CDATA\[[\s\S]*?\]\]>/gu;
const predefined = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});/giu;

/**
 * Parses a callback's XML and returns what is inside its root `xml`. Document types and entities of their own are refused:
 * the platform sends none, and they are how XML is abused.
 * @throws Refusal
 */
export function parseXml(text: string): unknown {
  // What a person typed stands in CDATA and may say anything.
  const markup = text.replace(cdata, '');
  if (/<!/u.test(markup) || markup.replace(predefined, '').includes('&')) throw new Refusal(400, 'malformed');
  try {
    const { xml } = parser.parse(text, true) as { xml?: unknown };
    if (typeof xml === 'object' && xml !== null) return xml;
  } catch (error) {
    throw new Refusal(400, 'malformed', error);
  }
  throw new Refusal(400, 'malformed');
}

/** A text as CDATA, whatever it contains. */
export function toCdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
