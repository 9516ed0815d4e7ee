/**
 * The parts of echarts that are used. Its `echarts/charts` and `echarts/components` load every chart there is: three times
 * the time, twice the memory.
 */
declare module 'echarts/lib/chart/bar/install.js' {
  export const install: Extract<Parameters<typeof import('echarts/core').use>[0], (...registers: never[]) => unknown>;
}
declare module 'echarts/lib/component/grid/installSimple.js' {
  export const install: Extract<Parameters<typeof import('echarts/core').use>[0], (...registers: never[]) => unknown>;
}
declare module 'echarts/lib/component/graphic/install.js' {
  export const install: Extract<Parameters<typeof import('echarts/core').use>[0], (...registers: never[]) => unknown>;
}
declare module 'echarts/lib/renderer/installSVGRenderer.js' {
  export const install: Extract<Parameters<typeof import('echarts/core').use>[0], (...registers: never[]) => unknown>;
}
