import { argumentOf, type Said } from '../../core/said.ts';
import { type Kind, kindSpoken, kindWords, splitKind } from '../kind-spoken.ts';
import { levelLabels } from '../qualification.ts';
import { cutEnterprise } from '../reports/own-request.ts';
import { leadingHelp, leadingSubject, type Of } from './subject-words.ts';

/** What somebody wants with 代办 (domain.md F2). */
export type HelpSaid =
  /** A contact: the own ones and how to ask; staff: all that are open */
  | { do: 'list' }
  | { do: 'show'; number: number }
  /** `topic` null: what it is about was not said */
  | { do: 'ask'; topic: string | null; kind: Kind | null; of: Of | null; enterpriseId: string | null }
  /** `dueText`: by when, as typed (`readDue`); null: not said */
  | { do: 'take'; number: number; dueText: string | null }
  | { do: 'close'; number: number; note: string | null }
  | { do: 'unclear'; problem: string };

const topicAtMost = 100;
const kind = `(?<kind>(?:${Object.values(levelLabels).join('|')})?(?:${kindWords.join('|')}))`;
const please = '(?:请|麻烦|能不能|可以|可否|我?想(?:请)?|我要|需要)?';
const whom = '(?:帮(?:我们|我|忙|我司|我公司)|替我们|代我们|代)';

/** 找代办员, 我要找代办 */
const forAgent =
  /^(?:请|麻烦|我?想|我们?要|我们?需要|需要)?(?:找|联系|请|申请|安排)(?:一下|一个|一位|个|位)?(?:申报)?代办(?:员|人员)?(?:帮忙|协助)?$/u;
/** 帮我申报高企, 能不能帮我们办一下科小 */
const forKind = new RegExp(
  `^${please}${whom}(?:申报|申请|办理|代办|办|报)(?:一下|下)?${kind}(?:认定|评价|申报|复审)?(?:第?[一二三四1-4]批)?(?:吗|吧|么)?$`,
  'u',
);

/** Reads `/代办`, `/受理 H-7`, `/办结 H-7`, and plain sentences of fixed shapes; null: it is something else. */
export function readHelpRequest(said: Said): HelpSaid | null {
  const asked = argumentOf(said, ['代办员', '代办']);
  if (asked !== null) return readAsked(asked) ?? { do: 'list' };
  const wanted = argumentOf(said, ['找代办员', '找代办']);
  if (wanted !== null) return readAsked(wanted) ?? ask({});
  const take = argumentOf(said, ['受理']);
  if (take !== null) {
    const led = leadingHelp(take);
    if (!led) return said.slash || take === '' ? unclear('受理', '受理 H-7 7月5日') : null;
    return { do: 'take', number: led.number, dueText: led.rest === '' ? null : led.rest };
  }
  const close = argumentOf(said, ['办结']);
  if (close !== null) {
    const led = leadingHelp(close);
    if (!led) return said.slash || close === '' ? unclear('办结', '办结 H-7 材料已提交') : null;
    return { do: 'close', number: led.number, note: led.rest === '' ? null : led.rest };
  }
  return readSentence(said.text);
}

function unclear(word: string, example: string): HelpSaid {
  return { do: 'unclear', problem: `请写明要${word}的代办编号，例如“/${example}”。发送“/代办”查看待办的代办。` };
}

/** Null: nothing stands behind the command. */
function readAsked(argument: string): HelpSaid | null {
  const { enterpriseId, rest } = cutEnterprise(argument);
  if (rest === '') return enterpriseId === null ? null : ask({ enterpriseId });
  const known = leadingHelp(rest);
  if (known && known.rest === '') return { do: 'show', number: known.number };
  const led = leadingSubject(rest);
  if (led) return ask({ of: led.of, topic: led.rest === '' ? null : led.rest, enterpriseId });
  return ask({ topic: rest, kind: splitKind(rest.replaceAll(' ', ''))?.kind ?? null, enterpriseId });
}

function readSentence(text: string): HelpSaid | null {
  const whole = text.replace(/\s+/gu, '');
  if (whole.length > topicAtMost) return null;
  if (forAgent.test(whole)) return ask({});
  const word = forKind.exec(whole)?.groups?.kind;
  return word === undefined ? null : ask({ topic: word, kind: kindSpoken(word) });
}

function ask(said: Partial<Omit<Extract<HelpSaid, { do: 'ask' }>, 'do'>>): HelpSaid {
  const { topic = null, kind: meant = null, of = null, enterpriseId = null } = said;
  return { do: 'ask', topic: topic?.slice(0, topicAtMost) ?? null, kind: meant, of, enterpriseId };
}
