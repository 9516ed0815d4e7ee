import { importFile } from '../../src/import/import-file.ts';
import { openLine } from '../../src/import/line.ts';
import type { RunImport } from '../../src/import/run-import.ts';

/** In this process: one of its own takes a second to start, and tests start many. */
export const importHere: RunImport = async (task, { onProgress = () => undefined } = {}) => {
  const line = await openLine(task.databaseUrl);
  try {
    return await importFile(line, task, onProgress);
  } finally {
    await line.close();
  }
};
