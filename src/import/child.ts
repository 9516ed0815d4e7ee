/** The process that imports: one task, then it is gone, with its memory. Started by src/import/run-import.ts. */
import { UserError } from '../core/errors.ts';
import { importFile } from './import-file.ts';
import { openLine } from './line.ts';
import type { ImportMessage, ImportTask } from './task.ts';

function tell(message: ImportMessage): Promise<void> {
  return new Promise((resolve) => {
    // Whoever asked may be gone; what was begun is finished all the same.
    if (!process.connected || !process.send) resolve();
    else process.send(message, () => resolve());
  });
}

process.once('message', async (task: ImportTask) => {
  if (task.work.mode === 'check') process.once('disconnect', () => process.exit(1));
  try {
    const line = await openLine(task.databaseUrl);
    try {
      const result = await importFile(line, task, (progress) => void tell({ kind: 'progress', progress }));
      await tell({ kind: 'result', ...result });
    } finally {
      await line.close();
    }
  } catch (error) {
    const message = error instanceof UserError ? error.message : String(error instanceof Error ? error.stack : error);
    await tell({ kind: error instanceof UserError ? 'refused' : 'failed', message });
  }
  process.disconnect?.();
});
