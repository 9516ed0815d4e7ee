// The drawing thread begins in JavaScript: what `--import tsx` sets up does not reach other threads in Node 20.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
