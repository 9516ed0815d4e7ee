import { deadlineNo } from '../src/domain/deadlines/deadline.ts';

/** What an officer may do with a deadline. */
export function howToManage(no: string): string {
  return `可发送“/截止 ${no} 催报”“/截止 ${no} 改 7月15日”“/截止 ${no} 对象 有效高企、企业简称”“/截止 ${no} 撤销 原因”“/截止 ${no} 免除 企业简称 原因”“/截止 ${no} 恢复 企业简称”。`;
}

/** Who is told how to use 截止. */
export type DeadlineUser = 'contact' | 'staff' | 'manager';

/** How 截止 is used, under what was not understood. @param number what it was said to; null: to none */
export function deadlineUsage(user: DeadlineUser, number: number | null): string {
  const no = number === null ? 'J-编号' : deadlineNo(number);
  if (user === 'manager') return `请发送“/截止”查看截止事项，“/截止 ${no}”查看其中一项。${howToManage(no)}`;
  if (user === 'staff') return `请发送“/截止”查看截止事项，“/截止 ${no}”查看其中一项。`;
  return `请发送“/截止”查看截止事项，“/截止 ${no}”查看其中一项，“/截止 ${no} 已报送”（或者正在准备、需要帮助、今年不报 原因）答复；证书到期提醒请发送“/截止 证书 已报送”答复。`;
}
