import { whoLookedCard } from '../../cards/audit.ts';
import { noticeCard } from '../../cards/notice.ts';
import type { EnterpriseRef } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { searchKey } from '../../src/domain/enterprise-name.ts';
import { ownEnterprise, rememberChoice } from '../own-enterprise.ts';

const rowsAPage = 10;

/** 谁看过我们: an enterprise learns who looked at its private data, when and in what role. */
export const whoLooked = defineIntent<{ name: string; page: number }>({
  id: 'who-looked',
  command: '谁看过我们',
  permission: 'own.manage',
  inGroup: 'privately',
  examples: [{ say: '/谁看过我们', gets: '查看本企业非公开信息的人员、时间和身份' }],
  read(said) {
    const argument = argumentOf(said, ['谁看过我们公司', '谁看过我们企业', '谁看过我们', '谁查过我们', '谁看过']);
    if (argument === null) return null;
    const page = /第\s*(\d{1,4})\s*页/u.exec(argument);
    return {
      name: argument.replace(page?.[0] ?? '', '').trim(),
      page: Math.max(1, Number(page?.[1] ?? 1)),
    };
  },
  async run(ctx, { name, page }) {
    const { enterprises } = ctx.actor;
    if (enterprises.length === 0) {
      return { here: noticeCard('没有绑定企业', '您没有绑定企业。查看审计记录请由管理员发送“/审计”。') };
    }
    if (name !== '') return aboutNamed(ctx, name, page);
    const own = ownEnterprise(ctx, (enterprise) => `谁看过我们 ${enterprise.name}`);
    return 'ask' in own ? { here: own.ask } : aboutOwn(ctx, own.enterprise, page);
  },
});

/** The own enterprise of this name; of another it is not said whether there is one. */
async function aboutNamed(ctx: Context, name: string, page: number): Promise<Answer> {
  const found = await ctx.ledger.findEnterprises(name);
  const key = searchKey(name);
  const own = ctx.actor.enterprises.filter(
    (one) => searchKey(one.name) === key || found.enterprises.some(({ id }) => id === one.id),
  );
  const [only] = own;
  if (only && own.length === 1) {
    await rememberChoice(ctx, only);
    return aboutOwn(ctx, only, page);
  }
  const [other] = found.enterprises;
  const about = other && found.total === 1 && !only ? { enterpriseId: other.id } : {};
  return {
    here: noticeCard('只能查询本企业', '只能查询您绑定的企业，请核对名称，或直接发送“/谁看过我们”。'),
    audit: [{ action: 'access.read', result: 'denied', ...about }],
  };
}

async function aboutOwn(ctx: Context, enterprise: EnterpriseRef, page: number): Promise<Answer> {
  const found = await ctx.trail.looksAt(enterprise.id, { page, size: rowsAPage });
  const several = ctx.actor.enterprises.length > 1 ? ` ${enterprise.name}` : '';
  return {
    here: whoLookedCard({ enterprise, found, say: `谁看过我们${several}`, now: ctx.now }),
    audit: [
      {
        action: 'access.read',
        result: 'allowed',
        objectType: 'enterprise',
        objectId: enterprise.id,
        enterpriseId: enterprise.id,
      },
    ],
  };
}
