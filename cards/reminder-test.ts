import type { Card } from '../src/core/card.ts';

/** 试发: a reminder as it would read, to who tries it out. It is about nothing, so nothing of it can be tapped. */
export function reminderTestCard({ text }: { text: string }): Card {
  return {
    title: '提醒试发',
    blocks: [
      { kind: 'text', text },
      { kind: 'text', text: '本条为试发，仅发送给您本人，事项和日期为示例。' },
    ],
    confidential: true,
  };
}
