export interface FormPart {
  /** Of Content-Disposition. */
  name: string;
  fileName?: string | undefined;
  contentType?: string | undefined;
  bytes: Buffer;
}

/** The parts of a multipart/form-data body; nothing when it is not one or is not well formed. */
export function readMultipart(contentType: string | undefined, body: Buffer): FormPart[] | undefined {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '');
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return undefined;
  const delimiter = Buffer.from(`\r\n--${mark}`);
  // The first delimiter has no line break before it.
  const bytes = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: FormPart[] = [];
  let from = bytes.indexOf(delimiter);
  while (from >= 0) {
    const start = from + delimiter.length;
    if (bytes.subarray(start, start + 2).toString() === '--') return parts;
    const next = bytes.indexOf(delimiter, start);
    const part = next < 0 ? undefined : readPart(bytes.subarray(start, next));
    if (!part) return undefined;
    parts.push(part);
    from = next;
  }
  return undefined;
}

function readPart(bytes: Buffer): FormPart | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString();
  const name = parameter(head, 'name');
  if (name === undefined) return undefined;
  return {
    name,
    fileName: parameter(head, 'filename'),
    contentType: /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim(),
    bytes: bytes.subarray(end + 4),
  };
}

/** Browsers, fetch and axios write a quote in a name as %22. */
function parameter(head: string, name: string): string | undefined {
  const found = new RegExp(`content-disposition:[^\\r\\n]*[;\\s]${name}="([^"]*)"`, 'i').exec(head)?.[1];
  return found?.replaceAll('%22', '"');
}
