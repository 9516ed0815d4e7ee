import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Context } from 'koa';

const folder = new URL('./page/', import.meta.url);
// One sheet, in this order: later rules may override earlier ones.
const SHEETS = ['base', 'top', 'panes', 'chat', 'markdown', 'card', 'form', 'picture', 'composer', 'wire', 'narrow'];

const NAME = '企业微信 · 钉钉 模拟器';

const html = (title: string | undefined) => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${title === undefined ? NAME : `${escaped(title)} · ${NAME}`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="app"><noscript>本页面需要启用 JavaScript。</noscript></div>
<script type="module" src="/page.js"></script>
</body>
</html>
`;

function escaped(text: string): string {
  return text.replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
}

/** Serves the chat page; its TypeScript is bundled in memory at the first request. Says whether it answered. */
export function createPage(title: string | undefined): (context: Context) => Promise<boolean> {
  let script: Promise<string> | undefined;
  const bundle = async () => {
    const result = await build({
      entryPoints: [fileURLToPath(new URL('main.tsx', folder))],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      minify: true,
      logLevel: 'silent',
    });
    return result.outputFiles[0]?.text ?? '';
  };
  const files: Record<string, { type: string; read: () => Promise<string> }> = {
    '/': { type: 'text/html; charset=utf-8', read: async () => html(title) },
    '/page.css': {
      type: 'text/css; charset=utf-8',
      read: async () =>
        (await Promise.all(SHEETS.map((name) => readFile(new URL(`style/${name}.css`, folder), 'utf8')))).join('\n'),
    },
    '/page.js': {
      type: 'text/javascript; charset=utf-8',
      read: () => {
        script ??= bundle();
        return script;
      },
    },
  };
  return async (context) => {
    const file = context.method === 'GET' ? files[context.path] : undefined;
    if (!file) return false;
    context.set({
      'Content-Type': file.type,
      'Cache-Control': 'no-cache',
      // Message text is drawn as DOM nodes; this keeps a slip from becoming script.
      'Content-Security-Policy':
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:",
    });
    context.body = await file.read();
    return true;
  };
}
