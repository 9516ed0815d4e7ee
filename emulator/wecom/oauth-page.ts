import type { ApiAnswer } from '../api.ts';

/** What the client shows instead of the page the person wanted; no document shows it, only the codes are real. */
export function errorPage(why: string, code?: number): ApiAnswer {
  const line = code === undefined ? '' : `<p>错误码：${code}</p>`;
  const html = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>企业微信</title></head>
<body style="font-family: sans-serif; text-align: center; padding: 20vh 24px 0"><h1 style="font-size: 18px">${why}</h1>${line}</body>
</html>
`;
  return { headers: { 'Content-Type': 'text/html; charset=utf-8' }, bytes: Buffer.from(html) };
}
