import { createHmac } from 'node:crypto';
import { safeEqual } from './safe-equal.ts';

/**
 * What stands in the address of a 专用链接 or of a calendar: version, the row's id and a signature over both. It tells nothing
 * about whom it is for, and nobody can make one up. Letters and digits only, so that no chat client takes a part of it for
 * markup.
 */
const version = '1';
const pattern = /^1([0-9A-HJKMNP-TV-Z]{12})([0-9a-f]{32})$/;
/** 128 bits (RFC 2104, section 5: no less than half of the hash). */
const macBytes = 16;

/** What an address is for: one that was made for another purpose does not open this. */
type Purpose = 'link' | 'calendar';

/** @param id of src/core/ids.ts */
export function signLink(key: Buffer, id: string, purpose: Purpose = 'link'): string {
  return `${version}${id}${macOf(key, id, purpose)}`;
}

/** The id of the row whose address this is; null if we never made it. */
export function readLink(key: Buffer, token: string, purpose: Purpose = 'link'): string | null {
  const [, id, mac] = pattern.exec(token) ?? [];
  return id !== undefined && mac !== undefined && safeEqual(mac, macOf(key, id, purpose)) ? id : null;
}

function macOf(key: Buffer, id: string, purpose: Purpose): string {
  const mac = createHmac('sha256', key).update(`${purpose}\n${version}\n${id}`).digest();
  return mac.subarray(0, macBytes).toString('hex');
}
