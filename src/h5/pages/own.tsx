/** @jsxRuntime automatic @jsxImportSource preact */
import type { EnterpriseRef } from '../../core/actor.ts';
import type { Card } from '../../core/card.ts';
import { CardView } from './card.tsx';
import type { Page } from './layout.tsx';

/** What the chat answers to “资质”, for the own enterprise. */
export function ownPage(enterprise: EnterpriseRef, card: Card): Page {
  return { title: '本企业资质', subtitle: enterprise.name, body: <CardView card={card} /> };
}
