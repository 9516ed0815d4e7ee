import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Asset {
  /** With a digest of its content, so that a browser may keep it for ever. */
  name: string;
  type: string;
  content: string;
}

function load(file: string, type: string): Asset {
  const content = readFileSync(join(import.meta.dirname, 'assets', file), 'utf8');
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { name: file.replace('.', `-${digest}.`), type, content };
}

export const stylesheet = load('style.css', 'text/css');
/** Asks DingTalk's client who holds it: the only script of the pages. */
export const dingtalkScript = load('dingtalk.js', 'text/javascript');
export const assets: readonly Asset[] = [stylesheet, dingtalkScript];
