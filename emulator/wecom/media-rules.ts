import { pictureType } from '../picture-type.ts';

const LIMITS = { image: 10 * 1024 ** 2, voice: 2 * 1024 ** 2, video: 10 * 1024 ** 2, file: 20 * 1024 ** 2 };

export type MediaType = keyof typeof LIMITS;

export function isMediaType(type: string): type is MediaType {
  return Object.hasOwn(LIMITS, type);
}

const MIN_BYTES = 5;
const MAX_VOICE_S = 60;

/** The rules of 上传临时素材 (90253): more than 5 bytes, a limit and a format for each type. Codes: 全局错误码 (90313). */
export function checkMedia(type: MediaType, bytes: Buffer): { code: number; why: string } | undefined {
  if (bytes.length <= MIN_BYTES) return { code: 40006, why: `invalid media size: not more than ${MIN_BYTES} bytes` };
  if (bytes.length > LIMITS[type])
    return { code: 45001, why: `media size out of limit: ${type} of ${bytes.length} bytes` };
  if (type === 'image' && !isJpg(bytes) && !isPng(bytes)) return { code: 40123, why: 'an image is JPG or PNG' };
  if (type === 'voice' && !isAmr(bytes)) return { code: 301017, why: 'a voice is AMR' };
  if (type === 'voice' && amrSeconds(bytes) > MAX_VOICE_S) return { code: 45007, why: `voice over ${MAX_VOICE_S} s` };
  if (type === 'video' && !isMp4(bytes)) return { code: 40004, why: 'a video is MP4' };
  return undefined;
}

export function isJpg(bytes: Buffer): boolean {
  return pictureType(bytes) === 'image/jpeg';
}

export function isPng(bytes: Buffer): boolean {
  return pictureType(bytes) === 'image/png';
}

const AMR = '#!AMR\n';

function isAmr(bytes: Buffer): boolean {
  return bytes.subarray(0, AMR.length).toString('latin1') === AMR;
}

function isMp4(bytes: Buffer): boolean {
  return bytes.subarray(4, 8).toString('latin1') === 'ftyp';
}

// RFC 4867: octets that follow the header octet of a narrow-band frame, by its frame type; a frame is 20 ms.
const FRAME = [12, 13, 15, 17, 19, 20, 26, 31, 5];

function amrSeconds(bytes: Buffer): number {
  let frames = 0;
  for (let at = AMR.length; at < bytes.length; frames += 1) at += 1 + (FRAME[((bytes[at] ?? 0) >> 3) & 15] ?? 0);
  return frames / 50;
}
