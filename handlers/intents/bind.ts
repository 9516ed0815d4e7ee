import { bindingAskedCard, bindingRequestCard } from '../../cards/binding.ts';
import { chooseAmongCard } from '../../cards/choose-enterprise.ts';
import { noticeCard } from '../../cards/notice.ts';
import { quoted } from '../../cards/parts.ts';
import { accountText } from '../../src/core/account-text.ts';
import type { Answer } from '../../src/core/card.ts';
import { UserError } from '../../src/core/errors.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { likelyContact } from '../../src/domain/bindings.ts';
import { looksLikeCreditCode, readCreditCode } from '../../src/domain/credit-code.ts';
import { searchKey } from '../../src/domain/enterprise-name.ts';
import type { Candidate } from '../../src/domain/ledger.ts';

/** So many tries an hour: nobody finds out by asking which codes and names are in the ledger. */
const tries = { limit: 10, windowMs: 60 * 60_000 };

/** 绑定: somebody asks to speak for an enterprise; the bureau decides. */
export const bind = defineIntent<string>({
  id: 'bind',
  command: '绑定',
  permission: 'self.manage',
  inGroup: 'refuse',
  examples: [{ say: '/绑定 企业全称', gets: '申请绑定企业（也可用统一社会信用代码，后面可写姓名）' }],
  read(said) {
    const argument = argumentOf(said, ['申请绑定', '绑定']);
    return argument === '申请' ? '' : argument;
  },
  async run(ctx, argument) {
    if (argument === '') return { here: usage(ctx) };
    const { allowed } = await ctx.attempts.hit(`bind ${accountText(ctx.sender)}`, tries);
    if (!allowed) {
      const here = noticeCard('请稍后再试', '申请次数过多，请一小时后再试，或直接联系本局。');
      return { here, audit: [{ action: 'binding.request', result: 'denied', detail: { why: 'too often' } }] };
    }
    const wanted = await findWanted(ctx, argument);
    return 'answer' in wanted ? wanted.answer : ask(ctx, wanted);
  },
});

function usage({ bureau }: Context) {
  const text = `请发送“/绑定 企业全称”或“/绑定 统一社会信用代码”，后面可加您的姓名，例如“/绑定 示例企业05 李五”。由${bureau.name}审核后生效。`;
  return noticeCard('绑定企业', text);
}

interface Wanted {
  enterprise: Candidate;
  claimedName: string | null;
}

/** Which enterprise is meant, and the applicant's name where it stands behind it. */
async function findWanted(ctx: Context, argument: string): Promise<Wanted | { answer: Answer }> {
  const { enterprise: written, claimedName } = splitName(argument);
  if (looksLikeCreditCode(written)) {
    const code = readCreditCode(written);
    if (!code.ok) throw new UserError(code.reason);
    const { enterprises } = await ctx.ledger.findEnterprises(code.code);
    const enterprise = enterprises.find(({ creditCode }) => creditCode === code.code);
    return enterprise ? { enterprise, claimedName } : { answer: notListed(ctx, code.code, code.warning) };
  }
  // A full name may itself contain a blank.
  const whole = await ctx.ledger.findEnterprises(argument);
  const found = whole.total > 0 || claimedName === null ? whole : await ctx.ledger.findEnterprises(written);
  const name = whole.total > 0 ? null : claimedName;
  const [first] = found.enterprises;
  if (!first) return { answer: notListed(ctx, written, null) };
  if (found.total === 1 && searchKey(first.name) === searchKey(name === null ? argument : written)) {
    return { enterprise: first, claimedName: name };
  }
  const card = chooseAmongCard(written, found, (full) => ['绑定', full, name ?? ''].join(' ').trim());
  return { answer: { here: card } };
}

/** `示例企业05 李五` → the enterprise and the name behind it. */
function splitName(argument: string): { enterprise: string; claimedName: string | null } {
  const split = /^(?<enterprise>.+)\s(?:姓名)?[:：]?(?<name>[\p{Script=Han}·]{2,15})$/u.exec(argument)?.groups;
  if (!split?.enterprise || !split.name) return { enterprise: argument, claimedName: null };
  return { enterprise: split.enterprise.trim(), claimedName: split.name };
}

function notListed({ bureau }: Context, written: string, warning: string | null): Answer {
  const doubt = warning === null ? '' : `（${warning}，请核对）`;
  const text = `${bureau.name}的登记中没有${quoted(written)}${doubt}。请核对企业全称或统一社会信用代码；如确为辖区企业，请联系${bureau.name}（电话 ${bureau.tel}）登记后再绑定。`;
  return { here: noticeCard('没有找到企业', text) };
}

async function ask(ctx: Context, { enterprise, claimedName }: Wanted): Promise<Answer> {
  const { actor, bindings, bureau, doer, sender } = ctx;
  if (actor.enterprises.some(({ id }) => id === enterprise.id)) {
    return { here: { ...noticeCard('已绑定', `您已绑定${enterprise.name}，无需重复申请。`), confidential: true } };
  }
  const [staff, contacts] = [
    await bindings.staff('binding.decide', sender.platform),
    await bindings.contactsOf(enterprise.id),
  ];
  if (staff.length === 0) {
    throw new UserError(`目前无法在线审核，请联系${bureau.name}（电话 ${bureau.tel}）办理绑定。`);
  }
  const known = {
    creditCode: enterprise.creditCode,
    contacts: contacts.length,
    alike: likelyContact(contacts, claimedName),
  };
  const { request, isNew } = await bindings.request(doer, {
    account: sender,
    enterprise: { id: enterprise.id, name: enterprise.name },
    claimedName,
    tell: (made) => [
      { to: staff, card: bindingRequestCard(made, known), purpose: 'binding.request', needs: 'binding.decide' },
    ],
  });
  return { here: bindingAskedCard(request, { isNew, bureau }) };
}
