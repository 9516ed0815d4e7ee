import fc from 'fast-check';
import { expect, it } from 'vitest';
import { programName } from '../../../src/domain/deadlines/program-name.ts';

it.each([
  ['高企认定', '高新技术企业认定'],
  ['高新企业认定', '高新技术企业认定'],
  ['高新技术企业认定', '高新技术企业认定'],
  ['科小评价', '科技型中小企业评价'],
  ['科技中小企业评价', '科技型中小企业评价'],
  [' 科技型中小企业评价 ', '科技型中小企业评价'],
  ['技术中心申报', '技术中心申报'],
  ['企业年报', '企业年报'],
])('“%s” is registered as “%s”', (text, name) => expect(programName(text)).toBe(name));

it('is the same for what it made of a name', () => {
  const names = fc.tuple(fc.constantFrom('高企', '科小', '高新企业', ''), fc.string()).map((parts) => parts.join(''));
  fc.assert(
    fc.property(names, (name) => {
      expect(programName(programName(name))).toBe(programName(name));
    }),
  );
});
