const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpg = Buffer.from([0xff, 0xd8, 0xff]);

/** Whether a file is a picture that both platforms show as one: by its content, since names prove nothing. */
export function isPicture(bytes: Uint8Array): boolean {
  return [png, jpg].some((magic) => magic.equals(bytes.subarray(0, magic.length)));
}
