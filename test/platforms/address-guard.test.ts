import { expect, it } from 'vitest';
import { createAddressGuard } from '../../src/platforms/address-guard.ts';

const mayCall = createAddressGuard({
  apiUrls: ['http://127.0.0.1:8081/api', 'https://relay.example:8443'],
  hosts: ['qyapi.weixin.qq.com'],
});

it.each([
  ['the platform itself', 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=c'],
  ['the platform, with its usual port', 'https://qyapi.weixin.qq.com:443/'],
  ['a subdomain of the platform', 'https://sh.qyapi.weixin.qq.com/'],
  ['a configured address', 'http://127.0.0.1:8081/other'],
  ['a configured address on a port of its own', 'https://relay.example:8443/'],
])('allows %s', (_name, address) => {
  expect(mayCall(address)).toBe(true);
});

it.each([
  ['a domain that only ends like the platform’s', 'https://evilqyapi.weixin.qq.com/'],
  ['a domain that only begins like the platform’s', 'https://qyapi.weixin.qq.com.evil.example/'],
  ['the domain above the platform’s', 'https://weixin.qq.com/'],
  ['the platform in clear', 'http://qyapi.weixin.qq.com/'],
  ['another port of the platform', 'https://qyapi.weixin.qq.com:8443/'],
  ['the platform with a name and a password', 'https://a:b@qyapi.weixin.qq.com/'],
  ['another port of a configured address', 'http://127.0.0.1:8082/'],
  ['a subdomain of a configured address', 'https://a.relay.example:8443/'],
  ['what is no address', 'qyapi.weixin.qq.com'],
])('refuses %s', (_name, address) => {
  expect(mayCall(address)).toBe(false);
});
