import { type AudienceSaid, readAudience } from './audience-words.ts';
import { cutPage, cutSeen, leadingWord } from './subject-words.ts';

/** What a button adds: the version that was seen (null: typed), and whether it was read back and confirmed. */
interface Seen {
  seen: number | null;
  isConfirmed: boolean;
}

/** What staff do with one deadline. */
export type StaffStep =
  /** `text`: what is new and perhaps a reason, as typed (`readChange`) */
  | ({ do: 'change'; text: string } & Seen)
  | ({ do: 'withdraw'; reason: string } & Seen)
  | { do: 'exempt'; name: string; reason: string }
  | { do: 'reopen'; name: string }
  /** `pressId`: what was confirmed; null: to be asked first */
  | { do: 'press'; pressId: string | null; isConfirmed: boolean }
  /** Who is concerned, and how they stand */
  | { do: 'concerned'; page: number }
  /** 对象 is changed */
  | ({ do: 'audience'; said: AudienceSaid } & Seen);

const verbs = {
  改: 'change',
  改为: 'change',
  改到: 'change',
  改期: 'change',
  延期: 'change',
  延期至: 'change',
  延期到: 'change',
  推迟至: 'change',
  推迟到: 'change',
  提前至: 'change',
  提前到: 'change',
  撤销: 'withdraw',
  撤消: 'withdraw',
  撤回: 'withdraw',
  免除: 'exempt',
  恢复: 'reopen',
  恢复提醒: 'reopen',
  催报: 'press',
  对象: 'audience',
  名单: 'concerned',
} as const;
type Verb = keyof typeof verbs;

/** Null: no step of staff begins like this. `problem`: one does, and something is missing. */
export function readStaffStep(
  number: number,
  text: string,
): StaffStep | { do: 'unclear'; problem: string; step: StaffStep['do'] } | null {
  const led = leadingWord(text, Object.keys(verbs) as Verb[], '\\d');
  if (!led) return null;
  const { rest, seen, isConfirmed } = cutSeen(led.rest);
  const step = verbs[led.word];
  const missing = (what: string, example: string) =>
    ({ do: 'unclear', step, problem: `请写明${what}，例如“/截止 J-${number} ${example}”。` }) as const;
  switch (step) {
    case 'change':
      return rest === ''
        ? missing('新的日期', '改 7月20日 24:00 原因 上级通知延期')
        : { do: step, text: rest, seen, isConfirmed };
    case 'withdraw':
      return rest === '' ? missing('撤销的原因', '撤销 通知已废止') : { do: step, reason: rest, seen, isConfirmed };
    case 'exempt': {
      const [name = '', ...reason] = rest.split(' ');
      return reason.length === 0
        ? missing('企业和免除的原因', '免除 企业简称 已迁出')
        : { do: step, name, reason: reason.join(' ') };
    }
    case 'reopen':
      return rest === '' ? missing('企业', '恢复 企业简称') : { do: step, name: rest };
    case 'press': {
      // `催报 确认 <id>`, as a button says it.
      const found = /^(?<confirmed>确认)?(?: (?<id>[\w-]{1,40}))?$/u.exec(led.rest)?.groups;
      if (!found) return null;
      return { do: step, pressId: found.id ?? null, isConfirmed: found.confirmed !== undefined };
    }
    case 'concerned':
      return { do: step, page: cutPage(rest).page };
    case 'audience': {
      const { page, rest: words } = cutPage(rest);
      return words === '' ? { do: 'concerned', page } : { do: step, said: readAudience(words), seen, isConfirmed };
    }
  }
}
