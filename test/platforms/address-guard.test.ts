import { describe, expect, it } from 'vitest';
import { createAddressGuard, publicAddress } from '../../src/platforms/address-guard.ts';

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

describe('an address that the platform’s own interface named', () => {
  const apiUrls = ['http://127.0.0.1:8081/api', 'https://relay.example:8443'];

  it.each([
    ['https://down.dingtalk.com/media/x?sign=1', 'https://down.dingtalk.com/media/x?sign=1'],
    // Seen: oryx-labs/oryxos#400.
    ['http://files.oss-cn-zhangjiakou.aliyuncs.com/x?a=%2F', 'https://files.oss-cn-zhangjiakou.aliyuncs.com/x?a=%2F'],
    ['http://127.0.0.1:8081/files/1', 'http://127.0.0.1:8081/files/1'],
    ['https://relay.example:8443/files/1', 'https://relay.example:8443/files/1'],
  ])('%s is taken as %s', (address, taken) => {
    expect(publicAddress(address, apiUrls)).toBe(taken);
  });

  it.each([
    'http://127.0.0.1/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://[::1]/x',
    'https://10.0.0.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/x',
    'https://intranet/x',
    'https://files.local/x',
    'https://files.internal/x',
    'https://down.dingtalk.com:8443/x',
    'https://a:b@down.dingtalk.com/x',
    'ftp://down.dingtalk.com/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'down.dingtalk.com/x',
    '',
  ])('%s is refused', (address) => {
    expect(publicAddress(address, apiUrls)).toBeNull();
  });
});
