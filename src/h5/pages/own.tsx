/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { EnterpriseRef } from '../../core/actor.ts';
import type { Card } from '../../core/card.ts';
import type { Page as ListPage } from '../../domain/paging.ts';
import { CardView } from './card.tsx';
import type { Page } from './layout.tsx';

/** What the chat answers to “资质”, for the own enterprise. */
export function ownPage(enterprise: EnterpriseRef, card: Card): Page {
  return { title: '本企业资质', subtitle: enterprise.name, body: <CardView card={card} /> };
}

/** What the chat answers to “谁看过我们”, a page at a time. */
export function accessPage(
  enterprise: EnterpriseRef,
  options: { card: Card; part: Pick<ListPage<unknown>, 'page' | 'pages'>; address: string },
): Page {
  const { card, part, address } = options;
  return {
    title: '谁看过我们',
    subtitle: enterprise.name,
    body: (
      <>
        <CardView card={card} />
        <Pager part={part} address={address} />
      </>
    ),
  };
}

/** To the pages before and behind; nothing where there is only one. */
export function Pager({
  part: { page, pages },
  address,
}: {
  part: Pick<ListPage<unknown>, 'page' | 'pages'>;
  address: string;
}): VNode | null {
  if (pages === 1) return null;
  const to = (one: number) => `${address}${address.includes('?') ? '&' : '?'}page=${one}`;
  return (
    <nav class="pager" aria-label="分页">
      {page > 1 ? <a href={to(page - 1)}>上一页</a> : <span />}
      <span>{`第${page}页，共${pages}页`}</span>
      {page < pages ? <a href={to(page + 1)}>下一页</a> : <span />}
    </nav>
  );
}
