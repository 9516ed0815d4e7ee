import { BlockList, isIPv6 } from 'node:net';
import { type ApiCall, isRecord } from '../api.ts';
import { hmacBase64, sameText } from '../crypto.ts';
import type { CustomRobot } from './custom-robot.ts';

const HOUR = 3600_000;

/** 自定义机器人安全设置 (digest 7): what of the robot's settings a message breaks, in the words of errcode 310000; every one that is set counts. */
export function whatIsUnsafe(
  { keywords, secret, addresses }: CustomRobot,
  call: ApiCall,
  message: Record<string, unknown>,
  now: number,
): string | undefined {
  if (secret !== undefined) {
    const timestamp = call.query.get('timestamp') ?? '';
    const isTimely = /^\d+$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= HOUR;
    if (!isTimely) return 'invalid timestamp';
    const expected = hmacBase64(secret, `${timestamp}\n${secret}`);
    // A sign that was not url-encoded arrives with blanks for its plus signs.
    if (!sameText(call.query.get('sign') ?? '', expected)) return 'sign not match';
  }
  const said = textsOf(message[String(message.msgtype)]).join('\n');
  if (keywords && !keywords.some((word) => said.includes(word))) return 'keywords not in content';
  return addresses && !isWithin(call.address, addresses) ? `ip ${call.address} not in whitelist` : undefined;
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : [];
}

function isWithin(address: string, ranges: readonly string[]): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [start = '', prefix] = range.split('/');
    const family = isIPv6(start) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(start, family);
    else list.addSubnet(start, Number(prefix), family);
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
