/** The media type of a picture, by how its content begins: nobody's ending or header is to be trusted. */
export function pictureType(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, 8).toString('latin1');
  return STARTS.find(([start]) => head.startsWith(start))?.[1];
}

const STARTS: [start: string, type: string][] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['BM', 'image/bmp'],
];
