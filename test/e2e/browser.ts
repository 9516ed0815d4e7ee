import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: flags });
}

/** With UPDATE_PICTURES=1 the picture of this name in docs/ is taken anew. */
export async function keepPicture(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  if (process.env.UPDATE_PICTURES !== '1') return;
  await page.screenshot({ path: join(import.meta.dirname, `../../docs/${name}.png`), fullPage });
}

/** What a person cannot read: text that its box cuts off, or that lies outside the window. One line each. */
export function clippedText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
      found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || !element || element.closest('[data-may-clip], script, style, [hidden]')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const visible = { x: true, y: true };
      for (let around = element as HTMLElement | null; around; around = around.parentElement) {
        const style = getComputedStyle(around);
        const frame = around.getBoundingClientRect();
        // Read out only, by its very size.
        if (frame.width <= 1) break;
        // What has scrolled out of sight can be scrolled back.
        if (/auto|scroll/.test(style.overflowX)) visible.x = false;
        if (/auto|scroll/.test(style.overflowY)) visible.y = false;
        const hidden = (overflow: string) => /hidden|clip/.test(overflow);
        const cutsX = hidden(style.overflowX) && (box.left < frame.left - 1 || box.right > frame.right + 1);
        const cutsY = hidden(style.overflowY) && (box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
        if ((visible.x && cutsX) || (visible.y && cutsY)) found.push(`cut off: ${text.slice(0, 40)}`);
      }
      const isOutside = box.left < -0.5 || box.right > width + 0.5;
      if (visible.x && isOutside) found.push(`outside: ${text.slice(0, 40)}`);
    }
    return found;
  });
}
