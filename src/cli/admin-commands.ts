import { createErasure } from '../audit/erase.ts';
import { createRetention } from '../audit/retention.ts';
import { createSealer } from '../audit/sealer.ts';
import { verifyTrail } from '../audit/verify.ts';
import type { Config } from '../config.ts';
import { accountText } from '../core/account-text.ts';
import { roleLabels } from '../core/actor.ts';
import type { AuditFact } from '../core/audit.ts';
import type { Clock } from '../core/clock.ts';
import { OperatorError } from '../core/errors.ts';
import { platformLabels, type Sender } from '../core/event.ts';
import type { Log } from '../core/log.ts';
import type { Keys } from '../core/sealed.ts';
import { systemDoer } from '../core/system-doer.ts';
import { accountKey } from '../store/account-key.ts';
import { auditRows } from '../store/audit-rows.ts';
import type { Client, Database } from '../store/database.ts';
import { createDeadLetters } from '../store/dead-letters.ts';
import { createMembers } from '../store/members.ts';
import { createEnqueue } from '../store/notices.ts';
import { fromStaffRole, toStaffRole } from '../store/people.ts';
import { createRecordAudit } from '../store/record-audit.ts';
import { transact } from '../store/transact.ts';
import type { Account, Command, Whom } from './admin-args.ts';
import { failedJobs } from './failed-jobs.ts';
import { verifyReport } from './verify-report.ts';

export interface AdminDeps {
  config: Config;
  database: Database;
  keys: Keys;
  clock: Clock;
  log: Log;
}

/** What is printed, and whether all is well. */
export interface Outcome {
  lines: readonly string[];
  ok: boolean;
}

const done = (...lines: string[]): Outcome => ({ lines, ok: true });
const failed = (...lines: string[]): Outcome => ({ lines, ok: false });

/** @throws OperatorError */
export async function runCommand(command: Command, deps: AdminDeps): Promise<Outcome> {
  const { database, keys, clock } = deps;
  const { client } = database;
  switch (command.do) {
    case 'add-administrator':
      return addAdministrator(command, deps);
    case 'members':
      return listMembers(deps);
    case 'find-person':
      return findPerson(command.name, deps);
    case 'verify-audit': {
      const verification = await verifyTrail({ client, keys, ...(command.known ? { known: command.known } : {}) });
      return { lines: verifyReport(verification), ok: verification.findings.length === 0 };
    }
    case 'seal-audit':
      return done(`已封存 ${await createSealer({ ...deps, client }).sealNow()} 条审计记录。`);
    case 'prune-audit': {
      const removed = await createRetention({ client, keys }).prune(clock.now());
      return done(`已清理 ${removed} 条保存期满的审计记录。`);
    }
    case 'erase-person': {
      const { id } = await find(command.whom, deps);
      if (await isLastAdministrator(client, id)) {
        return failed('该人员是最后一名管理员，请先用 add-administrator 设置另一名管理员。');
      }
      const erased = await createErasure({ client, keys }).erase(systemDoer(clock.now()), id);
      return erased ? done(`已删除人员 ${erased} 的个人信息。`) : failed(`没有人员编号 ${id}。`);
    }
    case 'unlock':
      return unlock(command, deps);
    case 'failed-jobs':
      return done(...(await failedJobs(createDeadLetters(client))));
    case 'retry': {
      const id = command.id.toUpperCase();
      const isPut = await createDeadLetters(client).retry(id, clock.now());
      return isPut ? done(`已重新排队：${id}。`) : failed(`没有可以重新发送的 ${id}。`);
    }
  }
}

/** Nobody is told: from here on no platform is reached. */
const toNobody = createEnqueue(() => null);

function membersOf({ database: { client, sql }, keys }: AdminDeps) {
  return createMembers({ client, sql, keys, enqueue: toNobody, wake: () => undefined });
}

async function addAdministrator(
  { account, name }: Extract<Command, { do: 'add-administrator' }>,
  deps: AdminDeps,
): Promise<Outcome> {
  const members = membersOf(deps);
  const who = withCorp(account, deps.config);
  const doer = systemDoer(deps.clock.now());
  const newcomer = await members.findNewcomer(await members.accountNumber(doer, who));
  if (!newcomer) return failed('该人员的信息已被删除，不能设为管理员。');
  const { personId, role } = newcomer;
  const called = `${name}（${platformLabels[who.platform]} ${who.userId}，人员编号 ${personId}）`;
  if (role === 'administrator') return done(`${called}已是管理员，未作变更。`);
  const changed = await members.change(doer, { personId, from: role, to: 'administrator', name, tell: [] });
  if (changed !== 'changed') return failed('该人员刚刚被他人变更，请重试。');
  return done(`已将${called}设为管理员。`);
}

