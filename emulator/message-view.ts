import type { CardView, Drawn } from './drawn.ts';

export interface DeliveryView {
  /** pending → answered | failed; not-sent = the platform does not deliver this; held = waiting for a free interaction. */
  state: 'pending' | 'held' | 'answered' | 'failed' | 'not-sent';
  reason?: string;
  attempts: { at: number; ms: number; status?: number; error?: string; wire: number }[];
}

/** A message as one person sees it. */
export interface MessageView {
  seq: number;
  id: string;
  conversation: string;
  from: 'person' | 'bot';
  personId?: string;
  name: string;
  at: number;
  kind: string;
  text: string;
  markdown?: string;
  streaming?: boolean;
  card?: CardView;
  file?: NonNullable<Drawn['file']>;
  pictures?: NonNullable<Drawn['pictures']>;
  pictureUrl?: string;
  quote?: string;
  mentions?: string[];
  recalled?: boolean;
  /** Raised above every earlier seq whenever the message changes. */
  updatedSeq?: number;
  /** Advised lengths exceeded, texts cut …: accepted by the platform, but worth a look. */
  warnings: string[];
  /** What became of a person's message. */
  delivery?: DeliveryView;
  /** A passing remark to this viewer, e.g. that a tap got no answer. */
  notice?: string;
}
