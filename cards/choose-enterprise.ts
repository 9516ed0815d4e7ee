import type { Button, Card } from '../src/core/card.ts';
import type { Candidate, Candidates } from '../src/domain/ledger.ts';
import { quoted } from './parts.ts';

/** As many as WeCom's button card has rows and buttons for. */
const buttonsAtMost = 6;

/** Asks which of several enterprises is meant. The bot never guesses. */
export function chooseEnterpriseCard(options: {
  title: string;
  /** One line: why it is asked. */
  why: string;
  enterprises: readonly Candidate[];
  total: number;
  /** The sentence that asks again about one of them, which is written by its name, or by its code where names are equal. */
  say: (written: string) => string;
}): Card {
  const { title, why, enterprises, total, say } = options;
  const isAlone = ({ name }: Candidate) => enterprises.filter((other) => other.name === name).length === 1;
  const writtenOf = (one: Candidate) => (isAlone(one) ? one.name : (one.creditCode ?? one.name));
  const names = enterprises.map((one) =>
    isAlone(one) ? one.name : `${one.name}（${one.creditCode ?? '信用代码未登记'}）`,
  );
  const [first] = enterprises;
  if (total > buttonsAtMost || !first) {
    const shown = total > names.length ? `，以下为前 ${names.length} 家` : '';
    return {
      title,
      blocks: [
        { kind: 'text', text: `${why}共 ${total} 家${shown}：` },
        { kind: 'list', items: names },
        { kind: 'text', text: '请写得更完整一些，例如企业全称。' },
      ],
      confidential: false,
    };
  }
  return {
    title,
    blocks: [
      { kind: 'text', text: `${why}共 ${total} 家，请选择：` },
      { kind: 'list', items: names },
    ],
    buttons: enterprises.map(
      (enterprise, index): Button => ({
        text: `第${index + 1}家`,
        tap: { say: say(writtenOf(enterprise)), answer: 'here' },
      }),
    ),
    insteadOfButtons: `请发送企业全称，例如“${say(writtenOf(first))}”。`,
    confidential: false,
  };
}

/** Asks which of the enterprises that what was written may mean. */
export function chooseAmongCard(written: string, found: Candidates, say: (written: string) => string): Card {
  return chooseEnterpriseCard({ title: '请选择企业', why: `与${quoted(written)}相符的企业`, ...found, say });
}
