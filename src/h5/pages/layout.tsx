/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact';
import type { Bureau } from '../../core/bureau.ts';
import type { Addresses } from '../addresses.ts';
import { stylesheet } from '../assets.ts';

/** One page, before the frame that all of them have. */
export interface Page {
  title: string;
  /** Under the title: what the page is about, in a few words. */
  subtitle?: string;
  body: ComponentChildren;
  /** The way back to the first page is drawn, except on it and where nobody is signed in. */
  isHome?: boolean;
  /** A table with many columns: as wide as the screen is. */
  isWide?: boolean;
  /** Address of the page's own script, if it has one. */
  script?: string;
  /** The page looks again by itself after so many seconds. */
  refreshSeconds?: number;
  /** Something went wrong: the number by which it is found in the log is printed. */
  isFailure?: boolean;
}

/** The frame of every page. */
export function layout(options: {
  page: Page;
  at: Addresses;
  bureau: Bureau;
  /** Who is signed in. */
  known: { name: string | null; csrf: string } | null;
  requestId: string;
}): VNode {
  const { page, at, bureau, known, requestId } = options;
  const frame = page.isWide ? 'frame wide' : 'frame';
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        {page.refreshSeconds === undefined ? null : <meta http-equiv="refresh" content={String(page.refreshSeconds)} />}
        <title>{`${page.title} · ${bureau.name}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={at.asset(stylesheet.name)} />
        {page.script === undefined ? null : <script src={page.script} defer />}
      </head>
      <body>
        <header class="top">
          <div class={frame}>
            <span class="bureau">{bureau.name}</span>
            {known && (
              <form method="post" action={at.logout}>
                <input type="hidden" name="csrf" value={known.csrf} />
                <button class="plain" type="submit">
                  退出
                </button>
              </form>
            )}
          </div>
        </header>
        <main class={frame}>
          {known && !page.isHome && (
            <nav>
              <a class="back" href={at.home}>
                返回首页
              </a>
            </nav>
          )}
          <h1>{page.title}</h1>
          {page.subtitle === undefined ? null : <p class="subtitle">{page.subtitle}</p>}
          {page.body}
        </main>
        <footer class={frame}>
          <p>
            {bureau.name}　联系电话：<a href={`tel:${bureau.tel}`}>{bureau.tel}</a>
          </p>
          {page.isFailure && <p>联系时请提供流水号：{requestId}</p>}
        </footer>
      </body>
    </html>
  );
}
