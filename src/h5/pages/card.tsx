/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Block, Card } from '../../core/card.ts';

/** A card of the chat as a part of a page: the same facts in the same words. Its title is the page's. */
export function CardView({ card }: { card: Card }): VNode {
  return (
    <>
      {card.blocks.map((block) => (
        <BlockView block={block} />
      ))}
      {card.footer && <p class="as-at">{card.footer}</p>}
    </>
  );
}

export function BlockView({ block }: { block: Block }): VNode {
  switch (block.kind) {
    case 'text':
      return <p>{block.text}</p>;
    case 'fields':
      return (
        <section class="panel">
          {block.heading && <h2>{block.heading}</h2>}
          <dl>
            {block.fields.map(({ label, value }) => (
              <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      );
    case 'list':
      return (
        <section class="panel">
          {block.heading && <h2>{block.heading}</h2>}
          <ol start={block.start ?? 1}>
            {block.items.map((item) => (
              <li>{item}</li>
            ))}
          </ol>
        </section>
      );
  }
}
