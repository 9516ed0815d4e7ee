import { helpCard } from '../../cards/help.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';

/** 帮助: only what the asker may do. */
export const help = defineIntent<true>({
  id: 'help',
  command: '帮助',
  permission: 'self.manage',
  inGroup: 'answer',
  examples: [{ say: '/帮助', gets: '本说明' }],
  read: (said) => (argumentOf(said, ['帮助', 'help', '使用说明', '怎么用']) === null ? null : true),
  run: async ({ actor, capabilities, bureau }) => ({ here: helpCard(actor.role, capabilities, bureau) }),
});
