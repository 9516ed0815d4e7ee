import type { ComponentChildren } from 'preact';

import { openedLink } from './opening.ts';

// Everything becomes DOM nodes through preact; no text of a message is ever parsed as HTML.

const INLINE =
  /\*\*(?<bold>.+?)\*\*|`(?<code>[^`]+)`|(?<bang>!?)\[(?<label>[^\]]*)\]\((?<url>[^)\s]+)\)|<font\s(?<font>[^>]*)>(?<colored>.*?)<\/font>|<a\s[^>]*href=["']?(?<href>[^"'\s>]+)["']?[^>]*>(?<link>.*?)<\/a>|(?<br><br\s*\/?>)|<@(?<at>[^>]+)>|(?<bare>https?:\/\/[^\s<>"'，。；）]+)|\*(?<italic>[^*\s][^*]*)\*/s;

// A text message knows addresses and <a href>, nothing else.
const PLAIN =
  /<a\s[^>]*href=["']?(?<href>[^"'\s>]+)["']?[^>]*>(?<link>.*?)<\/a>|(?<bare>https?:\/\/[^\s<>"'，。；）]+)/s;

const TYPED = /(?<bare>https?:\/\/[^\s<>"'，。；）]+)/s;

const COLORS: Record<string, string> = { info: 'green', comment: 'grey', warning: 'orange' };

/** The address if it is one a chat client would open. */
export function safeUrl(url: string | undefined): string | undefined {
  if (!url) return undefined;
  return /^(https?|dtmd):\/\//i.test(url) ? url : undefined;
}

export function Link({ url, children }: { url: string; children: ComponentChildren }) {
  const safe = safeUrl(url);
  if (!safe) return <span>{children}</span>;
  return (
    <a href={openedLink(safe)} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Bold, code, links, colours and mentions within a line. */
export function inline(text: string, grammar = INLINE): ComponentChildren[] {
  const nodes: ComponentChildren[] = [];
  let rest = text;
  for (;;) {
    const match = grammar.exec(rest);
    if (!match?.groups) break;
    if (match.index > 0) nodes.push(...words(rest.slice(0, match.index)));
    nodes.push(span(match.groups));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(...words(rest));
  return nodes;
}

/** A telephone number or a date is not broken at its hyphen. */
export function words(text: string): ComponentChildren[] {
  return text
    .split(/(?<![\d-])(\d{1,8}(?:-\d{1,8}){1,3})(?![\d-])/)
    .map((part, index) => (index % 2 === 0 ? part : <span class="unbroken">{part}</span>))
    .filter((part) => part !== '');
}

function span(found: Record<string, string | undefined>): ComponentChildren {
  if (found.bold !== undefined) return <strong>{inline(found.bold)}</strong>;
  if (found.code !== undefined) return <code>{found.code}</code>;
  if (found.label !== undefined) {
    if (found.bang) return <span class="picture">🖼 {found.label || '图片'}</span>;
    return <Link url={found.url ?? ''}>{inline(found.label)}</Link>;
  }
  if (found.colored !== undefined) {
    const name = /(?:color|colorTokenV2)=["']?(?:common_)?([a-z]+)/i.exec(found.font ?? '')?.[1] ?? '';
    return <span class={`tint-${COLORS[name] ?? name}`}>{inline(found.colored)}</span>;
  }
  if (found.href !== undefined) return <Link url={found.href}>{found.link}</Link>;
  if (found.br !== undefined) return <br />;
  if (found.at !== undefined) return <span class="mention">@{found.at}</span>;
  if (found.bare !== undefined) return <Link url={found.bare}>{found.bare}</Link>;
  return <em>{found.italic}</em>;
}

/** A text message: line breaks are kept, addresses become links. What a person typed has no mark-up at all. */
export function PlainText({ text, typed = false }: { text: string; typed?: boolean }) {
  return <p class="plain">{inline(text, typed ? TYPED : PLAIN)}</p>;
}

interface Lines {
  lines: string[];
  at: number;
}

/** The markdown both vendors draw, a little generously: headings, lists, quotes, code, tables, rules. */
export function Markdown({ text }: { text: string }) {
  const state: Lines = { lines: text.replace(/<\/?think>/g, '\n').split('\n'), at: 0 };
  const blocks: ComponentChildren[] = [];
  while (state.at < state.lines.length) blocks.push(block(state));
  return <div class="markdown">{blocks}</div>;
}

function takeWhile(state: Lines, test: RegExp): string[] {
  const taken: string[] = [];
  for (let line = state.lines[state.at]; line !== undefined && test.test(line); line = state.lines[state.at]) {
    taken.push(line);
    state.at += 1;
  }
  return taken;
}

function block(state: Lines): ComponentChildren {
  const line = state.lines[state.at] ?? '';
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    state.at += 1;
    return <p class={`heading heading-${heading[1]?.length}`}>{inline(heading[2] ?? '')}</p>;
  }
  if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) {
    state.at += 1;
    return <hr />;
  }
  if (/^```/.test(line)) {
    state.at += 1;
    const code = takeWhile(state, /^(?!```)/);
    state.at += 1;
    return <pre class="code">{code.join('\n')}</pre>;
  }
  if (/^\s*>/.test(line)) {
    const quoted = takeWhile(state, /^\s*>/).map((one) => one.replace(/^\s*>\s?/, ''));
    return <blockquote>{lines(quoted)}</blockquote>;
  }
  if (/^\s*[-*+]\s+/.test(line)) {
    const items = takeWhile(state, /^\s*[-*+]\s+/);
    return (
      <ul>
        {items.map((item) => (
          <li>{inline(item.replace(/^\s*[-*+]\s+/, ''))}</li>
        ))}
      </ul>
    );
  }
  if (/^\s*\d+[.)]\s+/.test(line)) {
    const first = Number(/\d+/.exec(line)?.[0] ?? 1);
    const items = takeWhile(state, /^\s*\d+[.)]\s+/);
    return (
      <ol start={first}>
        {items.map((item) => (
          <li>{inline(item.replace(/^\s*\d+[.)]\s+/, ''))}</li>
        ))}
      </ol>
    );
  }
  if (/^\s*\|.*\|\s*$/.test(line) && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(state.lines[state.at + 1] ?? '')) {
    return table(takeWhile(state, /^\s*\|.*\|\s*$/));
  }
  if (line.trim() === '') {
    state.at += 1;
    return null;
  }
  return (
    <p>
      {lines(takeWhile(state, /^(?!#{1,6}\s|```|\s*>|\s*[-*+]\s|\s*\d+[.)]\s|\s*\||\s*$).+/).concat(takeOne(state)))}
    </p>
  );
}

/** A line no block wanted (e.g. a lone "|") still has to be taken, or the reading would never end. */
function takeOne(state: Lines): string[] {
  const line = state.lines[state.at];
  if (line === undefined || !/^\s*\|/.test(line)) return [];
  state.at += 1;
  return [line];
}

function lines(texts: readonly string[]): ComponentChildren[] {
  return texts.flatMap((text, index) => (index === 0 ? inline(text) : [<br />, ...inline(text)]));
}

function table(rows: readonly string[]) {
  const cells = (row: string) =>
    row
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim());
  const [head = '', , ...body] = rows;
  return (
    <table>
      <thead>
        <tr>
          {cells(head).map((cell) => (
            <th>{inline(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map((row) => (
          <tr>
            {cells(row).map((cell) => (
              <td>{inline(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
