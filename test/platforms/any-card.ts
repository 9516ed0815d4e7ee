import fc from 'fast-check';
import type { Button, Card } from '../../src/core/card.ts';

/** Any card with up to six buttons, far beyond every limit too. */
const word = fc.string({ unit: fc.constantFrom('企', '业', 'a', ' '), minLength: 1, maxLength: 60 });
const button: fc.Arbitrary<Button> = fc.record({
  text: fc.constantFrom('第1家', '第2家', '发到单聊'),
  tap: fc.record({ say: word, answer: fc.constantFrom('here' as const, 'direct' as const) }),
});
export const anyCard: fc.Arbitrary<Card> = fc.record({
  title: word,
  blocks: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text: word }),
      fc.record(
        {
          kind: fc.constant('list' as const),
          heading: word,
          items: fc.array(word, { minLength: 1, maxLength: 40 }),
        },
        { requiredKeys: ['kind', 'items'] },
      ),
      fc.record(
        {
          kind: fc.constant('fields' as const),
          heading: word,
          fields: fc.array(fc.record({ label: word, value: word }), { minLength: 1, maxLength: 10 }),
        },
        { requiredKeys: ['kind', 'fields'] },
      ),
    ),
    { maxLength: 4 },
  ),
  buttons: fc.array(button, { minLength: 1, maxLength: 6 }),
  footer: word,
  confidential: fc.boolean(),
  link: fc.record({ text: word, url: fc.constant('https://bot.example/h5/l/AbC') }),
});

/** Every word of a card, to see that none is dropped. */
export const facts = ({ title, blocks, footer = '', link }: Card) =>
  [
    title,
    footer,
    link?.text ?? '',
    link?.url ?? '',
    ...blocks.flatMap((block) =>
      block.kind === 'text'
        ? [block.text]
        : [
            block.heading ?? '',
            ...(block.kind === 'list' ? block.items : block.fields.flatMap(({ label, value }) => [label, value])),
          ],
    ),
  ].map((text) => text.trim());
