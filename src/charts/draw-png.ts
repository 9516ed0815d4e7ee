import { fileURLToPath } from 'node:url';
import type { EChartsCoreOption } from 'echarts/core';

/** A figure to be drawn: its size in pixels and what the charting library is told. */
export interface Figure {
  width: number;
  height: number;
  option: EChartsCoreOption;
}

/** Ours, so that a picture looks the same on every server and no character is missing (fonts/README.md). */
const fontFile = fileURLToPath(new URL('./fonts/NotoSansSC-Regular.ttf', import.meta.url));

/** The figure as SVG. The library is loaded with the first picture: nobody else needs its memory. */
export async function drawSvg({ width, height, option }: Figure): Promise<string> {
  const [{ init, use }, { BarChart }, { GridComponent, GraphicComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([BarChart, GridComponent, GraphicComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    // It would be kept for ever.
    chart.dispose();
  }
}

/** The figure as PNG. */
export async function drawPng(figure: Figure): Promise<Uint8Array> {
  const svg = await drawSvg(figure);
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    font: { fontFiles: [fontFile], loadSystemFonts: false, defaultFontFamily: 'Noto Sans SC' },
    background: '#ffffff',
  });
  return new Uint8Array(image.asPng());
}
