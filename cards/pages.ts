import type { Role } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import { may } from '../src/domain/permissions.ts';

/** Where the pages are, and what they are for. */
export function pagesCard(role: Role, url: string): Card {
  const uses = ['本企业资质', '谁看过我们', ...(may(role, 'data.import') ? ['导入'] : [])].join('、');
  return {
    title: '网页',
    blocks: [{ kind: 'text', text: `网页上可以办理：${uses}。打开时自动识别您的身份，链接转发给他人无效。` }],
    link: { text: '打开网页', url },
    confidential: true,
  };
}
