import { chooseAmongCard } from '../cards/choose-enterprise.ts';
import type { EnterpriseRef } from '../src/core/actor.ts';
import type { Card } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';

/** The enterprises that names mean, in their order; what names nobody or several; and the card that asks about a single one. */
export interface NamesFound {
  enterprises: readonly EnterpriseRef[];
  problems: readonly string[];
  ask: Card | null;
}

/** @param say the sentence that asks again, with one name written out */
export async function findNames(
  { ledger }: Pick<Context, 'ledger'>,
  names: readonly string[],
  say: (name: string, full: string) => string,
): Promise<NamesFound> {
  const enterprises: EnterpriseRef[] = [];
  const problems: string[] = [];
  let ask: Card | null = null;
  for (const name of names) {
    const candidates = await ledger.findEnterprises(name);
    const [first] = candidates.enterprises;
    if (first && candidates.total === 1) {
      if (!enterprises.some(({ id }) => id === first.id)) enterprises.push({ id: first.id, name: first.name });
    } else if (first) {
      problems.push(`对象中的“${name}”可能是多家企业，请写企业全称。`);
      ask ??= chooseAmongCard(name, candidates, (full) => say(name, full));
    } else {
      problems.push(`对象中的“${name}”既不是资质类别，也没有找到这样的企业，请核对。`);
    }
  }
  return { enterprises, problems, ask: problems.length === 1 ? ask : null };
}
