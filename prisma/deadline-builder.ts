import { newId } from '../src/core/ids.ts';
import type { DeadlineContent } from '../src/domain/deadlines/deadline.ts';
import type { Client } from '../src/store/database.ts';
import { openKeyOf, toColumns } from '../src/store/deadlines/rows.ts';
import type { Prisma } from './generated/sqlite/client.ts';

/** Collects deadlines as staff would have entered them. */
export function createDeadlineBuilder() {
  const deadlines: Prisma.DeadlineCreateManyInput[] = [];
  const changes: Prisma.DeadlineChangeCreateManyInput[] = [];
  return {
    /** @returns the deadline's id */
    deadline(content: DeadlineContent, entered: { by: string; at: Date; ladderFrom: string }): string {
      const { by: recordedById, at: recordedAt, ladderFrom } = entered;
      const id = newId();
      const number = deadlines.length + 1;
      deadlines.push({
        ...{ id, number, ...toColumns(content), version: 1, openKey: openKeyOf(content) },
        ...{ ladderFrom, recordedById, recordedAt },
      });
      const after = JSON.stringify(content);
      changes.push({ id: newId(), deadlineId: id, version: 1, kind: 'ENTER', after, recordedById, recordedAt });
      return id;
    },
    async writeDeadlines(client: Client): Promise<void> {
      await client.deadline.createMany({ data: deadlines });
      await client.deadlineChange.createMany({ data: changes });
    },
  };
}
