import { argumentOf, type Said } from '../../core/said.ts';
import { type OptionalKind, optionalKinds } from './reminders.ts';
import { cutPage, leadingWord } from './subject-words.ts';

/** What staff want with 提醒. */
export type ReminderRequest =
  | { do: 'overview' }
  /** `name` empty: of whom is to be asked */
  | { do: 'record'; name: string; page: number }
  | { do: 'tomorrow' }
  | { do: 'rules' }
  | { do: 'test' }
  | { do: 'failures'; page: number }
  | { do: 'unclear'; problem: string };

const parts = ['记录', '明天', '规则', '测试', '失败'] as const;
const usage =
  '请发送“/提醒”查看当天的提醒，“/提醒 明天”查看明天将发送的提醒，“/提醒 记录 企业简称”“/提醒 失败”“/提醒 规则”或者“/提醒 测试”。';

/** Reads `/提醒 …`; without the slash only what is understood, as `提醒 我明天开会` is no command. */
export function readReminderRequest(said: Said): ReminderRequest | null {
  const argument = argumentOf(said, ['提醒', '提醒规则']);
  if (argument === null) return null;
  if (said.text === '提醒规则') return { do: 'rules' };
  if (argument === '') return { do: 'overview' };
  const { page, rest } = cutPage(argument);
  const led = leadingWord(rest, parts);
  // 明天, 规则 and 测试 stand alone.
  const understood = led && toRequest(led.word, led.rest, page);
  if (understood) return understood;
  return said.slash ? { do: 'unclear', problem: `没有看懂“${argument}”。${usage}` } : null;
}

function toRequest(word: (typeof parts)[number], rest: string, page: number): ReminderRequest | null {
  if (word === '记录') return { do: 'record', name: rest, page };
  if (rest !== '') return null;
  switch (word) {
    case '明天':
      return { do: 'tomorrow' };
    case '规则':
      return { do: 'rules' };
    case '测试':
      return { do: 'test' };
    case '失败':
      return { do: 'failures', page };
  }
}

/** `kinds` empty: what is subscribed is shown. MANDATORY: a kind that nobody may unsubscribe was named. */
export type SubscriptionRequest =
  | { do: 'subscribe' | 'unsubscribe'; kinds: readonly OptionalKind[] }
  | { do: 'unsubscribe'; kinds: 'MANDATORY' }
  | { do: 'unclear'; problem: string };

const kindWords: Readonly<Record<string, readonly OptionalKind[] | 'MANDATORY'>> = {
  申报: ['CALL'],
  申报通知: ['CALL'],
  申报提醒: ['CALL'],
  证书: ['CERTIFICATE'],
  证书到期: ['CERTIFICATE'],
  证书到期提醒: ['CERTIFICATE'],
  到期提醒: ['CERTIFICATE'],
  全部: optionalKinds,
  月报: 'MANDATORY',
  月报提醒: 'MANDATORY',
  报送: 'MANDATORY',
  报送提醒: 'MANDATORY',
  报送事项: 'MANDATORY',
  义务: 'MANDATORY',
  义务提醒: 'MANDATORY',
  报送义务: 'MANDATORY',
  报送义务提醒: 'MANDATORY',
  年报: 'MANDATORY',
  年报提醒: 'MANDATORY',
  火炬统计: 'MANDATORY',
};

/** Reads `/订阅 证书到期提醒`, `/退订 申报通知`, `退订提醒`. `订阅 日历` is the calendar's. */
export function readSubscriptionRequest(said: Said): SubscriptionRequest | null {
  const off = argumentOf(said, ['退订提醒', '退订', '取消订阅']);
  const argument = off ?? argumentOf(said, ['订阅提醒', '订阅']);
  if (argument === null || (off === null && argument === '日历')) return null;
  const verb = off === null ? 'subscribe' : 'unsubscribe';
  if (argument === '') return { do: verb, kinds: [] };
  const kinds = Object.hasOwn(kindWords, argument) ? kindWords[argument] : undefined;
  if (kinds === 'MANDATORY') {
    return verb === 'subscribe' ? { do: verb, kinds: [] } : { do: verb, kinds };
  }
  if (kinds !== undefined) return { do: verb, kinds };
  if (!said.slash) return null;
  const word = verb === 'subscribe' ? '订阅' : '退订';
  return { do: 'unclear', problem: `没有看懂“${argument}”，请发送“/${word} 申报通知”或者“/${word} 证书到期提醒”。` };
}

export type CalendarRequest = { do: 'show' | 'stop' | 'renew' } | { do: 'unclear'; problem: string };

const calendarWords: Readonly<Record<string, 'stop' | 'renew'>> = {
  停用: 'stop',
  关闭: 'stop',
  更换: 'renew',
  更换地址: 'renew',
};

/** Reads `/日历`, `/日历 停用`, `/日历 更换`, `订阅 日历`. */
export function readCalendarRequest(said: Said): CalendarRequest | null {
  if (argumentOf(said, ['订阅']) === '日历') return { do: 'show' };
  const argument = argumentOf(said, ['日历订阅', '订阅日历', '日历']);
  if (argument === null) return null;
  if (argument === '') return { do: 'show' };
  const step = Object.hasOwn(calendarWords, argument) ? calendarWords[argument] : undefined;
  if (step !== undefined) return { do: step };
  if (!said.slash) return null;
  return { do: 'unclear', problem: `没有看懂“${argument}”，请发送“/日历”“/日历 停用”或者“/日历 更换”。` };
}
