import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { UserError } from '../core/errors.ts';

/** What a reader of one part is told. Names come without their prefix: some programs write `x:row`. */
export interface XmlReader {
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Reads an XML part as it is unpacked, without building a tree. Entities other than XML's own five are an error, and so
 * is a document type: nothing outside the file is ever looked at. @throws UserError
 */
export async function readXml(part: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (cause) => {
    throw malformed(cause);
  });
  parser.on('doctype', () => {
    throw new UserError('文件内含有文档类型声明，不予处理。');
  });
  parser.on('opentag', ({ name, attributes }) => {
    reader.open(local(name), (wanted) => {
      const exact = attributes[wanted];
      if (exact !== undefined) return exact;
      const prefixed = Object.keys(attributes).find((one) => one.endsWith(`:${wanted}`));
      return prefixed === undefined ? undefined : attributes[prefixed];
    });
  });
  parser.on('closetag', ({ name }) => reader.close(local(name)));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  const decoder = new StringDecoder('utf8');
  try {
    for await (const chunk of part) {
      parser.write(decoder.write(chunk));
    }
    parser.write(decoder.end());
    parser.close();
  } catch (error) {
    throw error instanceof UserError ? error : malformed(error);
  }
}

function malformed(cause: unknown): UserError {
  return new UserError('文件内容已损坏，请在 Excel 或 WPS 中重新保存后再试。', { cause });
}
