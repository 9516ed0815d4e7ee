import { parseArgs } from 'node:util';
import type { Link } from '../audit/chain.ts';
import type { Sender } from '../core/event.ts';

/** Whom a command is about: by the id that `members` prints, or by a platform's own. */
export type Whom = { id: string } | { account: Account };

/** `corpId` null: the organisation of the configuration. */
export interface Account {
  platform: Sender['platform'];
  corpId: string | null;
  userId: string;
}

export type Command =
  | { do: 'add-administrator'; account: Account; name: string }
  | { do: 'members' }
  | { do: 'find-person'; name: string }
  | { do: 'verify-audit'; known: Link | null }
  | { do: 'seal-audit' }
  | { do: 'prune-audit' }
  | { do: 'erase-person'; whom: Whom }
  | { do: 'unlock'; whom: Whom | null; key: string | null }
  | { do: 'failed-jobs' }
  | { do: 'retry'; id: string };

export const usage = `用法：npm run admin -- <命令>

  add-administrator --platform wecom|dingtalk --user <成员账号> --name <姓名> [--corp <组织编号>]
                            添加管理员，或把已有人员设为管理员（组织编号默认取自配置）
  members                   列出本局成员及其人员编号
  find-person --name <姓名>  查找某人的人员编号（查找记入审计记录）
  verify-audit [--head <序号>:<校验值>]
                            核对审计记录；--head 为日志中的一行 audit head
  seal-audit                立即封存审计记录（程序运行时会自动封存）
  prune-audit               立即清理保存期满的审计记录（程序运行时每天自动清理）
  erase-person --id <人员编号>
  erase-person --platform wecom|dingtalk --user <成员账号> [--corp <组织编号>]
                            删除某人的个人信息，不可恢复；审计记录仍可核对
  unlock --person <人员编号>
  unlock --platform wecom|dingtalk --user <成员账号> [--corp <组织编号>]
  unlock --key <文字>       解除因尝试次数过多造成的限制（--key 按限制名称中的文字）
  failed-jobs               列出最近未能发出的消息（不显示内容）
  retry <编号>              重新发送其中一条

配置与 npm start 相同（环境变量和 .env）。程序运行时也可以使用。`;

/** Null if it cannot be understood. */
export function readCommand(args: readonly string[]): Command | null {
  const parsed = parse(args);
  if (!parsed) return null;
  const { command, given } = parsed;
  const only = (...names: (keyof typeof given)[]) =>
    Object.keys(given).every((name) => names.some((one) => one === name));
  switch (command) {
    case 'add-administrator': {
      const account = accountOf(given);
      const { name } = given;
      if (!account || !name || !only('platform', 'user', 'corp', 'name')) return null;
      return { do: command, account, name };
    }
    case 'find-person':
      return given.name !== undefined && only('name') ? { do: command, name: given.name } : null;
    case 'verify-audit': {
      if (!only('head')) return null;
      if (given.head === undefined) return { do: command, known: null };
      const known = readHead(given.head);
      return known && { do: command, known };
    }
    case 'erase-person': {
      const whom = whomOf(given);
      return whom && only('id', 'platform', 'user', 'corp') ? { do: command, whom } : null;
    }
    case 'unlock': {
      if (given.key !== undefined) return only('key') ? { do: command, whom: null, key: given.key } : null;
      const whom = whomOf(given);
      return whom && only('id', 'person', 'platform', 'user', 'corp') ? { do: command, whom, key: null } : null;
    }
    case 'retry': {
      const { id } = given;
      return id !== undefined && only('id') ? { do: command, id } : null;
    }
    case 'members':
    case 'failed-jobs':
    case 'seal-audit':
    case 'prune-audit':
      return only() ? { do: command } : null;
    default:
      return null;
  }
}

const option = { type: 'string' } as const;
const options = {
  platform: option,
  user: option,
  corp: option,
  name: option,
  id: option,
  person: option,
  key: option,
  head: option,
} as const;
type Given = Partial<Record<keyof typeof options, string>>;

function parse(args: readonly string[]): { command: string; given: Given } | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, ...others] = positionals;
    const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
    // The one command that is about a thing and nothing else may name it without an option.
    if (command === 'retry' && others.length === 1 && given.id === undefined) given.id = others.pop() ?? '';
    // An empty value is a forgotten one.
    if (command === undefined || others.length > 0 || Object.values(given).includes('')) return null;
    return { command, given };
  } catch {
    return null;
  }
}

function accountOf({ platform, user, corp }: Given): Account | null {
  if ((platform !== 'wecom' && platform !== 'dingtalk') || user === undefined) return null;
  return { platform, corpId: corp ?? null, userId: user };
}

function whomOf(given: Given): Whom | null {
  const { id, person } = given;
  const named = id ?? person;
  if (named !== undefined) {
    const isAlone =
      [id, person, given.platform, given.user, given.corp].filter((one) => one !== undefined).length === 1;
    return isAlone ? { id: named } : null;
  }
  const account = accountOf(given);
  return account && { account };
}

function readHead(written: string): Link | null {
  const parts = /^(\d{1,18})[:：]([\w-]{43})$/u.exec(written);
  return parts ? { seq: BigInt(parts[1] ?? 0), mac: parts[2] ?? '' } : null;
}
