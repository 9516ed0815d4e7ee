import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../src/core/errors.ts';
import { parseXml, toCdata } from '../../../src/platforms/wecom/xml.ts';

describe('a callback’s XML', () => {
  it.each([
    [
      'text in CDATA that looks like markup',
      '<xml><A><![CDATA[<!DOCTYPE x>&foo;]]></A></xml>',
      { A: '<!DOCTYPE x>&foo;' },
    ],
    ['the five entities', '<xml><A>&lt;b&gt; &amp; &quot;c&quot;</A></xml>', { A: '<b> & "c"' }],
    ['numbers as text', '<xml><MsgId>12345678901234567890</MsgId></xml>', { MsgId: '12345678901234567890' }],
    ['empty CDATA', '<xml><A><![CDATA[]]></A></xml>', { A: '' }],
    [
      'one selected item like many',
      '<xml><S><SelectedItem><Q>1</Q></SelectedItem></S></xml>',
      { S: { SelectedItem: [{ Q: '1' }] } },
    ],
  ])('%s', (_name, xml, expected) => {
    expect(parseXml(xml)).toEqual(expected);
  });

  it.each([
    ['a document type', '<!DOCTYPE xml><xml><A>1</A></xml>'],
    ['an entity declaration', '<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    ['an external entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><A>&a;</A></xml>'],
    ['an unknown entity', '<xml><A>&a;</A></xml>'],
    ['an unclosed element', '<xml><A>'],
    ['no XML', 'hello'],
    ['JSON', '{"xml":1}'],
    ['nothing', ''],
    ['an empty root', '<xml></xml>'],
    ['another root', '<html><A>1</A></html>'],
  ])('with %s is refused', (_name, xml) => {
    expect(() => parseXml(xml)).toThrow(Refusal);
  });

  it('never fails in any other way', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', ';', '!', '[', ']', 'CDATA', 'xml', '/', 'a', ' ') }),
        (text) => {
          try {
            parseXml(`<xml>${text}</xml>`);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
    );
  });
});

it('writes CDATA that any parser reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(']', '>', '<', '!', 'a', '[', '&') }), (text) => {
      const read = new XMLParser({ trimValues: false, parseTagValue: false }).parse(`<a>${toCdata(text)}</a>`) as {
        a: string;
      };
      expect(read.a).toBe(text);
    }),
  );
});
