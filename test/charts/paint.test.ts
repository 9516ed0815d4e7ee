import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { charts } from '../../src/charts/charts.ts';
import { drawPng } from '../../src/charts/draw-png.ts';
import { fundFigure } from '../../src/charts/fund-chart.ts';
import { createPaint } from '../../src/charts/paint.ts';

const chart = (title: string) => ({ title, subtitle: '数据截至2023年12月31日', levels: [], batches: [] });
const figure = (title: string) => fundFigure(chart(title));
const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(Buffer.from(b));

describe('the drawing thread', () => {
  const threads: Worker[] = [];
  const note = (thread: Worker) => void threads.push(thread);
  beforeEach(() => process.on('worker', note));
  afterEach(async () => {
    process.off('worker', note);
    await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
  });

  it('draws what is drawn here, each for who asked', async () => {
    const paint = createPaint();
    const [one, two] = await Promise.all([paint(figure('甲')), paint(figure('乙'))]);
    expect(same(one, drawPng(figure('甲')))).toBe(true);
    expect(same(two, drawPng(figure('乙')))).toBe(true);
    expect(threads).toHaveLength(1);
    // The thread of the whole process may have been started by others.
    expect(same(await charts.funds(chart('甲')), one)).toBe(true);
  });

  it('draws the same figure once, for some time', async () => {
    const paint = createPaint();
    const [one, again] = await Promise.all([paint(figure('甲')), paint(figure('甲'))]);
    expect(again).toBe(one);
    expect(await paint(figure('甲'))).toBe(one);
    for (const title of '一二三四五六七八') expect(await paint(figure(title))).not.toBe(one);
    const anew = await paint(figure('甲'));
    expect(anew).not.toBe(one);
    expect(same(anew, one)).toBe(true);
  });

  it('says what could not be drawn and goes on', async () => {
    const paint = createPaint();
    const nothing = paint({ ...figure('甲'), height: 0 });
    const something = paint(figure('甲'));
    await expect(nothing).rejects.toThrow(/^nothing was drawn: /u);
    // Nor is it kept that it could not.
    await expect(paint({ ...figure('甲'), height: 0 })).rejects.toThrow(/^nothing was drawn: /u);
    expect((await something).length).toBeGreaterThan(1000);
    await expect(paint({ ...figure('甲'), option: { animation: () => {} } as never })).rejects.toThrow(/cloned/u);
    expect((await paint(figure('乙'))).length).toBeGreaterThan(1000);
    expect(threads).toHaveLength(1);
  });

  it('ends when nobody wants anything, and another one begins when somebody does', async () => {
    const paint = createPaint({ idleMs: 20 });
    await paint(figure('甲'));
    await once(threads[0] as Worker, 'exit');
    expect((await paint(figure('乙'))).length).toBeGreaterThan(1000);
    expect(threads).toHaveLength(2);
  });

  it('fails who waits for it when it dies, and nobody after them', async () => {
    const paint = createPaint();
    const lost = Promise.allSettled([paint(figure('甲')), paint(figure('乙'))]);
    await once(process, 'worker');
    await threads[0]?.terminate();
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await paint(figure('丙'))).length).toBeGreaterThan(1000);
  });

  it('works as the program is started, and keeps no process alive', async () => {
    const script = `const { createPaint } = await import('./src/charts/paint.ts');
      const { fundFigure } = await import('./src/charts/fund-chart.ts');
      const png = await createPaint()(fundFigure(${JSON.stringify(chart('甲'))}));
      console.log(png.length > 1000 ? 'drawn' : 'blank');`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(import.meta.dirname, '../..') });
    expect(stdout).toBe('drawn\n');
  });
});
