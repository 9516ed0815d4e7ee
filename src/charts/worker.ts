import { parentPort } from 'node:worker_threads';
import { drawPng } from './draw-png.ts';
import type { Drawn, Figure } from './figure.ts';

parentPort?.on('message', (figure: Figure) => {
  let drawn: Drawn;
  try {
    drawn = { png: drawPng(figure) };
  } catch (error) {
    drawn = { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort?.postMessage(drawn, 'png' in drawn ? [drawn.png.buffer] : []);
});
