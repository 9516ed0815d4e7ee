import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { UserError } from '../core/errors.ts';

/** What a file may hold, checked before anything is unpacked. */
export interface ZipLimits {
  /** Of all entries together, in bytes, as the directory says; and again while unpacking. */
  unpackedAtMost: number;
  entriesAtMost: number;
  /** Unpacked to packed, over all entries, once it is worth a look. */
  ratioAtMost: number;
}

export const zipLimits: ZipLimits = { unpackedAtMost: 200 * 2 ** 20, entriesAtMost: 1000, ratioAtMost: 250 };

/** Below this size no ratio does harm; honest sheets of many empty formatted rows shrink a lot. */
const ratioFrom = 20 * 2 ** 20;

/** An .xlsx that has passed the checks: its parts by name. */
export interface Package {
  has(name: string): boolean;
  /** Unpacks one part. The size is held against the directory as it is read. */
  open(name: string): AsyncIterable<Buffer>;
  close(): void;
}

const zipMagic = Buffer.from('PK\x03\x04');
const emptyZipMagic = Buffer.from('PK\x05\x06');
/** Compound File Binary Format: .xls, and any encrypted Office file ([MS-OFFCRYPTO] puts it into such a container). */
const cfbMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le');

/** Opens bytes that should be an .xlsx file. @throws UserError that says what they are instead, or what is wrong with them */
export async function openPackage(bytes: Buffer, limits: ZipLimits = zipLimits): Promise<Package> {
  assertZip(bytes);
  const zip = await yauzl.fromBufferPromise(bytes).catch(damaged);
  const entries = await entriesOf(zip, limits).catch((error) => {
    zip.close();
    throw error;
  });
  let unpacked = 0;
  return {
    has: (name) => entries.has(name),
    async *open(name) {
      const entry = entries.get(name);
      if (!entry) throw new UserError('文件已损坏：缺少内容，请重新保存后再试。');
      if (entry.isEncrypted()) throw new UserError(passwordProtected);
      const stream = await zip.openReadStreamPromise(entry).catch(damaged);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        // What the directory says was checked; this counts what really comes.
        unpacked += chunk.length;
        if (unpacked > limits.unpackedAtMost) throw new UserError(tooLarge(limits));
        yield chunk;
      }
    },
    close: () => zip.close(),
  };
}

const passwordProtected = '文件设有打开密码，请在 Excel 或 WPS 中取消密码并另存后再导入。';

function tooLarge({ unpackedAtMost }: ZipLimits): string {
  return `文件解压后超过 ${Math.round(unpackedAtMost / 2 ** 20)} MB，不予处理。请删除多余的工作表、图片和空白行后再试。`;
}

function damaged(cause: unknown): never {
  throw new UserError('文件已损坏或不是完整的 .xlsx 文件，请在 Excel 或 WPS 中重新保存后再试。', { cause });
}

function assertZip(bytes: Buffer): void {
  if (bytes.length === 0) throw new UserError('文件是空的。');
  const begins = (magic: Buffer) => bytes.subarray(0, magic.length).equals(magic);
  if (begins(zipMagic)) return;
  if (begins(emptyZipMagic)) throw new UserError('文件是空的压缩包，不是 .xlsx 文件。');
  if (begins(cfbMagic)) {
    throw new UserError(
      bytes.includes(encryptedStream)
        ? passwordProtected
        : '这是旧版 .xls（或 .et）文件，请在 Excel 或 WPS 中另存为 .xlsx 格式后再导入。',
    );
  }
  throw new UserError('这不是 .xlsx 文件。请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”后再导入。');
}

async function entriesOf(zip: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entriesAtMost) {
    throw new UserError(`文件内部有 ${zip.entryCount} 个部件，超过 ${limits.entriesAtMost} 个，不予处理。`);
  }
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  let packed = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      packed += entry.compressedSize;
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    damaged(error);
  }
  if (unpacked > limits.unpackedAtMost) throw new UserError(tooLarge(limits));
  if (unpacked > ratioFrom && unpacked > packed * limits.ratioAtMost) {
    throw new UserError('文件的压缩比异常，不予处理。请删除多余的空白行和格式后另存再试。');
  }
  return entries;
}
