import { nanoid } from 'nanoid';
import type { Clock } from './clock.ts';
import type { FileView } from './drawn.ts';
import { pictureType } from './picture-type.ts';

export interface StoredFile {
  name: string;
  bytes: Buffer;
}

/** Every file that people and bots hand each other, whichever platform carries it. */
export interface Files {
  /** Keeps it until `expiresAt` (virtual time), or for good. */
  put(file: StoredFile & { expiresAt?: number | undefined }): string;
  /** Nothing once the time is over. */
  get(id: string): StoredFile | undefined;
}

export function createFiles(clock: Clock): Files {
  const kept = new Map<string, StoredFile & { expiresAt?: number | undefined }>();
  return {
    put(file) {
      // Nobody takes away what is over; the sealed copies of a year's files would fill the memory.
      for (const [id, { expiresAt }] of kept) if (expiresAt !== undefined && clock.now() > expiresAt) kept.delete(id);
      const id = nanoid();
      kept.set(id, file);
      return id;
    },
    get(id) {
      const file = kept.get(id);
      if (!file || (file.expiresAt !== undefined && clock.now() > file.expiresAt)) return undefined;
      return { name: file.name, bytes: file.bytes };
    },
  };
}

/** The headers a download is served with; the name may be Chinese. */
export function downloadHeaders(file: StoredFile): Record<string, string> {
  const plain = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
}

/** A kept file as the message it hangs on shows it. */
export function fileView(id: string, { name, bytes }: StoredFile): FileView {
  const type = pictureType(bytes);
  return { id, name, size: bytes.length, ...(type === undefined ? {} : { type }) };
}

/** Keeps a file for good. */
export function keepFile(files: Files, file: StoredFile): FileView {
  return fileView(files.put(file), file);
}
