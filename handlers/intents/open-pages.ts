import { pagesCard } from '../../cards/pages.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';

/** 网页: where the pages are. They find out by themselves who looks. */
export const openPages = defineIntent<true>({
  id: 'open-pages',
  command: '网页',
  permission: 'own.manage',
  inGroup: 'refuse',
  examples: [{ say: '/网页', gets: '在网页上查看和办理' }],
  read: (said) => (argumentOf(said, ['网页', '打开网页']) === null ? null : true),
  run: async ({ actor, pages }) => ({ here: pagesCard(actor.role, pages.home) }),
});