async function listMembers(deps: AdminDeps): Promise<Outcome> {
  const members = await membersOf(deps).list();
  const lines = members.map(({ personId, name, role, accounts }) =>
    [personId, name ?? '未登记姓名', roleLabels[role], ...accounts.map(shownAccount)].join('  '),
  );
  return done(`共 ${members.length} 名成员。`, ...lines);
}

/** Without one nobody could give a role any more but on the server. */
async function isLastAdministrator(client: Client, personId: string): Promise<boolean> {
  const all = await client.person.findMany({
    where: { staffRole: fromStaffRole('administrator'), accounts: { some: {} } },
    select: { id: true },
  });
  return all.length === 1 && all[0]?.id === personId;
}

async function findPerson(name: string, { database: { client, sql }, keys, clock }: AdminDeps): Promise<Outcome> {
  const people = await client.person.findMany({
    where: { name },
    include: {
      accounts: true,
      bindings: {
        where: { endedAt: null },
        include: { enterprise: { include: { names: { where: { kind: 'FULL' } } } } },
      },
    },
    orderBy: { id: 'asc' },
  });
  const facts = people.map(({ id }): AuditFact => {
    return { action: 'contact.read', result: 'allowed', objectType: 'person', objectId: id };
  });
  await createRecordAudit(sql, keys)(systemDoer(clock.now()), facts);
  const lines = people.map(({ id, staffRole, accounts, bindings }) => {
    const role = toStaffRole(staffRole);
    const firms = bindings.flatMap(({ enterprise }) => enterprise.names.map(({ text }) => text));
    return [id, ...(role ? [roleLabels[role]] : []), ...firms, ...accounts.map(shownAccount)].join('  ');
  });
  return done(`姓名为${name}的人员共 ${people.length} 名。`, ...lines);
}

function shownAccount({ platform, userId }: { platform: string; userId: string }): string {
  return `${platform in platformLabels ? platformLabels[platform as Sender['platform']] : platform} ${userId}`;
}

async function unlock({ whom, key }: Extract<Command, { do: 'unlock' }>, deps: AdminDeps): Promise<Outcome> {
  const { database, keys, clock } = deps;
  const { client } = database;
  const person = whom && (await find(whom, deps));
  const texts = person ? [person.id, ...person.accounts.map(accountText)] : [key ?? ''];
  const removed = await transact(client, async (tx) => {
    const all = await tx.attemptCount.findMany({ select: { key: true } });
    const found = all.map((row) => row.key).filter((one) => texts.some((text) => one.includes(text)));
    if (found.length === 0) return 0;
    await tx.attemptCount.deleteMany({ where: { key: { in: found } } });
    const about = person ? { objectType: 'person', objectId: person.id } : { detail: { key } };
    await tx.auditEntry.createMany({
      data: auditRows(systemDoer(clock.now()), [{ action: 'attempts.clear', result: 'allowed', ...about }], keys.audit),
    });
    return found.length;
  });
  return done(removed === 0 ? '没有相应的限制。' : `已解除 ${removed} 项限制。`);
}

interface Person {
  id: string;
  accounts: readonly { platform: string; corpId: string; userId: string }[];
}

/** @throws OperatorError if there is nobody */
async function find(whom: Whom, { config, database: { client } }: AdminDeps): Promise<Person> {
  if ('id' in whom) {
    const id = whom.id.toUpperCase();
    const person = await client.person.findUnique({ where: { id }, include: { accounts: true } });
    if (!person) throw new OperatorError(`没有人员编号 ${id}。`);
    return person;
  }
  const { platform, corpId, userId } = withCorp(whom.account, config);
  const account = await client.account.findUnique({
    where: accountKey({ platform, corpId, userId }),
    include: { person: { include: { accounts: true } } },
  });
  if (!account) throw new OperatorError(`没有${platformLabels[platform]}账号 ${userId}（组织 ${corpId}）。`);
  return account.person;
}

/** @throws OperatorError if neither says which organisation */
function withCorp({ platform, corpId, userId }: Account, { wecomApp, dingtalkRobot }: Config): Sender {
  const configured = platform === 'wecom' ? wecomApp?.WECOM_CORP_ID : dingtalkRobot?.DINGTALK_CORP_ID;
  const corp = corpId ?? configured;
  if (corp === undefined) throw new OperatorError(`没有配置${platformLabels[platform]}，请用 --corp 指定组织编号。`);
  return { platform, corpId: corp, userId };
}
