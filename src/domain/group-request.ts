import { UserError } from '../core/errors.ts';

/** What somebody wants with a group. */
export type GroupRequest =
  /** In a group: this one. One-to-one: all of them. */
  { do: 'look'; page: number } | { do: 'register'; title: string | null } | ({ number: number } & GroupOrder);

export type GroupOrder =
  | { do: 'show' }
  | { do: 'rename'; title: string }
  | { do: 'enterprises'; how: 'set' | 'add' | 'remove'; names: readonly string[] }
  | { do: 'push'; way: 'WEBHOOK' | 'APPCHAT'; target: string }
  | { do: 'push'; way: 'DINGTALK' | 'NONE'; target: null }
  | { do: 'test' }
  | { do: 'end'; isConfirmed: boolean };

const titleAtMost = 50;
const usage = '请发送“/群”查看已登记的群，“/群 编号”查看一个群；登记请在要登记的群里@我发送“/群 登记 名称”。';

/** Reads what follows `/群`. @throws UserError */
export function readGroupArgument(argument: string): GroupRequest {
  const [word = '', ...rest] = argument.split(' ');
  const behind = rest.join(' ');
  if (word === '') return { do: 'look', page: 1 };
  const page = /^第(\d{1,4})页$/u.exec(argument.replaceAll(' ', ''))?.[1];
  if (page !== undefined) return { do: 'look', page: Number(page) };
  if (word === '登记') return { do: 'register', title: behind === '' ? null : readTitle(behind) };
  if (!/^\d{1,6}$/u.test(word)) throw new UserError(usage);
  return { number: Number(word), ...readOrder(Number(word), behind) };
}

function readOrder(number: number, text: string): GroupOrder {
  const [word = '', ...rest] = text.split(' ');
  const behind = rest.join(' ');
  switch (word) {
    case '':
      return { do: 'show' };
    case '改名':
      return { do: 'rename', title: readTitle(behind) };
    case '企业':
      if (rest[0] === '增加' || rest[0] === '移除') return readOrder(number, behind);
      return { do: 'enterprises', how: 'set', names: behind === '无' ? [] : readNames(behind) };
    case '增加':
      return { do: 'enterprises', how: 'add', names: readNames(behind) };
    case '移除':
      return { do: 'enterprises', how: 'remove', names: readNames(behind) };
    case '推送':
      return readPush(number, behind);
    case '测试':
      return { do: 'test' };
    case '注销':
      return { do: 'end', isConfirmed: behind === '确认' };
    default:
      throw new UserError(`没有看懂对群${number}的操作，请发送“/群 ${number}”查看可以做什么。`);
  }
}

function readPush(number: number, text: string): GroupOrder {
  const [way = '', ...rest] = text.split(' ');
  const target = rest.join('');
  switch (way.toLowerCase()) {
    case '无':
      return { do: 'push', way: 'NONE', target: null };
    case '钉钉':
      return { do: 'push', way: 'DINGTALK', target: null };
    case 'webhook':
      return { do: 'push', way: 'WEBHOOK', target };
    case '应用群':
      // 企业微信 创建群聊会话: chatid, at most 32 letters and digits.
      if (!/^[0-9a-zA-Z]{1,32}$/u.test(target)) {
        throw new UserError('应用群的编号（chatid）应为 1 至 32 个字母或数字，请核对后重新发送。');
      }
      return { do: 'push', way: 'APPCHAT', target };
    default:
      throw new UserError(
        `请写明推送方式：“/群 ${number} 推送 webhook 地址”“/群 ${number} 推送 应用群 群编号”“/群 ${number} 推送 钉钉”或“/群 ${number} 推送 无”。`,
      );
  }
}

function readTitle(text: string): string {
  if (text === '' || text.length > titleAtMost) throw new UserError(`群名称应为 1 至 ${titleAtMost} 个字。`);
  return text;
}

function readNames(text: string): string[] {
  const names = text.split(/[、,;\s]+/u).filter(Boolean);
  if (names.length === 0) throw new UserError('请写明企业，多家企业之间用顿号分开，例如“企业甲、企业乙”。');
  return [...new Set(names)];
}
