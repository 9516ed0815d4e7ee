import { defineConfig } from 'vitest/config';
import { databaseProjects } from './vitest.config.ts';

/** `npm run test:long`: what takes minutes. */
export default defineConfig({ test: { projects: databaseProjects(['test/long/**/*.test.ts']) } });
