import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/cli/admin-args.ts';

const mac = 'fQJqXErpLQPun5dbW18EZOzuvgcXel-sE_RfrY6Q5mQ';
const read = (line: string) => readCommand(line.split(' ').filter(Boolean));

describe('understood', () => {
  const wecom = { platform: 'wecom', corpId: null, userId: 'hemin' };
  it.each([
    [
      'add-administrator --platform wecom --user hemin --name 何敏',
      { do: 'add-administrator', account: wecom, name: '何敏' },
    ],
    [
      'add-administrator --platform dingtalk --user hm --name 何敏 --corp ding1',
      {
        do: 'add-administrator',
        account: { platform: 'dingtalk', corpId: 'ding1', userId: 'hm' },
        name: '何敏',
      },
    ],
    ['members', { do: 'members' }],
    ['find-person --name 何敏', { do: 'find-person', name: '何敏' }],
    ['seal-audit', { do: 'seal-audit' }],
    ['prune-audit', { do: 'prune-audit' }],
    ['verify-audit', { do: 'verify-audit', known: null }],
    [`verify-audit --head 12:${mac}`, { do: 'verify-audit', known: { seq: 12n, mac } }],
    ['erase-person --id 0123ABCDEFGH', { do: 'erase-person', whom: { id: '0123ABCDEFGH' } }],
    ['erase-person --platform wecom --user hemin', { do: 'erase-person', whom: { account: wecom } }],
    ['unlock --person 0123ABCDEFGH', { do: 'unlock', whom: { id: '0123ABCDEFGH' }, key: null }],
    ['unlock --id 0123ABCDEFGH', { do: 'unlock', whom: { id: '0123ABCDEFGH' }, key: null }],
    ['failed-jobs', { do: 'failed-jobs' }],
    ['retry 0123ABCDEFGH', { do: 'retry', id: '0123ABCDEFGH' }],
    ['retry --id 0123ABCDEFGH', { do: 'retry', id: '0123ABCDEFGH' }],
    ['unlock --key 10.0.0.1', { do: 'unlock', whom: null, key: '10.0.0.1' }],
  ])('%s', (line, command) => {
    expect(read(line)).toEqual(command);
  });
});

it.each([
  '',
  'help',
  'members all',
  'members --name x',
  'find-person',
  'find-person --id x',
  'add-administrator',
  'add-administrator --platform feishu --user hemin --name 何敏',
  'add-administrator --platform wecom --user hemin',
  'add-administrator --platform wecom --name 何敏',
  'add-administrator --platform wecom --user hemin --name 何敏 --id X',
  `verify-audit --head ${mac}`,
  'verify-audit --head 12:short',
  `verify-audit --head x:${mac}`,
  'verify-audit --heads 1',
  'erase-person',
  'erase-person --id X --user hemin',
  'erase-person --person X',
  'erase-person --key x',
  'unlock',
  'unlock --key x --person X',
  'unlock --id X --person X',
])('not understood: %s', (line) => {
  expect(read(line)).toBeNull();
});

it('an empty value is a forgotten one', () => {
  expect(readCommand(['erase-person', '--id', ''])).toBeNull();
  expect(readCommand(['unlock', '--key', ' '])).toBeNull();
});
