import { Prisma } from '../../prisma/generated/sqlite/client.ts';
import { isThereText } from './is-there.ts';

/**
 * Whether a row of this alias is there for everybody: what an import is still writing is not, so that all of it appears at
 * once. The alias is ours, never a person's text.
 */
export function isThere(alias: string): Prisma.Sql {
  return Prisma.raw(isThereText(alias));
}
