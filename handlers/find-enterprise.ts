import { chooseAmongCard } from '../cards/choose-enterprise.ts';
import { noticeCard } from '../cards/notice.ts';
import { quoted } from '../cards/parts.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';

/**
 * The one enterprise that is meant by a name, short name, initials or credit code; else the answer that says there is none
 * or asks which. @param say the sentence that asks again, with the name written out
 */
export async function findEnterprise(
  { ledger }: Context,
  written: string,
  say: (full: string) => string,
): Promise<{ enterprise: EnterpriseRef } | { answer: Answer }> {
  const candidates = await ledger.findEnterprises(written);
  const [found] = candidates.enterprises;
  if (found && candidates.total === 1) return { enterprise: { id: found.id, name: found.name } };
  if (!found) {
    const text = `没有找到名称含${quoted(written)}的企业，请核对名称，可用全称、简称、拼音首字母或统一社会信用代码。`;
    return { answer: { here: noticeCard('没有找到企业', text) } };
  }
  return { answer: { here: chooseAmongCard(written, candidates, say) } };
}
