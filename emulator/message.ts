import type { Drawn } from './drawn.ts';
import type { DeliveryView } from './message-view.ts';

/** A message as its owner keeps it: how it looks is asked for each viewer at each reading. */
export interface Message {
  readonly seq: number;
  readonly id: string;
  readonly conversation: string;
  readonly from: 'person' | 'bot';
  readonly personId?: string;
  /** Who it says it is from, when that is not the bot of the conversation. */
  readonly sender?: string;
  readonly at: number;
  kind: string;
  draw: (viewer: string) => Drawn;
  /** Missing = everybody in the conversation. */
  visibleTo?: ReadonlySet<string>;
  updatedSeq?: number;
  recalled?: boolean;
  warnings: readonly string[];
  delivery?: DeliveryView;
  /** Passing remarks by viewer; most messages never have one. */
  notices?: Map<string, string>;
}

export interface NewMessage {
  conversation: string;
  from: 'person' | 'bot';
  personId?: string;
  sender?: string;
  kind: string;
  draw: Message['draw'] | Drawn;
  visibleTo?: ReadonlySet<string>;
  warnings?: readonly string[];
  delivery?: DeliveryView;
  id?: string;
}
