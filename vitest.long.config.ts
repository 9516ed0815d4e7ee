import { defineConfig } from 'vitest/config';
import { databaseProjects, inOneProcess } from './vitest.config.ts';

/** `npm run test:long`: what takes minutes, and the program as `npm start` starts it. */
export default defineConfig({
  // A file of each database at a time: vitest would leave one core free, which of two is half.
  test: {
    maxWorkers: '100%',
    projects: [
      ...databaseProjects(['test/long/**/*.test.ts']),
      { extends: true, test: { name: 'program', include: ['test/program/**/*.test.ts'], ...inOneProcess } },
    ],
  },
});
