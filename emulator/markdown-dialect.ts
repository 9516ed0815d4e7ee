/** Where a markdown text goes: 发送应用消息 (90236), 智能机器人 被动回复消息 (101031, the dialect markdown_v2), 钉钉 消息发送与接收类型. */
export type Dialect = 'wecom-app' | 'wecom-aibot' | 'dingtalk';

const code = { name: 'code blocks', pattern: /^\s*```/m };
const table = { name: 'tables', pattern: /^\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?)?\s*$/m };
const font = { name: '<font>', pattern: /<font[\s>]/i };

/** What the dialect's document does not list; a client may show it as raw characters. */
const UNPROMISED: Record<Dialect, { name: string; pattern: RegExp }[]> = {
  // 90236 lists headings, bold, links, inline code, one level of quote and three colours; 消息推送配置说明 (99110) says what
  // markdown_v2 adds to that.
  'wecom-app': [
    code,
    table,
    { name: 'lists', pattern: /^\s*([-*+]|\d+\.)\s+\S/m },
    {
      name: 'italics',
      pattern: /(?<![*\w\\])\*(?![*\s])[^*\n]+(?<!\s)\*(?![*\w])|(?<![\w_\\])_(?![_\s])[^_\n]+(?<!\s)_(?![\w_])/,
    },
    { name: 'nested quotes', pattern: /^\s*>\s*>/m },
    { name: 'images', pattern: /(?<!\\)!\[[^\]]*\]\(/ },
    { name: 'rules', pattern: /^\s*(-{3,}|\*{3,}|_{3,})\s*$/m },
    {
      name: 'colours other than info, comment, warning',
      pattern: /<font\s(?!color=["']?(info|comment|warning)["']?\s*>)/i,
    },
  ],
  // 99110: markdown_v2 has neither colours nor mentions.
  'wecom-aibot': [font, { name: 'mentions', pattern: /<@[^>\s]+>/ }],
  dingtalk: [code, table, font],
};

/** Remarks about what a text uses and its dialect does not promise. */
export function dialectAdvice(text: string, dialect: Dialect): string[] {
  // What stands in inline code, or in the address of a link, is no mark-up.
  const bare = text.replace(/(?<!`)`[^`\n]+`(?!`)/g, '').replace(/\]\([^)\s]*\)/g, ']()');
  return UNPROMISED[dialect]
    .filter(({ pattern }) => pattern.test(bare))
    .map(({ name }) => `markdown: ${name} are not promised by ${dialect}`);
}
