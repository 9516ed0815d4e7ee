import { describe, expect, it } from 'vitest';
import { initialsOf, looksLikeInitials, searchKey } from '../../src/domain/enterprise-name.ts';

describe('names as they are searched', () => {
  it.each([
    ['内蒙古（通辽）科技 有限公司', '内蒙古(通辽)科技有限公司'],
    ['ＡＢＣ科技', 'abc科技'],
  ])('%s', (name, key) => {
    expect(searchKey(name)).toBe(key);
  });

  it.each([
    ['易统云', 'yty'],
    ['内蒙古易统云科技发展有限公司', 'nmgytykjfzyxgs'],
    ['示例企业01', 'slqy01'],
    ['重庆长安（集团）A1公司', 'cqcajta1gs'],
  ])('initials of %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it.each([
    ['yty', true],
    ['slqy01', true],
    ['y', false],
    ['易统云', false],
    ['01', false],
  ])('%s may be initials: %s', (text, expected) => {
    expect(looksLikeInitials(text)).toBe(expected);
  });
});
