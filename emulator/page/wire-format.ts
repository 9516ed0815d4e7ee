import type { WireEntry } from './types.ts';

/** JSON and XML indented; anything else as it is. */
export function pretty(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    try {
      return JSON.stringify(JSON.parse(trimmed), null, 2);
    } catch {
      return text;
    }
  }
  return trimmed.startsWith('<xml>') ? prettyXml(trimmed) : text;
}

function prettyXml(xml: string): string {
  const lines: string[] = [];
  let depth = 0;
  // An element with only text stays on its line.
  for (const [token] of xml.matchAll(/<(\w+)>(?:<!\[CDATA\[[\s\S]*?\]\]>|[^<])*<\/\1>|<\/?\w+>/g)) {
    const isEnd = token.startsWith('</');
    const isLeaf = !isEnd && token.includes('</');
    if (isEnd) depth -= 1;
    lines.push('  '.repeat(Math.max(0, depth)) + token);
    if (!isEnd && !isLeaf) depth += 1;
  }
  return lines.join('\n');
}

/** How an exchange ended in a word: the status, or what a platform refuses with (WeCom does so with a status of 200). */
export function resultOf({ direction, response }: Pick<WireEntry, 'direction' | 'response'>): string {
  if (!response) return '无应答';
  const status = String(response.status);
  if (direction !== 'api') return status;
  const { errcode, code } = fieldsOf(response.body);
  if (typeof errcode === 'number' && errcode !== 0) return `错误码 ${errcode}`;
  return typeof code === 'string' && response.status >= 400 ? `${status} ${code}` : status;
}

function fieldsOf(body: string): { errcode?: unknown; code?: unknown } {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}
