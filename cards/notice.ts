import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';

/** One plain sentence that anybody may read. */
export function noticeCard(title: string, text: string): Card {
  return { title, blocks: [{ kind: 'text', text }], confidential: false };
}

/** To somebody unknown: how to get bound, and no more. */
export function unboundCard(bureau: Bureau): Card {
  return noticeCard(
    '尚未绑定',
    `您的账号尚未绑定企业，暂不能查询。请在单聊中发送“/绑定 企业全称”或“/绑定 统一社会信用代码”提出申请，由${bureau.name}审核；如有疑问请致电 ${bureau.tel}。`,
  );
}

/** The line for what may only be answered one-to-one; it does not say whether there is anything to answer. */
export const neutralLine = '该信息涉及企业经营数据，请在单聊中查询。';

/** In a group, to what is only said one-to-one: the same whether or not there is anything to say. */
export function privatelyCard(): Card {
  return noticeCard('请在单聊中查询', `${neutralLine}答复将单独发送给您。`);
}

/** In a group, to what is only done one-to-one. */
export function elsewhereCard(command: string): Card {
  return noticeCard('请在单聊中办理', `该事项请在单聊中办理：打开与我的单聊，发送“/${command}”。`);
}

/** Nothing came of what was sent, and nothing is stored of it: `ref` is in the log alone. */
export function unrecordedCard(ref: string, bureau: Bureau): Card {
  return noticeCard(
    '未能受理',
    `系统暂时无法登记您的消息，本次操作未受理，请稍后重新发送；如仍不行，请联系${bureau.name}（电话 ${bureau.tel}），并告知流水号 ${ref}。`,
  );
}

/** Our own failure: `ref` lets the log be found. */
export function failureCard(ref: string, bureau: Bureau): Card {
  return noticeCard(
    '暂时无法答复',
    `系统暂时无法答复，请稍后再试；如仍不行，请联系${bureau.name}（电话 ${bureau.tel}），并告知流水号 ${ref}。`,
  );
}
