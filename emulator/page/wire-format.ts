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
