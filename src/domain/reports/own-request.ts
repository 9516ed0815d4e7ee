import { isId } from '../../core/ids.ts';
import type { CalendarDate } from '../calendar.ts';
import { periodWord } from './leading-period.ts';
import type { Period } from './period.ts';

/** What a contact asks of the own monthly report, behind `月报`. */
export type OwnRequest =
  | { do: 'show'; period: Period | null }
  /** 填报: the card to fill in */
  | { do: 'file'; period: Period | null }
  /** A form that was filled in on a card: for which period, what it was drawn from and by which set of indicators. */
  | { do: 'form'; period: Period; version: number; setNumber: number }
  /** `version` null: typed, the present state is meant */
  | { do: 'confirm'; of: Of; version: number | null; reason: string | null }
  /** `target`: a finding's id, or the name of an indicator */
  | { do: 'explain'; of: Of; target: string; text: string }
  | { do: 'zero'; period: Period | null; reason: string }
  /** 零报 as it was read back, at the version that was seen */
  | { do: 'zero confirmed'; period: Period; version: number; reason: string }
  | { do: 'correct'; period: Period | null; text: string }
  | { do: 'discard'; of: Of; version: number | null }
  /** 沿用值无误 */
  | { do: 'keep'; of: Of }
  | { do: 'answer'; of: Of; text: string }
  | { do: 'template' };

/** Which report: by its id (from a button), by its period, or the one that is due. */
export type Of = { reportId: string } | { period: Period | null };

const steps = {
  填报: 'file',
  表单: 'form',
  确认: 'confirm',
  提交: 'confirm',
  说明: 'explain',
  零报: 'zero',
  零报告: 'zero',
  零报确认: 'zero confirmed',
  更正: 'correct',
  放弃: 'discard',
  沿用: 'keep',
  答复: 'answer',
  模板: 'template',
} as const;

/** Who hands in by words alone is shown what that would be, with the button: `确认提交`, `提交月报`. */
export function isHandingIn(text: string): boolean {
  return /^(?:请|我要)?(?:确认提交|提交确认|(?:确认)?(?:提交|上报|报送)(?:本月|这个月)?的?月报表?|确认月报)$/u.test(
    text,
  );
}

/** Null: it is not understood. @throws UserError for a month that the calendar does not have */
export function readOwnRequest(argument: string, today: CalendarDate): OwnRequest | null {
  const words = argument.split(' ').filter(Boolean);
  const [first = '', ...rest] = words;
  if (isHandingIn(argument)) return { do: 'file', period: null };
  if (first === '' || first === '历史') return { do: 'show', period: null };
  const shown = rest.length === 0 ? periodWord(first, today) : null;
  if (shown !== null) return { do: 'show', period: shown };
  const step = Object.hasOwn(steps, first) ? steps[first as keyof typeof steps] : null;
  if (step === null) return null;
  const { of, behind } = readOf(rest, today);
  const period = 'period' in of ? of.period : null;
  switch (step) {
    case 'file':
      return { do: step, period };
    case 'form': {
      const [version, setNumber] = behind.map(Number);
      if (period === null || !isCount(version) || !isCount(setNumber)) return null;
      return { do: step, period, version, setNumber };
    }
    case 'confirm': {
      const { version, text } = readVersion(of, behind);
      return { do: step, of, version, reason: text === '' ? null : text };
    }
    case 'explain': {
      const [target = '', ...text] = behind;
      return { do: step, of, target, text: text.join(' ') };
    }
    case 'zero':
      return { do: step, period, reason: behind.join(' ') };
    case 'zero confirmed': {
      const [version, ...reason] = behind;
      if (period === null || !isCount(Number(version))) return null;
      return { do: step, period, version: Number(version), reason: reason.join(' ') };
    }
    case 'correct':
      return { do: step, period, text: behind.join(' ') };
    case 'discard':
      return { do: step, of, version: readVersion(of, behind).version };
    case 'keep':
      return { do: step, of };
    case 'answer':
      return { do: step, of, text: behind.join(' ') };
    case 'template':
      return { do: step };
  }
}

function readOf(words: readonly string[], today: CalendarDate): { of: Of; behind: string[] } {
  const [first = '', ...behind] = words;
  if (isId(first)) return { of: { reportId: first }, behind };
  const period = periodWord(first, today);
  return period === null ? { of: { period: null }, behind: [...words] } : { of: { period }, behind };
}

/** Behind a report's id stands the version that was seen; who types writes none. */
function readVersion(of: Of, behind: readonly string[]): { version: number | null; text: string } {
  const [first, ...rest] = behind;
  const version = Number(first);
  if (!('reportId' in of) || !isCount(version)) return { version: null, text: behind.join(' ') };
  return { version, text: rest.join(' ') };
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 && value < 1_000_000;
}

const ofEnterprise = /(?:^|\s)企业([0-9A-Z]{12})(?=\s|$)/u;

/** How a sentence of a button names the enterprise that it is about: who taps may have chosen another one since. */
export function enterpriseWord(enterpriseId: string): string {
  return `企业${enterpriseId}`;
}

/** Takes that word out of a sentence. */
export function cutEnterprise(text: string): { enterpriseId: string | null; rest: string } {
  const [word, id = ''] = ofEnterprise.exec(text) ?? [];
  if (word === undefined || !isId(id)) return { enterpriseId: null, rest: text };
  return { enterpriseId: id, rest: text.replace(word, ' ').replace(/ +/gu, ' ').trim() };
}
