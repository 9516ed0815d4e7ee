import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { init, use } from 'echarts/core';
import { install as bars } from 'echarts/lib/chart/bar/install.js';
import { install as texts } from 'echarts/lib/component/graphic/install.js';
import { install as grids } from 'echarts/lib/component/grid/installSimple.js';
import { install as svg } from 'echarts/lib/renderer/installSVGRenderer.js';
import type { Figure } from './figure.ts';

// Both libraries are loaded in the drawing thread only (paint.ts): nothing else imports this file.
use([bars, grids, texts, svg]);

/** Ours, so that a picture looks the same on every server and no character is missing (fonts/README.md). */
const fontFile = fileURLToPath(new URL('./fonts/NotoSansSC-Regular.ttf', import.meta.url));
/** Pixels of the picture for one of the figure: sharp on phones, and when somebody enlarges it. */
const pixelRatio = 2;
/** Taller ones are drawn less sharp rather than not at all. */
const pixelsAtMost = 9000;

/** The figure as SVG. */
export function drawSvg({ width, height, option }: Figure): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    // It would be kept for ever.
    chart.dispose();
  }
}

/** The figure as PNG. It takes half a second. */
export function drawPng(figure: Figure): Uint8Array<ArrayBuffer> {
  const zoom = Math.min(pixelRatio, pixelsAtMost / figure.height);
  const image = new Resvg(drawSvg(figure), {
    font: { fontFiles: [fontFile], loadSystemFonts: false, defaultFontFamily: 'Noto Sans SC' },
    fitTo: { mode: 'zoom', value: zoom },
    background: '#ffffff',
  });
  return new Uint8Array(image.render().asPng());
}
