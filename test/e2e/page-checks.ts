import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { clippedText, keepPicture } from './browser.ts';

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const looks: Record<string, BrowserContextOptions> = {
  phone: { ...phone, colorScheme: 'light' },
  'phone-dark': { ...phone, colorScheme: 'dark' },
  desktop: { viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
};

/** What can be tapped is large enough for a thumb, except links within a sentence. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, a')]
      .filter((one) => !one.closest('p, li, label.check') && !one.closest('table'))
      .map((one) => ({ name: one.textContent || one.tagName, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.height > 0 && (box.height < 44 || box.width < 44))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
  );
}

/** Contrast of each text to what is behind it (WCAG 2.2, 1.4.3): those below 4.5. */
export async function paleTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const channels = (color: string) => (/[\d.]+/gu[Symbol.match](color) ?? []).map(Number);
    const luminance = (color: string) => {
      const [r = 0, g = 0, b = 0] = channels(color).map((one) => {
        const part = one / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): string => {
      for (let one = element; one; one = one.parentElement) {
        const color = getComputedStyle(one).backgroundColor;
        if ((channels(color)[3] ?? 1) > 0) return color;
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('body *')]
      .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
      .flatMap((one) => {
        const [light = 0, dark = 0] = [luminance(getComputedStyle(one).color), luminance(behind(one))].sort(
          (a, b) => b - a,
        );
        const contrast = (light + 0.05) / (dark + 0.05);
        return contrast < 4.5 ? [`${one.textContent?.slice(0, 20)}: ${contrast.toFixed(2)}`] : [];
      });
  });
}

/** Whether everybody can read and use a page. `picture`: its name in docs/, where it is kept. */
export async function checkPage(page: Page, picture: string | null): Promise<void> {
  expect(await clippedText(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  expect(await paleTexts(page)).toEqual([]);
  if (picture !== null) await keepPicture(page, picture, { fullPage: true });
}
