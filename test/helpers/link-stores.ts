import type { Sender } from '../../src/core/event.ts';
import { type AccessLink, type Links, linkRules } from '../../src/domain/links.ts';
import { createLinks } from '../../src/store/links.ts';
import { createWebSessions } from '../../src/store/web-sessions.ts';
import { testDatabase } from './database.ts';
import { fixedClock } from './fixed-clock.ts';
import { storeDeps, testDoer } from './stores.ts';

const officer: Sender = { platform: 'wecom', corpId: 'c', userId: 'wang' };

/** Links and the sessions by them, in a database with one officer (officer1) and one contact (P1, bound to E1). */
export async function linkStores() {
  const database = await testDatabase();
  const clock = fixedClock();
  const deps = storeDeps(database);
  const links = createLinks(
    deps,
    (id) => `https://bureau.example/h5/l/${id}`,
    () => clock.now(),
  );
  const sessions = createWebSessions(deps);
  const enterprise = { id: 'E1', name: '示例企业01' };
  const recordedAt = clock.now();
  const { client } = database;
  await client.enterprise.create({ data: { id: enterprise.id, recordedAt } });
  const name = { id: 'N1', enterpriseId: enterprise.id, kind: 'FULL', text: enterprise.name };
  await client.enterpriseName.create({ data: { ...name, searchKey: 'x', initials: 'x' } });
  await client.person.create({ data: { id: 'officer1', name: '王辰', staffRole: 'OFFICER', recordedAt } });
  await client.person.create({ data: { id: 'P1', name: '李一', recordedAt } });
  await client.binding.create({ data: { id: 'B1', personId: 'P1', enterpriseId: 'E1', recordedAt } });

  /** The code that was last told. */
  const told: { code: string | null } = { code: null };
  const doer = () => testDoer(clock.now());
  function tell(code: string, { id }: AccessLink) {
    told.code = code;
    const card = { title: '验证码', blocks: [{ kind: 'text' as const, text: `${id} ${code}` }], confidential: true };
    return [{ to: [officer], card, purpose: 'link.code' }];
  }
  const create = (given: Parameters<Links['create']>[1]['for'] = { personId: 'P1' }) =>
    links.create(doer(), { for: given, enterprise, tell });

  function open(id: string, proof: string, token = 'cookie') {
    const expiresAt = new Date(clock.now().getTime() + linkRules.deviceMs);
    const opened = { token, personId: 'P1', linkId: id, proof, expiresAt };
    return sessions.beginByLink({ ...doer(), link: { id, createdById: 'officer1' } }, { ...opened, tell: () => [] });
  }

  return {
    ...{ database, clock, links, sessions, enterprise, doer, told, tell, create, open },
    /** A link with its code. */
    async withCode(): Promise<{ id: string; code: string }> {
      const { link } = await create();
      return { id: link.id, code: told.code ?? '' };
    },
    async openWith(id: string, code: string, token = 'cookie'): Promise<boolean> {
      const tried = await links.tryCode(id, code);
      return tried.kind === 'right' && open(id, tried.proof, token);
    },
    found: (token = 'cookie') => sessions.find(token, { now: clock.now(), today: '2023-12-29' }),
    audited: () =>
      client.auditEntry.findMany({
        select: { action: true, objectId: true, enterpriseId: true },
        orderBy: { action: 'asc' },
      }),
  };
}

export type LinkStores = Awaited<ReturnType<typeof linkStores>>;

export const wrongFor = (code: string) => (code === '000000' ? '111111' : '000000');
