import { z } from 'zod';
import { RefusedError } from './errors.ts';
import type { StoredFile } from './files.ts';
import type { Saying } from './player.ts';

const ExtraSchema = z.object({ fileName: z.string().min(1).optional(), contentBase64: z.base64().optional() });

/** The file of `say`, alike for both platforms: extra `{ fileName, contentBase64 }`; without them an empty file called like the text. */
export function sentFile({ text, extra, kind }: Saying): StoredFile {
  const parsed = ExtraSchema.safeParse(extra);
  if (!parsed.success) throw new RefusedError(`extra: ${z.prettifyError(parsed.error)}`);
  const { fileName, contentBase64 = '' } = parsed.data;
  return { name: fileName ?? (text === '' ? kind : text), bytes: Buffer.from(contentBase64, 'base64') };
}
